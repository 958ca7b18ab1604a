"""The place that a point is called by: inside a town, or the one whose edge is nearest. Pure.

A place is a circle, as large as a town of so many people usually is. Of the places in whose circle a point lies, it is
called by the one to whose middle it is nearest, relative to the radius; elsewhere by the one whose edge is nearest. So
a suburb keeps its name beside a city, and a hamlet at its edge does not name the city.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from gallery.places.geometry import DEGREE_KM, EARTH_RADIUS_KM, distance_km, longitude_reach
from gallery.places.table_file import COLUMNS, RADIUS_UNIT_KM, ROWS, cell_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AT_KM, NEAR_KM = 20.0, 80.0
"""Up to so far beyond the edge of a place a point is called by it, or said to be near it."""
_FRACTION = 1 / 65536
_MIDDLE = _FRACTION / 2
"""Positions are rounded down to a fraction of a degree."""


class Found(NamedTuple):
    """A place by its number in the table; `beyond_km`: how far outside its circle the point lies, 0 inside."""

    place: int
    beyond_km: float

    @property
    def is_near(self) -> bool:
        """Whether the point is only near the place."""
        return self.beyond_km > AT_KM


def score_of(distance: float, radius: float) -> float:
    """Return that of which the place of a point has least: below zero in its circle, else km to its edge."""
    return distance / radius - 1 if distance < radius else distance - radius


def is_point(latitude: float | None, longitude: float | None) -> bool:
    """Return whether two numbers are a point of the globe; 0, 0 is what a receiver without a fix writes."""
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return False
    return abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)


class NearestPlaces:
    """Finds places by position, in the sections of a table (table_file.py). Any thread may use it."""

    def __init__(self, sections: dict[str, Sequence[int]]) -> None:
        self._cells, self._reaches = sections["cells"], sections["reaches"]
        self._latitudes, self._longitudes = sections["latitudes"], sections["longitudes"]
        self._radii = sections["radii"]
        self._farthest = NEAR_KM + max(self._reaches) * RADIUS_UNIT_KM

    def position(self, place: int, cell: int) -> tuple[float, float]:
        """Return latitude and longitude of a place that lies in this square."""
        row, column = divmod(cell, COLUMNS)
        return (
            row - 90 + self._latitudes[place] * _FRACTION + _MIDDLE,
            column - 180 + self._longitudes[place] * _FRACTION + _MIDDLE,
        )

    def find(self, latitude: float, longitude: float) -> Found | None:
        """Return the place of a point (degrees); None on the open sea, and where the numbers are no point."""
        if not is_point(latitude, longitude):
            return None
        best, score = -1, NEAR_KM
        for cell, gap in self._cells_around(latitude, longitude):
            if score_of(gap, self._reaches[cell] * RADIUS_UNIT_KM) < score:
                best, score = self._best_in(cell, latitude, longitude, best, score)
        return None if best < 0 else Found(best, max(0.0, score))

    def _cells_around(self, latitude: float, longitude: float) -> Iterator[tuple[int, float]]:
        """Yield the squares with places that may be near enough, the point's own first, with their least distance."""
        own = cell_of(latitude, longitude)
        yield own, 0.0
        rows = math.ceil(self._farthest / DEGREE_KM)
        reach = longitude_reach(latitude, self._farthest)
        first, last = (-180, 179) if reach >= 179 else (math.floor(longitude - reach), math.floor(longitude + reach))
        shrunk = math.cos(math.radians(latitude))
        columns = [
            ((column + 180) % COLUMNS, _distance_to_column(column, longitude, shrunk))
            for column in range(first, last + 1)
        ]
        for row in range(max(0, own // COLUMNS - rows), min(ROWS, own // COLUMNS + rows + 1)):
            north_south = max(0.0, row - 90 - latitude, latitude - (row - 89)) * DEGREE_KM
            for column, gap in columns:
                cell = row * COLUMNS + column
                if cell != own and self._reaches[cell]:
                    yield cell, max(north_south, gap)

    def _best_in(self, cell: int, latitude: float, longitude: float, best: int, score: float) -> tuple[int, float]:
        """Return the better of the best so far and the best of a square, whose places stand from south to north."""
        first, after = self._cells[cell], self._cells[cell + 1]
        largest = self._reaches[cell] * RADIUS_UNIT_KM
        own = (latitude + 90 - cell // COLUMNS) * 65536
        start = bisect_left(self._latitudes, own, first, after)
        for places in (range(start, after), range(start - 1, first - 1, -1)):
            for place in places:
                away = abs(self._latitudes[place] - own) - 1  # rounded
                if score_of(max(0.0, away) * _FRACTION * DEGREE_KM, largest) >= score:
                    break
                radius = self._radii[place] * RADIUS_UNIT_KM
                found = score_of(distance_km(latitude, longitude, *self.position(place, cell)), radius)
                if found < score:
                    best, score = place, found
        return best, score


def _distance_to_column(column: int, longitude: float, shrunk: float) -> float:
    """Return the distance of a point to the nearest edge of a column of squares; 0 in it, or where it is far around.

    Args:
        column: degree of its western edge, perhaps beyond the date line.
        longitude: of the point.
        shrunk: cosine of the point's latitude.
    """
    middle = (column + 0.5 - longitude + 180) % 360 - 180
    gap = abs(middle) - 0.5
    return EARTH_RADIUS_KM * math.asin(shrunk * math.sin(math.radians(gap))) if 0 < gap < 90 else 0.0
