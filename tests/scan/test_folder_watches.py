"""Watches of inotify on every folder of a root: they follow the folders, and what cannot be watched is told."""

from __future__ import annotations

import errno
import logging
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gallery.scan import folder_watches
from gallery.scan.inotify import Inotify
from tests.scan.observing import Heard, Refusing, started
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify(7)")
FLOOD = """
import os, sys
names = [os.path.join(sys.argv[1], str(number)) for number in range(2)]
for _ in range(int(sys.argv[2])):
    for name in names:
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
        os.unlink(name)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    for name in ("a", "b", "c/d"):
        (folder / name).mkdir(parents=True)
    return folder


@pytest.fixture
def heard(root: Path) -> Heard:
    return Heard(root)


@pytest.fixture
def watches(root: Path, heard: Heard) -> Iterator[folder_watches.FolderWatches]:
    found = folder_watches.FolderWatches(os.fsencode(root), "observer-1", heard.reports())
    with started(found):
        yield found


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_to_folders_all_that_are_there_are_watched(
    root: Path, tmp_path: Path, heard: Heard, watches: folder_watches.FolderWatches, seed: int
) -> None:
    """Folders are made, renamed, moved out and in, and deleted, at times faster than the events are read."""
    chance = random.Random(seed)
    outside = tmp_path / "outside"
    outside.mkdir()
    for _ in range(60):
        one_step(chance, root, outside)
        if chance.random() < 0.4:
            heard.take()
    heard.take()
    for folder in folders_in(root):
        (folder / "new.jpg").touch()
    wanted = {os.fsencode(folder.relative_to(root)) for folder in folders_in(root)} - {b"."}
    assert heard.take() >= wanted - {name for name in wanted if name.startswith(b"last")}
    assert watches.alive
    assert watches_in_kernel(watches) == len(folders_in(root)), "none is left of what went"
    assert watches.limit is None


def watches_in_kernel(watches: folder_watches.FolderWatches) -> int:
    """How many watches the system keeps for it."""
    return Path(f"/proc/self/fdinfo/{watches._inotify._queue}").read_text("ascii").count("inotify wd:")


def folders_in(top: Path) -> list[Path]:
    return [folder for folder in [top, *top.rglob("*")] if folder.is_dir()]


def one_step(chance: random.Random, root: Path, outside: Path) -> None:
    """Make, move or delete a folder; what is not possible just now is left out."""
    inside = [folder for folder in folders_in(root)[1:] if not folder.name.startswith("last")]
    away = folders_in(outside)[1:]
    try:
        place = chance.choice([root, *inside]) / chance.choice("ABC")
        kind = chance.choice(["make", "make", "move", "move out", "move in", "delete", "delete outside"])
        if kind == "make":
            place.mkdir()
        elif kind == "move":
            chance.choice(inside).rename(place)
        elif kind == "move out":
            chance.choice(inside).rename(outside / chance.choice("XY"))
        elif kind == "move in":
            chance.choice(away).rename(place)
        else:
            shutil.rmtree(chance.choice(inside if kind == "delete" else away))
    except (OSError, IndexError):
        return


def test_what_a_scan_leaves_out_takes_no_watches(
    root: Path, heard: Heard, watches: folder_watches.FolderWatches
) -> None:
    before = watches_in_kernel(watches)
    for name in (".git/objects", "@eaDir/deep"):
        (root / name).mkdir(parents=True)
    heard.take()
    assert watches_in_kernel(watches) == before + 1  # of the sentinel


def test_a_folder_that_was_moved_out_and_replaced_ends_nothing(
    root: Path, tmp_path: Path, heard: Heard, watches: folder_watches.FolderWatches
) -> None:
    """These four steps ended the reading thread of watchdog 7.1 with a KeyError, unnoticed."""
    (root / "a").rename(tmp_path / "out")
    heard.take()
    (root / "a").mkdir()
    heard.take()
    (root / "a").rename(root / "z")
    heard.take()
    (tmp_path / "out").rmdir()
    (root / "z" / "new.jpg").touch()
    assert heard.take() == {b"z"}
    assert watches.alive


def test_a_folder_that_changes_places_with_a_link_stays_watched(
    root: Path, tmp_path: Path, heard: Heard, watches: folder_watches.FolderWatches
) -> None:
    target = tmp_path / "target"
    (target / "deep").mkdir(parents=True)
    for _ in range(300):
        (root / "a").rename(root / "real")
        (root / "a").symlink_to(target)
        (root / "a").unlink()
        (root / "real").rename(root / "a")
    heard.take()
    (root / "a" / "new.jpg").touch()
    assert b"a" in heard.take()
    assert watches.alive
    (root / "a").rename(root / "real")
    (root / "a").symlink_to(target)
    heard.take()
    (target / "deep" / "new.jpg").touch()
    assert heard.take() == set(), "a link is not followed"
    watches.watch_again(b"a")
    (target / "new.jpg").touch()
    assert heard.take() == set(), "not even where it is taken for a folder"


def test_a_link_that_takes_a_place_while_it_is_listed_leads_nowhere(
    root: Path, tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could lead to the top of the disk."""
    (tmp_path / "target" / "one" / "two").mkdir(parents=True)
    scandir, add, seen = os.scandir, Inotify.add, list[bytes]()

    def swap(path: bytes) -> object:
        if path.endswith(b"/a") and not (root / "a").is_symlink():
            (root / "a").rename(root / "real")
            (root / "a").symlink_to(tmp_path / "target")
        return scandir(path)

    def note(self: Inotify, path: bytes, mask: int) -> int:
        seen.append(path)
        return add(self, path, mask)

    monkeypatch.setattr(os, "scandir", swap)
    monkeypatch.setattr(Inotify, "add", note)
    with started(folder_watches.FolderWatches(os.fsencode(root), "observer-1", heard.reports())):
        heard.take()
        (root / "real" / "new.jpg").touch()
        assert heard.take() == {b"real"}
    assert os.fsencode(root / "a") in seen
    assert not [path for path in seen if b"one" in path]


def test_lost_events_are_told_and_the_folders_watched_again(
    root: Path, tmp_path: Path, heard: Heard, watches: folder_watches.FolderWatches
) -> None:
    """A program that changes files faster than they are read of fills the system's queue, really."""
    with watches._lock:  # the reader waits here, as it does for a slow drive
        rounds = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text("ascii")) // 4  # of six events
        subprocess.run([sys.executable, "-c", FLOOD, root / "a", str(rounds)], check=True, timeout=60)
        (root / "b").rename(root / "untold")
        (root / "c").rename(tmp_path / "out")
        (root / "new").mkdir()
    assert heard.lost.wait(60)
    heard.take()
    for name in ("untold", "new", "a"):
        (root / name / "x.jpg").touch()
    assert heard.take() == {b"untold", b"new", b"a"}
    assert watches_in_kernel(watches) == len(folders_in(root))


def test_a_limit_below_the_root_is_told_and_tried_again(
    root: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = Refusing(monkeypatch, "b", "c", "later")
    with started(folder_watches.FolderWatches(os.fsencode(root), "observer-1", heard.reports())) as watches:
        assert watches.limit
        assert watches.limit.errno == errno.ENOSPC
        system.refused.clear()
        watches.retry()
        assert watches.limit, "the limit is still reached"
        assert len(system.refused) == 1, "the others would fare the same"
        system.names = {"later"}
        watches.retry()
        assert watches.limit is None
        assert {b"b", b"c", b"c/d"} <= heard.take()
        (root / "c" / "d" / "new.jpg").touch()
        assert heard.take() == {b"c/d"}
        (root / "later").mkdir()
        heard.take()
        assert watches.limit, "a folder that came later counts like the others"
        (root / "later").rmdir()
        watches.retry()
        assert watches.limit is None, "what is gone need not be watched"


def test_a_folder_that_may_not_be_opened_is_no_limit_and_watched_when_it_may(
    root: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody sees what is in it, and its listing says why."""
    system = Refusing(monkeypatch, "c")
    system.error = errno.EACCES
    with started(folder_watches.FolderWatches(os.fsencode(root), "observer-1", heard.reports())) as watches:
        assert watches.limit is None
        system.names = set()
        (root / "c").chmod(0o700)
        heard.take()
        (root / "c" / "d" / "new.jpg").touch()
        assert heard.take() == {b"c/d"}


def test_a_folder_that_cannot_be_listed_just_now_is_told(
    root: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.scandir

    def scandir(path: bytes) -> object:
        if path.endswith(b"c") and failing:
            raise OSError(errno.EIO, "Input/output error")
        return original(path)

    failing = True
    monkeypatch.setattr(os, "scandir", scandir)
    with started(folder_watches.FolderWatches(os.fsencode(root), "observer-1", heard.reports())) as watches:
        assert watches.limit
        failing = False
        watches.retry()
        assert watches.limit is None
        heard.take()
        (root / "c" / "d" / "new.jpg").touch()
        assert heard.take() == {b"c/d"}


def test_a_root_that_is_deleted_ends_its_observer(root: Path, watches: folder_watches.FolderWatches) -> None:
    """Its inode may be used again at once, so that its identity does not tell."""
    shutil.rmtree(root)
    wait_for(lambda: not watches.alive)


def test_an_error_of_the_reading_thread_ends_it_in_sight(
    root: Path,
    watches: folder_watches.FolderWatches,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: object) -> None:
        raise KeyError("a")

    monkeypatch.setattr(folder_watches.FolderWatches, "_handle", fail)
    with caplog.at_level(logging.ERROR):
        (root / "a" / "x.jpg").touch()
        wait_for(lambda: not watches.alive)
    assert "has ended" in caplog.text
