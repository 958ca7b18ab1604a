"""What a visitor of some folders must not learn of photos, folders and this computer, each by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import NotFoundError
from gallery.base.events import ProgressChanged
from gallery.base.models import Recipe
from gallery.catalog import folders, left_out, photos
from gallery.catalog.left_out import CountedFolders
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.library.picture_sources import IndexedSources
from gallery.library.pictures import PicturesController
from gallery.settings.view_state import ViewState
from gallery.timeline.build import TimelineQuery
from gallery.timeline.file import HEADER
from tests.imaging.store_scene import ManualPool, MemoryBlobs, never
from tests.index_builder import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.library.pictures import Picture
    from tests.library.visited_library import Visited


@pytest.mark.parametrize(
    "ask",
    [
        lambda visited, photo: visited.photos.details(photo, visited.within),
        lambda visited, photo: pictures(visited).original(photo, never, visited.within),
        lambda visited, photo: pictures(visited).motion(photo, visited.within),
        lambda visited, photo: pictures(visited).derived(photo, Recipe.SMALL, never, visited.within),
        lambda visited, photo: pictures(visited).derived(photo, Recipe.FULL, never, visited.within),
        lambda visited, photo: pictures(visited).derived(photo, Recipe.TILES, never, visited.within, tile="0-0-0"),
    ],
    ids=["details", "original", "motion", "thumbnail", "full", "tile"],
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
    return PicturesController(
        IndexedSources(visited.index), ThumbnailStore(store or MemoryBlobs(), ManualPool()), lambda _: None
    )


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


def test_what_is_left_out_elsewhere_is_not_told(visited: Visited) -> None:
    with visited.index.write() as conn:
        left_out.put(conn, visited.rome, {"pdf": 2})
        left_out.put(conn, visited.lisbon, {"pdf": 30, "video": 1})
        left_out.put(conn, visited.above, {"raw": 7})
        photos.raise_generation(conn)
    where = CountedFolders(within=visited.within)
    assert counts(visited.folders.left_out(where)) == {"pdf": 2}
    assert visited.folders.list_left_out(where) == [
        {"kind": "pdf", "folder": visited.rome, "path": "Trip/Rome", "count": 2}
    ]
    assert counts(visited.folders.left_out()) == {"pdf": 32, "video": 1, "raw": 7}
    told = []
    for folder in (visited.lisbon, visited.above, 999):
        for ask in (visited.folders.left_out, visited.folders.list_left_out):
            with pytest.raises(NotFoundError) as error:
                ask(CountedFolders(folder, within=visited.within))
            told.append(str(error.value))
    assert len(set(told)) == 1


def test_a_number_changes_with_what_is_left_out_in_visible_folders_alone(visited: Visited) -> None:
    def number_after(folder: int, found: dict[str, int]) -> int:
        with visited.index.write() as conn:
            assert left_out.put(conn, folder, found)
            photos.raise_generation(conn)
        return visited.timelines.generation(visited.within)

    numbers = [
        visited.timelines.generation(visited.within),
        number_after(visited.lisbon, {"pdf": 1}),
        number_after(visited.above, {"pdf": 1}),
        number_after(visited.rome, {"pdf": 1}),
        number_after(visited.rome, {"pdf": 2}),
        number_after(visited.lisbon, {}),
    ]
    assert numbers[0] == numbers[1] == numbers[2]
    assert numbers[4] == numbers[5]
    assert len(set(numbers)) == 3


def test_what_is_left_out_on_purpose_is_told_to_nobody_but_the_owner(visited: Visited) -> None:
    """The folder with a .nomedia has a name, which the list would tell, and which is nowhere else."""
    kept_out = dict.fromkeys(left_out.FOR_THE_OWNER, 1)
    before = visited.timelines.generation(visited.within)
    with visited.index.write() as conn:
        assert left_out.put(conn, visited.rome, kept_out)
        photos.raise_generation(conn)
    for where in (CountedFolders(within=visited.within), CountedFolders(visited.rome, within=visited.within)):
        assert visited.folders.left_out(where)["kinds"] == visited.folders.list_left_out(where) == []
    assert visited.timelines.generation(visited.within) == before
    assert counts(visited.folders.left_out()) == kept_out


def counts(answer: dict[str, Any]) -> dict[str, int]:
    """Return how much is left out, by kind."""
    return {kind["kind"]: kind["count"] for kind in answer["kinds"]}
