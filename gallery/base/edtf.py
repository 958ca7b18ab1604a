"""Dates that need not be exact, in the form of ISO 8601-2 (Extended Date/Time Format, level 1). Pure.

`2024-11-14T15:30:00`, also with a fraction and an offset from UTC; `2024-11-14`, `1990-03`, `1984-22` (seasons are the
months 21 to 24), `1975`, `196X` (a decade); behind all but the first `~`: around then.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from gallery.base.calendar import DAY_MS, date_of_day

TIME, DAY, MONTH, SEASON, YEAR, DECADE = range(6)
"""How exact a date is, the *precision*: stored, never renumber."""
AROUND = 8
"""A bit of the precision: around then."""
UNIT = 7
"""The bits of the precision that say which unit of the calendar is meant."""
RANKS = 16
"""Of precisions: more than the largest of them."""
SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}
"""The first month of each season: spring, summer, autumn, winter north of the equator. A season has three."""
_FORM = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<ms>[0-9]{3}))?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?(?P<around>~)?",
    re.ASCII,
)
_DECADE = re.compile(r"([0-9]{3})X(~)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_OFFSET = 14 * 60
_MS = timedelta(milliseconds=1)
_MONTHS = {MONTH: 1, SEASON: 3, YEAR: 12, DECADE: 120}


class InexactDate(NamedTuple):
    """A date with its precision."""

    begin_ms: int
    """Milliseconds from 1970-01-01T00:00 to the first moment that it may be, on the clock of the place."""
    precision: int
    """TIME, DAY, MONTH, SEASON, YEAR or DECADE, and perhaps AROUND."""
    offset_min: int | None = None
    """Minutes east of UTC, of a TIME, where it is known."""

    @property
    def span_ms(self) -> tuple[int, int]:
        """The first moment that it may be, and the first after those; without what AROUND may add."""
        unit, day = self.precision & UNIT, self.begin_ms // DAY_MS
        if unit == TIME:
            return self.begin_ms, self.begin_ms + 1
        return day * DAY_MS, (day + 1 if unit == DAY else add_months(day, _MONTHS[unit])) * DAY_MS


def parse(text: str) -> InexactDate:
    """Read a date.

    Raises:
        ValueError: it has another form, or the calendar has no such date.
    """
    if match := _DECADE.fullmatch(text):
        return InexactDate(_ms(int(match[1]) * 10), DECADE | AROUND * bool(match[2]))
    match = _FORM.fullmatch(text)
    if match is None or (match["hour"] and match["around"]):
        raise ValueError("no date of ISO 8601-2")
    year, month, day, hour, minute, second, ms = (int(match[name] or 0) for name in _PARTS)
    if match["hour"]:
        begin = _ms(year, month, day, hour, minute, second, ms)
        return InexactDate(begin, TIME, _parse_offset(match["offset"]))
    around = AROUND * bool(match["around"])
    if match["day"]:
        return InexactDate(_ms(year, month, day), DAY | around)
    if month in SEASON_MONTHS:
        return InexactDate(_ms(year, SEASON_MONTHS[month]), SEASON | around)
    return InexactDate(_ms(year, month if match["month"] else 1), (MONTH if match["month"] else YEAR) | around)


_PARTS = ("year", "month", "day", "hour", "minute", "second", "ms")


def encode(date: InexactDate) -> str:
    """Return the text that `parse` reads; years lie between 1 and 9999.

    Raises:
        ValueError: the year does not.
    """
    unit = date.precision & UNIT
    year, month, day = date_of_day(date.begin_ms // DAY_MS)
    if not 1 <= year <= 9999:
        raise ValueError("a year of more or less than four digits")
    around = "~" if date.precision & AROUND else ""
    if unit == TIME:
        return _encode_time(date)
    if unit == SEASON:
        season = next(code for code, first in SEASON_MONTHS.items() if first == month)
        return f"{year:04}-{season}{around}"
    texts = {DAY: f"{year:04}-{month:02}-{day:02}", MONTH: f"{year:04}-{month:02}", YEAR: f"{year:04}"}
    return texts.get(unit, f"{year // 10:03}X") + around


def add_months(day: int, months: int) -> int:
    """Return the day so many months after the first of a month, days since 1970-01-01."""
    year, month, _ = date_of_day(day)
    years, rest = divmod(month - 1 + months, 12)
    return _day_of(year + years, rest + 1)


def _day_of(year: int, month: int) -> int:
    """Return the first day of a month; of a year after 9999 that of the year 10000."""
    return _ms(year, month) // DAY_MS if year <= 9999 else _ms(9999, 12, 31) // DAY_MS + 1


def _ms(year: int, month: int = 1, day: int = 1, hour: int = 0, minute: int = 0, second: int = 0, ms: int = 0) -> int:
    return (datetime(year, month, day, hour, minute, second, ms * 1000, tzinfo=UTC) - _EPOCH) // _MS


def _encode_time(date: InexactDate) -> str:
    moment = (_EPOCH + date.begin_ms * _MS).replace(tzinfo=None)
    text = moment.isoformat(timespec="milliseconds" if date.begin_ms % 1000 else "seconds")
    if date.offset_min is None:
        return text
    hours, minutes = divmod(abs(date.offset_min), 60)
    return f"{text}{'-' if date.offset_min < 0 else '+'}{hours:02}:{minutes:02}"


def _parse_offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    if int(text[4:6]) > 59 or minutes > _MAX_OFFSET:
        raise ValueError("no offset from UTC")
    return -minutes if text[0] == "-" else minutes
