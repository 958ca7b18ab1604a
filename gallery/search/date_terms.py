"""Date terms, as users type them: `2019`, `june 2019`, `25.12.2023`, `december 25`, `summer 2019`. Pure.

Those that depend on the day on which they are typed are in relative_dates.py.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gallery.base.edtf import SEASON_MONTHS
from gallery.search.nodes import AnyOf, Days, Month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.search.nodes import Node

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first month of each season north of the equator; a season has three months."""
YEARS = range(1826, 2200)
"""Years that can be typed: from the first photograph that survives, as `capture_time.FIRST_YEAR`."""
MAX_DATE_WORDS = 5
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?:([-/._])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?)?", re.ASCII)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/._])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/._](\d{4})", re.ASCII)
_WITHOUT_YEAR = re.compile(r"(\d{1,2})([./])(\d{1,2})(\.?)", re.ASCII)
_JOINED = re.compile(r"[-/._]")
_SPAN = re.compile(r"(\d{4})(?:-|\.\.)(\d{4})", re.ASCII)
_DECADE = re.compile(r"(\d{3})0'?s", re.ASCII)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII)
_DAY_S = 86_400
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of each month in a leap year."""
_FILLERS = ("of", "the")
_TWO_DIGIT_PIVOT = 50
"""`31.12.49` is of 2049, `31.12.50` of 1950."""


def parse_leading(words: Sequence[str]) -> tuple[int, Node | None]:
    """Read the date that the words begin with, the longest that there is.

    Args:
        words: at least one, folded.

    Returns:
        How many words the date takes, and the date; 1 and None where the words begin with none. A date that can be
        read in two ways (`3/4/2019`) is either of the two.
    """
    places = [at for at, word in enumerate(words) if at == 0 or word not in _FILLERS]
    texts = [words[at].rstrip(",") for at in places]
    for count in (3, 2):
        if len(texts) >= count and (date := _of_words(texts[:count])):
            return places[count - 1] + 1, date
    return 1, parse_one(texts[0])


def parse_one(word: str) -> Node | None:
    """Return the date that one folded word is; None if it is none."""
    month = month_of(word)
    if month:
        return Month(month)
    if word in SEASONS:
        first = SEASONS[word]
        season = next(Month(number) for number, month in SEASON_MONTHS.items() if month == first)
        return AnyOf((*(Month((first + place - 1) % 12 + 1) for place in range(3)), season))
    parts = _JOINED.split(word.rstrip("."))
    spelled = _of_words(parts) if len(parts) in (2, 3) else None
    return spelled or parse_numeric(word)


def parse_numeric(word: str) -> Node | None:
    """Return the days of `2019`, `2019-06-11`, `11.6.2019`, `6/2019`, `2015-2018`, `1990s` and the like, or None."""
    if match := _YEAR_FIRST.fullmatch(word) or _COMPACT.fullmatch(word):
        year, month, day = match["year"], match["month"], match["day"]
        return _typed(int(year), *(int(part) if part else None for part in (month, day)))
    if match := _MONTH_AND_YEAR.fullmatch(word):
        return _typed(int(match[2]), int(match[1]))
    if match := _YEAR_LAST.fullmatch(word):
        return _year_last(int(match[1]), match[2], int(match[3]), match[4])
    if match := _SPAN.fullmatch(word) or _DECADE.fullmatch(word):
        first = int(match[1]) if match.re is _SPAN else int(match[1]) * 10
        begin, end = _typed(first), _typed(int(match[2]) if match.re is _SPAN else first + 9)
        return Days(begin.first, end.after) if begin and end and begin.first < end.after else None
    return _without_year(word)


def days_of(year: int | None, month: int | None = None, day: int | None = None) -> Days | None:
    """Return the days of a year, of a month of it, or the one day; None if the calendar has no such date."""
    if year is None:
        return None
    try:
        first = _day(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return Days(first, first + 1)
    whole_year = month is None or month == 12
    return Days(first, _day(year + 1, 1, 1) if whole_year else _day(year, (month or 0) + 1, 1))


def season_of(name: str, year: int) -> Days:
    """Return the days of the season that begins in a year."""
    month = SEASONS[name]
    last = (year, month + 2) if month + 2 <= 12 else (year + 1, month - 10)
    return Days(_day(year, month, 1), _day(last[0], last[1] + 1, 1))


def month_of(word: str) -> int:
    """Return the month that a word of three letters or more begins (1 to 12), or 0. So `ma` stays a word."""
    word = word.rstrip(".")
    return next((number for number, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)), 0)


def _of_words(words: Sequence[str]) -> Node | None:
    """Return the date that two or three words are, in whichever order; None if they are none."""
    months, years = [month_of(word) for word in words], [_year_of(word) for word in words]
    month = next(filter(None, months), 0)
    if not month:
        year = next(filter(None, years), 0)
        season = next((word for word in words if word in SEASONS), None)
        return season_of(season, year) if season and year and len(words) == 2 else None
    at = months.index(month)
    if len(words) == 3:
        year, day = ((years[2], words[1]), (years[2], words[0]))[at] if at < 2 else (0, "")
        if at == 1 and not year:
            year, day = years[0], words[2]
        return days_of(year, month, _day_number(day)) if year and _day_number(day) else None
    return days_of(years[1 - at], month) if years[1 - at] else _day_of_month(_day_number(words[1 - at]), month)


def _year_last(one: int, sign: str, other: int, year: str) -> Node | None:
    """Return `11.6.2019`, the day first; with another sign than a point the month may be first."""
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < _TWO_DIGIT_PIVOT else 1900)
    return _either(_typed(full, other, one), _typed(full, one, other) if sign != "." else None)


def _either(*found: Node | None) -> Node | None:
    """Return the one date that a word can be, or all of them; None if it is none."""
    dates = tuple(dict.fromkeys(date for date in found if date))
    return dates[0] if len(dates) == 1 else AnyOf(dates) if dates else None


def _without_year(word: str) -> Node | None:
    """Return `25.12.`, the day first; with slashes (`25/12`) the month may be first."""
    match = _WITHOUT_YEAR.fullmatch(word)
    if match is None or (match[2] == ".") != bool(match[4]):
        return None
    one, other = int(match[1]), int(match[3])
    return _either(_day_of_month(one, other), _day_of_month(other, one) if match[2] == "/" else None)


def _typed(year: int, month: int | None = None, day: int | None = None) -> Days | None:
    return days_of(year, month, day) if year in YEARS else None


def _day_of_month(day: int, month: int) -> Month | None:
    return Month(month, day) if 1 <= month <= 12 and 1 <= day <= _LONGEST[month - 1] else None


def _year_of(word: str) -> int:
    return int(word) if len(word) == 4 and word.isascii() and word.isdigit() and int(word) in YEARS else 0


def _day_number(word: str) -> int:
    match = _DAY.fullmatch(word)
    return int(match[1]) if match else 0


def _day(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp()) // _DAY_S
