"""Timelines and folder counts saved in cache.db, so that the next launch of a large library shows them at once.

The functions need a connection to cache.db; the caller owns the transaction.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import fields
from typing import TYPE_CHECKING

from gallery.timeline.file import TimelineFile, is_well_formed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from gallery.catalog.folders import FolderCount
    from gallery.timeline.build import TimelineQuery

_COUNTS = "counts"
"""The key of the row with the folder counts, in the column of the table `views` that holds the query of a timeline."""


def save_timelines(conn: sqlite3.Connection, timelines: Mapping[TimelineQuery, TimelineFile]) -> None:
    """Save these timelines in place of those saved before. They must have numeric keys."""
    conn.execute("DELETE FROM views WHERE query != ?", (_COUNTS,))
    for query, timeline in timelines.items():
        row = (_key(query), timeline.generation, timeline.data, timeline.keys.tobytes())
        conn.execute("INSERT INTO views VALUES (?, ?, ?, ?)", row)


def load_timeline(conn: sqlite3.Connection, query: TimelineQuery) -> TimelineFile | None:
    """Return the timeline of the query that an earlier run saved; None if there is none or it is damaged."""
    row = conn.execute("SELECT generation, file, keys FROM views WHERE query = ?", (_key(query),)).fetchone()
    if row is None:
        return None
    generation, data, raw = row
    if not (isinstance(data, bytes) and isinstance(raw, bytes)):
        return None  # a flipped byte says that it is text
    if len(raw) % 8 or not is_well_formed(data, generation, len(raw) // 8):
        return None
    by_day = query.order.startswith("date")
    return TimelineFile(generation, data, array("q", raw), descending=query.descending, by_day=by_day)


def _key(query: TimelineQuery) -> str:
    """Return the text that stands for a query in the table: its fields, under a name that does not follow the class.

    The day is left out: queries with a text are not saved. So is what everybody may see, as it was before there was
    anything else.
    """
    left_out = ("today", "within") if query.within is None else ("today",)
    names = [field.name for field in fields(query) if field.name not in left_out]
    return f"Query({', '.join(f'{name}={getattr(query, name)!r}' for name in names)})"


def save_counts(conn: sqlite3.Connection, generation: int, counts: Mapping[int, FolderCount]) -> None:
    """Save the counts of all folders at a generation."""
    data = json.dumps([(folder, *count) for folder, count in counts.items()]).encode()
    conn.execute("INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?)", (_COUNTS, generation, data, b""))


def load_counts(conn: sqlite3.Connection, generation: int) -> dict[int, FolderCount] | None:
    """Return the counts of all folders saved at this generation; None if there are none or they are damaged."""
    row = conn.execute("SELECT file FROM views WHERE query = ? AND generation = ?", (_COUNTS, generation)).fetchone()
    try:
        return {int(folder): (int(n), int(photo), int(version), None if taken is None else int(taken))
                for folder, n, photo, version, taken in json.loads(row[0])} if row else None  # fmt: skip
    except (ValueError, TypeError):
        return None
