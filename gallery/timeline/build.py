"""Which photos a view shows, in which order: asked whole, or only for some that changed. Functions of a connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.errors import BusyError
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import IN_TIMELINE, OFFLINE_FOLDERS, SUBTREE
from gallery.catalog.photos import get_generation
from gallery.catalog.schema import BROKEN
from gallery.search import engine
from gallery.timeline.file import MAX_KEY, MIN_KEY, Columns, TimelineFile, encode, merge_changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection

    from gallery.search.bitmaps import SnapshotCache

OFFLINE_FLAG, BROKEN_FLAG = 16, 64
ROWS_PER_FETCH = 10_000
"""So many at a time: as many fit in the processor's cache, and others get their turn in between."""
ORDERS = {
    "date": "taken_ms DESC, photos.id DESC",
    "date-asc": "taken_ms ASC NULLS LAST, photos.id ASC",
    "name": "photos.sort ASC, photos.id ASC",
    "name-desc": "photos.sort DESC, photos.id DESC",
    "modified": "mtime_ns DESC, photos.id DESC",
    "modified-asc": "mtime_ns ASC, photos.id ASC",
    "size": "size DESC, photos.id DESC",
    "size-asc": "size ASC, photos.id ASC",
}
_KEYS = {"date": f"coalesce(taken_ms, {MIN_KEY})", "date-asc": f"coalesce(taken_ms, {MAX_KEY})",
         "modified": "mtime_ns", "modified-asc": "mtime_ns", "size": "size", "size-asc": "size"}  # fmt: skip


class StoppedError(BusyError):
    """Shoebox closes."""


@dataclass(frozen=True, slots=True)
class TimelineQuery:
    """Which photos, in which order."""

    folder: int | None = None
    subfolders: bool = True
    text: str = ""
    order: str = "date"

    @property
    def by_number(self) -> bool:
        """Whether what it is sorted by is a number, so that a change finds its place."""
        return self.order in _KEYS


def build_timeline(
    conn: sqlite3.Connection,
    query: TimelineQuery,
    memory: SnapshotCache | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> TimelineFile:
    """The view of a query, whole. `conn` is in no transaction; `memory` is that of the searches before.

    Raises:
        StoppedError: `stop` said so.
    """
    conn.execute("BEGIN")  # one state for the number and the rows
    try:
        number = get_generation(conn)
        return _encoded(number, _columns(conn, query, memory, stop), query)
    finally:
        conn.execute("ROLLBACK")


def update_timeline(
    conn: sqlite3.Connection,
    view: TimelineFile,
    query: TimelineQuery,
    number: int,
    touched: Collection[int],
    memory: SnapshotCache | None = None,
) -> TimelineFile:
    """The view at generation `number`, which `conn` is in a transaction of: only these photos are asked for."""
    return merge_changes(view, number, touched, _columns(conn, query, memory, touched=touched))


def _encoded(number: int, columns: Columns, query: TimelineQuery) -> TimelineFile:
    return encode(
        number,
        columns,
        by_day=query.order.startswith("date"),
        falling=not query.order.endswith("-asc"),
        by_number=query.by_number,
    )


def _columns(
    conn: sqlite3.Connection,
    query: TimelineQuery,
    memory: SnapshotCache | None = None,
    stop: Callable[[], bool] = lambda: False,
    touched: Collection[int] | None = None,
) -> Columns:
    found = Columns()
    rows = conn.execute(*_select(conn, query, memory, touched))
    while some := rows.fetchmany(ROWS_PER_FETCH):
        if stop():
            raise StoppedError("Shoebox is closing.")
        found.extend(some)
    return found


def _select(
    conn: sqlite3.Connection, query: TimelineQuery, memory: SnapshotCache | None, touched: Collection[int] | None
) -> tuple[str, list[int | str | bytes]]:
    """Rows of (id, what the page gets of it packed as in view.Columns, key)."""
    place, values = _place(query)
    found = engine.condition_for(conn, query.text, memory)
    aspect = "max(1024, min(65535, coalesce((width * 8192 / height + 1) / 2, 4096)))"
    flags = f"iif(folder IN {OFFLINE_FOLDERS}, {OFFLINE_FLAG}, 0) | iif(state = {BROKEN}, {BROKEN_FLAG}, 0)"
    source = "photos " + _by(query, found)
    before: list[int | str | bytes] = []
    if touched is not None:
        source = "(SELECT value AS photo FROM json_each(?)) CROSS JOIN photos ON photos.id = photo"
        before = [json_ids(touched)]
    statement = (
        f"SELECT photos.id, {aspect} | (color << 16) | (version << 32) | (({flags}) << 48), {_KEYS.get(query.order, 0)}"
        f" FROM {source} WHERE {IN_TIMELINE} AND {place} AND {found.sql} ORDER BY {ORDERS[query.order]}"
    )
    return statement, [*before, *values, *found.values]


def _by(query: TimelineQuery, found: engine.Condition) -> str:
    """Photos by number, and all of them in other orders, are four times as fast straight through the table."""
    by_id = found.by_photo or not query.order.startswith("date")
    return "NOT INDEXED" if query.folder is None and by_id else ""


def _place(query: TimelineQuery) -> tuple[str, list[int]]:
    if query.folder is None:
        return "TRUE", []
    return (f"folder IN ({SUBTREE})" if query.subfolders else "folder = ?"), [query.folder]
