"""Timelines, folder counts and the last screen, saved in cache.db, so that the next launch shows them at once.

The functions need a connection to cache.db; the caller owns the transaction.
"""

from __future__ import annotations

import json
import logging
import zlib
from array import array
from dataclasses import fields
from typing import TYPE_CHECKING

from gallery.timeline.file import TimelineFile, is_well_formed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from gallery.catalog.folders import FolderCount
    from gallery.timeline.build import TimelineQuery

log = logging.getLogger(__name__)
_COUNTS = "counts"
_SCREEN = "screen"
"""The keys of the rows with the folder counts and the last screen, in the column of the table `views` that holds the
query of a timeline."""


def save_timelines(conn: sqlite3.Connection, timelines: Mapping[TimelineQuery, TimelineFile]) -> None:
    """Save these timelines in place of those saved before. They must have numeric keys."""
    conn.execute("DELETE FROM views WHERE query NOT IN (?, ?)", (_COUNTS, _SCREEN))
    for query, timeline in timelines.items():
        _save(conn, _key(query), timeline.generation, timeline.data, timeline.keys.tobytes())


def load_timeline(conn: sqlite3.Connection, query: TimelineQuery) -> TimelineFile | None:
    """Return the timeline of the query that an earlier run saved; None if there is none or it is damaged."""
    saved = _load(conn, _key(query))
    if saved is None:
        return None
    generation, data, raw = saved
    if len(raw) % 8 or not is_well_formed(data, generation, len(raw) // 8):
        return None
    by_day = query.order.startswith("date")
    return TimelineFile(generation, data, array("q", raw), descending=query.descending, by_day=by_day)


def _key(query: TimelineQuery) -> str:
    """Return the text that stands for a query in the table: its fields, under a name that does not follow the class.

    The day is left out: queries with a text are not saved. So is what everybody may see, and all albums, as it was
    before there was anything else.
    """
    left_out = {"today", *(name for name in ("within", "albums") if getattr(query, name) is None)}
    names = [field.name for field in fields(query) if field.name not in left_out]
    return f"Query({', '.join(f'{name}={getattr(query, name)!r}' for name in names)})"


def save_counts(conn: sqlite3.Connection, generation: int, counts: Mapping[int, FolderCount]) -> None:
    """Save the counts of all folders at a generation."""
    data = json.dumps([(folder, *count) for folder, count in counts.items()]).encode()
    _save(conn, _COUNTS, generation, data, b"")


def load_counts(conn: sqlite3.Connection, generation: int) -> dict[int, FolderCount] | None:
    """Return the counts of all folders saved at this generation; None if there are none or they are damaged."""
    saved = _load(conn, _COUNTS)
    if saved is None or saved[0] != generation:
        return None
    try:
        return {int(folder): (int(n), int(photo), int(version), None if taken is None else int(taken))
                for folder, n, photo, version, taken in json.loads(saved[1])}  # fmt: skip
    except (ValueError, TypeError):
        return None


def save_screen(conn: sqlite3.Connection, generation: int, data: bytes) -> None:
    """Save what a page said of its screen at a generation of the library."""
    _save(conn, _SCREEN, generation, data, b"")


def load_screen(conn: sqlite3.Connection, generation: int) -> bytes | None:
    """Return what a page said of its screen at this generation; None if nothing is saved, or it is damaged."""
    saved = _load(conn, _SCREEN)
    return saved[1] if saved is not None and saved[0] == generation else None


def _save(conn: sqlite3.Connection, query: str, generation: int, file: bytes, keys: bytes) -> None:
    """Save a row in place of the one of this query."""
    row = query, generation, file, keys
    conn.execute("INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?)", (*row, _checksum(*row)))


def _load(conn: sqlite3.Connection, query: str) -> tuple[int, bytes, bytes] | None:
    """Return the generation, file and keys of a row; None if there is none, or it is not as it was saved."""
    row = conn.execute("SELECT generation, file, keys, checksum FROM views WHERE query = ?", (query,)).fetchone()
    if row is None:
        return None
    generation, file, keys, checksum = row
    # a flipped byte may say that it is text
    if not (isinstance(file, bytes) and isinstance(keys, bytes)) or checksum != _checksum(query, *row[:3]):
        log.warning("a saved view is damaged and not used")
        return None
    return generation, file, keys


def _checksum(query: str, generation: int, file: bytes, keys: bytes) -> int:
    """Return the CRC-32 of a row: a flipped bit, or a row under another's key, costs one view that is built anew."""
    return zlib.crc32(keys, zlib.crc32(file, zlib.crc32(f"{query} {generation}".encode())))
