"""Views of a large library, kept in cache.db for the next launch. Functions of a connection."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from gallery.catalog.view import View, is_whole

if TYPE_CHECKING:
    import sqlite3

    from gallery.catalog.timeline import Query


def keep(conn: sqlite3.Connection, views: dict[Query, View]) -> None:
    """Keep these, and no others. They are sorted by numbers."""
    conn.execute("DELETE FROM views")
    for query, view in views.items():
        row = (repr(query), view.generation, view.data, view.keys.tobytes())
        conn.execute("INSERT INTO views VALUES (?, ?, ?, ?)", row)


def kept(conn: sqlite3.Connection, query: Query) -> View | None:
    """The view of this query, as it was at the end of an earlier run; None where there is none that makes sense."""
    row = conn.execute("SELECT generation, file, keys FROM views WHERE query = ?", (repr(query),)).fetchone()
    if row is None:
        return None
    number, data, raw = row
    if not (isinstance(data, bytes) and isinstance(raw, bytes)):
        return None  # a flipped byte says that it is words
    if len(raw) % 8 or not is_whole(data, number, len(raw) // 8):
        return None
    by_day = query.order.startswith("date")
    return View(number, data, array("q", raw), falling=not query.order.endswith("-asc"), by_day=by_day)
