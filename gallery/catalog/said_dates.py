"""Dates of photos where the user said another one than was seen. Functions of a connection; SQL for other queries.

`photos.taken_ms` is the date that counts (said_date_schema.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

SAID_MS = "(SELECT date_ms FROM annotations WHERE photo = id)"
"""SQL: the date that the user said of a photo; it counts, whatever the file says."""
SEEN_MS = "iif(date_ms IS NULL, taken_ms, seen_ms)"
"""SQL, where annotations are joined: the date that was seen in or beside the file."""


def set_seen(conn: sqlite3.Connection, photo: int, taken_ms: int) -> None:
    """Store what was seen of a photo for which another date counts; of others it is the one that counts."""
    conn.execute("UPDATE annotations SET seen_ms = ? WHERE photo = ? AND date_ms IS NOT NULL", (taken_ms, photo))


def has_inexact(conn: sqlite3.Connection) -> bool:
    """Return whether there is a date that knows no time."""
    return conn.execute("SELECT 1 FROM annotations WHERE precision > 0 LIMIT 1").fetchone() is not None
