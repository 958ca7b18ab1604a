"""How many photos each folder shows: counted once a generation, however many ask, and kept for the next launch."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from gallery.base.errors import DatabaseError
from gallery.catalog import folders, photos
from gallery.timeline import snapshots

if TYPE_CHECKING:
    import sqlite3

    from gallery.catalog.database import Database
    from gallery.catalog.folders import FolderCount

log = logging.getLogger(__name__)
LARGE = 20_000
"""Photos; fewer are counted in less time than it takes to look for what was kept."""


class FolderCounts:
    """Asked from any thread."""

    def __init__(self, cache: Database | None) -> None:
        self._cache = cache
        self._last: tuple[int, dict[int, FolderCount]] | None = None
        self._lock = threading.Lock()

    def get(self, conn: sqlite3.Connection) -> dict[int, FolderCount]:
        """The counts as they are now. `conn` is in no transaction."""
        with self._lock:  # who asks meanwhile waits, and has them then
            last, generation = self._last, photos.get_generation(conn)
            if last is None or last[0] != generation:
                before = self._from_before(generation) if last is None else None
                last = self._last = generation, folders.counts(conn) if before is None else before
            return last[1]

    def keep(self) -> None:
        """Keep those of a large library for the next launch: of a million photos they take a tenth of a second."""
        with self._lock:
            last = self._last
        if self._cache is None or last is None or sum(count[0] for count in last[1].values()) < LARGE:
            return
        try:
            with self._cache.write() as conn:
                snapshots.save_counts(conn, *last)
        except DatabaseError as error:
            log.warning("no counts are kept for the next launch: %s", error)

    def _from_before(self, generation: int) -> dict[int, FolderCount] | None:
        if self._cache is None:
            return None
        try:
            with self._cache.read() as conn:
                return snapshots.load_counts(conn, generation)
        except DatabaseError as error:
            log.warning("the kept counts cannot be read: %s", error)
            return None
