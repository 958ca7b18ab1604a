"""A running Shoebox on disks that misbehave: what cannot be watched is told, and found all the same."""

from __future__ import annotations

import errno
import os
import sys
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.events import RootsChanged
from gallery.base.models import Problem
from gallery.imaging.workers.pool import Pool
from gallery.scan import folder_watches, watcher
from gallery.scan.inotify import Inotify
from tests.pictures import picture, save
from tests.scan.drives import states
from tests.scan.namespace import run_in_namespace
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.base.models import Metadata
    from tests.harness import Harness

linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify(7)")


def notices(home: Harness) -> list[str]:
    return list(home.library.status.read()["notices"])


@linux
def test_what_cannot_be_watched_is_told_and_found_by_looking(
    running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of the system is reached below the root, as another program takes the watches."""
    full = True
    original = Inotify.add

    def add(self: Inotify, path: bytes, mask: int) -> int:
        if full and b"later" in path:
            raise OSError(errno.ENOSPC, "No space left on device")
        return original(self, path, mask)

    monkeypatch.setattr(Inotify, "add", add)
    page = running.parts.hub.subscribe()
    (root / "later" / "deep").mkdir(parents=True)
    wait_for(lambda: notices(running))
    wait_for(lambda: isinstance(page.get(1), RootsChanged))
    assert "some folders of" in notices(running)[0]
    assert "sudo sysctl" in notices(running)[0]
    running.wait_until_idle()
    save(root / "later" / "deep" / "new.jpg", picture(hue=90))
    monkeypatch.setattr(watcher, "UNOBSERVED_SCAN_INTERVAL_S", 0.5)
    wait_for(lambda: "new.jpg" in running.names())
    full = False
    wait_for(lambda: not notices(running))
    save(root / "later" / "deep" / "newer.jpg", picture(hue=120))
    wait_for(lambda: "newer.jpg" in running.names())


@linux
def test_an_observer_that_dies_costs_no_change(running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(folder_watches.FolderWatches, "_handle", fail)
        save(root / "unheard.jpg", picture(hue=90))
        observers = running.parts.watcher._roots
        wait_for(lambda: all(watched.observer.died for watched in observers.values()))
    wait_for(lambda: "unheard.jpg" in running.names())
    wait_for(lambda: not any(watched.observer.died for watched in observers.values()))
    save(root / "heard.jpg", picture(hue=120))
    wait_for(lambda: "heard.jpg" in running.names())
    assert not notices(running)


def test_files_that_are_away_while_their_headers_are_read_are_shown_when_they_are_back(
    running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `git checkout`, sync programs and drives that blink do it: here each file is gone for its first read only."""
    original = Pool.read
    blinked: set[bytes] = set()

    def read(self: Pool, files: Any, **options: Any) -> Future[list[Metadata | Problem]]:
        away = [root / os.fsdecode(file.relative) for file in files if file.relative not in blinked]
        blinked.update(file.relative for file in files)
        for path in away:
            path.rename(path.with_suffix(".away"))
        future = original(self, files, **options)
        codes = [getattr(answer, "code", "") for answer in future.result(30)]
        for path in away:
            path.with_suffix(".away").rename(path)
        assert not away or "vanished" in codes
        return future

    monkeypatch.setattr(Pool, "read", read)
    for number in range(12):
        save(root / f"blink{number}.jpg", picture(hue=number * 20))
    wait_for(lambda: len([name for name in running.names() if name.startswith("blink")]) == 12)
    assert len(blinked) == 12


def test_what_could_not_be_read_is_tried_again_when_something_happens_in_its_folder(
    running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time to wait is longer than any test: only what happens in the folder ends it."""
    monkeypatch.setattr("gallery.scan.retry_backoff.FIRST_RETRY_S", 3600.0)
    original = Pool.read
    locked = {b"p0.jpg", b"p1.jpg"}

    def read(self: Pool, files: Any, **options: Any) -> Future[list[Metadata | Problem]]:
        future = original(self, files, **options)
        refused = Problem("unreadable", "You are not allowed to open this file.")
        pairs = zip(files, future.result(30), strict=True)
        answers = [refused if os.path.basename(file.relative) in locked else answer for file, answer in pairs]
        done: Future[list[Metadata | Problem]] = Future()
        done.set_result(answers)
        return done

    monkeypatch.setattr(Pool, "read", read)
    for number in range(2):
        os.utime(root / f"d{number}" / f"p{number}.jpg")
    progress = running.parts.indexer.progress
    wait_for(lambda: len(running.problems()) == 2)
    running.wait_until_idle()
    locked.clear()
    save(root / "d0" / "new.jpg", picture(hue=90))
    wait_for(lambda: "new.jpg" in running.names() and progress().unread == 1)
    running.library.roots.rescan()
    wait_for(lambda: not progress().unread)


class Rights:
    """Lets the mode of folders count, for root too: tests may run as root, whom nothing is forbidden."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        add = Inotify.add
        monkeypatch.setattr(Inotify, "add", lambda *args: self._checked(args[1]) and add(*args))
        monkeypatch.setattr(os, "scandir", self._checking(os.scandir))

    def _checking(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".") -> Any:
            self._checked(path)
            return function(path)

        return call

    @staticmethod
    def _checked(path: Any) -> bool:
        if not isinstance(path, int) and not os.stat(path).st_mode & 0o400:
            raise PermissionError(errno.EACCES, "Permission denied")
        return True


@linux
def test_rights_that_are_taken_and_given_are_noticed(
    running: Harness, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Rights(monkeypatch)
    before = running.names()
    (root / "d1").chmod(0o000)
    wait_for(lambda: running.library.status.read()["counts"]["problems"] == 1)
    assert running.names() == before, "what is in it is kept"
    (root / "d1").chmod(0o755)
    wait_for(lambda: not running.library.status.read()["counts"]["problems"])
    (root / "new").mkdir(mode=0o000)
    wait_for(lambda: running.library.status.read()["counts"]["problems"] == 1)
    assert not notices(running), "its problem is told, and nothing in it is shown"
    (root / "new").chmod(0o755)
    wait_for(lambda: not running.library.status.read()["counts"]["problems"])
    save(root / "new" / "n.jpg", picture(hue=90))
    wait_for(lambda: "n.jpg" in running.names())


def test_a_file_nomedia_takes_its_folder_out_and_gives_it_back(running: Harness, root: Path) -> None:
    save(root / "d1" / "deep" / "deep.jpg", picture(hue=90))
    wait_for(lambda: "deep.jpg" in running.names())
    running.wait_until_idle()
    before = running.names()
    (root / "d1" / ".nomedia").touch()
    wait_for(lambda: set(before) - set(running.names()) == {"p1.jpg", "deep.jpg"})
    (root / "d1" / ".nomedia").unlink()
    wait_for(lambda: running.names() == before)


def test_a_root_that_comes_and_goes_often_is_watched_at_the_end(running: Harness, root: Path, tmp_path: Path) -> None:
    before = running.names()
    for _ in range(30):
        root.rename(tmp_path / "away")
        (tmp_path / "away").rename(root)
    save(root / "d1" / "new.jpg", picture(hue=90))
    wait_for(lambda: "new.jpg" in running.names())
    wait_for(lambda: states(running) == ["online"])
    assert {name: running.names()[name] for name in before} == before


MOUNTS = """
import subprocess, sys
from pathlib import Path
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.scan.drives import wait_until_observed
from tests.waiting import wait_for
data, root = map(Path, sys.argv[1:])
with run_harness(data, root) as home:
    wait_for(home.ids)
    wait_until_observed(home)
    home.wait_until_idle()
    subprocess.run(["mount", "-t", "tmpfs", "none", root / "d1"], check=True)
    save(root / "d1" / "card" / "new.jpg", picture(hue=90))
    wait_for(lambda: "new.jpg" in home.names())
    save(root / "d1" / "card" / "newer.jpg", picture(hue=120))
    wait_for(lambda: "newer.jpg" in home.names())
    subprocess.run(["umount", root / "d1"], check=True)
    def away():
        with home.parts.database.read() as conn:
            return conn.execute("SELECT count(*) FROM folders WHERE away IS NOT NULL").fetchone()[0]
    wait_for(away)
    assert "newer.jpg" in home.names(), "what lies on a drive that is away stays"
    print("seen")
"""


@linux
def test_drives_that_come_and_go_inside_a_root_are_noticed(tmp_path: Path, root: Path) -> None:
    assert run_in_namespace(MOUNTS, tmp_path / "data", root) == ["seen"]
