"""How long to wait before a query or a file is tried again."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from gallery.base.models import FileRef

QUERY_PAUSE_FACTOR = 20
FIRST_RETRY_S = 1.0
"""When a file that could not be reached is tried again the first time."""
MAX_RETRY_S = 60.0
"""When it is at the latest, however often it was tried."""


def pause_after_query(query_s: float) -> float:
    """Return how many seconds to wait after a query that took `query_s` seconds before it is repeated.

    QUERY_PAUSE_FACTOR times as long: a query whose cost grows with the library takes at most one twentieth of the time.
    """
    return QUERY_PAUSE_FACTOR * query_s


@dataclass(frozen=True, slots=True)
class _Delay:
    file: FileRef
    seconds: float
    until: float


class RetryBackoff:
    """Files that could not be reached: each waits for FIRST_RETRY_S, then twice as long each time, up to MAX_RETRY_S.

    So a file that was away for a moment is read soon after it is back, and one that stays away costs little. A file of
    another size or time is another file, which does not wait, and neither does one in whose folder something happened.

    Threads: `retry_folders` and `retry_all` may be called on any thread, all else belongs to the indexer's. `_lock`
    guards `_folders` and `_all`.
    """

    def __init__(self) -> None:
        """Start with no file that waits."""
        self._waiting: dict[int, _Delay] = {}
        self._tried: dict[int, _Delay] = {}
        """those whose time has come: how long they waited decides how long they wait next"""
        self._folders: set[bytes] = set()
        self._all = False
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many files wait."""
        return len(self._waiting)

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, the next file is to be tried again; None when none waits."""
        return min((delay.until for delay in self._waiting.values()), default=None)

    def waits(self, photo: int, file: FileRef) -> bool:
        """Return whether a photo's file, as it is now, is not to be tried yet."""
        delay = self._waiting.get(photo)
        return delay is not None and delay.file == file

    def put_off(self, photo: int, file: FileRef) -> None:
        """Let a file wait, because it could not be reached."""
        before = self._waiting.get(photo) or self._tried.pop(photo, None)
        known = before is not None and before.file == file
        seconds = min(2 * before.seconds, MAX_RETRY_S) if before and known else FIRST_RETRY_S
        self._waiting[photo] = _Delay(file, seconds, time.monotonic() + seconds)

    def retry_folders(self, relatives: Collection[bytes]) -> None:
        """Try the files of these folders again at once. Paths below any root: another root's files may come along."""
        with self._lock:
            self._folders.update(relatives)

    def retry_all(self) -> None:
        """Try all files again at once."""
        with self._lock:
            self._all = True

    def release(self) -> bool:
        """Let the files whose time has come wait no longer. Return whether there were any."""
        with self._lock:
            folders, self._folders = self._folders, set()
            everything, self._all = self._all, False
        now = time.monotonic()
        ready = {photo: delay for photo, delay in self._waiting.items() if delay.until <= now}
        called = {
            photo
            for photo, delay in self._waiting.items()
            if everything or os.path.dirname(delay.file.relative) in folders
        }
        self._tried |= ready
        self._tried = {photo: delay for photo, delay in self._tried.items() if delay.until > now - 2 * MAX_RETRY_S}
        self._waiting = {
            photo: delay for photo, delay in self._waiting.items() if photo not in ready and photo not in called
        }
        return bool(ready or called)
