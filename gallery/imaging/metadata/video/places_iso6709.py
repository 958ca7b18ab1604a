"""Places as ISO 6709 writes them: "+48.8577+002.2950+035.0/". Pure."""

from __future__ import annotations

import re

from gallery.imaging.metadata.places import is_place

_PLACE = re.compile(r"\s*([+-]\d{1,6}(?:\.\d+)?)\s*([+-]\d{1,7}(?:\.\d+)?)\s*(?:([+-]\d+(?:\.\d+)?)(?=/|CRS|\s|\Z))?")
_MAX_LENGTH = 100


def parse_iso6709(text: str) -> tuple[float, float, float | None] | None:
    """Return (latitude, longitude, altitude in metres) of a text; None if it is no place (ISO 6709:2008, annex H).

    Degrees, degrees and minutes, or degrees, minutes and seconds are told apart by the number of digits.
    """
    match = _PLACE.match(text) if len(text) <= _MAX_LENGTH else None
    if match is None:
        return None
    latitude, longitude = _degrees(match[1], 2), _degrees(match[2], 3)
    if not is_place(latitude, longitude) or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude, float(match[3]) if match[3] else None


def _degrees(text: str, digits: int) -> float:
    """Return degrees.

    Args:
        text: A sign, then digits.
        digits: How many of them the degrees have, if minutes follow.
    """
    whole = len(text[1:].partition(".")[0])
    if whole <= digits:
        return float(text)
    degrees = int(text[1 : digits + 1])
    rest = text[digits + 1 :]
    minutes = float(rest) / 60 if whole <= digits + 2 else int(rest[:2]) / 60 + float(rest[2:]) / 3600
    return -(degrees + minutes) if text[0] == "-" else degrees + minutes
