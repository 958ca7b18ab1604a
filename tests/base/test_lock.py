"""One process per data folder."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gallery.base import lock
from gallery.base.errors import DataFolderError
from gallery.base.lock import InstanceLock

if TYPE_CHECKING:
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


def test_a_folder_in_the_way_is_a_sentence_of_its_own(path: Path) -> None:
    path.mkdir()
    with pytest.raises(DataFolderError, match="cannot be locked"), InstanceLock(path):
        pass


def test_a_drive_without_locks_is_not_taken_for_another_shoebox(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with pytest.raises(DataFolderError, match=r"cannot be locked: No locks available\. Choose"), InstanceLock(path):
        pass
