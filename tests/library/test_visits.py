"""A picture that is opened by its path: shown without a root, from real files by real processes, and forgotten."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import BusyError, NotFoundError, UsageError
from gallery.base.events import FolderRequested
from gallery.base.models import Recipe
from gallery.library import visits
from gallery.timeline.file import HEADER
from gallery.visits.registry import FIRST_ID
from tests.harness import run_harness
from tests.pictures import encoded, picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.library.visits import VisitsController
    from tests.harness import Harness


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is in no library."""
    for number in range(1, 6):
        save(tmp_path / "card" / f"p{number}.jpg", picture(90, 60, hue=number * 30))
    return tmp_path / "card"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Harness]:
    """A running Shoebox without roots."""
    with run_harness(tmp_path / "data") as running:
        yield running


def never() -> bool:
    """Say that the page is still there."""
    return False


def open_picture(home: Harness, path: Path | bytes) -> int:
    """Open a picture and return its id."""
    assert home.library.show([os.fsencode(path)]) == []
    return last(home)["photo"]


def last(home: Harness) -> dict[str, int]:
    found = home.library.visits.requested()
    assert found
    return found


def screen(home: Harness, photo: int) -> bytes:
    """Return the rendition; like the page, ask again while it is being made."""

    def ask() -> bytes | None:
        with suppress(BusyError), home.library.pictures_of(photo).derived(photo, Recipe.SCREEN, never).file as file:
            return file.read()
        return None

    return wait_for(ask) or b""


def listed(home: Harness) -> dict[str, Any]:
    number = last(home)["id"]
    wait_for(lambda: home.library.visits.describe(number)["complete"])
    return home.library.visits.describe(number)


def ids(controller: VisitsController, number: int) -> list[int]:
    data = memoryview(controller.timeline(number)[1])
    count = HEADER.unpack_from(data)[4]
    return list(data[HEADER.size : HEADER.size + 4 * count].cast("I"))


def names(home: Harness) -> list[str]:
    photos = ids(home.library.visits, last(home)["id"])
    return [label["name"] for label in home.library.photos_of(photos).labels(photos)]


def test_a_picture_is_shown_with_its_folder_and_without_a_root(home: Harness, folder: Path) -> None:
    photo = open_picture(home, folder / "p3.jpg")
    assert names(home) == ["p3.jpg"]
    assert screen(home, photo).startswith(b"\xff\xd8")
    state = listed(home)
    assert (state["name"], state["path"], state["photos"], state["problem"]) == ("card", str(folder), 5, None)
    assert names(home) == ["p1.jpg", "p2.jpg", "p3.jpg", "p4.jpg", "p5.jpg"]
    details = home.library.photos_of([photo]).details(photo)
    assert (details["name"], details["width"], details["height"]) == ("p3.jpg", 90, 60)
    assert (details["folders"], details["folder"], details["broken"]) == (["card"], 0, False)
    assert home.library.status.read()["roots"] == []
    assert home.ids() == []


def test_it_leaves_nothing_on_the_disk(tmp_path: Path, folder: Path) -> None:
    with run_harness(tmp_path / "data") as home:
        view = home.library.settings.view
        photo = open_picture(home, folder / "p3.jpg")
        screen(home, photo)
        listed(home)
        assert home.library.settings.view == view
    for store in (tmp_path / "data").rglob("*"):
        if store.is_file() and store.suffix in (".json", ".db"):
            assert b"p3.jpg" not in store.read_bytes()
            assert b"card" not in store.read_bytes()
            assert b"\xff\xd8\xff" not in store.read_bytes()  # no copy of the picture


def test_pages_are_told_of_the_visit_and_of_the_first_picture(home: Harness, folder: Path) -> None:
    told = home.parts.hub.subscribe()
    photo = open_picture(home, folder / "p3.jpg")
    event = told.get(30)
    while not isinstance(event, FolderRequested):
        event = told.get(30)
    assert event == FolderRequested(None, photo, last(home)["id"])
    assert photo >= FIRST_ID


def test_of_several_the_first_is_shown_and_those_elsewhere_are_named(
    home: Harness, folder: Path, tmp_path: Path
) -> None:
    other, added = save(tmp_path / "other" / "o.jpg"), save(tmp_path / "album" / "a.jpg").parent
    paths = [folder / "p4.jpg", folder / "p2.jpg", other, added, tmp_path / "none.jpg"]
    refused = home.library.show([os.fsencode(path) for path in paths])
    assert [sentence.partition(" is not shown")[0] for sentence in refused[:1]] == [str(other)]
    assert refused[1:] == [f"There is no file or folder {tmp_path / 'none.jpg'}"]
    details = home.library.visits.photos.details(last(home)["photo"])
    assert details["name"] == "p4.jpg"
    assert [root["path"] for root in home.library.status.read()["roots"]] == [str(added)]


def test_what_is_no_file_is_refused_with_a_sentence(home: Harness, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "ring.jpg").symlink_to(tmp_path / "ring.jpg")
    paths = [tmp_path / "pipe.jpg", tmp_path / "ring.jpg", tmp_path / "gone.jpg"]
    refused = home.library.show([os.fsencode(path) for path in paths])
    assert len(refused) == 3
    assert refused[0] == f"{tmp_path / 'pipe.jpg'} is neither a file nor a folder."
    assert refused[2] == f"There is no file or folder {tmp_path / 'gone.jpg'}"
    assert home.library.visits.requested() is None


def test_a_link_leads_to_its_target_with_what_lies_beside_it(home: Harness, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "shortcut.jpg").symlink_to(folder / "p2.jpg")
    screen(home, open_picture(home, tmp_path / "desktop" / "shortcut.jpg"))
    assert listed(home)["path"] == str(folder)
    assert "p2.jpg" in names(home)


def test_a_folder_that_became_a_link_shows_nothing_of_its_target(home: Harness, folder: Path, tmp_path: Path) -> None:
    photo = open_picture(home, folder / "p3.jpg")
    screen(home, photo)
    listed(home)
    beside = ids(home.library.visits, last(home)["id"])[-1]
    folder.rename(tmp_path / "real")
    folder.symlink_to(tmp_path / "real")
    for ask in (lambda: screen(home, beside), lambda: home.library.visits.pictures.original(beside, never)):
        with pytest.raises(NotFoundError):
            ask()


@pytest.mark.skipif(os.name != "posix", reason="names are bytes there")
def test_a_name_that_is_no_text(home: Harness, folder: Path) -> None:
    path = os.path.join(os.fsencode(folder), b"caf\xe9 1.jpg")
    os.rename(folder / "p1.jpg", path)
    photo = open_picture(home, path)
    assert screen(home, photo)
    listed(home)
    assert home.library.photos_of([photo]).details(photo)["name"] == "caf\ufffd 1.jpg"
    assert home.library.photos_of([photo]).file_path(photo) == path
    assert len(names(home)) == 5


def test_the_content_tells_what_it_is_and_not_the_name(home: Harness, folder: Path) -> None:
    (folder / "scan.dat").write_bytes(encoded("PNG"))
    (folder / "page.jpg").write_bytes(b"<!doctype html><title>Not found</title>")
    photo = open_picture(home, folder / "scan.dat")
    assert screen(home, photo)
    assert home.library.visits.photos.details(photo)["format"] == "png"
    photo = open_picture(home, folder / "page.jpg")
    with pytest.raises(NotFoundError, match="the content is a web page"):
        screen(home, photo)
    details = home.library.visits.photos.details(photo)
    assert (details["broken"], details["problem"]["code"]) == (True, "wrong_content")
    assert listed(home)["photos"] == 6  # the folder is shown all the same, but for what no name promises


def test_what_cannot_be_decoded_says_why_also_of_its_copies(home: Harness, folder: Path) -> None:
    whole = encoded("PNG", picture(600, 400))
    for name in ("bad.png", "copy.png"):
        (folder / name).write_bytes(whole[:60] + bytes(len(whole) - 60))
    for name in ("bad.png", "copy.png"):
        photo = open_picture(home, folder / name)
        with pytest.raises(NotFoundError):
            screen(home, photo)
        assert home.library.visits.photos.details(photo)["problem"]["message"]
        assert home.library.visits.photos.details(photo)["broken"]


def test_one_that_is_cut_short_is_shown_and_marked(home: Harness, folder: Path) -> None:
    data = encoded("JPEG", picture(600, 400))
    (folder / "cut.jpg").write_bytes(data[: len(data) * 3 // 4])
    photo = open_picture(home, folder / "cut.jpg")
    assert screen(home, photo)
    wait_for(lambda: home.library.visits.photos.details(photo)["problem"])
    details = home.library.visits.photos.details(photo)
    assert (details["broken"], details["problem"]["code"], details["inline"]) == (False, "truncated", False)


def test_a_neighbour_that_was_deleted_is_not_found_and_leaves(
    home: Harness, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gallery.visits.visit.CHECK_INTERVAL_S", 0.0)
    screen(home, open_picture(home, folder / "p3.jpg"))
    listed(home)
    beside = ids(home.library.visits, last(home)["id"])[3]
    (folder / "p4.jpg").unlink()
    with pytest.raises(NotFoundError, match="no longer there"):
        home.library.visits.photos.details(beside)
    wait_for(lambda: home.library.visits.describe(last(home)["id"])["photos"] == 4)


def test_the_original_is_the_file_itself(home: Harness, folder: Path) -> None:
    photo = open_picture(home, folder / "p3.jpg")
    screen(home, photo)
    found = home.library.visits.pictures.original(photo, never)
    with found.file as file:
        assert file.seek(0) == 0
        assert file.read() == (folder / "p3.jpg").read_bytes()
    assert (found.kind, found.version) == ("image/jpeg", 1)


def test_paths_and_sizes_of_what_is_selected(home: Harness, folder: Path) -> None:
    screen(home, open_picture(home, folder / "p3.jpg"))
    listed(home)
    photos = ids(home.library.visits, last(home)["id"])
    assert home.library.photos_of(photos).paths(photos) == [os.fsencode(folder / f"p{n}.jpg") for n in range(1, 6)]
    size = sum(file.stat().st_size for file in folder.iterdir())
    assert home.library.photos_of(photos).total_bytes(photos) == size
    assert home.library.photos_of([]).total_bytes([]) == 0


def test_its_owner_sees_a_visit_and_nobody_else(home: Harness, folder: Path) -> None:
    photo = open_picture(home, folder / "p3.jpg")
    for within in (frozenset[int](), frozenset({1})):
        with pytest.raises(NotFoundError):
            home.library.visits.photos.details(photo, within)  # type: ignore[arg-type]
        assert home.library.visits.photos.labels([photo], within) == []  # type: ignore[arg-type]
        with pytest.raises(NotFoundError):
            home.library.visits.pictures.derived(photo, Recipe.SCREEN, never, within)  # type: ignore[arg-type]


def test_one_key_makes_a_root_of_it_and_leads_to_the_same_picture(
    home: Harness, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "KEEP_TIMEOUT_S", 30.0)
    photo = open_picture(home, folder / "p3.jpg")
    kept = home.library.visits.keep(last(home)["id"], photo)
    home.wait_until_idle()
    assert [root["path"] for root in home.library.status.read()["roots"]] == [str(folder)]
    assert kept["photo"] == home.names()["p3.jpg"]
    assert home.library.photos.details(kept["photo"])["folder"] == kept["folder"]


def test_inside_a_root_it_leads_to_the_folder_there(home: Harness, folder: Path) -> None:
    home.library.roots.add(os.fsencode(folder.parent / "card"))
    home.wait_until_idle()
    photo = open_picture(home, folder / "p3.jpg")
    assert photo >= FIRST_ID  # in the order of names, as the file manager has it, and before any scan
    assert home.library.visits.keep(last(home)["id"], photo) == {"folder": 1, "photo": home.names()["p3.jpg"]}
    assert len(home.library.status.read()["roots"]) == 1
    assert home.library.visits.keep(last(home)["id"], None) == {"folder": 1, "photo": None}


def test_a_folder_that_a_root_leaves_out_can_be_visited_and_not_kept(home: Harness, folder: Path) -> None:
    (folder / ".nomedia").touch()
    home.library.roots.add(os.fsencode(folder.parent))
    screen(home, open_picture(home, folder / "p3.jpg"))
    assert listed(home)["photos"] == 5
    with pytest.raises(UsageError, match="nomedia"):
        home.library.visits.keep(last(home)["id"], None)


def test_a_visit_that_was_forgotten_is_not_found(home: Harness, folder: Path) -> None:
    open_picture(home, folder / "p1.jpg")
    first = last(home)
    for _ in range(4):
        open_picture(home, folder / "p2.jpg")
    for ask in (
        lambda: home.library.visits.describe(first["id"]),
        lambda: home.library.visits.timeline(first["id"]),
        lambda: home.library.visits.keep(first["id"], None),
        lambda: home.library.visits.photos.details(first["photo"]),
        lambda: home.library.visits.photos.file_path(first["photo"]),
        lambda: screen(home, first["photo"]),
    ):
        with pytest.raises(NotFoundError):
            ask()
