"""Queue of grid thumbnails that are made in the background, and of the results of all pictures that were made.

What is to be made is asked of the database each time; the queue only holds what is under way. A crash loses nothing.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from concurrent.futures import CancelledError
from functools import partial
from typing import TYPE_CHECKING

from gallery.base.models import GRID_RECIPES, FileRef, Problem, Recipe, Rendered, Source
from gallery.catalog import file_stats, photos
from gallery.scan.retry_backoff import RetryBackoff, pause_after_query

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from concurrent.futures import Future

    from gallery.catalog.database import Database

MAX_AT_ONCE = 128
"""Twice as many as are written into the cache at once: while one half is written, the other is made."""
ANNOUNCEMENT_INTERVAL_S = 60.0
"""How often open pages are told of new colours while thumbnails are being made."""


class ThumbnailQueue:
    """Grid thumbnails being made in the background, and the results of all that were made, not written down yet.

    Threads: `record` may be called on any thread, and results of the background arrive on the pool's thread, in
    `_on_thumbnail_done`. All else belongs to the indexer's thread. `_lock` guards `_under_way`, `_made` and `_stale`,
    which both sides change; it is not held while the database is asked, a thumbnail is requested (its future may be
    done already, and calls `_on_thumbnail_done` at once) or `on_result` is called.

    Attributes:
        has_unannounced_changes: Whether there are colours or problems in the index that no open page knows of.
    """

    def __init__(
        self,
        request_thumbnail: Callable[[Source], Future[Rendered | Problem]],
        is_kept: Callable[[Source], bool],
        on_result: Callable[[], None],
        max_at_once: int,
    ) -> None:
        """Start empty.

        Args:
            request_thumbnail: has the grid thumbnail of a photo made in the background.
            is_kept: whether a grid thumbnail of these bytes is in the cache, whatever it was made by.
            on_result: called on any thread when a result has come.
            max_at_once: how many thumbnails may be under way at once.
        """
        self.has_unannounced_changes = False
        self._announced_at = 0.0
        self._request_thumbnail = request_thumbnail
        self._is_kept = is_kept
        self._on_result = on_result
        self._max_at_once = max_at_once
        self._lock = threading.Lock()
        self._under_way: set[tuple[int, bytes]] = set()
        """(photo id, fingerprint) of what was requested here"""
        self._made: deque[tuple[Source, Rendered | Problem]] = deque()
        self._stale = True
        self._not_before = 0.0
        self.backoff = RetryBackoff()
        """files that could not be reached"""
        self._outdated_files: list[FileRef] = []

    def take_announcement(self) -> bool:
        """Return whether pages are to be told of changes now, and take them for told."""
        now = time.monotonic()
        due = self.has_unannounced_changes and (not self.busy or now > self._announced_at + ANNOUNCEMENT_INTERVAL_S)
        if due:
            self.has_unannounced_changes, self._announced_at = False, now
        return due

    @property
    def ready(self) -> bool:
        """Whether there are results to write down."""
        return bool(self._made)

    @property
    def busy(self) -> bool:
        """Whether thumbnails are being made, or results are not written down yet."""
        return bool(self._under_way or self._made)

    @property
    def stale(self) -> bool:
        """Whether there may be thumbnails to make that the last query did not find."""
        return self._stale

    def mark_stale(self) -> None:
        """Note that the index has changed since the last query."""
        with self._lock:
            self._stale = True

    def record(self, source: Source, recipe: Recipe, result: Rendered | Problem) -> None:
        """Take the result of a picture that was made because somebody looked; those of other sizes are ignored."""
        if recipe not in GRID_RECIPES:
            return
        with self._lock:
            if (source.photo, source.fingerprint) in self._under_way:
                return  # _on_thumbnail_done gets it
            self._made.append((source, result))
        self._on_result()

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, the database is to be asked again what is to be made."""
        if not self._has_room:
            return None
        return self._not_before if self._stale else self.backoff.due

    @property
    def _has_room(self) -> bool:
        """Whether half of the places are free: filled one by one they would cost more queries."""
        return len(self._under_way) <= self._max_at_once // 2

    def _on_thumbnail_done(self, source: Source, done: Future[Rendered | Problem]) -> None:
        """Take back one that was requested here. Each photo has its own result, also where files are the same."""
        try:
            result = done.result()
        except CancelledError:
            result = None
        with self._lock:
            if isinstance(result, Problem) or (result and result.colour):
                self._made.append((source, result))
            else:
                self._stale = True  # the next query finds it again; first, as both are read without the lock
                self._under_way.discard((source.photo, source.fingerprint))
        self._on_result()

    def submit_more(self, database: Database) -> bool:
        """Request thumbnails until `max_at_once` are under way. Return whether any was requested."""
        now = time.monotonic()
        if self.backoff.release():
            self.mark_stale()
        if not self._has_room or not self._stale or now < self._not_before:
            return False
        todo = self._next_to_make(database)
        for source in todo:
            with self._lock:
                self._under_way.add((source.photo, source.fingerprint))
            self._request_thumbnail(source).add_done_callback(partial(self._on_thumbnail_done, source))
        return bool(todo)

    def _next_to_make(self, database: Database) -> list[Source]:
        start = time.monotonic()
        with self._lock:
            self._stale = False  # before the query: what comes back meanwhile is to be asked for once more
        with database.read() as conn:
            found = photos.find_without_thumbnail(conn, self._max_at_once + len(self._under_way) + len(self.backoff))
        with self._lock:
            todo = [
                source
                for source in found
                if (source.photo, source.fingerprint) not in self._under_way
                and not self.backoff.waits(source.photo, source.file)
            ][: self._max_at_once - len(self._under_way)]
        if todo:
            self.mark_stale()
        else:
            now = time.monotonic()
            self._not_before = now + pause_after_query(now - start)
        return todo

    def store(self, conn: sqlite3.Connection) -> bool:
        """Write down colours and problems. Return whether a timeline changed: a photo turned out to be broken."""
        changed = False
        while self._made:
            source, result = self._take_made()
            if isinstance(result, Rendered):
                self.has_unannounced_changes |= result.problem is not None
                changed |= photos.set_thumbnail_made(conn, source, result.colour, result.problem)
            elif result.is_access_problem:
                self.backoff.put_off(source.photo, source.file)
                self._outdated_files.append(source.file)
                if result.code == "changed":  # perhaps nothing but its bytes tells it, so that no listing does
                    file_stats.mark_unread(conn, source)
            else:
                kept = self._is_kept(source)
                self.has_unannounced_changes |= kept
                changed |= photos.set_thumbnail_failed(conn, source, result, earlier_kept=kept)
        return changed

    def _take_made(self) -> tuple[Source, Rendered | Problem]:
        with self._lock:
            source, result = self._made.popleft()
            key = source.photo, source.fingerprint
            if key in self._under_way:
                self._under_way.discard(key)
                self.has_unannounced_changes = True
        return source, result

    def take_outdated_files(self) -> list[FileRef]:
        """Return the files that were not as the index has them, and forget them; their folders are to be listed."""
        outdated, self._outdated_files = self._outdated_files, []
        return outdated

    def drop_pending(self) -> None:
        """Drop whatever is under way; the database still knows that it is to be done."""
        with self._lock:
            self._under_way.clear()
            self._made.clear()
            self._stale = True
