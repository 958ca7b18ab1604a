"""Scans on their own, step by step: moves of copies, disks that change meanwhile, roots that do not answer just once."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import DatabaseError
from gallery.base.events import EventHub
from gallery.base.models import Problem
from gallery.catalog import folders, photos
from gallery.catalog.database import Database
from gallery.catalog.schema import GONE, INDEX
from gallery.scan import root_status, scan_pass, scanner, step_writer, timed_calls
from gallery.scan.scanner import Scanner
from gallery.scan.timed_calls import TimedCalls
from tests.index_builder import metadata
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gallery.base.models import FileRef, Metadata


class Reader:
    """In place of the pool: what a file holds is its fingerprint."""

    def read(self, files: Sequence[FileRef], **_: Any) -> Future[list[Metadata]]:
        done: Future[list[Metadata]] = Future()
        done.set_result([self.header(file) for file in files])
        return done

    def avoid(self, root: bytes) -> None:
        pass

    trust = avoid

    def header(self, file: FileRef) -> Metadata:
        with open(os.path.join(file.root, file.relative), "rb") as source:
            return metadata(source.read())


class Desk:
    """A root, an index, and the scans between them."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.root.mkdir()
        self.database = Database(folder / "index.db", INDEX)
        with self.database.write() as conn:
            folders.put_root(conn, 1, os.fsencode(self.root))
        self.reader: Any = Reader()
        self.scans = Scanner(self.database, self.reader, EventHub(), TimedCalls(lambda: None), lambda: None, ())

    def put(self, name: str, content: bytes = b"a picture", at: int = 1000) -> Path:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (at, at))
        return path

    def finish(self) -> None:
        """Do what waits, second looks too, and read the headers of what is new."""
        end = time.monotonic() + 10
        while self.scans.advance(held=False) or self.scans.due or self.scans._timed_calls.is_busy(1):
            assert time.monotonic() < end
        with self.database.write() as conn:
            for item in photos.unread(conn, 99):
                photos.set_read(conn, item.id, self.reader.header(item.file))

    def scan(self) -> None:
        self.scans.scan(1)
        self.finish()

    def rows(self) -> dict[str, tuple[int, int]]:
        """Path -> id and second of the last change."""
        with self.database.read() as conn:
            found = conn.execute(
                "SELECT relative, name, photos.id, mtime_ns / 1000000000 FROM photos"
                f" JOIN folders ON folders.id = folder WHERE state != {GONE} AND gone = 0"
            ).fetchall()
        return {os.fsdecode(folders.join(relative, name)): (photo, at) for relative, name, photo, at in found}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(scanner, "RECHECK_S", 0.01)
    monkeypatch.setattr(scanner, "OFFLINE_RETRY_S", 0.01)
    found = Desk(tmp_path)
    found.put("keep.jpg", b"another")
    yield found
    found.database.close()


def test_copies_of_different_times_keep_their_ids_in_a_renamed_folder(desk: Desk) -> None:
    desk.put("x/a.jpg", at=1000)
    desk.put("x/b.jpg", at=2000)
    desk.scan()
    before = desk.rows()
    (desk.root / "x").rename(desk.root / "y")
    desk.scan()
    assert desk.rows() == {name.replace("x/", "y/"): row for name, row in before.items()}


def test_a_copy_that_takes_the_name_of_a_moved_file_does_not_take_its_row(desk: Desk) -> None:
    desk.put("x/old.jpg", at=1000)
    desk.put("p/b.jpg", at=2000)
    desk.scan()
    photo = desk.rows()["p/b.jpg"][0]
    (desk.root / "x" / "old.jpg").unlink()
    desk.scan()
    (desk.root / "q").mkdir()
    (desk.root / "p" / "b.jpg").rename(desk.root / "q" / "a.jpg")
    desk.put("q/b.jpg", at=1000)
    desk.scan()
    rows = desk.rows()
    assert rows["q/a.jpg"] == (photo, 2000)
    assert rows["q/b.jpg"][1] == 1000


def test_a_row_that_is_wrong_is_mended_by_a_look(desk: Desk) -> None:
    """Whoever opens the file sees that it is not as the index has it, though its folder is as it was."""
    desk.put("a/x.jpg")
    desk.scan()
    with desk.database.write() as conn:
        conn.execute("UPDATE photos SET mtime_ns = 5 WHERE name = ?", (b"x.jpg",))
    desk.scans.check_folders(1, [b"a"])
    desk.finish()
    assert desk.rows()["a/x.jpg"][1] == 1000


def test_a_photo_that_moves_while_its_folder_is_listed_and_comes_back_is_found(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = desk.put("a/x.jpg"), desk.root / "b" / "x.jpg"
    there.parent.mkdir()
    desk.scan()
    desk.put("a/new.jpg", b"new")  # so that what is listed in the folder is written down
    original = scan_pass.list_folder

    def list_and_move(path: bytes, skip: Any = ()) -> Any:
        listing = original(path, skip)
        if path.endswith(b"a") and here.exists():
            here.rename(there)
        return listing

    monkeypatch.setattr(scan_pass, "list_folder", list_and_move)
    desk.scans.check_folders(1, [b"a", b"b"])
    while desk.scans.checking:
        desk.scans.advance(held=False)
    monkeypatch.setattr(scan_pass, "list_folder", original)
    assert "b/x.jpg" in desk.rows()
    there.rename(here)
    desk.scan()
    assert {name for name in desk.rows() if "x.jpg" in name} == {"a/x.jpg"}


def silent_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The question for the root's device that has this number, from now on, is not answered."""
    original, asked = root_status.device_of, 0

    def device_of(path: bytes) -> str | None:
        nonlocal asked
        asked += 1
        return None if asked == number else original(path)

    monkeypatch.setattr(root_status, "device_of", device_of)


def test_a_root_that_does_not_answer_once_costs_no_scan(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "SCAN_STEP_S", 0)
    for number in range(5):
        desk.put(f"d{number}/x.jpg", b"%d" % number)
    desk.scans.scan(1)
    while not desk.rows():
        desk.scans.advance(held=False)
    silent_at(monkeypatch, 1)
    desk.finish()
    assert len(desk.rows()) == 6


def test_a_root_that_does_not_answer_once_costs_no_look(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "CHECK_STEP_S", 0)
    for name in ("a", "b"):
        desk.put(f"{name}/x.jpg", name.encode())
    desk.scan()
    for name in ("a", "b"):
        desk.put(f"{name}/y.jpg", b"new in " + name.encode())
    desk.scans.check_folders(1, [b"a", b"b"])
    silent_at(monkeypatch, 3)  # first it is asked, twice, whether the root is there at all
    desk.finish()
    assert {"a/y.jpg", "b/y.jpg"} < desk.rows().keys()


def test_which_drive_it_was_is_not_forgotten_when_it_does_not_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.scan()
    silent_at(monkeypatch, 2)  # the first question is whether another drive is in its place
    with desk.database.write() as conn:
        seen = root_status.read_status(conn, 1)
        assert seen == root_status.RootStatus(None, None)
        row, _ = root_status.record_status(conn, 1, seen)
    assert row
    assert row.device == root_status.device_of(row.path)


def test_folders_behind_one_that_could_not_be_written_are_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One folder is at fault, so they are written one by one; then the disk is full for a moment."""
    for number in range(5):
        desk.put(f"d{number}/x.jpg", b"%d" % number)
    original = step_writer.place_new_files
    failures = {1: ValueError("an odd folder"), 3: DatabaseError("The disk is full.")}
    asked = 0

    def fail(*args: Any) -> None:
        nonlocal asked
        asked += 1
        if asked in failures:
            raise failures[asked]
        original(*args)

    monkeypatch.setattr(step_writer, "place_new_files", fail)
    with pytest.raises(DatabaseError):
        desk.scan()
    desk.finish()
    assert len(desk.rows()) == 6


def test_looks_that_could_not_be_written_are_kept(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.database.write() as conn:
        for root in (2, 3):
            (tmp_path / str(root)).mkdir()
            folders.put_root(conn, root, os.fsencode(tmp_path / str(root)))
    for root in (1, 2, 3):
        desk.scans.check_folders(root, [b"a"])
    original = scanner.record_status

    def full(*_: Any) -> None:
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(scanner, "record_status", full)
    with pytest.raises(DatabaseError):
        desk.scans.advance(held=False)
    assert desk.scans._queued_checks == {1: {b"a"}, 2: {b"a"}, 3: {b"a"}}
    monkeypatch.setattr(scanner, "record_status", original)
    desk.finish()
    assert not desk.scans.checking


def test_a_root_that_could_not_be_noted_as_silent_is_noted_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full just when a drive is given up: nothing is lost by that."""
    for name, seconds in (("IN_TIME_S", 0.05), ("PROBE_AFTER_S", 0.05), ("SILENT_AFTER_S", 0.1)):
        monkeypatch.setattr(timed_calls, name, seconds)
    desk.put("d/x.jpg")
    answers = threading.Event()
    monkeypatch.setattr(desk.scans._timed_calls, "_probe", lambda _: answers.wait(60))
    listed, noted = scan_pass.list_folder, scanner.record_status
    monkeypatch.setattr(scan_pass, "list_folder", lambda *args: (answers.wait(60), listed(*args))[1])
    failures = [DatabaseError("The disk is full.")]

    def full(conn: Any, root: int, seen: Any) -> Any:
        if seen is scanner.SILENT and failures:
            raise failures.pop()
        return noted(conn, root, seen)

    monkeypatch.setattr(scanner, "record_status", full)

    def serve() -> bool:
        desk.scans.advance(held=False)
        return bool(desk.scans._timed_calls.silent)

    desk.scans.scan(1)
    with pytest.raises(DatabaseError):
        wait_for(serve)
    wait_for(serve)
    with desk.database.read() as conn:
        assert [row.offline for row in folders.roots(conn)] == [scanner.SILENT.reason]
    answers.set()
    desk.finish()
    assert desk.rows().keys() == {"keep.jpg", "d/x.jpg"}


def test_a_folder_that_cannot_be_looked_at_costs_itself_only(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    original = scan_pass.list_folder

    def odd(path: bytes, skip: Any = ()) -> Any:
        if path.endswith(b"odd"):
            raise ValueError("an odd folder")
        return original(path, skip)

    for name in ("a", "odd", "z"):
        desk.put(f"{name}/x.jpg", name.encode())
    monkeypatch.setattr(scan_pass, "list_folder", odd)
    desk.scan()
    assert set(desk.rows()) == {"keep.jpg", "a/x.jpg", "z/x.jpg"}


@pytest.fixture
def any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows: a path is found by other capitals too."""
    original = os.lstat

    def lstat(path: bytes, **options: Any) -> os.stat_result:
        try:
            return original(path, **options)
        except FileNotFoundError:
            above, name = os.path.split(os.fsencode(path))
            twin = [other for other in os.listdir(found(above)) if other.lower() == name.lower()]
            return original(os.path.join(found(above), *twin[:1]) if twin else path, **options)

    def found(place: bytes) -> bytes:
        if os.path.isdir(place):
            return place
        above, name = os.path.split(place)
        return os.path.join(above, next(other for other in os.listdir(above) if other.lower() == name.lower()))

    monkeypatch.setattr(os, "lstat", lstat)


@pytest.mark.usefixtures("any_case")
@pytest.mark.parametrize(("old", "new"), [("a/x.jpg", "a/X.JPG"), ("a", "A")])
def test_other_capitals_are_the_same_photo(desk: Desk, old: str, new: str) -> None:
    desk.put("a/x.jpg")
    desk.scan()
    photo = desk.rows()["a/x.jpg"][0]
    (desk.root / old).rename(desk.root / new)
    desk.scan()
    assert [row[0] for name, row in desk.rows().items() if name != "keep.jpg"] == [photo]


def test_a_copy_in_other_capitals_is_another_photo(desk: Desk) -> None:
    desk.put("a/x.jpg")
    desk.scan()
    photo = desk.rows()["a/x.jpg"][0]
    desk.put("a/X.jpg")
    desk.scan()
    rows = desk.rows()
    assert rows["a/x.jpg"][0] == photo
    assert rows.keys() >= {"a/X.jpg"}


def test_a_photo_in_a_folder_that_cannot_be_asked_has_not_vanished(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a/x.jpg")
    desk.scan()
    before = desk.rows()
    original = os.lstat

    def lstat(path: bytes, **options: Any) -> os.stat_result:
        if os.fsencode(path).endswith(b"a/x.jpg"):
            raise PermissionError(13, "Permission denied")
        return original(path, **options)

    monkeypatch.setattr(os, "lstat", lstat)
    desk.put("b/x.jpg")
    desk.scans.check_folders(1, [b"b"])
    desk.finish()
    assert before.items() <= desk.rows().items()
    assert "b/x.jpg" in desk.rows()


@pytest.mark.parametrize(("code", "again"), [("timeout", True), ("damaged", False)])
def test_what_took_too_long_is_tried_again_when_its_drive_is_back(desk: Desk, code: str, again: bool) -> None:
    desk.scan()
    with desk.database.write() as conn:
        photo = photos.unmade(conn, 9)[0]
        photos.set_failed(conn, photo, Problem(code, "It failed."))
        root_status.record_status(conn, 1, scanner.SILENT)
        root_status.record_status(conn, 1, root_status.RootStatus(None, root_status.device_of(os.fsencode(desk.root))))
        assert [item.id for item in photos.unread(conn, 9)] == [photo.photo] * again
    desk.finish()
    with desk.database.read() as conn:
        assert [source.photo for source in photos.unmade(conn, 9)] == [photo.photo] * again
