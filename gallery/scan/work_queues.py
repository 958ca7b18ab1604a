"""Work for the decode processes that the indexer hands out and takes back: headers to read, thumbnails to make.

What is to be done is asked of the database each time; here is only what is under way.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from concurrent.futures import CancelledError
from functools import partial
from typing import TYPE_CHECKING

from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered, Source
from gallery.catalog import photos
from gallery.imaging.formats import has_known_suffix
from gallery.imaging.workers.pool import Urgency

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from gallery.catalog.database import Database
    from gallery.catalog.photos import UnreadFile
    from gallery.imaging.workers.pool import Pool

log = logging.getLogger(__name__)
BATCH = 128
LOST_S = 60.0
SOON_S = 1.0
COST = 20
"""Finding nothing to do may take its time in a large library: at most one part in so many."""
FEW = 8
"""The first batches are small: the first pictures come first."""


def _rest(problem: Problem) -> float:
    """Seconds before a file that could not be reached is tried again. That of a silent drive waits for the drive."""
    return SOON_S if problem.code in ("changed", "silent") else LOST_S


class MetadataQueue:
    """Batches of files whose headers are being read, and those that have been."""

    def __init__(self, pool: Pool, ready: Callable[[], None], batches: int) -> None:
        self.first: int | None = None
        self._pool = pool
        self._ready = ready
        self._batches = batches
        self._under_way: dict[int, int] = {}
        """photo -> size that is being read; another size or time later makes it to be read again"""
        self._done: deque[tuple[Sequence[UnreadFile], Sequence[Metadata | Problem]]] = deque()
        self._later: dict[int, float] = {}
        """photo -> not to be read again before"""
        self._missed: list[FileRef] = []
        self._running = 0
        self._round = 0
        self._lock = threading.Lock()

    @property
    def ready(self) -> bool:
        return bool(self._done)

    @property
    def busy(self) -> bool:
        return bool(self._running or self._done)

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, the next file that could not be reached is to be tried again."""
        return min(self._later.values(), default=None) if self._running < self._batches else None

    def top_up(self, database: Database) -> bool:
        """Hand out as many batches as fit. False: there was nothing to hand out."""
        free = self._batches - self._running
        if free <= 0:
            return False
        size = FEW if not self._under_way else BATCH
        with database.read() as conn:
            todo = photos.find_unread(conn, free * size + len(self._under_way) + len(self._later), self.first)
        now = time.monotonic()
        self._later = {photo: when for photo, when in self._later.items() if when > now}
        todo = [item for item in todo if item.id not in self._under_way and item.id not in self._later][: free * size]
        for start in range(0, len(todo), size):
            self._hand_out(todo[start : start + size])
        return bool(todo)

    def _hand_out(self, batch: Sequence[UnreadFile]) -> None:
        with self._lock:
            self._running += 1
            now = self._round
        self._under_way.update((item.id, item.file.size) for item in batch)
        future = self._pool.read([item.file for item in batch], urgency=Urgency.SOON)
        future.add_done_callback(lambda done: self._take_back(batch, done, now))

    def _take_back(self, batch: Sequence[UnreadFile], done: Future[list[Metadata | Problem]], now: int) -> None:
        with self._lock:
            if now != self._round:
                return
            self._running -= 1
            try:
                self._done.append((batch, done.result()))
            except CancelledError:
                log.debug("a batch of headers was cancelled")
                for item in batch:
                    self._under_way.pop(item.id, None)
                    self._later[item.id] = time.monotonic() + LOST_S
        self._ready()

    def store(self, conn: sqlite3.Connection) -> bool:
        """Write down what has been read. Whether a timeline changed."""
        changed = False
        while self._done:
            batch, answers = self._done.popleft()
            for item, answer in zip(batch, answers, strict=True):
                self._under_way.pop(item.id, None)
                if photos.is_still_unread(conn, item):  # else it changed or went while it was read
                    changed |= self._store(conn, item, answer)
        return changed

    def _store(self, conn: sqlite3.Connection, item: UnreadFile, answer: Metadata | Problem) -> bool:
        if isinstance(answer, Metadata):
            photos.set_read(conn, item.id, answer)
            return True
        if answer.code == "unreadable" and not photos.was_read(conn, item.id):
            photos.set_unreadable(conn, item.id, answer, tile=has_known_suffix(item.file.relative))
            return True
        if answer.is_access_problem:
            # its drive may be on its way out: the folder is looked at, and that decides
            self._later[item.id] = time.monotonic() + _rest(answer)
            self._missed.append(item.file)
            return answer.code == "unreadable" and photos.put_problem(conn, item.id, answer)  # can be searched for
        photos.set_unreadable(conn, item.id, answer, tile=has_known_suffix(item.file.relative))
        return True

    def take_missed(self) -> list[FileRef]:
        """Files that were not as the index has them; whoever takes them looks at their folders."""
        missed, self._missed = self._missed, []
        return missed

    def forget(self) -> None:
        """Whatever is under way no longer counts; the database still knows that it is to be done."""
        with self._lock:
            self._round += 1
            self._running = 0
            self._done.clear()
            self._under_way.clear()


class ThumbnailQueue:
    """Grid thumbnails that are being made in the background, and what became of all that were made."""

    def __init__(
        self, want: Callable[[Source], Future[Rendered | Problem]], ready: Callable[[], None], at_once: int
    ) -> None:
        self._want = want
        self._ready = ready
        self._at_once = at_once
        self._under_way: set[tuple[int, bytes]] = set()
        self._made: deque[tuple[Source, Rendered | Problem]] = deque()
        self._not_before = 0.0
        self.stale = True
        """Whether there may be something to make that the last query did not find."""
        self._lost: dict[int, float] = {}
        """photo -> until when it is not tried again: its file could not be reached"""
        self.coloured = False
        """Whether there are colours or flaws that no open page knows of; whoever tells them clears it."""
        self._missed: list[FileRef] = []

    @property
    def ready(self) -> bool:
        return bool(self._made)

    @property
    def busy(self) -> bool:
        return bool(self._under_way or self._made)

    def record(self, source: Source, recipe: Recipe, made: Rendered | Problem) -> None:
        """A picture was made because somebody looked. Renditions say nothing that the grid needs. Any thread."""
        if recipe in (Recipe.SMALL, Recipe.LARGE) and (source.photo, source.fingerprint) not in self._under_way:
            self._made.append((source, made))
            self._ready()

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, it is to be asked again what is to be made."""
        if not self._has_room:
            return None
        return self._not_before if self.stale else min(self._lost.values(), default=None)

    @property
    def _has_room(self) -> bool:
        """Half of them at a time: fewer queries."""
        return len(self._under_way) <= self._at_once // 2

    def _settled(self, source: Source, done: Future[Rendered | Problem]) -> None:
        """One that was ordered here is through. Each photo has its own answer, also where files are the same."""
        try:
            made = done.result()
        except CancelledError:
            made = None
        if isinstance(made, Problem) or (made and made.color):
            self._made.append((source, made))
        else:
            self._under_way.discard((source.photo, source.fingerprint))
            self.stale = True  # the next query finds it again
        self._ready()

    def top_up(self, database: Database) -> bool:
        asked = time.monotonic()
        lost = len(self._lost)
        self._lost = {photo: until for photo, until in self._lost.items() if until > asked}
        self.stale |= len(self._lost) < lost
        if not self._has_room or not self.stale or asked < self._not_before:
            return False
        self.stale = False  # before the query: what comes back meanwhile is to be asked for once more
        with database.read() as conn:
            found = photos.find_without_thumbnail(conn, self._at_once + len(self._under_way) + len(self._lost))
        todo = [
            source
            for source in found
            if (source.photo, source.fingerprint) not in self._under_way and source.photo not in self._lost
        ][: self._at_once - len(self._under_way)]
        if todo:
            self.stale = True
        else:
            now = time.monotonic()
            self._not_before = now + COST * (now - asked)
        for source in todo:
            self._under_way.add((source.photo, source.fingerprint))
            self._want(source).add_done_callback(partial(self._settled, source))
        return bool(todo)

    def store(self, conn: sqlite3.Connection) -> bool:
        """Write down colours and trouble. Whether a timeline changed (a photo turned out to be broken)."""
        changed = False
        while self._made:
            source, made = self._made.popleft()
            if (source.photo, source.fingerprint) in self._under_way:
                self._under_way.remove((source.photo, source.fingerprint))
                self.coloured = True
            if isinstance(made, Rendered):
                self.coloured |= made.problem is not None
                changed |= photos.set_thumbnail_made(conn, source, made.color, made.problem)
            elif made.is_access_problem:
                self._lost[source.photo] = time.monotonic() + _rest(made)
                self._missed.append(source.file)
            else:
                changed |= photos.set_thumbnail_failed(conn, source, made)
        return changed

    def take_missed(self) -> list[FileRef]:
        """Files that were not as the index has them; whoever takes them looks at their folders."""
        missed, self._missed = self._missed, []
        return missed

    def forget(self) -> None:
        self._under_way.clear()
        self._made.clear()
        self.stale = True
