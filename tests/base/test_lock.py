"""One process per data folder."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gallery.base import lock
from gallery.base.errors import DataFolderError
from gallery.base.lock import FolderInUseError, InstanceLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOLD = "import sys, pathlib, gallery.base.lock\nwith gallery.base.lock.InstanceLock(pathlib.Path(sys.argv[1])):\n print('held', flush=True); sys.stdin.read()"
REFUSED = r"^Another Shoebox is using the data folder "


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "instance.lock"


def test_a_second_one_is_refused_with_a_sentence_until_the_first_has_ended(path: Path) -> None:
    with InstanceLock(path):
        with pytest.raises(DataFolderError, match=REFUSED), InstanceLock(path):
            pass
        with pytest.raises(DataFolderError, match=REFUSED), InstanceLock(path):
            pass
    with InstanceLock(path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_its_file_is_private_whatever_the_account_gives_away(path: Path) -> None:
    """Who may open it may lock it, and keep the program from starting."""
    before = os.umask(0)
    try:
        with InstanceLock(path):
            assert path.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


def test_one_lock_may_be_used_again(path: Path) -> None:
    held = InstanceLock(path)
    for _ in range(3):
        with held:
            pass


def test_a_refusal_leaves_no_descriptor(path: Path) -> None:
    with InstanceLock(path):
        second = InstanceLock(path)
        with pytest.raises(DataFolderError):
            second.__enter__()
        assert second._descriptor == -1


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_process_holds_nothing(path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout
    assert child.stdout.readline().strip() == b"held"
    with pytest.raises(DataFolderError, match=REFUSED), InstanceLock(path):
        pass
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with InstanceLock(path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="descriptors are inherited by name there")
def test_children_do_not_hold_it_on(path: Path) -> None:
    with InstanceLock(path) as held:
        assert not os.get_inheritable(held._descriptor)


KINDS: dict[str, Callable[[Path], object]] = {
    "folder": lambda path: (path / "mine").mkdir(parents=True),
    "dangling link": lambda path: path.symlink_to("nowhere/x"),
    "ring of links": lambda path: path.symlink_to(path),
}
if os.name == "posix":
    KINDS["fifo"] = os.mkfifo


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_in_its_place_is_moved_aside(path: Path, kind: str) -> None:
    KINDS[kind](path)
    with InstanceLock(path), pytest.raises(DataFolderError, match=REFUSED), InstanceLock(path):
        pass
    assert path.is_file()
    [aside] = path.parent.glob("instance.other-*.lock")
    assert kind != "folder" or (aside / "mine").is_dir()


def test_of_many_starts_at_once_one_moves_it_aside_and_one_has_the_lock(path: Path) -> None:
    for _ in range(20):
        path.unlink(missing_ok=True)
        path.mkdir()
        together = threading.Barrier(8)

        def start(together: threading.Barrier = together) -> InstanceLock | None:
            together.wait(30)
            try:
                return InstanceLock(path).__enter__()
            except FolderInUseError:
                return None

        with ThreadPoolExecutor(8) as starts:
            held = [lock for lock in [start.result(30) for start in [starts.submit(start) for _ in range(8)]] if lock]
        assert len(held) == 1
        held[0].__exit__()


def test_a_file_of_another_account_is_not_taken_for_another_shoebox(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.touch()

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(DataFolderError, match="may not be opened: it may belong to another account") as caught:
            InstanceLock(path).__enter__()
    assert not isinstance(caught.value, FolderInUseError)


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_a_mode_that_keeps_us_out_is_put_right(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.touch(0o400)
    monkeypatch.setattr(os, "access", lambda place, mode: bool(os.stat(place).st_mode & 0o200))  # root may open all
    with InstanceLock(path):
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EMFILE])
def test_a_lock_that_cannot_be_made_says_why(path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(DataFolderError, match=f"cannot be locked: {os.strerror(number)}"), InstanceLock(path):
        pass


def test_a_drive_without_locks_is_not_taken_for_another_shoebox(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with pytest.raises(DataFolderError, match=r"cannot be locked: No locks available\. Choose"), InstanceLock(path):
        pass
