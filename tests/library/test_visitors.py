"""What a visitor of some folders must not learn, each by itself, and what the site needs besides."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import BusyError, NotFoundError
from gallery.base.events import ProgressChanged
from gallery.base.models import Recipe
from gallery.catalog import folders, photos, schema
from gallery.catalog.database import Database
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.library.pictures import PicturesController
from gallery.search.folder_search import Scope
from gallery.settings.view_state import ViewState
from gallery.timeline.build import TimelineQuery
from gallery.timeline.file import HEADER
from tests.imaging.store_scene import ManualPool, MemoryBlobs, never
from tests.index_builder import DAMAGED, EPOCH, add, metadata, read
from tests.library.two_libraries import Library
from tests.search.queries import ms, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gallery.library.pictures import Picture

ROOT = b"/srv/vault/Pictures"


class Visited(Library):
    """A library of which a visitor sees `Pictures/Private/Trip`, below it `Rome`; beside it lies `Lisbon`."""

    def fill(self) -> None:
        """Put the folders and a few photos into it."""
        with self.index.write() as conn:
            folders.put_root(conn, 1, ROOT)
            self.trip, self.rome, self.lisbon = (
                folders.put_chain(conn, 1, ROOT, path)
                for path in (b"Private/Trip", b"Private/Trip/Rome", b"Private/Lisbon")
            )
            self.above = folders.put_chain(conn, 1, ROOT, b"Private")
            self.shown = read(conn, self.rome, b"a.jpg", metadata(b"1", ms("2019-06-11"), model="Canon EOS R5"))
            self.hidden = read(conn, self.lisbon, b"b.jpg", metadata(b"2", ms("2031-06-11"), model="Leica M11"))
            for number in range(9):
                read(conn, self.lisbon, b"%d.jpg" % number, metadata(b"x%d" % number, ms(f"{2040 + number}-01-01")))
            for folder in (self.rome, self.lisbon):
                broken = add(conn, folder, b"broken.jpg")
                photos.set_unreadable(conn, broken, DAMAGED, EPOCH, in_timeline=True)
                folders.set_problem(conn, folder, "You are not allowed to open this folder.")
            photos.raise_generation(conn)
        self.within = (self.trip,)


@pytest.fixture
def visited(tmp_path: Path) -> Iterator[Visited]:
    found = Visited(Database(tmp_path / "index.db", schema.INDEX))
    found.fill()
    yield found
    found.close()


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


@pytest.mark.parametrize(
    "ask",
    [
        lambda visited, photo: visited.photos.details(photo, visited.within),
        lambda visited, photo: pictures(visited).original(photo, never, visited.within),
        lambda visited, photo: pictures(visited).derived(photo, Recipe.SMALL, never, visited.within),
        lambda visited, photo: pictures(visited).derived(photo, Recipe.FULL, never, visited.within),
    ],
    ids=["details", "original", "thumbnail", "full"],
)
def test_a_photo_elsewhere_is_not_found_like_one_that_does_not_exist(
    visited: Visited, ask: Callable[[Visited, int], Picture]
) -> None:
    told = []
    for photo in (visited.hidden, 999):
        with pytest.raises(NotFoundError) as error:
            ask(visited, photo)
        told.append((type(error.value), str(error.value), error.value.code, error.value.status))
    assert told[0] == told[1]
    visited.within = ()
    with pytest.raises(NotFoundError, match="not there any more"):
        ask(visited, visited.shown)


def test_a_photo_that_is_visible_is_sent(visited: Visited) -> None:
    store = MemoryBlobs()
    with visited.index.read() as conn:
        fingerprint = conn.execute("SELECT fingerprint FROM photos WHERE id = ?", (visited.shown,)).fetchone()[0]
    store.stored[fingerprint, Recipe.SMALL.value] = b"picture"
    found = pictures(visited, store).derived(visited.shown, Recipe.SMALL, never, visited.within)
    assert found.file.read() == b"picture"


def pictures(visited: Visited, store: MemoryBlobs | None = None) -> PicturesController:
    """Return the pictures of a library, of which none is made."""
    return PicturesController(visited.index, ThumbnailStore(store or MemoryBlobs(), ManualPool()), lambda _: None)


@pytest.mark.parametrize("folder", ["above", "lisbon"])
def test_a_folder_elsewhere_has_no_timeline(visited: Visited, folder: str) -> None:
    told = []
    for each in (getattr(visited, folder), 999):
        with pytest.raises(NotFoundError) as error:
            visited.timelines.get(TimelineQuery(each, within=visited.within))
        told.append(str(error.value))
    assert told[0] == told[1]


def test_details_name_the_folders_from_the_top_folder_on(visited: Visited) -> None:
    found = visited.photos.details(visited.shown, visited.within)
    assert found["folders"] == ["Trip", "Rome"]
    assert "path" not in found
    assert visited.photos.details(visited.shown)["folders"] == ["Pictures", "Private", "Trip", "Rome"]
    everything = visited.folders.find_tops(None).within
    assert visited.photos.details(visited.shown, everything)["folders"] == ["Pictures", "Private", "Trip", "Rome"]
    assert "path" not in visited.photos.details(visited.shown, everything)


def test_problems_name_their_place_from_the_top_folder_on(visited: Visited) -> None:
    assert [row["path"] for row in visited.problems.read(None, visited.within)] == ["Trip/Rome", "Trip/Rome/broken.jpg"]
    assert visited.status.read_within(visited.within)["counts"] == {"photos": 2, "problems": 2}
    assert visited.status.read()["counts"] == {"photos": 13, "problems": 4}


def test_a_top_folder_is_a_root(visited: Visited) -> None:
    with visited.index.write() as conn:
        folders.set_offline(conn, 1, "It cannot be opened: /srv/vault.")
        photos.raise_generation(conn)
    [root] = visited.status.read_within(visited.within)["roots"]
    assert root == {"id": visited.trip, "folder": visited.trip, "name": "Trip", "state": "offline", "photos": 2,
                    "reason": "It is not connected."}  # fmt: skip
    tree = visited.folders.tree(visited.within)["folders"]
    assert [(row["name"], row["parent"], row["root"]) for row in tree] == [
        ("Trip", None, visited.trip),
        ("Rome", visited.trip, visited.trip),
    ]


def test_all_that_is_read_has_the_same_number_as_its_generation(visited: Visited) -> None:
    """The page reads timeline and folders again when the number is not the one that it has of both."""

    def numbers() -> set[int]:
        number, data = visited.timelines.get(TimelineQuery(within=visited.within))
        return {
            number,
            HEADER.unpack_from(data)[3],
            visited.timelines.generation(visited.within),
            visited.folders.tree(visited.within)["generation"],
            visited.status.read_within(visited.within)["generation"],
            visited.timelines.get(TimelineQuery(visited.rome, order="name", within=visited.within))[0],
        }

    first = numbers()
    assert len(first) == 1
    with visited.index.write() as conn:
        read(conn, visited.lisbon, b"new.jpg")
        photos.raise_generation(conn)
    assert numbers() == first
    with visited.index.write() as conn:
        read(conn, visited.rome, b"new.jpg")
        photos.raise_generation(conn)
    second = numbers()
    assert len(second) == 1
    assert second != first


@pytest.mark.parametrize("busy", [False, True], ids=["changes once", "changes all the time"])
def test_a_timeline_is_not_given_the_number_of_a_later_state(
    visited: Visited, monkeypatch: pytest.MonkeyPatch, *, busy: bool
) -> None:
    """The library changes between the two: a page that took the new number would not ask again."""
    original = visited.timeline_cache.get

    def change() -> None:
        with visited.index.write() as conn:
            read(conn, visited.rome, b"%d.jpg" % photos.raise_generation(conn))

    def get_amid_changes(query: TimelineQuery) -> object:
        if busy:
            change()
        found = original(query)
        change()
        return found

    monkeypatch.setattr(visited.timeline_cache, "get", get_amid_changes)
    number, _ = visited.timelines.get(TimelineQuery(within=visited.within))
    assert number != visited.timelines.generation(visited.within)


def test_what_happens_on_this_computer_is_for_the_owner(visited: Visited) -> None:
    told, own = visited.status.read_within(visited.within), visited.status.read()
    assert told["progress"] == asdict(ProgressChanged("idle"))
    assert told["notices"] == []
    assert told["view"] == ViewState().as_json()
    assert all(told[name] != own[name] for name in ("progress", "notices", "view"))


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
