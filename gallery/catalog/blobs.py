"""The cache of thumbnails and renditions in cache.db, within a limit of bytes."""

from __future__ import annotations

import logging
import shutil
import threading
import time
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from gallery.base.errors import DamagedDatabaseError, DatabaseError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from gallery.catalog.database import Database

log = logging.getLogger(__name__)
GIB = 1 << 30
EVICTION_TARGET = 0.9
"""The share of the limit down to which blobs are evicted, so that not every new blob evicts another."""
ROOMY = 0.8
"""Below this share of the limit nothing was evicted lately: what is missing may be made again."""
_PART_BYTES = 1 << 24
"""Deleted in one transaction: others may write in between, and the list of free pages, which SQLite searches for each
page that it gives back to the disk, stays short."""
_PAGE_BYTES = 4096
DAMAGE_NOTICE = "Some kept thumbnails were damaged. They are made again; if that happens often, check your disk."


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
        self._notice: str | None = None
        self._used: dict[int, int] = {}
        self._used_lock = threading.Lock()
        with database.read() as conn:
            self._size = int(conn.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0])
        self._limit = limit or self._usual_limit()

    def _usual_limit(self) -> int:
        # what the cache holds counts as free: otherwise the limit would shrink with each start
        return default_limit(shutil.disk_usage(self._database.path.parent).free + self._size)

    @property
    def empty(self) -> bool:
        """Whether there are no blobs."""
        return self._size == 0

    @property
    def size(self) -> int:
        """Bytes of all blobs."""
        return self._size

    @property
    def limit(self) -> int:
        """Bytes that all blobs may take."""
        return self._limit

    def set_limit(self, limit: int | None) -> None:
        """Set how many bytes all blobs may take; None: the usual share of the disk. What is beyond it goes at once.

        Raises:
            DatabaseError: the file is damaged or closed, and the limit is set; or the disk does not tell how much of
                it is free, and the limit is as it was.
        """
        try:
            self._limit = limit or self._usual_limit()
        except OSError as error:
            raise DatabaseError(
                f"How much of the disk is free cannot be told: {error.strerror}. The limit counts from the next start."
            ) from error
        if self._size > self._limit:
            self._evict()

    def clear(self) -> None:
        """Delete all blobs, and give their room back to the disk.

        Raises:
            DatabaseError: the file is damaged or closed.
        """
        self._take_used()
        with self._database.write() as conn:
            conn.execute("DELETE FROM blobs")
            self._size = 0
        self._database.shrink()

    @property
    def roomy(self) -> bool:
        """Whether what is missing is missing by accident, and not evicted for want of room."""
        return self._size < self._limit * ROOMY

    @property
    def notice(self) -> str | None:
        """A sentence for people on what is wrong with the cache; None if nothing is."""
        return self._notice or self._database.notice

    def get(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return an encoded picture; None if it is not in the cache, or not as it was stored.

        Raises:
            DatabaseError: the file is damaged or closed.
        """
        return self._get(fingerprint, "recipe = ?", recipe)

    def get_older(self, fingerprint: bytes, recipe: str) -> bytes | None:
        """Return a picture made by any value of a recipe, which ends in a number; None if there is none.

        Raises:
            DatabaseError: the file is damaged or closed.
        """
        return self._get(fingerprint, "recipe GLOB ? ORDER BY used DESC", _any_version(recipe))

    def _get(self, fingerprint: bytes, where: str, recipe: str) -> bytes | None:
        with self._database.read() as conn:
            row = conn.execute(
                f"SELECT id, recipe, bytes, checksum FROM blobs WHERE fingerprint = ? AND {where} LIMIT 1",
                (fingerprint, recipe),
            ).fetchone()
        if row is None:
            return None
        blob, stored_as, data, checksum = row
        if checksum != _checksum(fingerprint, stored_as, data) if checksum is not None else not _looks_whole(data):
            log.warning("a thumbnail in the cache is damaged and not used")
            self._notice = DAMAGE_NOTICE
            return None
        with self._used_lock:
            self._used[blob] = int(time.time())
        return bytes(data)

    def peek(self, fingerprint: bytes, recipes: Sequence[str], max_bytes: int) -> bytes | None:
        """Return a whole picture of at most so many bytes, by the first recipe of which there is one; None: none is.

        It is not noted as used, and one that is damaged is left to whoever shows it.

        Raises:
            DatabaseError: the file is damaged or closed.
        """
        query = "SELECT bytes, checksum FROM blobs WHERE fingerprint = ? AND recipe = ? AND size <= ?"
        with self._database.read() as conn:
            for recipe in recipes:
                row = conn.execute(query, (fingerprint, recipe, max_bytes)).fetchone()
                if row is not None and row[1] == _checksum(fingerprint, recipe, row[0]):
                    return bytes(row[0])
        return None

    def find_missing(self, fingerprints: Iterable[bytes], recipes: Sequence[str]) -> list[bytes]:
        """Return those fingerprints of which no picture of these recipes is in the cache."""
        query = f"SELECT 1 FROM blobs WHERE fingerprint = ? AND recipe IN ({', '.join('?' * len(recipes))})"
        missing = []
        with suppress(DatabaseError), self._database.read() as conn:  # damaged: the next start makes all of it anew
            missing = [one for one in fingerprints if conn.execute(query, (one, *recipes)).fetchone() is None]
        return missing

    def put_many(self, items: Sequence[tuple[bytes, str, bytes]]) -> None:
        """Store (fingerprint, recipe, bytes) of each item, and when blobs were used since the last call.

        What another version of a recipe has made of the same content goes: nobody asks for it any more.

        Raises:
            DatabaseError: the disk is full or the file damaged; nothing was stored.
        """
        try:
            self._put_many(items)
        except DamagedDatabaseError:
            raise  # the database's own notice says so
        except DatabaseError as error:
            self._notice = str(error)
            raise
        if self._notice != DAMAGE_NOTICE:
            self._notice = None
        if self._size > self._limit:
            self._evict()

    def _put_many(self, items: Sequence[tuple[bytes, str, bytes]]) -> None:
        now = int(time.time())
        used = self._take_used()
        keys = {(fingerprint, _any_version(recipe)) for fingerprint, recipe, _ in items}
        with self._database.write() as conn:
            before = sum(_size(conn, *key) for key in keys)
            conn.executemany("UPDATE blobs SET used = ? WHERE id = ?", ((when, blob) for blob, when in used.items()))
            conn.executemany(
                "INSERT INTO blobs (fingerprint, recipe, used, size, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (fingerprint, recipe) DO UPDATE SET"
                " bytes = excluded.bytes, size = excluded.size, used = excluded.used, checksum = excluded.checksum",
                ((*item[:2], now, len(item[2]), item[2], _checksum(*item)) for item in items),
            )
            conn.executemany(
                "DELETE FROM blobs WHERE fingerprint = ? AND recipe GLOB ? AND recipe <> ?",
                ((fingerprint, _any_version(recipe), recipe) for fingerprint, recipe, _ in items),
            )
            after = sum(_size(conn, *key) for key in keys)
        self._size += after - before

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
        """Delete what goes first until there is some room below the limit, and give its room back to the disk."""
        with self._database.read() as conn:
            rows = conn.execute("SELECT id, size FROM blobs ORDER BY recipe GLOB 'thumb-*', used").fetchall()
        excess = sum(size for _, size in rows) - int(self._limit * EVICTION_TARGET)
        for part in _parts(rows, excess):
            with self._database.write() as conn:
                conn.executemany("DELETE FROM blobs WHERE id = ?", ((blob,) for blob in part))
                _give_pages_back(conn)
        with self._database.read() as conn:
            self._size = int(conn.execute("SELECT coalesce(sum(size), 0) FROM blobs").fetchone()[0])


def _parts(rows: Iterable[tuple[int, int]], excess: int) -> Iterator[list[int]]:
    """Yield the ids of the first blobs that are `excess` bytes together, some for each transaction."""
    part: list[int] = []
    size = 0
    for blob, bytes_of_it in rows:
        if excess <= 0:
            break
        part.append(blob)
        size, excess = size + bytes_of_it, excess - bytes_of_it
        if size >= _PART_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _give_pages_back(conn: sqlite3.Connection) -> None:
    """Give free pages back to the disk: twice what a part has freed, so that those left of another time go, too."""
    free = int(conn.execute("PRAGMA freelist_count").fetchone()[0])
    # one each: the statement has a row for each page, and sqlite3 takes the first of them alone
    for _ in range(min(free, 2 * _PART_BYTES // _PAGE_BYTES)):
        conn.execute("PRAGMA incremental_vacuum(1)")


def _any_version(recipe: str) -> str:
    """Return the pattern of a recipe's values, which end in a number."""
    return f"{recipe.rpartition('-')[0]}-[0-9]*"


def _size(conn: sqlite3.Connection, fingerprint: bytes, recipes: str) -> int:
    query = "SELECT coalesce(sum(size), 0) FROM blobs WHERE fingerprint = ? AND recipe GLOB ?"
    return int(conn.execute(query, (fingerprint, recipes)).fetchone()[0])


def _checksum(fingerprint: bytes, recipe: str, data: bytes) -> int:
    """Return the CRC-32 of a blob and its key: a picture under another's key is as wrong as a flipped bit."""
    return zlib.crc32(data, zlib.crc32(recipe.encode(), zlib.crc32(fingerprint)))


def _looks_whole(data: bytes) -> bool:
    """Return whether a blob without a checksum begins and ends as a JPEG does (ITU-T T.81, B.2.1)."""
    return data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")
