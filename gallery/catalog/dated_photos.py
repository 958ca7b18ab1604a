"""When and where photos were taken, as the user said it and as it counts. Functions that only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.base.edtf import TIME, InexactDate
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN
from gallery.catalog.photo_places import LATITUDE, LONGITUDE
from gallery.catalog.said_dates import SEEN_MS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class SaidOfPhoto(NamedTuple):
    """What the user said about when and where a photo was taken. None: nothing."""

    date: str | None = None
    """As base/edtf.py has it."""
    place: str | None = None
    """As base/said_places.py has it; empty: has none."""
    seen_ms: int | None = None
    """With a date: the one that was seen in or beside the file."""


class DatedPhoto(NamedTuple):
    """A photo with the date that counts, and the position."""

    photo: int
    name: str
    taken_ms: int
    precision: int
    city: str | None
    latitude: float | None
    longitude: float | None


def get(conn: sqlite3.Connection, photo: int) -> SaidOfPhoto:
    """Return what was said about when and where a photo was taken."""
    row = conn.execute("SELECT date, place, seen_ms FROM annotations WHERE photo = ?", (photo,)).fetchone()
    return SaidOfPhoto(*row) if row else SaidOfPhoto()


def find_seen(conn: sqlite3.Connection, photos: Iterable[int]) -> dict[int, InexactDate]:
    """Return the dates that were seen in or beside the files of photos, by their ids."""
    rows = conn.execute(
        f"SELECT photos.id, {SEEN_MS}, offset_min FROM json_each(?) CROSS JOIN photos ON photos.id = value"
        " LEFT JOIN details ON details.photo = photos.id LEFT JOIN annotations ON annotations.photo = photos.id"
        " WHERE taken_ms IS NOT NULL",
        (json_ids(photos),),
    )
    return {photo: InexactDate(taken, TIME, offset) for photo, taken, offset in rows if taken is not None}


def find_dated(conn: sqlite3.Connection, photos: Iterable[int]) -> Iterator[DatedPhoto]:
    """Yield those of the photos that can be shown and have a date."""
    rows = conn.execute(
        f"SELECT photos.id, photos.label, taken_ms, coalesce(precision, 0), city, {LATITUDE}, {LONGITUDE}"
        " FROM json_each(?) CROSS JOIN photos ON photos.id = value"
        " LEFT JOIN details ON details.photo = photos.id LEFT JOIN annotations ON annotations.photo = photos.id"
        " LEFT JOIN photo_places ON photo_places.photo = photos.id LEFT JOIN places ON places.id = photo_places.place"
        f" WHERE taken_ms IS NOT NULL AND {CAN_BE_SHOWN}",
        (json_ids(photos),),
    )
    return (DatedPhoto(*row) for row in rows)
