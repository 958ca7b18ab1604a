"""What the first screen of a large library needs, kept in cache.db for the next launch. Functions of a connection."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING

from gallery.timeline.file import TimelineFile, is_whole

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from gallery.catalog.folders import FolderCount
    from gallery.timeline.build import TimelineQuery

_COUNTS = "counts"
"""Stands where a query does."""


def save_timelines(conn: sqlite3.Connection, views: dict[TimelineQuery, TimelineFile]) -> None:
    """Keep these views, and no others. They are sorted by numbers."""
    conn.execute("DELETE FROM views WHERE query != ?", (_COUNTS,))
    for query, view in views.items():
        row = (repr(query), view.generation, view.data, view.keys.tobytes())
        conn.execute("INSERT INTO views VALUES (?, ?, ?, ?)", row)


def load_timeline(conn: sqlite3.Connection, query: TimelineQuery) -> TimelineFile | None:
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
    return TimelineFile(number, data, array("q", raw), falling=not query.order.endswith("-asc"), by_day=by_day)


def save_counts(conn: sqlite3.Connection, generation: int, counts: Mapping[int, FolderCount]) -> None:
    """What each folder holds."""
    data = json.dumps([(folder, *count) for folder, count in counts.items()]).encode()
    conn.execute("INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?)", (_COUNTS, generation, data, b""))


def load_counts(conn: sqlite3.Connection, generation: int) -> dict[int, FolderCount] | None:
    """The counts of this generation; None where there are none that make sense."""
    row = conn.execute("SELECT file FROM views WHERE query = ? AND generation = ?", (_COUNTS, generation)).fetchone()
    try:
        return {int(folder): (int(n), int(photo), int(version), None if taken is None else int(taken))
                for folder, n, photo, version, taken in json.loads(row[0])} if row else None  # fmt: skip
    except (ValueError, TypeError):
        return None
