"""Dates that depend on the day on which they are typed: `yesterday`, `last summer`, `3 weeks ago`. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from gallery.search.date_terms import SEASONS, days_of, month_of, season_of
from gallery.search.nodes import Days

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPOCH = date(1970, 1, 1)
_LAST, _THIS = ("last", "past", "previous"), ("this", "current")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ONE_DAY = {"today": 0, "yesterday": 1}
_MAX_BACK = 2000
"""The largest number of days, weeks, months or years back that means anything."""


def parse_leading(words: Sequence[str], today: date) -> tuple[int, Days | None]:
    """Read the date, seen from `today`, that the words begin with.

    Returns:
        How many words it takes, and its days; 1 and None where the words begin with none.
    """
    if words[0] in _ONE_DAY:
        first = today - timedelta(days=_ONE_DAY[words[0]])
        return 1, _days(first, first)
    if len(words) >= 3:
        number = _number(words[1] if words[0] in _LAST else words[0])
        if number and words[0] in _LAST and (days := _last_many(number, _unit(words[2]), today)):
            return 3, days
        if number and words[2] == "ago" and (days := _ago(number, _unit(words[1]), today)):
            return 3, days
    if len(words) >= 2 and words[0] in (*_LAST, *_THIS):
        days = _named(words[1], today, back=words[0] in _LAST)
        return (2, days) if days else (1, None)
    return 1, None


def _named(word: str, today: date, *, back: bool) -> Days | None:
    """Return this week, last summer, last december and the like."""
    if word in ("week", "month", "year"):
        return _ago(int(back), word, today)
    if word == "weekend":
        saturday = _monday(today) + timedelta(days=5 - 7 * back)
        return _days(saturday, saturday + timedelta(days=1))
    if word in _WEEKDAYS:
        behind = (today.weekday() - _WEEKDAYS.index(word)) % 7
        day = today - timedelta(days=behind or 7 * back)
        return _days(day, day)
    if word in SEASONS:
        return _season(word, today, back=back)
    month = month_of(word)
    past = today.year - (month >= today.month if back else 0)
    return days_of(past, month) if month else None


def _season(name: str, today: date, *, back: bool) -> Days:
    """Return the season that goes on or is of this year; with `back` the latest that is over."""
    now = (today - _EPOCH).days
    found = [season_of(name, year) for year in (today.year, today.year - 1, today.year - 2)]
    if back:
        return next(days for days in found if days.after <= now)
    return next((days for days in found if days.first <= now < days.after), found[0])


def _ago(number: int, unit: str, today: date) -> Days | None:
    """Return the day, week, month or year that lies so many of them back."""
    if unit == "day":
        day = today - timedelta(days=number)
        return _days(day, day)
    if unit == "week":
        monday = _monday(today) - timedelta(weeks=number)
        return _days(monday, monday + timedelta(days=6))
    if unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 - number, 12)
        return days_of(year, month + 1)
    return days_of(today.year - number) if unit == "year" else None


def _last_many(number: int, unit: str, today: date) -> Days | None:
    """Return the last so many days, weeks, months or years, with today."""
    days = {"day": 1, "week": 7, "month": 30, "year": 365}.get(unit)
    if not days:
        return None
    first = max(today.toordinal() - number * days + 1, date.min.toordinal())  # a clock may have been set to 1970
    return _days(date.fromordinal(first), today)


def _number(word: str) -> int:
    if word in ("a", "an", "one"):
        return 1
    return min(int(word), _MAX_BACK) if word.isascii() and word.isdigit() and len(word) <= 4 else 0


def _unit(word: str) -> str:
    return word.removesuffix("s")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days(first: date, last: date) -> Days:
    return Days((first - _EPOCH).days, (last - _EPOCH).days + 1)
