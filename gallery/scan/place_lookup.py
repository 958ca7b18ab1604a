"""Looks up what the positions of photos are called, in the table of places, on the thread that writes the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import photo_places
from gallery.catalog.photos import raise_generation
from gallery.places.nearest import is_point
from gallery.places.search_forms import forms_of_place
from gallery.places.table import place_table, table_version
from gallery.search.column_index_updater import update_blocks

if TYPE_CHECKING:
    import sqlite3

    from gallery.catalog.photo_places import PlaceName

STEP = 500
"""Photos in one step: 0.05 to 0.1 s, as other writes wait meanwhile."""


def begin_due(conn: sqlite3.Connection) -> None:
    """Begin to look up all photos again if that was last done in another table than comes with this program.

    If there is none, nothing begins: the names that are known stay.
    """
    if version := table_version():
        photo_places.begin_due(conn, version)


def run_step(conn: sqlite3.Connection) -> bool:
    """Look up some of the photos that are still to be looked up; the last step raises the generation.

    Args:
        conn: in a writing transaction.

    Returns:
        Whether there may be more steps.
    """
    if look_up_noted(conn):
        update_blocks(conn)  # here, because only transactions that raise the generation do it by themselves
        if not photo_places.find_unplaced(conn, 1):
            raise_generation(conn)
        return True
    return photo_places.note_next(conn, STEP)


def look_up_noted(conn: sqlite3.Connection, limit: int = STEP) -> int:
    """Look up photos that are noted, the newest first, and return how many. They are one transaction with the notes.

    While the table is missing or damaged the notes stay, for the start at which it is whole again.
    """
    noted = photo_places.find_unplaced(conn, limit)
    if noted and not len(place_table()):
        return 0
    placed, nowhere = {}, []
    for photo, latitude, longitude in noted:
        if latitude is not None and longitude is not None and is_point(latitude, longitude):
            placed[photo] = place_table().find(latitude, longitude)
        else:
            nowhere.append(photo)
    photo_places.forget(conn, nowhere)
    if placed:
        ids = {found.place: place_table().id_of(found.place) for found in placed.values() if found}
        _add_unknown(conn, ids)
        photo_places.store(
            conn,
            (
                (photo, ids[found.place] if found else None, bool(found and found.is_near))
                for photo, found in placed.items()
            ),
        )
    return len(noted)


def find_place_name(latitude: float | None, longitude: float | None) -> PlaceName | None:
    """Return what a position is called, of a photo that is not in the index; None: nothing. Any thread may call it."""
    if latitude is None or longitude is None or (found := place_table().find(latitude, longitude)) is None:
        return None
    place = place_table().place(found.place)
    return photo_places.PlaceName(place.name, place.city, place.region.name, place.country.name, found.is_near)


def _add_unknown(conn: sqlite3.Connection, ids: dict[int, int]) -> None:
    unknown = set(photo_places.find_unknown(conn, ids.values()))
    places = (place_table().place(number) for number, place in ids.items() if place in unknown)
    photo_places.add_places(
        conn,
        (
            photo_places.NewPlace(
                place.id, place.name, place.city, place.region.name, place.country.name, forms_of_place(place)
            )
            for place in places
        ),
    )
