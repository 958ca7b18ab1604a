"""Finds photos by dates that are less exact than a day: of a month, a season, a year or a decade.

Such a photo is found where all of its span is asked for: `1975` by 1975 and by 1970..1980, not by 1975-06. Its record
has the first day of the span with the byte DAY 0, so that it stands where the timeline has it, and the unit in MARKS.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from gallery.base.calendar import date_of_day
from gallery.base.edtf import DECADE, MONTH, SEASON, SEASON_MONTHS, YEAR, add_months
from gallery.catalog.said_dates import has_inexact
from gallery.search import records
from gallery.search.columns import UNIT_SHIFT, Column

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from gallery.search.index_snapshot import IndexSnapshot

UNITS = (MONTH, SEASON, YEAR, DECADE)
_MINIMUM = b"\0\0\1\0"


class InexactDates:
    """The photos with inexact dates in one snapshot of the index. One thread uses it."""

    def __init__(self, conn: sqlite3.Connection, snapshot: IndexSnapshot) -> None:
        self._snapshot = snapshot
        self._by_unit = {unit: self._of_unit(unit) for unit in UNITS} if has_inexact(conn) else {}

    def _of_unit(self, unit: int) -> int:
        dated = self._snapshot.with_bytes(Column.MONTH, range(1, 13)) & self._snapshot.with_bytes(Column.DAY, (0,))
        marks = (value for value in range(256) if value >> UNIT_SHIFT == unit - MONTH)
        return dated & self._snapshot.with_bytes(Column.MARKS, marks)

    @property
    def all(self) -> int:
        """The bitmap of all of them."""
        return reduce(or_, self._by_unit.values(), 0)

    def within(self, spans: Sequence[tuple[int, int]]) -> int:
        """Return those whose spans lie within one of these [first, after), days since 1970-01-01."""
        found = 0
        for unit, photos in self._by_unit.items():
            if photos:
                ranges = [span for first, after in spans if (span := _range(first, after, unit))]
                found |= photos & self._snapshot.in_ranges(Column.YEAR, ranges, minimum=_MINIMUM)
        return found

    def of_months(self, numbers: Collection[int]) -> int:
        """Return those of a month, 1 to 12, or of a season, 21 to 24, of any year."""
        seasons = {SEASON_MONTHS[number] for number in numbers if number in SEASON_MONTHS}
        return self._begin_in(MONTH, {number for number in numbers if number <= 12}) | self._begin_in(SEASON, seasons)

    def _begin_in(self, unit: int, months: Collection[int]) -> int:
        photos = self._by_unit.get(unit, 0)
        return photos & self._snapshot.with_bytes(Column.MONTH, months) if photos and months else 0


def _range(first: int, after: int, unit: int) -> tuple[bytes, bytes] | None:
    """Return from which key on, and before which, the first day of a span of this unit stands; None: nowhere."""
    low, high = records.encode_day(first), records.encode_day(_begin_of(after, unit, first))
    low, high = (key[:3] + b"\0" if key[3] == 1 else key for key in (low, high))
    return (low, high) if low < high else None


def _begin_of(day: int, unit: int, first: int) -> int:
    """Return the first day of the span of this unit in which a day lies.

    Winter counts to the year in which it begins: who asks for all of 1984, from `first` on, means that of 1984, too.
    """
    year, month, of_month = date_of_day(day)
    months = {MONTH: 0, SEASON: month % 3, YEAR: month - 1, DECADE: year % 10 * 12 + month - 1}[unit]
    if unit == SEASON and (month, of_month) == (1, 1) and first <= add_months(day, -12):
        return day
    return add_months(day, -months)
