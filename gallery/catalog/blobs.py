"""Thumbnails and renditions as blobs, within a limit: what was used longest ago goes first, renditions before all."""

from __future__ import annotations

import shutil
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.catalog.database import Database

GIB = 1 << 30
EVICT_TO = 0.9  # of the limit, so that not every picture evicts another


def default_limit(free: int) -> int:
    """10 % of the free space, at least 1 GiB, at most 20. Bytes in, bytes out."""
    return max(GIB, min(20 * GIB, free // 10))


class Blobs:
    """The cache. Any thread may get; only one thread puts."""

    def __init__(self, database: Database, limit: int | None = None) -> None:
        self._database = database
        self._limit = limit or default_limit(shutil.disk_usage(database.path.parent).free)
        self._used: dict[int, int] = {}
        self._used_lock = threading.Lock()
        with database.read() as conn:
            self._size = int(conn.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0])

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
            conn.executemany("UPDATE blobs SET used = ? WHERE id = ?", ((when, blob) for blob, when in used.items()))
            conn.executemany(
                "INSERT INTO blobs (fingerprint, recipe, used, size, bytes) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (fingerprint, recipe) DO UPDATE SET bytes = excluded.bytes, size = excluded.size",
                ((mark, recipe, now, len(data), data) for mark, recipe, data in items),
            )
        self._size += sum(len(data) for _, _, data in items)
        if self._size > self._limit:
            self._evict()

    def close(self) -> None:
        """Write down what was used last."""
        if self._used:
            self.put_many(())

    def _take_used(self) -> dict[int, int]:
        with self._used_lock:
            used, self._used = self._used, {}
        return used

    def _evict(self) -> None:
        with self._database.write() as conn:
            excess = conn.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0] - int(
                self._limit * EVICT_TO
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
