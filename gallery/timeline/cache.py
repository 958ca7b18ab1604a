"""The cache of timelines: kept in memory, brought up to date where little changed, else built in the background."""

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
MIN_TIMELINES = 4
"""So many timelines stay in memory, however large: 19 bytes a photo each."""
MAX_TIMELINES = 1024
MAX_KEPT_PHOTOS = 1_000_000
"""Of all timelines together, if there are more than MIN_TIMELINES: each visitor of a site has some of their own."""
LARGE_TIMELINE = 20_000
"""Photos; a smaller timeline is built in less time than anybody notices."""
MAX_SAVED = 2
"""Timelines that are saved for the next launch."""
MIN_MERGED_CHANGES = 16
"""So many changed photos are merged into a timeline of any size."""
PHOTOS_PER_MERGED_CHANGE = 16
"""With more than one changed photo in so many, merging soon takes longer than building."""
BUILD_LOCKS = 64
"""Locks that make a second request for a timeline wait while the first builds it. A query has the lock of its hash;
two queries may share one, which only costs time."""


class TimelineCache:
    """Timelines by their queries. Any thread may call its methods.

    `_lock` guards the kept timelines and the set of those being built; it is never held while one is built. A build
    lock for each query (BUILD_LOCKS) is held for a whole `get`, so that a timeline is built once. Timelines are
    immutable. Large timelines that are out of date are built by one background thread, and `on_built` is called on it
    with the generation.
    """

    def __init__(
        self,
        index: Database,
        cache: Database,
        changes: ChangeLog,
        search_cache: SnapshotCache,
        on_built: Callable[[int], None],
    ) -> None:
        self._index = index
        self._cache = cache
        self._changes = changes
        self._on_built = on_built
        self.search_cache = search_cache
        """What searches read, shared with the search itself."""
        self._kept: OrderedDict[TimelineQuery, TimelineFile] = OrderedDict()
        self._lock = threading.Lock()
        self._build_locks = [threading.Lock() for _ in range(BUILD_LOCKS)]
        self._building: set[TimelineQuery] = set()
        self._builder = ThreadPoolExecutor(1, "timelines")
        self._stopped = self._closed = False

    def get(self, query: TimelineQuery) -> TimelineFile:
        """Return the timeline of a query.

        It is up to date, unless it is large and has to be built anew: then it is the one before, the new one is built
        in the background, and `on_built` is called.

        Raises:
            StoppedError: Shoebox is closing.
            DatabaseError: the index cannot be read.
        """
        with self._build_locks[hash(query) % BUILD_LOCKS], self._index.read() as conn:
            known = self._find(query)
            before = self._load_saved(query) if known is None else known  # `known` may be empty, and false
            timeline = None if before is None else self._update(conn, query, before)
            if timeline is None and known is not None and len(known) >= LARGE_TIMELINE:
                self._build_in_background(query)
                return known
            if timeline is None:
                timeline = build.build_timeline(conn, query, self.search_cache, lambda: self._stopped)
            self._put(query, timeline)
        return timeline

    def stop(self) -> None:
        """Give up what is being built: `get` raises StoppedError from now on instead of building."""
        self._stopped = True

    def close(self) -> None:
        """Stop building, and save the latest large timelines for the next launch. Idempotent."""
        if self._closed:
            return
        self._closed = self._stopped = True
        self._builder.shutdown(cancel_futures=True)
        with self._lock:
            kept = [(query, timeline) for query, timeline in self._kept.items() if _is_worth_saving(query, timeline)]
        try:
            latest = ((query, self._final(query, timeline)) for query, timeline in kept[-MAX_SAVED:])
            timelines = {query: timeline for query, timeline in latest if timeline is not None}
            with self._cache.write() as conn:
                snapshots.save_timelines(conn, timelines)
        except DatabaseError as error:
            log.warning("no view is kept for the next launch: %s", error)

    def _find(self, query: TimelineQuery) -> TimelineFile | None:
        with self._lock:
            if query in self._kept:
                self._kept.move_to_end(query)
            return self._kept.get(query)

    def _load_saved(self, query: TimelineQuery) -> TimelineFile | None:
        """Load the timeline of an earlier run, if the index is still in the state in which that run left it.

        Otherwise it may be another index, or have lost transactions.
        """
        try:
            with self._cache.read() as conn:
                timeline = snapshots.load_timeline(conn, query)
        except DatabaseError as error:
            log.warning("the kept views cannot be read: %s", error)
            return None
        is_current = timeline is not None and timeline.generation == self._changes.initial_generation
        return timeline if is_current else None

    def _update(self, conn: sqlite3.Connection, query: TimelineQuery, before: TimelineFile) -> TimelineFile | None:
        """Return the timeline at the present generation, or None if building it is less work."""
        conn.execute("BEGIN")  # one state for the generation and the rows
        try:
            generation = photos.get_generation(conn)
            if generation == before.generation:
                return before
            changed = self._changes.since(before.generation, generation)
            return self._merge(conn, query, before, generation, changed)
        finally:
            conn.execute("ROLLBACK")

    def _merge(
        self,
        conn: sqlite3.Connection,
        query: TimelineQuery,
        before: TimelineFile,
        generation: int,
        changed: Collection[int] | None,
    ) -> TimelineFile | None:
        """Merge changed photos into a timeline; `conn` is in a transaction. Return None if it is to be built."""
        if changed is None or not query.has_numeric_keys:
            return None
        limit = max(MIN_MERGED_CHANGES, len(before) // PHOTOS_PER_MERGED_CHANGE)
        return build.update_timeline(conn, before, query, generation, changed, self.search_cache, limit)

    def _put(self, query: TimelineQuery, timeline: TimelineFile) -> None:
        with self._lock:
            self._kept[query] = timeline
            self._kept.move_to_end(query)
            photos_kept = sum(map(len, self._kept.values()))
            while len(self._kept) > MIN_TIMELINES and (
                len(self._kept) > MAX_TIMELINES or photos_kept > MAX_KEPT_PHOTOS
            ):
                photos_kept -= len(self._kept.popitem(last=False)[1])

    def _build_in_background(self, query: TimelineQuery) -> None:
        with self._lock:
            if query in self._building or self._closed:
                return
            self._building.add(query)
        self._builder.submit(self._build, query)

    def _build(self, query: TimelineQuery) -> None:
        try:
            with self._index.read() as conn:
                timeline = build.build_timeline(conn, query, self.search_cache, lambda: self._stopped)
            self._put(query, timeline)
            self._on_built(timeline.generation)
        except build.StoppedError:
            log.debug("a view is not built to its end: Shoebox closes")
        except Exception:
            log.exception("a view could not be built")
        finally:
            with self._lock:
                self._building.discard(query)

    def _final(self, query: TimelineQuery, known: TimelineFile) -> TimelineFile | None:
        """Return the timeline as it is at the end, or None if it would have to be built."""
        with self._index.read() as conn:
            timeline = self._update(conn, query, known)
            return None if timeline is None else self._merge_pending(conn, query, timeline)

    def _merge_pending(
        self, conn: sqlite3.Connection, query: TimelineQuery, timeline: TimelineFile
    ) -> TimelineFile | None:
        """Merge changes that raised no generation (colours): the next launch does not know which photos they were."""
        conn.execute("BEGIN")
        try:
            if photos.get_generation(conn) != timeline.generation:
                return None
            pending = self._changes.pending
            if ALL_PHOTOS in pending:
                return None
            return self._merge(conn, query, timeline, timeline.generation, pending) if pending else timeline
        finally:
            conn.execute("ROLLBACK")


def _is_worth_saving(query: TimelineQuery, timeline: TimelineFile) -> bool:
    """Return whether it is large and changes can be merged into it. Queries with a search text are not written down.

    Nor are albums: what is kept is told by their numbers.
    """
    return query.has_numeric_keys and not query.text and query.albums is None and len(timeline) >= LARGE_TIMELINE
