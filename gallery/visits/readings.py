"""What was read of the headers of visited pictures: read when somebody asks for one, never ahead."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.files import clamp
from gallery.base.models import FileRef, Metadata, Problem
from gallery.catalog.folders import join
from gallery.imaging.workers.jobs import Urgency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.imaging.workers.pool import Pool

LOOKED_AT = 4
"""So many pictures that were asked for last are looked after: the one on the stage, and those loaded ahead."""
MAX_VERSION = 65_535
MAX_ASKERS = 4
"""Threads that may ask the drive of a visit for files at a time: on a drive that hangs they stay until it answers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was asked of one file."""

    file: FileRef
    """The file as it was seen when it was asked for."""
    version: int
    """Of the photo: other bytes have another one."""
    result: Future[list[Metadata | Problem]]
    """One result, once it is there; cancelled if the program ends before."""

    def now(self) -> Metadata | Problem | None:
        """Return the result; None while it is not there."""
        done = self.result.done() and not self.result.cancelled() and self.result.exception() is None
        return self.result.result()[0] if done else None


class Readings:
    """Reads headers of files in one folder, each once. Any thread may call every method; `_lock` guards the readings.

    The drive is asked without the lock.
    """

    def __init__(self, folder: bytes, pool: Pool) -> None:
        self._folder, self._pool = folder, pool
        self._lock = threading.Lock()
        self._readings: OrderedDict[int, Reading] = OrderedDict()
        """By photo, the one asked for last at the end."""
        self.askers = threading.BoundedSemaphore(MAX_ASKERS)
        """Held by each thread that is made to ask the drive."""

    def known(self, photo: int) -> Reading | None:
        """Return the reading of a photo if the drive need not be asked for it: it could reach the file."""
        with self._lock:
            known = self._readings.get(photo)
            if known is None or _is_out_of_reach(known.now()):
                return None
            self._readings.move_to_end(photo)
            return known

    def get(self, photo: int, name: bytes) -> Reading:
        """Return the reading of a file, begun now if it was not before, or could not reach the file. May block."""
        before = self.peek(photo)
        return self.known(photo) or self._begin(photo, before, self._look_at(name))

    def _begin(self, photo: int, before: Reading | None, seen: FileRef | Problem) -> Reading:
        """Read a file, unless another thread has begun meanwhile."""
        with self._lock:
            known = self._readings.get(photo)
            if known is not None and known is not before:
                return known
            reading = self._read(seen, before)
            self._readings[photo] = reading
            self._readings.move_to_end(photo)
            return reading

    def _read(self, seen: FileRef | Problem, before: Reading | None) -> Reading:
        version = before.version if before else 1
        if isinstance(seen, Problem):
            failed: Future[list[Metadata | Problem]] = Future()
            failed.set_result([seen])
            return Reading(before.file if before else FileRef(self._folder, b"", -1, 0), version, failed)
        if before and _stamp(before.file) != _stamp(seen) and before.file.size >= 0:
            version = version % MAX_VERSION + 1
        return Reading(seen, version, self._pool.read([seen], urgency=Urgency.VISIBLE))

    def peek(self, photo: int) -> Reading | None:
        """Return the reading of a photo, if there is one."""
        with self._lock:
            return self._readings.get(photo)

    def look_again(self, names: Sequence[tuple[int, bytes]]) -> bool:
        """Read those files anew that are others by now; return whether there are any. Blocks with the drive."""
        changed = False
        for photo, name in names:
            before = self.peek(photo)
            seen = self._look_at(name)
            if before is None or (isinstance(seen, FileRef) and _stamp(seen) == _stamp(before.file)):
                continue
            if isinstance(seen, Problem) and _is_out_of_reach(before.now()):
                continue  # it is known that it is away
            self._begin(photo, before, seen)
            changed = True
        return changed

    def asked_last(self) -> list[int]:
        """Return the photos that were asked for last."""
        with self._lock:
            return list(self._readings)[-LOOKED_AT:]

    def _look_at(self, name: bytes) -> FileRef | Problem:
        """Return a file as it is now. Blocks with its drive."""
        try:
            seen = os.lstat(join(self._folder, name))
        except FileNotFoundError:
            return Problem("vanished", "This file is no longer there.")
        except OSError as error:
            return Problem("unreadable", f"This file cannot be read: {error.strerror or error}")
        return FileRef(self._folder, name, seen.st_size, clamp(seen.st_mtime_ns))


def _is_out_of_reach(result: Metadata | Problem | None) -> bool:
    return isinstance(result, Problem) and result.is_access_problem


def _stamp(file: FileRef) -> tuple[int, int]:
    return file.size, file.mtime_ns
