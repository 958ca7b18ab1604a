"""After the cache was lost: photos whose thumbnails the index takes for made are marked as unmade, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog.schema import MADE, UNMADE

if TYPE_CHECKING:
    import sqlite3

_PLACE = "forgotten"
"""Row of `meta`, while there is work left: the photo up to which it is done."""


def begin(conn: sqlite3.Connection) -> None:
    """The cache is new and empty: all thumbnails are to be made again, but for those that cannot be."""
    conn.execute("INSERT OR REPLACE INTO meta VALUES (?, 0)", (_PLACE,))


def run_step(conn: sqlite3.Connection, step: int = 20_000) -> bool:
    """The next step of what was begun, if only in an earlier run; whether there are more. Colours stay.

    In steps, because other orders wait meanwhile: six seconds for a million.
    """
    place = conn.execute("SELECT value FROM meta WHERE key = ?", (_PLACE,)).fetchone()
    if place is None:
        return False
    some = "SELECT id FROM photos WHERE id > ? ORDER BY id LIMIT ?"
    last = conn.execute(f"SELECT max(id) FROM ({some})", (place[0], step)).fetchone()[0]
    if last is None:
        conn.execute("DELETE FROM meta WHERE key = ?", (_PLACE,))
        return False
    conn.execute(f"UPDATE photos SET thumb = {UNMADE} WHERE thumb = {MADE} AND id > ? AND id <= ?", (place[0], last))
    conn.execute("UPDATE meta SET value = ? WHERE key = ?", (last, _PLACE))
    return True
