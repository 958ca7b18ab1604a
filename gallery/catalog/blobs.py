"""The cache of thumbnails and renditions in cache.db, within a limit of bytes."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from typing import TYPE_CHECKING

from gallery.base.errors import DatabaseError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.catalog.database import Database

log = logging.getLogger(__name__)
GIB = 1 << 30
EVICTION_TARGET = 0.9
"""The share of the limit down to which blobs are evicted, so that not every new blob evicts another."""


def default_limit(free: int) -> int:
    """Return the limit for a disk with `free` bytes: 10 % of them, at least 1 GiB, at most 20 GiB."""
    return max(GIB, min(20 * GIB, free // 10))


class BlobCache:
    """Encoded pictures by fingerprint and recipe. Beyond the limit, renditions go first, then the least recently used.

    Any thread may call every method but `close`, which comes after all others. `_used_lock` guards the times of use,
    which wait in memory for the next write. `size` may miss a blob when two threads write at once; each eviction, and
    the next start, counts anew.
    """

    def __init__(self, database: Database, limit: int | None = None) -> None:
        self._database = database
        self._used: dict[int, int] = {}
        self._used_lock = threading.Lock()
        with database.read() as conn:
            self._size = int(conn.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0])
        # what the cache holds counts as free: otherwise the limit would shrink with each start
        self._limit = limit or default_limit(shutil.disk_usage(database.path.parent).free + self._size)

    @property
    def empty(self) -> bool:
        """Whether there are no blobs."""
        return self._size == 0

    @property
    def size(self) -> int:
        """Bytes of all blobs."""
        return self._size

    def get(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return an encoded picture, or None if it is not in the cache.

        Raises:
            DatabaseError: the file is damaged or closed.
        """
        with self._database.read() as conn:
            row = conn.execute(
                "SELECT id, bytes FROM blobs WHERE fingerprint = ? AND recipe = ?", (fingerprint, recipe)
            ).fetchone()
        if row is None:
            return None
        with self._used_lock:
            self._used[row[0]] = int(time.time())
        return bytes(row[1])

    def put_many(self, items: Sequence[tuple[bytes, str, bytes]]) -> None:
        """Store (fingerprint, recipe, bytes) of each item, and when blobs were used since the last call.

        Raises:
            DatabaseError: the disk is full or the file damaged; nothing was stored.
        """
        now = int(time.time())
        used = self._take_used()
        with self._database.write() as conn:
            before = sum(_size(conn, fingerprint, recipe) for fingerprint, recipe in {item[:2] for item in items})
            conn.executemany("UPDATE blobs SET used = ? WHERE id = ?", ((when, blob) for blob, when in used.items()))
            conn.executemany(
                "INSERT INTO blobs (fingerprint, recipe, used, size, bytes) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (fingerprint, recipe)"
                " DO UPDATE SET bytes = excluded.bytes, size = excluded.size, used = excluded.used",
                ((fingerprint, recipe, now, len(data), data) for fingerprint, recipe, data in items),
            )
            after = sum(_size(conn, fingerprint, recipe) for fingerprint, recipe in {item[:2] for item in items})
        self._size += after - before
        if self._size > self._limit:
            self._evict()

    def close(self) -> None:
        """Store when blobs were used last. It only decides the order of eviction, so that a full disk may lose it."""
        if self._used:
            try:
                self.put_many(())
            except DatabaseError as error:
                log.warning("when pictures were used last is not written down: %s", error)

    def _take_used(self) -> dict[int, int]:
        with self._used_lock:
            used, self._used = self._used, {}
        return used

    def _evict(self) -> None:
        with self._database.write() as conn:
            excess = conn.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0] - int(
                self._limit * EVICTION_TARGET
            )
            for blob, size in conn.execute(
                "SELECT id, size FROM blobs ORDER BY recipe GLOB 'thumb-*', used"
            ).fetchall():
                if excess <= 0:
                    break
                conn.execute("DELETE FROM blobs WHERE id = ?", (blob,))
                excess -= size
            conn.execute("PRAGMA incremental_vacuum(4096)").fetchall()
            self._size = int(conn.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0])


def _size(conn: sqlite3.Connection, fingerprint: bytes, recipe: str) -> int:
    row = conn.execute("SELECT size FROM blobs WHERE fingerprint = ? AND recipe = ?", (fingerprint, recipe)).fetchone()
    return int(row[0]) if row else 0
