"""What one photo is found by, as a card of fixed length: one byte for each plane. Pure, but for the rows it asks for.

Distinct values (a camera, an ISO speed, the shape of a name) become numbers of two bytes; see `Codes`. Zero in every
byte: there is no photo of this id in the timeline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from gallery.catalog.collation import plain
from gallery.catalog.folders import IN_TIMELINE
from gallery.catalog.schema import BROKEN
from gallery.search.colour_names import colour_code

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# flags, the first plane
LIVE, GPS, TITLE, CAPTION, PROBLEM, IS_BROKEN, ANIMATED, RATED = (1 << bit for bit in range(8))
PORTRAIT, LANDSCAPE, SQUARE = 1, 2, 3
DAY_MS = 86_400_000
YEAR_ZERO = 1824
"""Years are counted from here, so that two centuries and a half fit in one byte. Undated: 0."""
FIRST_DAY = date(YEAR_ZERO + 1, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
"""All days before it, since 1970-01-01, stand on a card as this one: such clocks are broken."""
OTHER_VALUE = 0xFFFF
"""The number of every value for which there was no other left; which it is stands in the rows."""


class Column(IntEnum):
    """The place of a byte on a card; numbers of several bytes begin with the highest. Never renumber: it is stored."""

    FLAGS = 0
    LOOK = 1  # the hue, plus 16 for each of PORTRAIT, LANDSCAPE, SQUARE
    YEAR = 2  # two bytes
    MONTH = 4
    DAY = 5  # of the month
    RATING = 6  # plus one
    TYPE = 7
    SIZE = 8  # five bytes
    WIDTH = 13  # three bytes
    HEIGHT = 16
    SHAPE = 19  # two bytes, as all that follow
    CAMERA = 21
    LENS = 23
    ISO = 25
    F = 27
    FOCAL = 29
    EXPOSURE = 31


RECORD_LENGTH = 33
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Record:
    """A photo that the index holds, or that it holds no more (then all of it is empty)."""

    photo: int
    folder: int
    planes: bytes
    name: str
    title: str
    caption: str


class ValueDictionary:
    """Numbers for distinct values. New ones stay in memory until `keep` writes them down."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._known: dict[tuple[int, object], bytes] = {}
        self._last: dict[int, int] = {}
        self._gaps: dict[int, Iterator[int]] = {}
        self.fresh: list[tuple[int, int, str, str, float | None]] = []

    def of(self, kind: Column, value: str | float | None) -> bytes:
        """Two bytes; zero for nothing."""
        if value is None or value == "":
            return b"\0\0"
        found = self._known.get((kind, value))
        if found is None:
            found = self._known[kind, value] = self._stored(kind, value).to_bytes(2, "big")
        return found

    def keep(self) -> None:
        self._conn.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?)", self.fresh)
        self.fresh.clear()

    def _stored(self, kind: Column, value: str | float) -> int:
        text = str(value)
        row = self._conn.execute("SELECT code FROM terms WHERE kind = ? AND text = ?", (kind, text)).fetchone()
        if row:
            return int(row[0])
        code = self._free(kind)
        if code != OTHER_VALUE:
            number = None if isinstance(value, str) else float(value)
            searched = text if kind == Column.SHAPE else plain(text)
            self.fresh.append((kind, code, text, searched, number))
        return code

    def _free(self, kind: Column) -> int:
        """The next number; after the last the ones whose values nobody has any more; then OTHER."""
        most = _MOST_SHAPES if kind == Column.SHAPE else MAX_VALUES
        if kind not in self._last:
            last = self._conn.execute("SELECT max(code) FROM terms WHERE kind = ?", (kind,)).fetchone()[0]
            self._last[kind] = last or 0
        if self._last[kind] < most:
            self._last[kind] += 1
            return self._last[kind]
        if kind not in self._gaps:
            taken = {row[0] for row in self._conn.execute("SELECT code FROM terms WHERE kind = ?", (kind,))}
            taken |= {code for of, code, *_ in self.fresh if of == kind}
            self._gaps[kind] = iter(sorted(set(range(1, most + 1)) - taken))
        return next(self._gaps[kind], OTHER_VALUE)


MAX_VALUES = OTHER_VALUE - 1
_MOST_SHAPES = 20_000
"""Names made of random letters all differ in shape: telling more of them apart would only slow the search down."""


def name_shape(name: str) -> str:
    """A folded name without its digits: `img_0042.jpg` and `img_7.jpg` have one shape. Nobody types the line feed."""
    return _DIGITS.sub("\n", name)


def read_records(conn: sqlite3.Connection, codes: ValueDictionary, first: int, after: int) -> Iterator[Record]:
    """What is stale of the photos from `first`, before `after`, as it is now, by id."""
    for row in conn.execute(_ROWS, (first, after)):
        yield _card(row, codes) if row[1] is not None else Record(row[0], 0, bytes(RECORD_LENGTH), "", "", "")


_ROWS = (
    "SELECT stale.photo, folder, state, label, size, taken_ms, width, height, color, format, animated, make, model,"
    " lens, iso, f_number, focal_mm, exposure_s, rating, title, caption, latitude IS NOT NULL, code IS NOT NULL"
    f" FROM stale LEFT JOIN photos ON id = stale.photo AND {IN_TIMELINE}"
    " LEFT JOIN details ON details.photo = id LEFT JOIN problems ON problems.photo = id"
    " WHERE stale.photo >= ? AND stale.photo < ? ORDER BY stale.photo"
)


def _card(row: tuple[Any, ...], codes: ValueDictionary) -> Record:
    photo, folder, state, label, size, taken, width, height, color = row[:9]
    kind, animated, make, model, lens, iso, aperture, focal, exposure, rating, title, caption, gps, problem = row[9:]
    name = plain(label)
    flags = (
        LIVE
        | bool(gps) * GPS
        | bool(title) * TITLE
        | bool(caption) * CAPTION
        | bool(problem) * PROBLEM
        | (state == BROKEN) * IS_BROKEN
        | bool(animated) * ANIMATED
        | (rating is not None) * RATED
    )
    planes = b"".join(
        (
            bytes((flags, colour_code(color) + 16 * _aspect(width, height))),
            _date(taken),
            bytes((0 if rating is None else min(max(rating, 0), 254) + 1, codes.of(Column.TYPE, kind)[1])),
            _bytes(size, 5),
            _bytes(width, 3),
            _bytes(height, 3),
            codes.of(Column.SHAPE, name_shape(name)),
            codes.of(Column.CAMERA, camera_name(make, model)),
            codes.of(Column.LENS, lens),
            codes.of(Column.ISO, iso),
            codes.of(Column.F, aperture),
            codes.of(Column.FOCAL, focal),
            codes.of(Column.EXPOSURE, exposure),
        )
    )
    return Record(photo, folder, planes, name, plain(title) if title else "", plain(caption) if caption else "")


def _bytes(number: int | None, length: int) -> bytes:
    """Within what has room; a size below 0 is one that could not be asked for."""
    return max(0, min(number or 0, (1 << 8 * length) - 1)).to_bytes(length, "big")


def camera_name(make: str | None, model: str | None) -> str:
    """Make and model, as makers who name themselves in both do not have to be read twice."""
    if not make or not model or model.casefold().startswith(make.casefold()):
        return model or make or ""
    return f"{make} {model}"


def _aspect(width: int | None, height: int | None) -> int:
    if not width or not height:
        return 0
    return SQUARE if width == height else LANDSCAPE if width > height else PORTRAIT


def _date(taken_ms: int | None) -> bytes:
    return bytes(4) if taken_ms is None else date_bytes(taken_ms // DAY_MS)


def date_bytes(day: int) -> bytes:
    """A day since 1970-01-01 as it stands on a card: year, month and day, in the order of time."""
    year, month, of_month = civil(day)
    if not YEAR_ZERO < year < YEAR_ZERO + (1 << 16):
        return b"\0\1\1\1" if year <= YEAR_ZERO else b"\xff\xff\x0c\x1f"
    return (year - YEAR_ZERO).to_bytes(2, "big") + bytes((month, of_month))


def civil(day: int) -> tuple[int, int, int]:
    """Year, month and day of a day since 1970-01-01, in the Gregorian calendar for ever (H. Hinnant)."""
    era, of_era = divmod(day + 719_468, 146_097)  # 400 years, from the first of March
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    since_march = (5 * of_year + 2) // 153
    month = since_march + 3 if since_march < 10 else since_march - 9
    return era * 400 + year + (month <= 2), month, of_year - (153 * since_march + 2) // 5 + 1
