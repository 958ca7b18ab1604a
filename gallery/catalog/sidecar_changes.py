"""Sidecars in the index that another program has changed, and those that Shoebox itself has written.

The functions that write need a connection in a writing transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.models import Sidecar
from gallery.catalog.change_log import json_ids
from gallery.catalog.sidecars import decode_sidecars, encode_sidecars

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def find_changed(conn: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return (photo, item) of annotated photos whose sidecars are other ones than before."""
    return conn.execute(
        "SELECT photo, item FROM changed_sidecars JOIN annotations USING (photo) ORDER BY photo LIMIT 10000"
    ).fetchall()


def forget_changed(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Forget that sidecars changed: it was seen to."""
    conn.execute("DELETE FROM changed_sidecars WHERE photo IN (SELECT value FROM json_each(?))", (json_ids(photos),))


def set_written(
    conn: sqlite3.Connection, item: int, name: bytes, before: tuple[int, int] | None, after: tuple[int, int, int]
) -> bool:
    """Note that Shoebox has written the sidecar of an item, so that a listing finds nothing new in it.

    Where the index has not read what the sidecar was before, it is left to read it.

    Args:
        conn: in a writing transaction.
        item: the number in library.db.
        name: of the sidecar.
        before: size and mtime_ns in which it was read; None: there was none.
        after: size, mtime_ns and ctime_ns.

    Returns:
        Whether it is noted.
    """
    row = conn.execute(
        "SELECT photos.id, sidecars FROM annotations JOIN photos ON photos.id = photo WHERE item = ? AND todo = 0",
        (item,),
    ).fetchone()
    if row is None:
        return False
    known = list(decode_sidecars(row[1]))
    at = next((place for place, one in enumerate(known) if one.name == name), None)
    if (None if at is None else (known[at].size, known[at].mtime_ns)) != before:
        return False
    written = Sidecar(name, after[0], after[1], at is not None and known[at].shared, after[2])
    known[at or 0 : (at or 0) + (at is not None)] = [written]
    conn.execute("UPDATE photos SET sidecars = ? WHERE id = ?", (encode_sidecars(known), row[0]))
    forget_changed(conn, [row[0]])
    return True
