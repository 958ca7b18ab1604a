"""Dates and places that somebody said, in the form of XMP, and back. Pure.

XMP knows a year, a month, a day and a moment, and no seasons, no decades and no "around" (XMP part 1, 8.2.1.1). So a
sidecar gets the closest of its dates in which the said one lies: of "summer 1984" the year.
"""

from __future__ import annotations

import re

from gallery.base import edtf, said_places
from gallery.base.calendar import DAY_MS, date_of_day
from gallery.base.said_places import SaidPlace

_DATE = re.compile(
    r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)"
    r"(?:T([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:[0-9]{2})?)?",
    re.ASCII,
)
_DEGREES = re.compile(
    r"([0-9]{1,3}),([0-9]{1,2}(?:\.[0-9]{1,12})?)(?:,([0-9]{1,2}(?:\.[0-9]{1,12})?))?([NSEW])", re.ASCII
)
_BETWEEN = "\x1f"
SAME_DEGREES = 0.00001
"""Points that are no further apart are one, about a metre: programs round in different ways."""


def date_to_xmp(said: str | None) -> str | None:
    """Return the date of a sidecar for one of base/edtf.py; None: XMP has none in which it lies."""
    if said is None:
        return None
    date = edtf.parse(said)
    unit = date.precision & edtf.UNIT
    if unit != edtf.SEASON:
        return None if unit == edtf.DECADE else edtf.encode(date._replace(precision=unit))
    begin, end = date.span_ms
    years = {date_of_day(day)[0] for day in (begin // DAY_MS, end // DAY_MS - 1)}
    return f"{min(years):04}" if len(years) == 1 else None  # a winter lies in two years


def date_of_xmp(text: str) -> str | None:
    """Return a date of XMP in the form of base/edtf.py; None: it is none."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    day, clock, seconds, fraction, zone = match.groups()
    if clock is not None:
        part = f"{fraction:0<3.3}" if fraction else ""
        day += f"T{clock}{seconds or ':00'}{'.' + part if part.strip('0') else ''}{zone or ''}"
    try:
        return edtf.encode(edtf.parse(day)) if day[5:7] <= "12" else None
    except ValueError:
        return None


def is_same_date(before: str, now: str) -> bool:
    """Return whether a date of a sidecar says what another did before, perhaps filled up by another program.

    One that knows no dates without a time makes midnight of the first of January of a year.
    """
    texts = date_of_xmp(before), date_of_xmp(now)
    if texts[0] is None or texts[1] is None:
        return before == now
    known, found = map(edtf.parse, (texts[0], texts[1]))
    is_filled_up = found.precision <= edtf.DAY and found.precision < known.precision
    return known == found or (is_filled_up and found.begin_ms == known.begin_ms)


def place_to_xmp(said: str | None) -> str | None:
    """Return latitude and longitude as XMP has them, a blank between, for a place of base/said_places.py."""
    if not said:
        return None
    place = said_places.parse(said)
    return f"{_coordinate(place.latitude, 'NS')} {_coordinate(place.longitude, 'EW')}"


def _coordinate(degrees: float, letters: str) -> str:
    whole, minutes = divmod(round(abs(round(degrees, 6)) * 60, 6), 60)
    text = f"{minutes:.6f}".rstrip("0")
    return f"{int(whole)},{text}{'0' if text.endswith('.') else ''}{letters[degrees < 0]}"


def join_coordinates(latitude: str | None, longitude: str | None) -> str | None:
    """Return two properties as one value: a blank between where they are a point, else a sign that no XML holds."""
    if latitude is None and longitude is None:
        return None
    parts = (latitude or "", longitude or "")
    point = " ".join(parts)
    return point if _point(point) else _BETWEEN.join(parts)


def split_coordinates(value: str) -> tuple[str | None, str | None]:
    """Return the two properties that `join_coordinates` made one value of, or a place of `place_to_xmp`."""
    latitude, _, longitude = value.partition(_BETWEEN if _BETWEEN in value else " ")
    return latitude or None, longitude or None


def place_of_xmp(text: str) -> str | None:
    """Return a place of a sidecar in the form of base/said_places.py; None: it is none."""
    point = _point(text)
    return None if point is None else said_places.encode(SaidPlace(*point))


def is_same_place(before: str, now: str) -> bool:
    """Return whether two places of sidecars are one point."""
    first, second = _point(before), _point(now)
    if first is None or second is None:
        return before == now
    return all(abs(a - b) <= SAME_DEGREES for a, b in zip(first, second, strict=True))


def _point(text: str) -> tuple[float, float] | None:
    """Return degrees of latitude and longitude; None: it is no place."""
    parts = [_DEGREES.fullmatch(part) for part in text.upper().split(" ")]
    if len(parts) != 2 or parts[0] is None or parts[1] is None or parts[0][4] in "EW" or parts[1][4] in "NS":
        return None
    latitude, longitude = _degrees(*parts[0].groups()), _degrees(*parts[1].groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(degrees: str, minutes: str, seconds: str | None, letter: str) -> float:
    size = int(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600
    return round(-size if letter in "SW" else size, 8)
