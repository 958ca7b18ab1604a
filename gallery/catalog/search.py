"""What the user types into the filter: words of the name, and dates. Pure parsing, then SQL with parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from gallery.catalog.naming import folded

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
LONGEST = 1000  # characters; SQLite refuses patterns of 50,000 bytes
_YEARS = range(1826, 2200)  # the first photograph that survives; far enough


@dataclass(frozen=True, slots=True)
class Filter:
    """A photo passes when its name has every word and its date lies in every span (year, month, day: 0 for any)."""

    words: tuple[str, ...] = ()
    dates: tuple[tuple[int, int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.dates)


def parse(text: str) -> Filter:
    """Read what was typed. Everything means something: what is no date is a word of the name.

    >>> parse("2019-06 beach")
    Filter(words=('beach',), dates=((2019, 6, 0),))
    >>> parse("june 2019")
    Filter(words=(), dates=((2019, 6, 0),))
    """
    tokens = folded(text[:LONGEST].replace("\0", " ")).split()[:16]
    words: list[str] = []
    dates: list[tuple[int, int, int]] = []
    at = 0
    while at < len(tokens):
        used, date = _date(tokens[at : at + 3])
        if date:
            dates.append(date)
        else:
            words.append(tokens[at])
        at += used
    return Filter(tuple(words), tuple(dates))


def _date(tokens: list[str]) -> tuple[int, tuple[int, int, int] | None]:
    """How many tokens make a date, and which: `11 june 2019`, `june 2019`, `2019 june`, `june`, `2019-06-11`, …"""
    month = [_month(token) for token in tokens]
    number = [int(token) if token.isascii() and token.isdigit() and len(token) <= 4 else 0 for token in tokens]
    if len(tokens) == 3 and month[1] and number[2] in _YEARS and (date := _real(number[2], month[1], number[0])):
        return 3, date
    if len(tokens) >= 2 and month[0] and number[1] in _YEARS:
        return 2, (number[1], month[0], 0)
    if len(tokens) >= 2 and number[0] in _YEARS and month[1]:
        return 2, (number[0], month[1], 0)
    if month[0]:
        return 1, (0, month[0], 0)
    match = _DATE.fullmatch(tokens[0])
    if match and int(match[1]) in _YEARS:
        month_said, day_said = (int(part) if part else None for part in match.groups()[1:])
        return 1, _real(int(match[1]), month_said, day_said)
    return 1, None


def _month(token: str) -> int:
    """1 to 12, or 0. At least three letters, so that `ma` stays a word; `may` and `mar` are months."""
    return next((number for number, name in enumerate(_MONTHS, 1) if len(token) >= 3 and name.startswith(token)), 0)


def _real(year: int, month: int | None = None, day: int | None = None) -> tuple[int, int, int] | None:
    """The date with 0 for what was not said, or None where the calendar has no such day."""
    try:
        datetime(year, 1 if month is None else month, 1 if day is None else day, tzinfo=UTC)
    except ValueError:
        return None
    return year, month or 0, day or 0


# LIKE ignores case in ASCII only; calling back is slow, so only names of other letters are folded
_HAS_WORD = (
    "(label LIKE ? ESCAPE '!' OR (length(label) != length(CAST(label AS BLOB)) AND folded(label) LIKE ? ESCAPE '!'))"
)
_SECONDS = "(taken_ms - iif(taken_ms < 0, 999, 0)) / 1000"


def where(found: Filter) -> tuple[str, list[str | int]]:
    """An SQL condition on the table photos, and its parameters."""
    parts: list[str] = []
    values: list[str | int] = []
    for word in found.words:
        parts.append(_HAS_WORD)
        values += 2 * ["%" + re.sub(r"([!%_])", r"!\1", word) + "%"]
    for year, month, day in found.dates:
        if year:
            first, after = _span(year, month, day)
            parts.append("taken_ms >= ? AND taken_ms < ?")
            values += [first, after]
        else:
            parts.append(f"CAST(strftime('%m', {_SECONDS}, 'unixepoch') AS INTEGER) = ?")
            values.append(month)
    return " AND ".join(parts) or "TRUE", values


def _span(year: int, month: int, day: int) -> tuple[int, int]:
    """Milliseconds of wall-clock time: first of the span, and first after it."""
    first = datetime(year, month or 1, day or 1, tzinfo=UTC)
    if day:
        return _ms(first), _ms(first) + 86_400_000
    after = (year + 1, 1) if not month or month == 12 else (year, month + 1)
    return _ms(first), _ms(datetime(*after, 1, tzinfo=UTC))


def _ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000
