"""The controller of what is asked before a date or a place is said: what photos have, and which places there are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from gallery.base.edtf import UNIT
from gallery.catalog import dated_photos
from gallery.catalog.collation import plain
from gallery.catalog.connection import read_transaction
from gallery.library.wall_clock import local
from gallery.places.table import place_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.catalog.database import Database
    from gallery.catalog.dated_photos import DatedPhoto

MAX_PLACES = 8
"""That are offered for what is typed."""
MAX_OWN_PLACES = 3
"""Of the photos themselves."""


class DatesAndPlacesController:
    """Tells what photos have. Every method may be called on any thread."""

    def __init__(self, database: Database) -> None:
        """Take the index."""
        self._database = database

    def of_photos(self, ids: Sequence[int]) -> dict[str, Any]:
        """Return how many photos there are, the first and last of them by date, and the places that most of them have.

        `exact`: how many have a time, so that they can be shifted by hours. Those that are gone are left out.
        """
        count, exact = 0, 0
        first: DatedPhoto | None = None
        last: DatedPhoto | None = None
        cities: Counter[str] = Counter()
        points: dict[str, tuple[float, float]] = {}
        with self._database.read() as conn, read_transaction(conn):
            for one in dated_photos.find_dated(conn, ids):
                count, exact = count + 1, exact + (one.precision & UNIT == 0)
                first = one if first is None or _order(one) < _order(first) else first
                last = one if last is None or _order(one) > _order(last) else last
                if one.city and one.latitude is not None and one.longitude is not None:
                    cities[one.city] += 1
                    points.setdefault(one.city, (one.latitude, one.longitude))
        own = [
            {"name": city, "photos": photos, "latitude": points[city][0], "longitude": points[city][1]}
            for city, photos in cities.most_common(MAX_OWN_PLACES)
        ]
        return {"photos": count, "exact": exact, "first": _json(first), "last": _json(last), "places": own}

    def find_places(self, text: str) -> list[dict[str, Any]]:
        """Return the places that may be meant by the beginning of a name, and perhaps a comma and a country."""
        name, _, within = (plain(part).strip() for part in text.partition(","))
        if not name:
            return []
        table = place_table()
        found = []
        for number, (latitude, longitude) in table.complete(name, within, MAX_PLACES):
            place = table.place(number)
            around = {"city": place.city, "region": place.region.name, "country": place.country.name}
            found.append({"name": place.name, **around, "latitude": latitude, "longitude": longitude})
        return found


def _order(one: DatedPhoto) -> tuple[int, int]:
    return one.taken_ms, one.photo


def _json(one: DatedPhoto | None) -> dict[str, Any] | None:
    return one and {"id": one.photo, "name": one.name, "taken": local(one.taken_ms), "precision": one.precision}
