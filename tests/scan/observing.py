"""What the tests of observers share: what an observer has reported, and how to wait for it."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gallery.scan.change_reports import ChangeReports
from gallery.scan.inotify import Inotify
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    import pytest

    from gallery.scan.observer import SystemObserver


class Heard:
    """What an observer of a root has reported."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders: list[bytes] = []
        self.lost = threading.Event()
        self._sentinels = 0

    def reports(self, skip: Collection[Path] = ()) -> ChangeReports:
        """The reports to hand to an observer."""
        return ChangeReports(
            os.fsencode(self.root), self.folders.append, self.lost.set, [os.fsencode(path) for path in skip]
        )

    def take(self) -> set[bytes]:
        """The folders reported until a change that comes last, without those of that change; they are forgotten."""
        name = f"last{self._sentinels}"
        self._sentinels += 1
        (self.root / name).mkdir()
        wait_for(lambda: os.fsencode(name) in self.folders)
        found = set(self.folders)
        self.folders.clear()
        return found - {b"", *(os.fsencode(f"last{number}") for number in range(self._sentinels))}


class Refusing:
    """A system that refuses to watch some folders."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
        self.names = set(names)
        self.refused: list[bytes] = []
        self.error = errno.ENOSPC
        original = Inotify.add

        def add(inotify: Inotify, path: bytes, mask: int) -> int:
            if os.path.basename(os.fsdecode(path)) in self.names and os.path.exists(path):
                self.refused.append(path)
                raise OSError(self.error, os.strerror(self.error))
            return original(inotify, path, mask)

        monkeypatch.setattr(Inotify, "add", add)


@contextmanager
def started(observer: SystemObserver) -> Iterator[SystemObserver]:
    """An observer that runs until the block ends."""
    observer.start()
    try:
        yield observer
    finally:
        observer.stop()
