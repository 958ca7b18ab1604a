"""Drives that go at the worst moment, odd files, steps that fail: nothing is lost and nothing stops."""

from __future__ import annotations

import os
import shutil
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Problem
from gallery.imaging.workers.pool import Pool
from gallery.scan import listing as listings
from gallery.scan import root_status, scan_pass, scanner, step_writer, timed_calls
from gallery.scan.indexer import Indexer
from tests.harness import Harness, run_harness
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    for number in range(4):
        save(folder / f"d{number}" / f"p{number}.jpg", picture(hue=number * 40))
    return folder


@pytest.fixture
def running(tmp_path: Path, root: Path) -> Iterator[Harness]:
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: len(home.ids()) == 4)
        home.settled()
        wait_for(lambda: any(watched.observer.started for watched in home.parts.watcher._roots.values()))
        home.settled()
        yield home


def online(home: Harness, state: str = "online") -> bool:
    return bool(home.library.status()["roots"][0]["state"] == state)


@pytest.mark.parametrize("place", [".cache/thumbnails", "@eaDir", ".thumbnails", "$RECYCLE.BIN", "n/in"])
def test_folders_that_are_left_out_stay_out_when_they_change(running: Harness, root: Path, place: str) -> None:
    (root / "n").mkdir()
    (root / "n" / ".nomedia").touch()
    save(root / place / "t.png")
    save(root / "seen.jpg", picture(hue=200))
    wait_for(lambda: "seen.jpg" in running.names())
    time.sleep(0.8)
    running.settled()
    assert "t.png" not in running.names()


def test_a_data_folder_inside_a_root_makes_no_work_for_itself(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_harness(root / "data", root) as home:
        home.settled()
        wait_for(lambda: any(watched.observer.started for watched in home.parts.watcher._roots.values()))
        time.sleep(1.5)
        looks: list[object] = []
        original = scanner.Scanner.check_folders
        monkeypatch.setattr(
            scanner.Scanner, "check_folders", lambda *args: (looks.append(args[1:]), original(*args))[1]
        )
        save(root / "new.jpg", picture(hue=9))
        wait_for(lambda: "new.jpg" in home.names())
        home.settled()
        time.sleep(3)
        assert len(looks) <= 3


def test_a_copy_on_another_drive_takes_nothing_from_one_that_is_away(
    tmp_path: Path, running: Harness, root: Path
) -> None:
    before = running.names()
    shutil.copytree(root, tmp_path / "backup")
    root.rename(tmp_path / "unplugged")
    wait_for(lambda: online(running, "offline"))
    running.library.add_root(os.fsencode(tmp_path / "backup"))
    wait_for(lambda: len(running.ids()) == 8)
    (tmp_path / "unplugged").rename(root)
    wait_for(lambda: online(running))
    running.settled()
    assert set(before.values()) <= set(running.ids())


def test_a_drive_that_goes_during_a_scan_keeps_its_photos_and_ids(
    tmp_path: Path, running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = running.names()
    plugged = [True]
    original = listings.list_folder

    def unplug(path: bytes, skip: Any = ()) -> Any:
        if path.endswith(b"d1") and plugged:
            plugged.clear()
            root.rename(tmp_path / "unplugged")
        return original(path, skip)

    monkeypatch.setattr(scan_pass, "list_folder", unplug)
    running.library.rescan()
    wait_for(lambda: online(running, "offline"))
    assert running.names() == before
    (tmp_path / "unplugged").rename(root)
    wait_for(lambda: online(running))
    running.settled()
    assert running.names() == before


@pytest.mark.parametrize("code", ["vanished", "unreadable", "changed"])
def test_a_header_that_cannot_be_reached_costs_a_known_photo_nothing(
    running: Harness, root: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = running.names()
    monkeypatch.setattr("gallery.scan.pacing.CHANGED_RETRY_S", 0.2)
    monkeypatch.setattr("gallery.scan.pacing.UNREACHABLE_RETRY_S", 0.2)
    original = Pool.read
    failing = True

    def read(self: Pool, files: Any, **options: Any) -> Any:
        future = original(self, files, **options)
        if failing:
            answers = [Problem(code, "Not now.") for _ in future.result(10)]
            future = type(future)()
            future.set_result(answers)
        return future

    monkeypatch.setattr(Pool, "read", read)
    for file in root.rglob("*.jpg"):
        os.utime(file)
    running.library.rescan()
    time.sleep(0.8)
    assert running.names() == before
    assert running.flags() == {0}
    failing = False
    running.library.retry_problems()
    wait_for(lambda: not running.problems() and not running.library.progress().unread)
    assert running.names() == before


def test_a_time_beyond_all_calendars_stops_no_scan(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert listings.clamp(10**20) == (1 << 63) - 1
    original = listings._add_entry

    def far(entry: Any, listing: Any, skip: Any) -> None:
        original(entry, listing, skip)
        for name, (size, _) in listing.files.items():
            listing.files[name] = (size, listings.clamp(10**20))

    monkeypatch.setattr(listings, "_add_entry", far)
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: home.library.progress().listed == 4)
        assert not home.library.status()["notices"]


def test_a_step_that_fails_once_is_done_again(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gallery.base.errors import DatabaseError

    monkeypatch.setattr("gallery.scan.indexer.RETRY_AFTER_ERROR_S", 0.1)
    failures = [DatabaseError("The disk is full."), DatabaseError("The disk is full.")]
    original = step_writer.write_listings

    def fail(*args: Any) -> Any:
        if failures:
            raise failures.pop()
        return original(*args)

    monkeypatch.setattr(step_writer, "write_listings", fail)
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: len(home.ids()) == 4)
        assert not failures


def test_one_folder_at_fault_costs_itself_only(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = step_writer.write_listings

    def fail(conn: Any, row: Any, seen: Any) -> Any:
        if any(relative == b"d1" for relative, _ in seen):
            raise ValueError("an odd folder")
        return original(conn, row, seen)

    monkeypatch.setattr(step_writer, "write_listings", fail)
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: set(home.names()) == {"p0.jpg", "p2.jpg", "p3.jpg"})


def test_another_card_with_the_same_folders_is_another_card(tmp_path: Path) -> None:
    save(tmp_path / "DCIM" / "other.jpg")
    path = os.fsencode(tmp_path)
    assert (
        root_status.offline_reason(path, "other:device", {b"DCIM"}, [b"DCIM/mine.jpg"])
        == "Another drive is in its place."
    )
    assert root_status.offline_reason(path, "other:device", {b"DCIM"}, [b"DCIM/mine.jpg", b"DCIM/other.jpg"]) is None
    assert root_status.offline_reason(path, root_status.device_of(path), {b"DCIM"}, [b"DCIM/mine.jpg"]) is None


def test_copies_in_a_renamed_folder_keep_their_ids_by_name(running: Harness, root: Path) -> None:
    shutil.copy2(root / "d1" / "p1.jpg", root / "d1" / "copy.jpg")
    wait_for(lambda: "copy.jpg" in running.names())
    running.settled()
    before, folder = running.names(), running.folder("d1")
    (root / "d1").rename(root / "renamed")
    wait_for(lambda: running.folder("renamed"))
    running.settled()
    assert running.names() == before
    assert running.folder("renamed")["id"] == folder["id"]  # type: ignore[index]


def test_a_stuck_drive_holds_up_no_order(
    tmp_path: Path, running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock on the database is not held while a drive is asked."""
    original = listings.list_folder

    def stuck(path: bytes, skip: Any = ()) -> Any:
        with running.parts.database.write() as conn:  # would wait for ever if a step held it
            conn.execute("SELECT 1")
        return original(path, skip)

    monkeypatch.setattr(scan_pass, "list_folder", stuck)
    running.library.rescan()
    save(root / "d0" / "new.jpg", picture(hue=3))
    wait_for(lambda: "new.jpg" in running.names())


class Hung:
    """A root whose drive, when it is told to, answers nothing more until it is plugged in again."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path = os.fsencode(root)
        self._answers = threading.Event()
        self._answers.set()
        for name in ("listdir", "scandir", "stat", "lstat"):
            monkeypatch.setattr(os, name, self._slow(getattr(os, name)))
        monkeypatch.setattr(shutil, "disk_usage", self._slow(shutil.disk_usage))

    def hang(self) -> None:
        self._answers.clear()

    def answer(self) -> None:
        self._answers.set()

    def _slow(self, original: Any) -> Any:
        def asked(path: Any = ".", *args: Any, **options: Any) -> Any:
            if isinstance(path, str | bytes | os.PathLike) and os.fsencode(path).startswith(self._path):
                self._answers.wait(60)
            return original(path, *args, **options)

        return asked


@pytest.fixture
def nas(tmp_path: Path, running: Harness, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hung]:
    """A second root, on a drive that hangs now."""
    folder = tmp_path / "nas"
    shutil.copy2(save(folder / "n0.jpg", picture(hue=7)), tmp_path / "aside.jpg")
    running.library.add_root(os.fsencode(folder))
    wait_for(lambda: len(running.ids()) == 5)
    running.settled()
    monkeypatch.setattr(timed_calls, "IN_TIME_S", 0.2)
    monkeypatch.setattr(timed_calls, "PROBE_AFTER_S", 0.5)
    monkeypatch.setattr(timed_calls, "SILENT_AFTER_S", 1)
    drive = Hung(folder, monkeypatch)
    drive.hang()
    running.library.rescan()
    yield drive
    drive.answer()


def states(home: Harness) -> list[str]:
    return [root["state"] for root in home.library.status()["roots"]]


def test_a_hung_drive_holds_up_no_other(running: Harness, root: Path, tmp_path: Path, nas: Hung) -> None:
    save(root / "d0" / "new.jpg", picture(hue=3))
    wait_for(lambda: "new.jpg" in running.names(), 5)
    save(tmp_path / "more" / "m0.jpg", picture(hue=60))
    running.library.add_root(os.fsencode(tmp_path / "more"))
    wait_for(lambda: "m0.jpg" in running.names(), 5)


def test_a_copy_from_a_hung_drive_is_shown(running: Harness, root: Path, nas: Hung, tmp_path: Path) -> None:
    """Whether the photo was moved cannot be asked there; it is taken for what it is, a new one."""
    shutil.copy2(tmp_path / "aside.jpg", root / "d0" / "copy.jpg")
    wait_for(lambda: "copy.jpg" in running.names(), 10)
    save(root / "d0" / "new.jpg", picture(hue=3))
    wait_for(lambda: "new.jpg" in running.names(), 5)
    assert states(running)[0] == "online"


def test_a_slow_drive_is_not_a_hung_one(running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that takes long to list is waited for, however long it takes."""
    monkeypatch.setattr(timed_calls, "IN_TIME_S", 0.05)
    monkeypatch.setattr(timed_calls, "PROBE_AFTER_S", 0.1)
    monkeypatch.setattr(timed_calls, "SILENT_AFTER_S", 0.2)
    original = listings.list_folder
    listed = []

    def slow(path: bytes, skip: Any = ()) -> Any:
        if path.endswith(b"d1"):
            listed.append(path)
            time.sleep(1.5)
        return original(path, skip)

    monkeypatch.setattr(scan_pass, "list_folder", slow)
    save(root / "d3" / "new.jpg", picture(hue=3))
    running.library.rescan()
    wait_for(lambda: listed)
    while not running.parts.indexer.wait_until_idle(0.05):
        assert states(running) == ["online"]
    assert "new.jpg" in running.names()
    assert len(listed) == 1


def test_a_hung_drive_is_away_until_it_answers(
    running: Harness, tmp_path: Path, nas: Hung, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = running.names()
    wait_for(lambda: states(running) == ["online", "offline"], 10)
    assert "does not answer" in running.library.status()["roots"][1]["reason"]
    assert running.names() == before
    running.settled()  # nobody waits for it
    turns: list[float] = []
    turn = Indexer._do_some_work
    monkeypatch.setattr(Indexer, "_do_some_work", lambda self: (turns.append(time.monotonic()), turn(self))[1])
    time.sleep(1)
    assert len(turns) < 10, "and nothing turns round and round"
    nas.answer()
    save(tmp_path / "nas" / "late.jpg", picture(hue=90))
    wait_for(lambda: states(running) == ["online", "online"], 10)
    wait_for(lambda: "late.jpg" in running.names(), 10)
    assert before.items() <= running.names().items()


def test_a_hung_drive_holds_up_no_end(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_calls, "STOP_TIMEOUT_S", 0.5)
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: len(home.ids()) == 4)
        home.settled()
        drive = Hung(root, monkeypatch)
        drive.hang()
        home.library.rescan()
        wait_for(lambda: any(thread.name.startswith("call-") for thread in threading.enumerate()))
    assert not home.parts.indexer._thread.is_alive()  # though the drive has not answered yet
    drive.answer()
    wait_for(lambda: not any(thread.name.startswith("call-") for thread in threading.enumerate()))
