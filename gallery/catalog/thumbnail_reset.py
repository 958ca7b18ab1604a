"""The reset of the index after the cache of thumbnails was lost: it takes no thumbnail for made any more.

It is done in steps, because other writes wait meanwhile: for a million photos it takes six seconds. The functions need
a connection to the index in a writing transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog.schema import MADE, UNMADE

if TYPE_CHECKING:
    import sqlite3

_PROGRESS_KEY = "forgotten"
"""The row of `meta` with the id of the photo up to which the reset is done; it is there until the reset ends."""


def begin(conn: sqlite3.Connection) -> None:
    """Begin a reset, from the first photo. Thumbnails that could not be made are not tried again."""
    conn.execute("INSERT OR REPLACE INTO meta VALUES (?, 0)", (_PROGRESS_KEY,))


def run_step(conn: sqlite3.Connection, step: int = 20_000) -> bool:
    """Run the next step of a reset, which an earlier run of the program may have begun. Colours stay.

    Args:
        conn: in a writing transaction.
        step: how many photos are looked at.

    Returns:
        Whether there may be more steps.
    """
    done = conn.execute("SELECT value FROM meta WHERE key = ?", (_PROGRESS_KEY,)).fetchone()
    if done is None:
        return False
    ids = "SELECT id FROM photos WHERE id > ? ORDER BY id LIMIT ?"
    last = conn.execute(f"SELECT max(id) FROM ({ids})", (done[0], step)).fetchone()[0]
    if last is None:
        conn.execute("DELETE FROM meta WHERE key = ?", (_PROGRESS_KEY,))
        return False
    conn.execute(f"UPDATE photos SET thumb = {UNMADE} WHERE thumb = {MADE} AND id > ? AND id <= ?", (done[0], last))
    conn.execute("UPDATE meta SET value = ? WHERE key = ?", (last, _PROGRESS_KEY))
    return True
