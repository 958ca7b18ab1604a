"""Dates of photos where the user said another one than was seen. Functions of a connection; SQL for other queries.

`photos.taken_ms` is the date that counts (said_date_schema.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

SAID_MS = "(SELECT date_ms FROM annotations WHERE photo = id)"
"""SQL: the date that the user said of a photo; it counts, whatever the file says."""
SEEN_MS = "iif(date_ms IS NULL, taken_ms, seen_ms)"
"""SQL, where annotations are joined: the date that was seen in or beside the file."""


class SaidOfPhoto(NamedTuple):
    """What the user said about when and where a photo was taken. None: nothing."""

    date: str | None = None
    """As base/edtf.py has it."""
    place: str | None = None
    """As base/said_places.py has it; empty: has none."""
    seen_ms: int | None = None
    """With a date: the one that was seen in or beside the file."""


class DatedPhoto(NamedTuple):
    """A photo with the date that counts."""

    photo: int
    taken_ms: int
    precision: int
    offset_min: int | None
    """Minutes east of UTC, where the file says it of its own date. A date that was said has its own."""
    date: str | None
    """The date that was said."""


def get(conn: sqlite3.Connection, photo: int) -> SaidOfPhoto:
    """Return what was said about when and where a photo was taken."""
    row = conn.execute("SELECT date, place, seen_ms FROM annotations WHERE photo = ?", (photo,)).fetchone()
    return SaidOfPhoto(*row) if row else SaidOfPhoto()


def find_dates(conn: sqlite3.Connection, photos: Iterable[int]) -> list[DatedPhoto]:
    """Return those of the photos that can be shown and have a date."""
    rows = conn.execute(
        "SELECT id, taken_ms, coalesce(precision, 0), offset_min, date FROM json_each(?) CROSS JOIN photos ON id = value"
        " LEFT JOIN details ON details.photo = id LEFT JOIN annotations ON annotations.photo = id"
        f" WHERE taken_ms IS NOT NULL AND {CAN_BE_SHOWN}",
        (json_ids(photos),),
    )
    return [DatedPhoto(*row) for row in rows]


def set_seen(conn: sqlite3.Connection, photo: int, taken_ms: int) -> None:
    """Store what was seen of a photo for which another date counts; of others it is the one that counts."""
    conn.execute("UPDATE annotations SET seen_ms = ? WHERE photo = ? AND date_ms IS NOT NULL", (taken_ms, photo))


def has_inexact(conn: sqlite3.Connection) -> bool:
    """Return whether there is a date that knows no time."""
    return conn.execute("SELECT 1 FROM annotations WHERE precision > 0 LIMIT 1").fetchone() is not None
