"""What the positions of photos are called. Derived: it can be looked up again at any time, by another table as well.

Which photos are still to be looked up stands in the index: triggers note those whose position is new, and a pass over
all photos, which another table of places begins, notes the others step by step. The functions that write need a
connection in a writing transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.change_log import json_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

VERSION_KEY = "gazetteer"
"""The row of `meta` with the version of the table of places that the last pass was begun for."""
PROGRESS_KEY = "placing"
"""The row of `meta` with the id below which a pass is still to note photos; it is there until that is done."""


_OF = "iif(annotations.place IS NULL, details.{0}, annotations.{0})"
LATITUDE, LONGITUDE = _OF.format("latitude"), _OF.format("longitude")
"""SQL: the position of a photo that counts, where both tables are joined."""


class NewPlace(NamedTuple):
    """A row of the table `places`."""

    id: int
    name: str
    city: str
    region: str
    country: str
    forms: str


class PlaceName(NamedTuple):
    """What the position of a photo is called; `near`: it is not at the place, only near it."""

    name: str
    city: str
    region: str
    country: str
    near: bool


class Position(NamedTuple):
    """The position of a photo in degrees that counts: what the user said, else what its header says."""

    photo: int
    latitude: float | None
    longitude: float | None


def begin_due(conn: sqlite3.Connection, version: int) -> None:
    """Begin a pass over all photos if their places were looked up in another table than that of this version."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (VERSION_KEY,)).fetchone()
    if row is None or row[0] != version:
        conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (VERSION_KEY, version))
        conn.execute("INSERT OR REPLACE INTO meta SELECT ?, coalesce(max(id), 0) + 1 FROM photos", (PROGRESS_KEY,))


def note_next(conn: sqlite3.Connection, count: int) -> bool:
    """Note the next photos of a pass, the newest first. Return whether a pass was under way.

    Args:
        conn: in a writing transaction.
        count: of the photos that are looked at.
    """
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (PROGRESS_KEY,)).fetchone()
    if row is None:
        return False
    newest = "SELECT id FROM photos WHERE id < ? ORDER BY id DESC LIMIT ?"
    (first,) = conn.execute(f"SELECT min(id) FROM ({newest})", (row[0], count)).fetchone()
    if first is None:
        conn.execute("DELETE FROM meta WHERE key = ?", (PROGRESS_KEY,))
        return True
    conn.execute(
        "INSERT OR IGNORE INTO unplaced SELECT photo FROM details"
        " WHERE photo >= ?1 AND photo < ?2 AND latitude IS NOT NULL"
        " UNION SELECT photo FROM annotations WHERE photo >= ?1 AND photo < ?2 AND place IS NOT NULL",
        (first, row[0]),
    )
    conn.execute("UPDATE meta SET value = ? WHERE key = ?", (first, PROGRESS_KEY))
    return True


def find_unplaced(conn: sqlite3.Connection, limit: int) -> list[Position]:
    """Return photos whose place is to be looked up, the newest first."""
    rows = conn.execute(
        f"SELECT unplaced.photo, {LATITUDE}, {LONGITUDE} FROM unplaced"
        " LEFT JOIN details ON details.photo = unplaced.photo"
        " LEFT JOIN annotations ON annotations.photo = unplaced.photo"
        " ORDER BY unplaced.photo DESC LIMIT ?",
        (limit,),
    )
    return [Position(*row) for row in rows]


def store(conn: sqlite3.Connection, found: Iterable[tuple[int, int | None, bool]]) -> None:
    """Store the places of photos that were noted, and forget the note.

    Args:
        conn: in a writing transaction.
        found: (photo, id of the place or None, whether it is only near it). Places must be known (`add_places`).
    """
    for photo, place, near in found:
        values = (place, near, photo)
        conn.execute(
            "UPDATE photo_places SET place = ?1, near = ?2 WHERE photo = ?3 AND (place IS NOT ?1 OR near IS NOT ?2)",
            values,
        )
        conn.execute(
            "INSERT OR IGNORE INTO photo_places (place, near, photo) SELECT ?, ?, id FROM photos WHERE id = ?", values
        )
        conn.execute("DELETE FROM unplaced WHERE photo = ?", (photo,))


def forget(conn: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Forget the places of photos that have no position any more, and the note."""
    for photo in photos:
        conn.execute("DELETE FROM photo_places WHERE photo = ?", (photo,))
        conn.execute("DELETE FROM unplaced WHERE photo = ?", (photo,))


def find_unknown(conn: sqlite3.Connection, places: Iterable[int]) -> list[int]:
    """Return those of the ids of places that the index does not know yet."""
    return [
        row[0]
        for row in conn.execute(
            "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM places)", (json_ids(places),)
        )
    ]


def add_places(conn: sqlite3.Connection, places: Iterable[NewPlace]) -> None:
    """Store what places are called."""
    conn.executemany("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?, ?)", places)


def delete_unused(conn: sqlite3.Connection) -> None:
    """Delete the names of places at which there is no photo any more. Looks at every photo with a place."""
    conn.execute("DELETE FROM places WHERE id NOT IN (SELECT place FROM photo_places WHERE place IS NOT NULL)")


def get(conn: sqlite3.Connection, photo: int) -> PlaceName | None:
    """Return what the position of a photo is called; None: nothing, or not looked up yet."""
    row = conn.execute(
        "SELECT name, city, region, country, near FROM photo_places JOIN places ON places.id = place WHERE photo = ?",
        (photo,),
    ).fetchone()
    return None if row is None else PlaceName(row[0], row[1], row[2], row[3], bool(row[4]))


def count_cities(conn: sqlite3.Connection, photos: Iterable[int]) -> list[tuple[str, bool, int]]:
    """Return (city, whether only near it, number of photos) of these photos, the most frequent first."""
    rows = conn.execute(
        "SELECT city, near, count(*) FROM photo_places JOIN places ON places.id = place"
        " WHERE photo IN (SELECT value FROM json_each(?)) GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1",
        (json_ids(photos),),
    )
    return [(city, bool(near), count) for city, near, count in rows]
