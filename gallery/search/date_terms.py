"""Date terms, as users type them: `2019`, `june 2019`, `11 june 2019`, `2019-06-11`, `june`. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gallery.search.nodes import Days, Month

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
YEARS = range(1826, 2200)
"""Years that can be typed: from the first photograph that survives, as `capture_time.FIRST_YEAR`."""
MAX_DATE_WORDS = 3
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_DAY_S = 86_400


def parse_leading(words: Sequence[str]) -> tuple[int, Days | Month | None]:
    """Read the date that the words begin with.

    Args:
        words: at least one, folded.

    Returns:
        How many words the date takes, and the date; 1 and None where the words begin with none.
    """
    month = [_month(word) for word in words]
    number = [int(word) if word.isascii() and word.isdigit() and len(word) <= 4 else 0 for word in words]
    if len(words) >= 3 and month[1] and number[2] in YEARS and (date := days_of(number[2], month[1], number[0])):
        return 3, date
    if len(words) >= 2 and month[0] and number[1] in YEARS:
        return 2, days_of(number[1], month[0])
    if len(words) >= 2 and number[0] in YEARS and month[1]:
        return 2, days_of(number[0], month[1])
    return 1, Month(month[0]) if month[0] else parse_numeric(words[0])


def parse_numeric(word: str) -> Days | None:
    """Return the days of `2019`, `2019-06` or `2019-06-11`, also with points or slashes; None if it is not a date."""
    match = _DATE.fullmatch(word)
    if match is None or int(match[1]) not in YEARS:
        return None
    return days_of(*(int(part) if part else None for part in match.groups()))


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


def _month(word: str) -> int:
    """Return the month that a word of three letters or more begins (1 to 12), or 0. So `ma` stays a word."""
    return next((number for number, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)), 0)


def _day(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp()) // _DAY_S
