"""Dates of photos where the user said another one than was seen. Functions of a connection; SQL for other queries.

`photos.taken_ms` is the date that counts (said_date_schema.py).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

SAID_MS = "(SELECT date_ms FROM annotations WHERE photo = id)"
"""SQL: the date that the user said of a photo; it counts, whatever the file says."""
SEEN_MS = "iif(date_ms IS NULL, taken_ms, seen_ms)"
"""SQL, where annotations are joined: the date that was seen in or beside the file."""


def set_seen(conn: sqlite3.Connection, photo: int, taken_ms: int) -> None:
    """Store what was seen of a photo for which another date counts; of others it is the one that counts."""
    conn.execute("UPDATE annotations SET seen_ms = ? WHERE photo = ? AND date_ms IS NOT NULL", (taken_ms, photo))


def withdraw(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Let what was seen count, before rows of the copy change or go; note the photos whose places were said.

    Args:
        conn: in a writing transaction.
        photos: whatever else was said of them.
    """
    listed = (json.dumps(list(photos)),)
    conn.execute(
        "UPDATE photos SET taken_ms = (SELECT seen_ms FROM annotations WHERE photo = id) WHERE id IN"
        f" (SELECT photo FROM annotations WHERE {_AMONG} AND date_ms IS NOT NULL)",
        listed,
    )
    conn.execute(_NOTE, listed)


def establish(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Let the dates and places count that were said, when rows of the copy have come. As `withdraw`."""
    listed = (json.dumps(list(photos)),)
    dated = f"{_AMONG} AND date_ms IS NOT NULL"
    conn.execute(
        f"UPDATE annotations SET seen_ms = (SELECT taken_ms FROM photos WHERE id = photo) WHERE {dated}", listed
    )
    conn.execute(
        f"UPDATE photos SET taken_ms = {SAID_MS} WHERE id IN (SELECT photo FROM annotations WHERE {dated})", listed
    )
    conn.execute(_NOTE, listed)


_AMONG = "photo IN (SELECT value FROM json_each(?))"
_NOTE = f"INSERT OR IGNORE INTO unplaced SELECT photo FROM annotations WHERE {_AMONG} AND place IS NOT NULL"


def has_inexact(conn: sqlite3.Connection) -> bool:
    """Return whether there is a date that knows no time."""
    return conn.execute("SELECT 1 FROM annotations WHERE precision > 0 LIMIT 1").fetchone() is not None
