"""Queue of files whose headers the decode processes read in the background.

What is to be read is asked of the database each time; the queue only holds what is under way. A crash loses nothing.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

from gallery.base.models import FileRef, Metadata, Problem
from gallery.catalog import photos, unread_files
from gallery.imaging.formats import has_known_suffix, promises_picture
from gallery.imaging.metadata.file_name_date import date_without_header
from gallery.imaging.workers.pool import Urgency
from gallery.scan.file_grouping import group_noted
from gallery.scan.place_lookup import STEP, look_up_noted
from gallery.scan.reading_plan import ReadingPlan
from gallery.scan.retry_backoff import RetryBackoff

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from gallery.catalog.database import Database
    from gallery.catalog.unread_files import UnreadFile
    from gallery.imaging.workers.pool import Pool

log = logging.getLogger(__name__)
_NO_PICTURES = frozenset(("empty", "not_a_picture"))
BATCH_SIZE = 128
FIRST_BATCH_SIZE = 8
"""Batches are small while nothing is under way, so that the first pictures are shown early."""


class MetadataQueue:
    """Batches of files whose headers are being read, and the answers not written down yet.

    Threads: all methods and properties belong to the indexer's thread, but for `first_folder`, which any thread may
    set. Answers arrive on the pool's thread, in `_on_batch_done`. `_lock` guards `_running`, `_done` and `_round`
    against it; `on_answer` is called without the lock.

    Attributes:
        first_folder: id of the folder on screen, whose headers are read first; None for no preference.
        backoff: Files that could not be reached, until they are tried again.
    """

    def __init__(self, pool: Pool, on_answer: Callable[[], None], max_batches: int) -> None:
        """Start empty.

        Args:
            pool: reads the headers.
            on_answer: called on the pool's thread when answers have come.
            max_batches: how many batches may be under way at once.
        """
        self.first_folder: int | None = None
        self.backoff = RetryBackoff()
        self._plan = ReadingPlan()
        self._pool = pool
        self._on_answer = on_answer
        self._max_batches = max_batches
        self._under_way: dict[int, int] = {}
        """photo id -> size of the file that is being read"""
        self._done: deque[tuple[Sequence[UnreadFile], Sequence[Metadata | Problem] | None]] = deque()
        """batches and their answers; None: the batch was cancelled"""
        self._outdated_files: list[FileRef] = []
        self._running = 0
        self._round = 0
        """Raised by `drop_pending`; answers of an earlier round are discarded."""
        self._lock = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether there are answers to write down."""
        return bool(self._done)

    @property
    def busy(self) -> bool:
        """Whether headers are being read, or answers are not written down yet."""
        return bool(self._running or self._done)

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, the next file that could not be reached is to be tried again."""
        return self.backoff.due if self._running < self._max_batches else None

    def submit_more(self, database: Database) -> bool:
        """Hand out batches until `max_batches` are under way, the newest files first. Return whether any was."""
        free = self._max_batches - self._running
        if free <= 0:
            return False
        self.backoff.release()
        size = FIRST_BATCH_SIZE if not self._under_way else BATCH_SIZE
        others = len(self._under_way) + len(self.backoff)
        todo = self._plan.take(database, free * size, self.first_folder, others, self._is_wanted)
        for start in range(0, len(todo), size):
            self._submit(todo[start : start + size])
        return bool(todo)

    def _is_wanted(self, item: UnreadFile) -> bool:
        return item.id not in self._under_way and not self.backoff.waits(item.id, item.file)

    def _submit(self, batch: Sequence[UnreadFile]) -> None:
        with self._lock:
            self._running += 1
            current = self._round
        self._under_way.update((item.id, item.file.size) for item in batch)
        future = self._pool.read([item.file for item in batch], urgency=Urgency.METADATA)
        future.add_done_callback(lambda done: self._on_batch_done(batch, done, current))

    def _on_batch_done(
        self, batch: Sequence[UnreadFile], done: Future[list[Metadata | Problem]], of_round: int
    ) -> None:
        with self._lock:
            if of_round != self._round:
                return
            try:
                self._done.append((batch, done.result()))
            except CancelledError:
                log.debug("a batch of headers was cancelled")
                self._done.append((batch, None))
            finally:
                self._running -= 1  # last: `busy` is read without the lock, and must not be false in between
        self._on_answer()

    def store(self, conn: sqlite3.Connection) -> bool:
        """Write down the answers that have come, look up the places of their photos, and group the files of folders.

        Returns:
            Whether a timeline changed.
        """
        changed, answered = self._store_answers(conn)
        if answered:
            look_up_noted(conn, answered + STEP)  # all, but for a backlog, which is left to steps of its own
            changed |= group_noted(conn, only_read=True)
        return changed

    def _store_answers(self, conn: sqlite3.Connection) -> tuple[bool, int]:
        """Return whether a timeline changed, and how many files there were answers for."""
        changed, answered = False, 0
        while self._done:
            batch, answers = self._done.popleft()
            for item in batch:
                self._under_way.pop(item.id, None)
            if answers is None:
                for item in batch:
                    self.backoff.put_off(item.id, item.file)
                continue
            answered += len(batch)
            for item, answer in zip(batch, answers, strict=True):
                if unread_files.is_still_unread(conn, item):  # else it changed or went while it was read
                    changed |= self._store_answer(conn, item, answer)
        return changed, answered

    def _store_answer(self, conn: sqlite3.Connection, item: UnreadFile, answer: Metadata | Problem) -> bool:
        if isinstance(answer, Metadata):
            return photos.set_read(conn, item.id, answer)
        if answer.code == "unreadable" and not photos.was_read(conn, item.id):
            _store_unreadable(conn, item, answer)
            return True
        if answer.is_access_problem:
            # its drive may be on its way out: the folder is listed again, and that decides
            self.backoff.put_off(item.id, item.file)
            self._outdated_files.append(item.file)
            return answer.code == "unreadable" and photos.put_problem(conn, item.id, answer)  # can be searched for
        _store_unreadable(conn, item, answer)
        return True

    def take_outdated_files(self) -> list[FileRef]:
        """Return the files that were not as the index has them, and forget them; their folders are to be listed."""
        outdated, self._outdated_files = self._outdated_files, []
        return outdated

    def drop_pending(self) -> None:
        """Drop whatever is under way; the database still knows that it is to be done."""
        with self._lock:
            self._round += 1
            self._running = 0
            self._done.clear()
            self._under_way.clear()
        self._plan.clear()


def _store_unreadable(conn: sqlite3.Connection, item: UnreadFile, problem: Problem) -> None:
    """Store the problem of a file whose header cannot be read, on the same clock as its neighbours."""
    taken = date_without_header(os.path.basename(item.file.relative), item.file.mtime_ns)
    photos.set_unreadable(conn, item.id, problem, taken, in_timeline=_is_missed(item.file.relative, problem))


def _is_missed(name: bytes, problem: Problem) -> bool:
    """Return whether people would look for a picture in this file; not where only its name is like that of one."""
    promises = promises_picture(name) and problem.code != "not_a_picture"  # sound in an MP4 file
    return promises or (has_known_suffix(name) and problem.code not in _NO_PICTURES)
