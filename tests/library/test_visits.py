"""A picture that is opened by its path: shown without a root, from real files by real processes, and forgotten."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from gallery.app import open_parts
from gallery.base.errors import BusyError, NotFoundError, UsageError
from gallery.base.events import FolderRequested
from gallery.base.models import Problem, Recipe
from gallery.base.paths import DataFolder
from gallery.library import visited_photos, visits
from gallery.visits.readings import Readings
from gallery.visits.registry import FIRST_ID
from tests.harness import run_harness
from tests.library.visiting import last, listed, names, never, open_picture, screen
from tests.pictures import save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harness import Harness


def test_a_picture_is_shown_with_its_folder_and_without_a_root(home: Harness, card: Path) -> None:
    photo = open_picture(home, card / "p3.jpg")
    assert names(home) == ["p3.jpg"]
    assert screen(home, photo).startswith(b"\xff\xd8")
    state = listed(home)
    assert (state["name"], state["path"], state["photos"], state["problem"]) == ("card", str(card), 5, None)
    assert names(home) == ["p1.jpg", "p2.jpg", "p3.jpg", "p4.jpg", "p5.jpg"]
    details = home.library.photos_of([photo]).details(photo)
    assert (details["name"], details["width"], details["height"]) == ("p3.jpg", 90, 60)
    assert (details["folders"], details["folder"], details["broken"]) == (["card"], 0, False)
    assert home.library.status.read()["roots"] == []
    assert home.ids() == []


def test_it_leaves_nothing_on_the_disk(tmp_path: Path, card: Path) -> None:
    with run_harness(tmp_path / "data") as home:
        view = home.library.settings.view
        photo = open_picture(home, card / "p3.jpg")
        screen(home, photo)
        listed(home)
        assert home.library.settings.view == view
    for store in (tmp_path / "data").rglob("*"):
        if store.is_file() and store.suffix in (".json", ".db"):
            assert b"p3.jpg" not in store.read_bytes()
            assert b"card" not in store.read_bytes()
            assert b"\xff\xd8\xff" not in store.read_bytes()  # no copy of the picture


def test_pages_are_told_of_the_visit_and_of_the_first_picture(home: Harness, card: Path) -> None:
    told = home.parts.hub.subscribe()
    photo = open_picture(home, card / "p3.jpg")
    event = told.get(30)
    while not isinstance(event, FolderRequested):
        event = told.get(30)
    assert event == FolderRequested(None, photo, last(home)["id"])
    assert photo >= FIRST_ID


def test_of_several_the_first_is_shown_and_those_elsewhere_are_named(home: Harness, card: Path, tmp_path: Path) -> None:
    other, added = save(tmp_path / "other" / "o.jpg"), save(tmp_path / "album" / "a.jpg").parent
    paths = [card / "p4.jpg", card / "p2.jpg", other, added, tmp_path / "none.jpg"]
    refused = home.library.show([os.fsencode(path) for path in paths])
    assert [sentence.partition(" is not shown")[0] for sentence in refused[:1]] == [str(other)]
    assert refused[1:] == [f"There is no file or folder {tmp_path / 'none.jpg'}."]
    details = home.library.visits.photos.details(last(home)["photo"])
    assert details["name"] == "p4.jpg"
    assert [root["path"] for root in home.library.status.read()["roots"]] == [str(added)]


def test_of_many_in_one_folder_the_drive_is_asked_for_the_first(
    home: Harness, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []

    def ask(path: bytes, question: Callable[[], tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
        asked.append(path)
        return question()

    monkeypatch.setattr(visits, "ask_drive", ask)
    (card / "inner").mkdir()
    names = ["p4.jpg", "p2.jpg", "inner", "p3.jpg"]
    assert home.library.show([os.fsencode(card / name) for name in names]) == []
    assert asked == [os.fsencode(card / "p4.jpg"), os.fsencode(card / "inner")]
    assert [root["path"] for root in home.library.status.read()["roots"]] == [str(card / "inner")]


@pytest.mark.parametrize("folder_first", [True, False])
def test_of_a_folder_and_a_picture_the_picture_is_shown(
    home: Harness, card: Path, tmp_path: Path, folder_first: bool
) -> None:
    album = save(tmp_path / "album" / "a.jpg").parent
    told = home.parts.hub.subscribe()
    view = home.library.settings.view.folder
    paths = [os.fsencode(album), os.fsencode(card / "p3.jpg")]
    assert home.library.show(paths if folder_first else paths[::-1]) == []
    assert [root["path"] for root in home.library.status.read()["roots"]] == [str(album)]
    assert home.library.settings.view.folder == view
    waiting = told._waiting.get("show")  # of one kind the last one counts
    assert waiting == FolderRequested(None, last(home)["photo"], last(home)["id"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_what_is_no_file_is_refused_with_a_sentence(home: Harness, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "ring.jpg").symlink_to(tmp_path / "ring.jpg")
    paths = [tmp_path / "pipe.jpg", tmp_path / "ring.jpg", tmp_path / "gone.jpg"]
    refused = home.library.show([os.fsencode(path) for path in paths])
    assert len(refused) == 3
    assert refused[0] == f"{tmp_path / 'pipe.jpg'} is neither a file nor a folder."
    assert refused[2] == f"There is no file or folder {tmp_path / 'gone.jpg'}."
    assert home.library.visits.requested() is None


def test_a_link_leads_to_its_target_with_what_lies_beside_it(home: Harness, card: Path, tmp_path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "shortcut.jpg").symlink_to(card / "p2.jpg")
    screen(home, open_picture(home, tmp_path / "desktop" / "shortcut.jpg"))
    assert listed(home)["path"] == str(card)
    assert "p2.jpg" in names(home)


def test_one_key_makes_a_root_of_it_and_leads_to_the_same_picture(
    home: Harness, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "KEEP_TIMEOUT_S", 30.0)
    photo = open_picture(home, card / "p3.jpg")
    kept = home.library.visits.keep(last(home)["id"], photo)
    home.wait_until_idle()
    assert [root["path"] for root in home.library.status.read()["roots"]] == [str(card)]
    assert kept["photo"] == home.names()["p3.jpg"]
    assert home.library.photos.details(kept["photo"])["folder"] == kept["folder"]


def test_inside_a_root_it_leads_to_the_folder_there(home: Harness, card: Path) -> None:
    home.library.roots.add(os.fsencode(card.parent / "card"))
    home.wait_until_idle()
    photo = open_picture(home, card / "p3.jpg")
    assert photo >= FIRST_ID  # in the order of names, as the file manager has it, and before any scan
    assert home.library.visits.keep(last(home)["id"], photo) == {"folder": 1, "photo": home.names()["p3.jpg"]}
    assert len(home.library.status.read()["roots"]) == 1
    assert home.library.visits.keep(last(home)["id"], None) == {"folder": 1, "photo": None}


def test_a_folder_that_a_root_leaves_out_can_be_visited_and_not_kept(home: Harness, card: Path) -> None:
    (card / ".nomedia").touch()
    home.library.roots.add(os.fsencode(card.parent))
    screen(home, open_picture(home, card / "p3.jpg"))
    assert listed(home)["photos"] == 5
    with pytest.raises(UsageError, match="nomedia"):
        home.library.visits.keep(last(home)["id"], None)


def test_a_drive_that_hangs_once_it_has_answered_holds_up_no_start(
    home: Harness, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang, ended = threading.Event(), threading.Event()

    def hanging(*_: object) -> Problem:
        hang.wait(60)
        ended.set()
        return Problem("unreadable", "It hung.")

    with monkeypatch.context() as patch:
        patch.setattr(Readings, "_look_at", hanging)
        assert home.library.show([os.fsencode(card / "p3.jpg")]) == []
        assert not ended.is_set()
        hang.set()
        assert ended.wait(30)
    assert screen(home, last(home)["photo"])


def test_a_visit_that_was_forgotten_is_not_found(home: Harness, card: Path, tmp_path: Path) -> None:
    open_picture(home, card / "p1.jpg")
    first = last(home)
    for number in range(4):
        open_picture(home, save(tmp_path / str(number) / "p2.jpg"))
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


def test_the_folder_waits_for_a_picture_that_is_still_being_made(
    home: Harness, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = open_picture(home, card / "p3.jpg")
    with monkeypatch.context() as patch:
        patch.setattr(visited_photos, "RENDER_TIMEOUT_S", 0.0)
        with pytest.raises(BusyError):
            home.library.visits.pictures.derived(photo, Recipe.SCREEN, never)
    assert home.library.visits._visits.all()[0]._thread is None
    assert home.library.visits.describe(last(home)["id"])["photos"] == 1
    screen(home, photo)
    assert listed(home)["photos"] == 5


@pytest.mark.parametrize("is_visit", [False, True])
def test_beside_a_visit_the_first_screen_of_the_library_is_not_read_ahead(
    tmp_path: Path, card: Path, monkeypatch: pytest.MonkeyPatch, is_visit: bool
) -> None:
    with run_harness(tmp_path / "data", card) as home:
        home.wait_until_idle()
    seen: list[int] = []
    with open_parts(DataFolder(tmp_path / "data"), held=True) as parts:
        monkeypatch.setattr(type(parts.library.startup), "start", lambda _, reads, *_rest: seen.append(len(reads)))
        if is_visit:
            parts.library.show([os.fsencode(card / "p3.jpg")])
        parts.library.open()
    assert seen == [0 if is_visit else 3]
