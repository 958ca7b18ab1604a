"""Drives that hang or are slow: they hold up no other, no write and no end, and are shown as away until they answer."""

from __future__ import annotations

import os
import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.scan import listing as listings
from gallery.scan import timed_calls
from tests.harness import Harness, run_harness
from tests.pictures import picture, save
from tests.scan.drives import HangingDrive, states
from tests.scan.spies import count_checks, count_turns
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_stuck_drive_holds_up_no_write(running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock on the database is not held while a drive is asked."""
    original = listings.list_folder

    def stuck(path: bytes, skip: Any = ()) -> Any:
        with running.parts.database.write() as conn:  # would wait for ever if a step held it
            conn.execute("SELECT 1")
        return original(path, skip)

    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", stuck)
    running.library.roots.rescan()
    save(root / "d0" / "new.jpg", picture(hue=3))
    wait_for(lambda: "new.jpg" in running.names())


@pytest.fixture
def nas(tmp_path: Path, running: Harness, monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingDrive]:
    """A second root, on a drive that hangs now."""
    folder = tmp_path / "nas"
    shutil.copy2(save(folder / "n0.jpg", picture(hue=7)), tmp_path / "aside.jpg")
    running.library.roots.add(os.fsencode(folder))
    wait_for(lambda: len(running.ids()) == 5)
    running.wait_until_idle()
    monkeypatch.setattr(timed_calls, "IN_TIME_S", 0.2)
    monkeypatch.setattr(timed_calls, "PROBE_AFTER_S", 0.5)
    monkeypatch.setattr(timed_calls, "SILENT_AFTER_S", 1)
    drive = HangingDrive(folder, monkeypatch)
    drive.hang()
    running.library.roots.rescan()
    yield drive
    drive.answer()


def test_a_hung_drive_holds_up_no_other(running: Harness, root: Path, tmp_path: Path, nas: HangingDrive) -> None:
    save(root / "d0" / "new.jpg", picture(hue=3))
    wait_for(lambda: "new.jpg" in running.names(), 5)
    save(tmp_path / "more" / "m0.jpg", picture(hue=60))
    running.library.roots.add(os.fsencode(tmp_path / "more"))
    wait_for(lambda: "m0.jpg" in running.names(), 5)


def test_a_copy_from_a_hung_drive_is_shown(running: Harness, root: Path, nas: HangingDrive, tmp_path: Path) -> None:
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
    original, disk_usage = listings.list_folder, shutil.disk_usage
    listed, probed = [], []
    patient = threading.Event()

    def slow(path: bytes, skip: Any = ()) -> Any:
        if path.endswith(b"d1"):
            listed.append(path)
            assert patient.wait(60)
        return original(path, skip)

    def probe(path: Any) -> Any:
        probed.append(path)
        return disk_usage(path)

    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", slow)
    monkeypatch.setattr(shutil, "disk_usage", probe)
    save(root / "d3" / "new.jpg", picture(hue=3))
    running.library.roots.rescan()
    wait_for(lambda: len(probed) > 5)
    assert states(running) == ["online"]
    patient.set()
    running.wait_until_idle()
    assert states(running) == ["online"]
    assert "new.jpg" in running.names()
    assert len(listed) == 1


def test_a_hung_drive_is_away_until_it_answers(
    running: Harness, tmp_path: Path, nas: HangingDrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = running.names()
    wait_for(lambda: states(running) == ["online", "offline"], 10)
    assert "does not answer" in running.library.status.read()["roots"][1]["reason"]
    assert running.names() == before
    running.wait_until_idle()  # nobody waits for it
    turns, checks = count_turns(monkeypatch), count_checks(monkeypatch)
    wait_for(lambda: len(checks) >= 3)  # of whether the drive is there, now and then
    assert len(turns) <= 10 * len(checks), "and nothing turns round and round"
    nas.answer()
    save(tmp_path / "nas" / "late.jpg", picture(hue=90))
    wait_for(lambda: states(running) == ["online", "online"], 10)
    wait_for(lambda: "late.jpg" in running.names(), 10)
    assert before.items() <= running.names().items()


def test_a_hung_drive_holds_up_no_end(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_calls, "STOP_TIMEOUT_S", 0.5)
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: len(home.ids()) == 4)
        home.wait_until_idle()
        drive = HangingDrive(root, monkeypatch)
        drive.hang()
        home.library.roots.rescan()
        wait_for(lambda: any(thread.name.startswith("call-") for thread in threading.enumerate()))
    assert not home.parts.indexer._thread.is_alive()  # though the drive has not answered yet
    drive.answer()
    wait_for(lambda: not any(thread.name.startswith("call-") for thread in threading.enumerate()))
