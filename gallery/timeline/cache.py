"""The views that pages look at: kept, brought up to date where little changed, else built in the background."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from gallery.base.errors import DatabaseError
from gallery.catalog import photos
from gallery.catalog.change_log import ALL_PHOTOS
from gallery.timeline import build, snapshots

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection

    from gallery.catalog.change_log import ChangeLog
    from gallery.catalog.database import Database
    from gallery.search.bitmaps import SnapshotCache
    from gallery.timeline.build import TimelineQuery
    from gallery.timeline.file import TimelineFile

log = logging.getLogger(__name__)
MAX_TIMELINES = 4
"""Views in memory: 19 bytes a photo each."""
LARGE_TIMELINE = 20_000
"""Photos; a smaller view is built in less time than anybody notices."""
MAX_SAVED = 2
MIN_MERGED_CHANGES = 16
"""So many touched photos are put into a view of any size."""
PHOTOS_PER_MERGED_CHANGE = 16
"""Beyond one photo in so many, putting each in its place soon takes longer than building."""
BUILD_LOCKS = 64
"""Who asks for a view that is being built waits for it. Two queries may share a lock, which only costs time."""


class TimelineCache:
    """`news` is called with a generation when a view of it was built that a page did not have to wait for."""

    def __init__(
        self, index: Database, cache: Database, changes: ChangeLog, memory: SnapshotCache, news: Callable[[int], None]
    ) -> None:
        self._index = index
        self._cache = cache
        self._changes = changes
        self._news = news
        self.memory = memory
        """What was read for a search, for the next one."""
        self._kept: OrderedDict[TimelineQuery, TimelineFile] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = [threading.Lock() for _ in range(BUILD_LOCKS)]
        self._building: set[TimelineQuery] = set()
        self._builder = ThreadPoolExecutor(1, "timelines")
        self._stopped = self._closed = False

    def get(self, query: TimelineQuery) -> TimelineFile:
        """The view as it is; or, while a large one is built anew, as it was: then `news` follows.

        Raises:
            StoppedError: Shoebox closes.
        """
        with self._turns[hash(query) % BUILD_LOCKS], self._index.read() as conn:
            known = self._known(query)
            before = self._from_before(query) if known is None else known  # which may be empty
            view = None if before is None else self._followed(conn, query, before)
            if view is None and known is not None and len(known) >= LARGE_TIMELINE:
                self._build_later(query)
                return known
            if view is None:
                view = build.build_timeline(conn, query, self.memory, lambda: self._stopped)
            self._put(query, view)
        return view

    def stop(self) -> None:
        """What is being built is given up."""
        self._stopped = True

    def close(self) -> None:
        """Stop building. What a large library was last seen as is kept for the next launch. Idempotent."""
        if self._closed:
            return
        self._closed = self._stopped = True
        self._builder.shutdown(cancel_futures=True)
        with self._lock:
            kept = [(query, view) for query, view in self._kept.items() if _worth_keeping(query, view)]
        try:
            views = {query: last for query, view in kept[-MAX_SAVED:] if (last := self._last(query, view)) is not None}
            with self._cache.write() as conn:
                snapshots.save_timelines(conn, views)
        except DatabaseError as error:
            log.warning("no view is kept for the next launch: %s", error)

    def _known(self, query: TimelineQuery) -> TimelineFile | None:
        with self._lock:
            if query in self._kept:
                self._kept.move_to_end(query)
            return self._kept.get(query)

    def _from_before(self, query: TimelineQuery) -> TimelineFile | None:
        """From an earlier run, if the index is still as it was at its end: it may be another one, or have lost some."""
        try:
            with self._cache.read() as conn:
                view = snapshots.load_timeline(conn, query)
                return view if view is not None and view.generation == self._changes.began else None
        except DatabaseError as error:
            log.warning("the kept views cannot be read: %s", error)
            return None

    def _followed(self, conn: sqlite3.Connection, query: TimelineQuery, before: TimelineFile) -> TimelineFile | None:
        """The view brought up to date, if that is less work than building it."""
        conn.execute("BEGIN")  # one state for the number and the rows
        try:
            number = photos.get_generation(conn)
            if number == before.generation:
                return before
            touched = self._changes.since(before.generation, number)
            return self._put_in(conn, query, before, number, touched)
        finally:
            conn.execute("ROLLBACK")

    def _put_in(
        self,
        conn: sqlite3.Connection,
        query: TimelineQuery,
        before: TimelineFile,
        number: int,
        touched: Collection[int] | None,
    ) -> TimelineFile | None:
        """The view with these photos as they are now; `conn` is in a transaction. None: build it."""
        if (
            touched is None
            or not query.by_number
            or len(touched) > max(MIN_MERGED_CHANGES, len(before) // PHOTOS_PER_MERGED_CHANGE)
        ):
            return None
        return build.update_timeline(conn, before, query, number, touched, self.memory)

    def _put(self, query: TimelineQuery, view: TimelineFile) -> None:
        with self._lock:
            self._kept[query] = view
            self._kept.move_to_end(query)
            while len(self._kept) > MAX_TIMELINES:
                self._kept.popitem(last=False)

    def _build_later(self, query: TimelineQuery) -> None:
        with self._lock:
            if query in self._building or self._closed:
                return
            self._building.add(query)
        self._builder.submit(self._build, query)

    def _build(self, query: TimelineQuery) -> None:
        try:
            with self._index.read() as conn:
                view = build.build_timeline(conn, query, self.memory, lambda: self._stopped)
            self._put(query, view)
            self._news(view.generation)
        except build.StoppedError:
            log.debug("a view is not built to its end: Shoebox closes")
        except Exception:
            log.exception("a view could not be built")
        finally:
            with self._lock:
                self._building.discard(query)

    def _last(self, query: TimelineQuery, known: TimelineFile) -> TimelineFile | None:
        """As it is at the end, if that takes no building."""
        with self._index.read() as conn:
            view = self._followed(conn, query, known)
            return None if view is None else self._with_colours(conn, query, view)

    def _with_colours(self, conn: sqlite3.Connection, query: TimelineQuery, view: TimelineFile) -> TimelineFile | None:
        """With what changed since without a generation of its own: at the next launch nobody remembers which."""
        conn.execute("BEGIN")
        try:
            if photos.get_generation(conn) != view.generation:
                return None
            rest = self._changes.pending
            if ALL_PHOTOS in rest:
                return None
            return self._put_in(conn, query, view, view.generation, rest) if rest else view
        finally:
            conn.execute("ROLLBACK")


def _worth_keeping(query: TimelineQuery, view: TimelineFile) -> bool:
    """Large, and to be followed; what was searched for is not written down."""
    return query.by_number and not query.text and len(view) >= LARGE_TIMELINE
