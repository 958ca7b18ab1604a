"""Checks and scans, step by step: disks that change meanwhile, roots that do not answer just once, full disks."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import DatabaseError
from gallery.base.models import Problem
from gallery.catalog import folders, photos, unread_files
from gallery.scan import listing, moves, root_status, scanner, timed_calls
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scan.scanner_driver import ScannerDriver


def test_a_row_that_is_wrong_is_mended_by_a_check(driver: ScannerDriver) -> None:
    """Whoever opens the file sees that it is not as the index has it, though its folder is as it was."""
    driver.put("a/x.jpg")
    driver.scan()
    with driver.database.write() as conn:
        conn.execute("UPDATE photos SET mtime_ns = 5 WHERE name = ?", (b"x.jpg",))
    driver.check(b"a")
    assert driver.rows()["a/x.jpg"][1] == 1000


def silent_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The question for the root's device that has this number, from now on, is not answered."""
    original, asked = root_status.identity_of, 0

    def identity_of(path: bytes) -> str | None:
        nonlocal asked
        asked += 1
        return None if asked == number else original(path)

    monkeypatch.setattr(root_status, "identity_of", identity_of)


def test_a_root_that_does_not_answer_once_costs_no_scan(driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "SCAN_STEP_S", 0)
    for number in range(5):
        driver.put(f"d{number}/x.jpg", b"%d" % number)
    driver.scanner.scan(1)
    while not driver.rows():
        driver.scanner.advance(held=False)
    silent_at(monkeypatch, 1)
    driver.finish()
    assert len(driver.rows()) == 6


def test_a_root_that_does_not_answer_once_costs_no_check(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "CHECK_STEP_S", 0)
    for name in ("a", "b"):
        driver.put(f"{name}/x.jpg", name.encode())
    driver.scan()
    for name in ("a", "b"):
        driver.put(f"{name}/y.jpg", b"new in " + name.encode())
    driver.scanner.check_folders(1, [b"a", b"b"])
    silent_at(monkeypatch, 2)  # first it is asked whether the root is there at all
    driver.finish()
    assert {"a/y.jpg", "b/y.jpg"} < driver.rows().keys()


def test_which_drive_it_was_is_not_forgotten_when_it_does_not_answer(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.scan()
    silent_at(monkeypatch, 1)
    with driver.database.write() as conn:
        seen = root_status.read_status(conn, 1)
        assert seen == root_status.RootStatus(None, None)
        row, _ = root_status.record_status(conn, 1, seen)
    assert row
    assert row.identity == root_status.identity_of(row.path)


def test_folders_behind_one_that_could_not_be_written_are_kept(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One folder is at fault, so they are written one by one; then the disk is full for a moment."""
    for number in range(5):
        driver.put(f"d{number}/x.jpg", b"%d" % number)
    original = moves.place_new_files
    failures = {1: ValueError("an odd folder"), 3: DatabaseError("The disk is full.")}
    asked = 0

    def fail(*args: Any) -> None:
        nonlocal asked
        asked += 1
        if asked in failures:
            raise failures[asked]
        original(*args)

    monkeypatch.setattr("gallery.scan.step_writer.place_new_files", fail)
    with pytest.raises(DatabaseError):
        driver.scan()
    driver.finish()
    assert len(driver.rows()) == 6


def test_checks_that_could_not_be_written_are_kept(
    driver: ScannerDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with driver.database.write() as conn:
        for root in (2, 3):
            (tmp_path / str(root)).mkdir()
            folders.put_root(conn, root, os.fsencode(tmp_path / str(root)))
    for root in (1, 2, 3):
        driver.scanner.check_folders(root, [b"a"])
    original = root_status.record_status

    def full(*_: Any) -> None:
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr("gallery.scan.scanner.record_status", full)
    with pytest.raises(DatabaseError):
        driver.scanner.advance(held=False)
    assert driver.scanner._queued_checks == {1: {b"a"}, 2: {b"a"}, 3: {b"a"}}
    monkeypatch.setattr("gallery.scan.scanner.record_status", original)
    driver.finish()
    assert not driver.scanner.checking


def test_a_root_that_could_not_be_recorded_as_silent_is_recorded_later(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full just when a drive is given up: nothing is lost by that."""
    for name, seconds in (("IN_TIME_S", 0.05), ("PROBE_AFTER_S", 0.05), ("SILENT_AFTER_S", 0.1)):
        monkeypatch.setattr(timed_calls, name, seconds)
    driver.put("d/x.jpg")
    answers = threading.Event()
    monkeypatch.setattr(driver.calls, "_probe", lambda _: answers.wait(60))
    listed, recorded = listing.list_folder, root_status.record_status
    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", lambda *args: (answers.wait(60), listed(*args))[1])
    failures = [DatabaseError("The disk is full.")]

    def full(conn: Any, root: int, status: Any) -> Any:
        if status is scanner.SILENT and failures:
            raise failures.pop()
        return recorded(conn, root, status)

    monkeypatch.setattr("gallery.scan.scanner.record_status", full)

    def is_silent() -> bool:
        driver.scanner.advance(held=False)
        return bool(driver.calls.silent)

    driver.scanner.scan(1)
    with pytest.raises(DatabaseError):
        wait_for(is_silent)
    wait_for(is_silent)
    with driver.database.read() as conn:
        assert [row.offline for row in folders.get_roots(conn)] == [scanner.SILENT.reason]
    answers.set()
    driver.finish()
    assert driver.rows().keys() == {"keep.jpg", "d/x.jpg"}


def test_a_folder_that_cannot_be_listed_costs_itself_only(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = listing.list_folder

    def odd(path: bytes, skip: Any = ()) -> Any:
        if path.endswith(b"odd"):
            raise ValueError("an odd folder")
        return original(path, skip)

    for name in ("a", "odd", "z"):
        driver.put(f"{name}/x.jpg", name.encode())
    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", odd)
    driver.scan()
    assert set(driver.rows()) == {"keep.jpg", "a/x.jpg", "z/x.jpg"}


@pytest.mark.parametrize(("code", "again"), [("timeout", True), ("damaged", False)])
def test_what_took_too_long_is_tried_again_when_its_drive_is_back(
    driver: ScannerDriver, code: str, again: bool
) -> None:
    driver.scan()
    with driver.database.write() as conn:
        photo = photos.find_without_thumbnail(conn, 9)[0]
        photos.set_thumbnail_failed(conn, photo, Problem(code, "It failed."))
        root_status.record_status(conn, 1, scanner.SILENT)
        root_status.record_status(
            conn, 1, root_status.RootStatus(None, root_status.identity_of(os.fsencode(driver.root)))
        )
        assert [item.id for item in unread_files.find(conn, 9)] == [photo.photo] * again
    driver.finish()
    with driver.database.read() as conn:
        assert [source.photo for source in photos.find_without_thumbnail(conn, 9)] == [photo.photo] * again
