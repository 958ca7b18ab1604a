"""Thumbnails and renditions as blobs, within a limit: what was used longest ago goes first, renditions before all."""

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
EVICTION_TARGET = 0.9  # of the limit, so that not every picture evicts another


def default_limit(free: int) -> int:
    """10 % of the free space, at least 1 GiB, at most 20. Bytes in, bytes out."""
    return max(GIB, min(20 * GIB, free // 10))


class BlobCache:
    """The cache. Any thread may get; only one thread puts."""

    def __init__(self, database: Database, limit: int | None = None) -> None:
        self._database = database
        self._used: dict[int, int] = {}
        self._used_lock = threading.Lock()
        with database.read() as conn:
            self._size = int(conn.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0])
        # what the cache holds is free space too: or it would shrink with each start
        self._limit = limit or default_limit(shutil.disk_usage(database.path.parent).free + self._size)

    @property
    def empty(self) -> bool:
        return self._size == 0

    @property
    def size(self) -> int:
        """Bytes of all blobs."""
        return self._size

    def get(self, fingerprint: bytes, recipe: str) -> bytes | None:
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
        """Store (fingerprint, recipe, bytes), and what was used since the last time.

        Raises:
            DatabaseError: the disk is full or the file damaged; nothing was stored.
        """
        now = int(time.time())
        used = self._take_used()
        with self._database.write() as conn:
            before = sum(_size(conn, mark, recipe) for mark, recipe in {item[:2] for item in items})
            conn.executemany("UPDATE blobs SET used = ? WHERE id = ?", ((when, blob) for blob, when in used.items()))
            conn.executemany(
                "INSERT INTO blobs (fingerprint, recipe, used, size, bytes) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (fingerprint, recipe)"
                " DO UPDATE SET bytes = excluded.bytes, size = excluded.size, used = excluded.used",
                ((mark, recipe, now, len(data), data) for mark, recipe, data in items),
            )
            after = sum(_size(conn, mark, recipe) for mark, recipe in {item[:2] for item in items})
        self._size += after - before
        if self._size > self._limit:
            self._evict()

    def close(self) -> None:
        """Write down what was used last; only an order of eviction, so a full disk may lose it."""
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
