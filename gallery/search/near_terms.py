"""What follows `near:`, a place or a point and a distance: `Lisbon 20km`, `Paris, Texas`, `38.72, -9.14 500m`. Pure."""

from __future__ import annotations

import re

from gallery.search.nodes import Near

DEFAULT_KM = 10.0
LARGEST_KM = 20_100.0
"""Farther apart no two points are."""
DISTANCE = re.compile(r"[\s,]*(?<![\w.])([0-9]{1,6}(?:[.,][0-9]{1,3})?)\s?(km|mi|miles?|m)(?![^\W_])", re.IGNORECASE)
"""A distance, with what stands between it and the place."""
_MORE_WORDS = re.compile(
    rf"""(?:\s+(?!(?:or|and|not)\b|-)[^\s:"()|*?]{{1,40}}){{1,4}}?{DISTANCE.pattern}""", re.IGNORECASE
)
_POINT_WITH_SPACES = re.compile(
    r"[+-]?[0-9]{1,2}(?:\.[0-9]{1,9}°?\s?[ns]?[,;]?|°?\s?[ns]?[,;])\s+"
    r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,9})?°?(?:\s?[ew])?(?=[\s,;)|]|\Z)",
    re.IGNORECASE,
)
_KM = {"km": 1.0, "m": 0.001, "mi": 1.609344, "mile": 1.609344, "miles": 1.609344}
_POINT = re.compile(
    r"([+-]?[0-9]{1,2}(?:\.[0-9]{1,9})?)°?\s*([ns]?)[\s,;]+([+-]?[0-9]{1,3}(?:\.[0-9]{1,9})?)°?\s*([ew]?)"
)


class NearTermError(ValueError):
    """What follows `near:` means nothing. The message is a sentence for the user."""


def find_rest(value: str, text: str, end: int, *, quoted: bool) -> str:
    """Return what belongs to a value that ends at `end` of a text though white space parts it; empty: nothing.

    It is the other half of a point, as maps (`38.72, -9.14`) and the info panel write it, and a distance. Words before
    a distance belong to the name, quotes or not: `near:New York 20km`.
    """
    point = None if quoted else _POINT_WITH_SPACES.match(text, end - len(value))
    at = max(end, point.end()) if point else end
    distance = DISTANCE.match(text, at)
    if not distance and not quoted and at == end:
        distance = _MORE_WORDS.match(text, at)
    return text[end : distance.end() if distance else at]


def parse_near(value: str) -> Near:
    """Read a place or point and a distance; without one it is DEFAULT_KM.

    Args:
        value: folded, without quotes.

    Raises:
        NearTermError: there is no place, or a point that is none.
    """
    text, distance = _part(value)
    km = min(LARGEST_KM, float(distance[1].replace(",", ".")) * _KM[distance[2].lower()]) if distance else DEFAULT_KM
    if not text:
        raise NearTermError('“near:” needs a place, such as near:"Lisbon" 20km.')
    if point := _POINT.fullmatch(text):
        return Near("", "", _parse_point(point), km)
    place, _, within = (part.strip() for part in text.partition(","))
    return Near(place, within, None, km)


def place_of(value: str) -> str:
    """Return the place of what follows `near:`, as it was typed."""
    return _part(value)[0]


def _part(value: str) -> tuple[str, re.Match[str] | None]:
    """Return a place or point, and the distance behind it."""
    text = value.replace('"', " ")
    distance = next((match for match in DISTANCE.finditer(text) if match.end() == len(text.rstrip())), None)
    return text[: distance.start() if distance else None].strip(" ,;"), distance


def _parse_point(match: re.Match[str]) -> tuple[float, float]:
    latitude = float(match[1]) * (-1 if match[2] == "s" else 1)
    longitude = float(match[3]) * (-1 if match[4] == "w" else 1)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise NearTermError("A point has a latitude up to 90 and a longitude up to 180 degrees.")
    return latitude, longitude
