"""A header that was read again and says what the index has: nothing is written that timelines and search would follow.

Functions of a connection to the index in a writing transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog.photos import details_row
from gallery.catalog.schema import BROKEN, FAILED, MADE, READ, UNMADE

if TYPE_CHECKING:
    import sqlite3

    from gallery.base.models import Metadata


def confirm(conn: sqlite3.Connection, photo: int, meta: Metadata) -> bool:
    """Mark a photo as read if its rows are what `photos.set_read` would make of them; else only return False."""
    state = conn.execute(
        "SELECT state, thumb FROM photos"
        " WHERE id = ? AND fingerprint = ? AND taken_ms = ? AND width = ? AND height = ?",
        (photo, meta.fingerprint, meta.taken.local_ms, meta.width, meta.height),
    ).fetchone()
    if state not in ((READ, UNMADE), (READ, MADE), (BROKEN, FAILED)):
        return False
    tried_again = "SELECT 1 FROM problems JOIN photos ON photo = id WHERE photo = ? AND thumb = ?"
    if conn.execute(tried_again, (photo, UNMADE)).fetchone():
        return False
    details = conn.execute("SELECT * FROM details WHERE photo = ?", (photo,)).fetchone()
    if details != details_row(photo, meta):
        return False
    conn.execute("UPDATE photos SET todo = 0 WHERE id = ?", (photo,))
    return True
