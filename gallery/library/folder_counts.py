"""Holds how many photos each folder shows: counted once a generation, and kept for the next launch."""

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
MIN_PHOTOS_TO_SAVE = 20_000
"""Fewer photos are counted in less time than a look for saved counts takes."""


class FolderCounts:
    """The counts of the last generation that was asked for. Every method may be called on any thread.

    `_lock` is held while the photos are counted: whoever asks meanwhile waits, and has the counts then.
    """

    def __init__(self, cache: Database | None) -> None:
        """Take the database in which the counts are kept for the next launch, or None to keep none."""
        self._cache = cache
        self._last: tuple[int, dict[int, FolderCount]] | None = None
        self._lock = threading.Lock()

    def get(self, conn: sqlite3.Connection) -> dict[int, FolderCount]:
        """Return the count of each folder, by folder id, as the index is now. `conn` is in no transaction."""
        with self._lock:
            last, generation = self._last, photos.get_generation(conn)
            if last is None or last[0] != generation:
                saved = self._load(generation) if last is None else None
                last = self._last = generation, folders.counts(conn) if saved is None else saved
            return last[1]

    def save(self) -> None:
        """Keep the counts of a large library for the next launch: counting a million photos takes 0.1 s."""
        with self._lock:
            last = self._last
        if self._cache is None or last is None or sum(count[0] for count in last[1].values()) < MIN_PHOTOS_TO_SAVE:
            return
        try:
            with self._cache.write() as conn:
                snapshots.save_counts(conn, *last)
        except DatabaseError as error:
            log.warning("no counts are kept for the next launch: %s", error)

    def _load(self, generation: int) -> dict[int, FolderCount] | None:
        """Return the counts that an earlier run saved for this generation, or None."""
        if self._cache is None:
            return None
        try:
            with self._cache.read() as conn:
                return snapshots.load_counts(conn, generation)
        except DatabaseError as error:
            log.warning("the kept counts cannot be read: %s", error)
            return None
