"""Photos by place: by the names of cities, regions and countries, and by the distance from a point."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from gallery.catalog.change_log import json_ids
from gallery.places.geometry import DEGREE_KM, in_circle, longitude_reach
from gallery.places.search_forms import SIGNS, names_in, signed, signed_country
from gallery.places.table import place_table
from gallery.search.bitmaps import bitmap_of, slots_of
from gallery.search.columns import Column
from gallery.search.records import POSITION_STEPS, encode_position

if TYPE_CHECKING:
    import re
    import sqlite3
    from collections.abc import Callable, Iterator

    from gallery.search.index_snapshot import IndexSnapshot
    from gallery.search.nodes import Near

PLACE_FIELDS = tuple(SIGNS)
"""The filters that look at names of places."""
MIN_LETTERS = 3
"""A shorter word of Latin letters, without a filter, names no place: too many names begin so in some language."""
MIN_BEGINNING = 4
"""A shorter one is a whole word of a name, not its beginning: `cat` is not Catalonia, nor `car` Carolina."""
_INNER = 0.7
"""Half the side of a square that lies in a circle, as a share of its radius."""
_LOWEST = b"\0\0\1"


class PlaceSearch:
    """Finds photos by place, as bitmaps. One thread uses it, in the transaction of the snapshot."""

    def __init__(self, conn: sqlite3.Connection, snapshot: IndexSnapshot) -> None:
        self._conn, self._snapshot = conn, snapshot

    @property
    def _has_places(self) -> bool:
        """Whether any photo has a place; if none has, the table need not be opened."""
        return self._snapshot.has_values(Column.PLACE) or self._snapshot.has_values(Column.PLACE + 1)

    def named(self, field: str, words: list[str]) -> int:
        """Return the photos of places in whose names, of the kind that the field says, words begin like one of these.

        Args:
            field: one of PLACE_FIELDS; empty: any.
            words: folded.
        """
        if not self._has_places:
            return 0
        if not field:
            words = [word for word in words if may_name_place(word)]
        needles = [
            needle
            for word in words
            for needle in needles_of(field, word, whole=not field and word.isascii() and len(word) < MIN_BEGINNING)
        ]
        if not needles:
            return 0
        codes = self._snapshot.codes_of_texts(Column.PLACE, needles)
        return self._with_codes(codes, lambda forms: any(needle in forms for needle in needles))

    def like(self, field: str, expression: re.Pattern[str]) -> int:
        """Return the photos of places one of whose names, of the kind that the field says, matches as a whole."""
        if not self._has_places:
            return 0
        kinds = (field,) if field else PLACE_FIELDS
        countries: list[str] = []
        if "country" in kinds:
            codes = place_table().countries_like(lambda name: expression.fullmatch(name) is not None)
            countries = [signed_country(code) for code in codes]

        def matches(forms: str) -> bool:
            names = (name for kind in kinds if kind != "country" for name in names_in(forms, kind))
            return any(map(expression.fullmatch, names)) or any(country in forms for country in countries)

        return self._with_codes(self._snapshot.codes_of_forms(Column.PLACE, matches), matches)

    def _with_codes(self, codes: list[int], matches: Callable[[str], bool]) -> int:
        found = self._snapshot.with_codes(Column.PLACE, codes)
        others = self._snapshot.with_other_value(Column.PLACE)
        return found | self._snapshot.of_photos(self._in_rows(others, matches)) if others else found

    def _in_rows(self, others: int, matches: Callable[[str], bool]) -> Iterator[int]:
        """Yield those of some photos, whose places have no code, whose place matches."""
        rows = self._conn.execute(
            "SELECT photo, forms FROM photo_places JOIN places ON places.id = place"
            " WHERE photo IN (SELECT value FROM json_each(?))",
            (json_ids(self._snapshot.ids(others)),),
        )
        return (photo for photo, forms in rows if matches(forms))

    def near(self, node: Near) -> int:
        """Return the photos that were taken around a place or point."""
        if not self._snapshot.has_values(Column.LATITUDE):
            return 0
        centre = node.point or place_table().find_named(node.place, node.within)
        return 0 if centre is None else self._around(*centre, node.km)

    def _around(self, latitude: float, longitude: float, km: float) -> int:
        """Return the photos in a circle: all in a square inside of it, and those around that are near enough."""
        wide = self._in_square(latitude, longitude, km / DEGREE_KM, longitude_reach(latitude, km))
        inner = km * _INNER
        sure = wide & self._in_square(latitude, longitude, inner / DEGREE_KM, _sure_reach(latitude, inner))
        return sure | self._near_enough(wide & ~sure, latitude, longitude, km)

    def _in_square(self, latitude: float, longitude: float, high: float, wide: float) -> int:
        rows = self._between(Column.LATITUDE, max(-90.0, latitude - high), min(90.0, latitude + high), 90)
        if wide >= 180:
            return rows
        west, east = longitude - wide, longitude + wide
        spans = [(max(west, -180.0), min(east, 180.0))]
        spans += [(west + 360, 180.0)] if west < -180 else [(-180.0, east - 360)] if east > 180 else []
        columns = 0
        for first, last in spans:
            columns |= self._between(Column.LONGITUDE, first, last, 180)
        return rows & columns

    def _between(self, column: Column, low: float, high: float, most: int) -> int:
        at = 0 if most == 90 else 1
        first, last = (
            encode_position(*((degrees, 1.0) if most == 90 else (1.0, degrees)))[at] for degrees in (low, high)
        )
        after = (int.from_bytes(last) + 1).to_bytes(3)
        return self._snapshot.in_range(column, max(first, _LOWEST), after, minimum=bytes(3))

    def _near_enough(self, photos: int, latitude: float, longitude: float, km: float) -> int:
        """Return those of some photos that are in a circle. Each position of theirs is computed once."""
        if not photos:
            return 0
        slots = list(slots_of(photos, self._snapshot.size))
        columns = (self._snapshot.column(column + place) for column in _POSITION for place in range(3))
        positions = list(zip(*(map(column.__getitem__, slots) for column in columns), strict=True))
        is_near = in_circle(latitude, longitude, km)
        near = {position for position in set(positions) if is_near(*_point(position))}
        found = bytearray(self._snapshot.size)
        for slot in compress(slots, map(near.__contains__, positions)):
            found[slot] = 1
        return bitmap_of(found)


_POSITION = (Column.LATITUDE, Column.LONGITUDE)


def may_name_place(word: str) -> bool:
    """Return whether a folded word without a filter is long enough to be looked for among names of places."""
    return len(word) >= MIN_LETTERS or not word.isascii()


def needles_of(field: str, word: str, *, whole: bool = False) -> Iterator[str]:
    """Yield what to look for in the text by which places are found (places/search_forms.py).

    Args:
        field: one of PLACE_FIELDS; empty: any.
        word: folded.
        whole: whether it is a whole word of a name, or a whole name of a country; else words may begin so.
    """
    for kind in ("city", "region"):
        if field in ("", kind) and (needle := signed(kind, word)):
            yield from (needle + end for end in " \n") if whole else (needle,)
    if field in ("", "country"):
        codes = place_table().countries_coded(word) if field else []
        yield from map(signed_country, codes or place_table().countries_named(word, whole=whole))


def _sure_reach(latitude: float, km: float) -> float:
    """Return a reach in degrees of longitude that is at most so many km wherever the square is widest.

    So a square with a pole in it does not reach over it, where the far side is farther away than its edge.
    """
    widest = max(0.0, abs(latitude) - km / DEGREE_KM)
    return min(longitude_reach(latitude, km), longitude_reach(widest, km))


def _point(position: tuple[int, ...]) -> tuple[float, float]:
    """Return latitude and longitude in degrees of the six bytes of a position: the middle of its step."""
    high, middle, low, east_high, east_middle, east_low = position
    north, east = high << 16 | middle << 8 | low, east_high << 16 | east_middle << 8 | east_low
    return (north - 0.5) / POSITION_STEPS * 180 - 90, (east - 0.5) / POSITION_STEPS * 360 - 180
