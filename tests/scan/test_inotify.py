"""The system calls of inotify: what they answer, and what is given back when one fails."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

import pytest

from gallery.scan.inotify import CHANGES, IN_CREATE, IN_ISDIR, IN_Q_OVERFLOW, Event, Inotify, parse_events
from tests.leaks import assert_leaves_nothing

if TYPE_CHECKING:
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify(7)")


def test_events_are_taken_apart() -> None:
    """Recorded: mkdir("ab"), with the padding of the name, and an overflow, which has no watch and no name."""
    data = bytes.fromhex("01000000000100400000000010000000") + b"ab".ljust(16, b"\0")
    data += bytes.fromhex("ffffffff004000000000000000000000")
    assert parse_events(data) == [Event(1, IN_ISDIR | IN_CREATE, b"ab"), Event(-1, IN_Q_OVERFLOW, b"")]
    assert parse_events(b"") == []


@linux
def test_a_folder_keeps_its_watch_and_tells_what_happens_in_it(tmp_path: Path) -> None:
    inotify = Inotify()
    watch = inotify.add(bytes(tmp_path), CHANGES)
    assert inotify.add(bytes(tmp_path), CHANGES) == watch
    (tmp_path / "ab").mkdir()
    assert inotify.read() == [Event(watch, IN_ISDIR | IN_CREATE, b"ab")]
    with pytest.raises(OSError, match="No such file") as raised:
        inotify.add(bytes(tmp_path / "gone"), CHANGES)
    assert raised.value.errno == errno.ENOENT
    inotify.remove(watch)
    inotify.remove(watch)
    inotify.wake()
    assert len(inotify.read()) == 1, "the end of the watch"
    assert inotify.read() == []
    inotify.close()


@linux
def test_no_child_process_inherits_it() -> None:
    """A program that lives longer would hold the watches of all folders."""
    inotify = Inotify()
    assert [os.get_inheritable(held) for held in (inotify._queue, inotify._woken, inotify._wake)] == [False] * 3
    inotify.close()


@linux
def test_nothing_is_left_where_the_system_gives_only_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    def fail() -> None:
        with pytest.raises(OSError, match="Too many"):
            Inotify()

    monkeypatch.setattr(os, "pipe", refuse)
    assert_leaves_nothing(fail)
