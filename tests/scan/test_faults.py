"""Drives that go at the worst moment, odd files, steps that fail: nothing is lost and nothing stops."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import DatabaseError
from gallery.base.files import clamp
from gallery.base.models import Metadata, Problem
from gallery.imaging.workers.pool import Pool
from gallery.scan import listing as listings
from gallery.scan import scan_pass
from gallery.scan.watcher import Watcher
from tests.harness import Harness, run_harness
from tests.pictures import picture, save
from tests.scan.drives import states, wait_until_observed
from tests.waiting import wait_for

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path


@pytest.mark.parametrize("place", [".cache/thumbnails", "@eaDir", ".thumbnails", "$RECYCLE.BIN", "n/in"])
def test_folders_that_are_left_out_stay_out_when_they_change(running: Harness, root: Path, place: str) -> None:
    (root / "n").mkdir()
    (root / "n" / ".nomedia").touch()
    save(root / place / "t.png")
    for name in ("seen.jpg", "later.jpg"):  # the second comes when the first change has been followed to its end
        save(root / name, picture(hue=200))
        wait_for(lambda name=name: name in running.names())  # type: ignore[misc]  # a default argument has no type here
        running.wait_until_idle()
    assert "t.png" not in running.names()


def test_a_data_folder_inside_a_root_makes_no_work_for_itself(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a change makes Shoebox write down would be the next change, and so on."""
    changed: list[bytes] = []
    original = Watcher.folder_changed

    def spy(self: Watcher, root: int, relative: bytes) -> None:
        changed.append(relative)
        original(self, root, relative)

    monkeypatch.setattr(Watcher, "folder_changed", spy)
    with run_harness(root / "data", root) as home:
        home.wait_until_idle()
        wait_until_observed(home)
        for number in range(2):  # events come in their order: behind the second are those that the first has caused
            save(root / f"new{number}.jpg", picture(hue=number))
            wait_for(lambda number=number: f"new{number}.jpg" in home.names())  # type: ignore[misc]  # as above
            home.wait_until_idle()
        assert changed
        assert not [relative for relative in changed if relative.startswith(b"data")]


def test_a_copy_on_another_drive_takes_nothing_from_one_that_is_away(
    tmp_path: Path, running: Harness, root: Path
) -> None:
    before = running.names()
    shutil.copytree(root, tmp_path / "backup")
    root.rename(tmp_path / "unplugged")
    wait_for(lambda: states(running) == ["offline"])
    running.library.roots.add(os.fsencode(tmp_path / "backup"))
    wait_for(lambda: len(running.ids()) == 8)
    (tmp_path / "unplugged").rename(root)
    wait_for(lambda: states(running) == ["online", "online"])
    running.wait_until_idle()
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

    monkeypatch.setattr("gallery.scan.scan_pass.list_folder", unplug)
    running.library.roots.rescan()
    wait_for(lambda: states(running) == ["offline"])
    assert running.names() == before
    (tmp_path / "unplugged").rename(root)
    wait_for(lambda: states(running) == ["online"])
    running.wait_until_idle()
    assert running.names() == before


@pytest.mark.parametrize("code", ["vanished", "unreadable", "changed"])
def test_a_header_that_cannot_be_reached_costs_a_known_photo_nothing(
    running: Harness, root: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = running.names()
    monkeypatch.setattr("gallery.scan.retry_backoff.FIRST_RETRY_S", 0.2)
    original = Pool.read
    failing = True
    failed: Counter[bytes] = Counter()

    def read(self: Pool, files: Any, **options: Any) -> Future[list[Metadata | Problem]]:
        future = original(self, files, **options)
        if failing:
            answers: list[Metadata | Problem] = [Problem(code, "Not now.") for _ in future.result(10)]
            failed.update(file.relative for file in files)
            future = type(future)()
            future.set_result(answers)
        return future

    monkeypatch.setattr(Pool, "read", read)
    for file in root.rglob("*.jpg"):
        os.utime(file)
    running.library.roots.rescan()
    wait_for(lambda: len(failed) == 4 and min(failed.values()) > 1)  # what failed first has been written down
    assert running.names() == before
    assert running.flags() == {0}
    failing = False
    running.library.problems.retry()
    wait_for(lambda: not running.problems() and not running.parts.indexer.progress().unread)
    assert running.names() == before


def test_a_time_beyond_all_calendars_stops_no_scan(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clamp(10**20) == (1 << 63) - 1
    original = listings._add_entry

    def far(entry: Any, listing: Any, *others: Any) -> None:
        original(entry, listing, *others)
        for name, (size, *_) in listing.files.items():
            listing.files[name] = (size, clamp(10**20), clamp(10**20))

    monkeypatch.setattr(listings, "_add_entry", far)
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: home.parts.indexer.progress().listed == 4)
        assert not home.library.status.read()["notices"]


def test_a_step_that_fails_once_is_done_again(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.scan.indexer.RETRY_AFTER_ERROR_S", 0.1)
    failures = [DatabaseError("The disk is full."), DatabaseError("The disk is full.")]
    original = scan_pass.write_listings

    def fail(*args: Any) -> Any:
        if failures:
            raise failures.pop()
        return original(*args)

    monkeypatch.setattr("gallery.scan.step_writer.write_listings", fail)
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: len(home.ids()) == 4)
        assert not failures


def test_one_folder_at_fault_costs_itself_only(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = scan_pass.write_listings

    def fail(conn: Any, row: Any, step: Any) -> Any:
        if any(relative == b"d1" for relative, _ in step):
            raise ValueError("an odd folder")
        return original(conn, row, step)

    monkeypatch.setattr("gallery.scan.step_writer.write_listings", fail)
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: set(home.names()) == {"p0.jpg", "p2.jpg", "p3.jpg"})


def test_copies_in_a_renamed_folder_keep_their_ids_by_name(running: Harness, root: Path) -> None:
    shutil.copy2(root / "d1" / "p1.jpg", root / "d1" / "copy.jpg")
    wait_for(lambda: "copy.jpg" in running.names())
    running.wait_until_idle()
    before, folder = running.names(), running.folder("d1")
    assert folder
    (root / "d1").rename(root / "renamed")
    renamed = wait_for(lambda: running.folder("renamed"))
    running.wait_until_idle()
    assert running.names() == before
    assert renamed
    assert renamed["id"] == folder["id"]
