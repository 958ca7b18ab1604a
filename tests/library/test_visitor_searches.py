"""What a visitor of some folders must not learn by searching, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import BusyError
from gallery.catalog import folders, photos
from gallery.search.folder_search import Scope
from gallery.timeline.build import TimelineQuery
from gallery.timeline.file import HEADER
from tests.index_builder import metadata, read
from tests.library.visited_library import ROOT
from tests.search.queries import ms, settle

if TYPE_CHECKING:
    from tests.library.visited_library import Visited


@pytest.mark.parametrize(
    "text", ["private", "pictures", "folder:private", "folder:vault", "priv*", "folder:pic*", "srv"]
)
def test_names_above_find_nothing(visited: Visited, text: str) -> None:
    assert visited.search.find(text, visited.within)["count"] == 0
    assert visited.search.suggest(text, len(text), None, visited.within)["suggestions"] == []
    if text not in ("folder:vault", "srv"):
        assert visited.search.find(text)["count"] > 0, "for the owner it does"


def test_a_path_agrees_with_no_name_above(visited: Visited) -> None:
    """Where the names above counted, a visitor could guess them one by one: the wrong ones find more."""
    with visited.index.write() as conn:
        for folder in (visited.trip, folders.put_chain(conn, 1, ROOT, b"Private/Trip/Trip")):
            read(conn, folder, b"c.jpg")
        photos.raise_generation(conn)
    counts = {
        path: visited.search.find(path, visited.within)["count"]
        for path in ("/Private/Trip/c.jpg", "/srv/vault/Pictures/Private/Trip/c.jpg", "/wrong/Trip/c.jpg")
    }
    assert set(counts.values()) == {2}, counts
    assert [visited.search.find(f"/{name}/Trip/c.jpg")["count"] for name in ("Private", "wrong")] == [1, 2]


def test_the_place_of_a_root_on_the_disk_cannot_be_guessed_by_who_sees_all(visited: Visited) -> None:
    with visited.index.write() as conn:
        folders.put_root(conn, 2, b"/mnt/Pictures")
        read(conn, folders.put_root(conn, 2, b"/mnt/Pictures"), b"d.jpg")
        photos.raise_generation(conn)
    everything = visited.folders.find_tops(None).within
    assert len(everything) == 2
    guesses = [
        visited.search.find(path, everything)["count"] for path in ("/mnt/Pictures", "/vault/Pictures", "/x/Pictures")
    ]
    assert len(set(guesses)) == 1
    assert visited.search.find("/mnt/Pictures")["count"] == 1


@pytest.mark.parametrize("text", ["lisbn", "lisbo", "camera:leika", "lecia", "privat", "folder:lisbn"])
def test_words_of_other_folders_are_not_proposed(visited: Visited, text: str) -> None:
    [part] = visited.search.explain(text, None, visited.within)["parts"]
    assert part["near"] == ()
    assert any(part["near"] for part in visited.search.explain(text)["parts"]) or visited.search.find(text)["count"]
    assert visited.search.explain("rmoe", None, visited.within)["parts"][0]["near"], "of their own they are"


@pytest.mark.parametrize("where", ["folders", "files", "cameras"])
@pytest.mark.parametrize("kept", [False, True])
def test_words_of_other_folders_push_out_none_that_are_visible(visited: Visited, where: str, *, kept: bool) -> None:
    """Three are proposed; these would be nearer."""
    with visited.index.write() as conn:
        for word in ("rmoa", "rmob", "rmoc"):
            folder = f"Private/Lisbon/{word if where == 'folders' else 'x'}".encode()
            name = word if where == "files" else f"y {word[-1]}"
            model = word if where == "cameras" else None
            read(
                conn,
                folders.put_chain(conn, 1, ROOT, folder),
                f"{name}.jpg".encode(),
                metadata(word.encode(), model=model),
            )
        photos.raise_generation(conn)
        settle(conn, "kept" if kept else "stale")
    [part] = visited.search.explain("rmoe", None, visited.within)["parts"]
    assert [each["term"] for each in part["near"]] == ["rome"]
    assert "rome" not in [each["term"] for each in visited.search.explain("rmoe")["parts"][0]["near"]]


def test_everywhere_is_what_is_visible(visited: Visited) -> None:
    assert visited.search.explain("jpg", None, visited.within)["everywhere"] == 2
    assert visited.search.explain("jpg", Scope(visited.rome), visited.within)["everywhere"] == 2
    assert visited.search.explain("jpg")["everywhere"] == 13


def test_years_of_others_do_not_push_those_out_that_are_visible(visited: Visited) -> None:
    found = visited.search.suggest("date:", 5, None, visited.within)["suggestions"]
    assert [(each["text"], each["count"]) for each in found] == [("date:2019", 1), ("date:1970", 1)]
    assert len(visited.search.suggest("date:", 5)["suggestions"]) == 8


def test_months_of_others_do_not_push_those_out_that_are_visible(visited: Visited) -> None:
    with visited.index.write() as conn:
        for month in range(1, 13):
            read(conn, visited.lisbon, b"m%d.jpg" % month, metadata(b"m%d" % month, ms(f"2019-{month:02}-01")))
        read(conn, visited.rome, b"late.jpg", metadata(b"late", ms("2019-12-31")))
        photos.raise_generation(conn)
    found = visited.search.suggest("date:2019", 9, None, visited.within)["suggestions"]
    assert [(each["label"], each["count"]) for each in found] == [("2019", 2), ("2019-06", 1), ("2019-12", 1)]


def test_how_much_is_still_to_be_read_is_for_the_owner(visited: Visited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.library.search.MAX_STALE_PHOTOS", 1)
    for ask in (
        lambda: visited.search.find("a", visited.within),
        lambda: visited.timelines.get(TimelineQuery(text="a", within=visited.within)),
    ):
        with pytest.raises(BusyError) as error:
            ask()
        assert not any(letter.isdigit() for letter in str(error.value))


def test_what_one_visitor_searched_is_not_found_by_another(visited: Visited) -> None:
    """They share what the searches keep in memory."""
    with visited.index.write() as conn:
        settle(conn)
    for within, count in (((visited.lisbon,), 11), ((visited.trip,), 2), (None, 13), ((visited.trip,), 2), ((), 0)):
        assert visited.search.find("jpg", within)["count"] == count
        many = " or ".join(("jpg", *(f"x{number}" for number in range(9))))
        assert visited.search.find(many, within)["count"] == count
        assert visited.search.find("-nothing", within)["count"] == count
        assert HEADER.unpack_from(visited.timelines.get(TimelineQuery(text="jpg", within=within))[1])[4] == count
        cameras = {visited.lisbon: ["Leica M11"], visited.trip: ["Canon EOS R5"]}
        wanted = sorted(sum((cameras[top] for top in (cameras if within is None else within)), list[str]()))
        assert (
            sorted(each["label"] for each in visited.search.suggest("camera:", 7, None, within)["suggestions"])
            == wanted
        )


def test_a_folder_that_moves_out_takes_its_photos_along(visited: Visited) -> None:
    """No photo changes, nor does a column of the search."""
    with visited.index.write() as conn:
        settle(conn)
    assert visited.search.find("canon", visited.within)["count"] == 1
    assert visited.search.suggest("camera:", 7, None, visited.within)["suggestions"]
    with visited.index.write() as conn:
        conn.execute("UPDATE folders SET parent = ? WHERE id = ?", (visited.lisbon, visited.rome))
        photos.raise_generation(conn)
    assert visited.search.find("canon", visited.within)["count"] == 0
    assert visited.search.suggest("camera:", 7, None, visited.within)["suggestions"] == []
    assert visited.photos.labels([visited.shown], visited.within) == []
    assert HEADER.unpack_from(visited.timelines.get(TimelineQuery(within=visited.within))[1])[4] == 0
