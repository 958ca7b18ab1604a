"""Latitudes and longitudes, as EXIF and XMP write them, in degrees. Pure."""

from __future__ import annotations

import math
import re

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:/\d+)?")
_ALTITUDE = re.compile(r"([+-]?\d{1,12}(?:\.\d{1,12})?(?:/\d{1,12})?)")
_XMP = re.compile(r"([\d.,/°'\"\s]+)([NSEW])", re.IGNORECASE)
_SIGNED = re.compile(r"[+-]?\d{1,3}\.\d{1,20}")
_MAX_LENGTH = 80
"""Longer texts are no coordinates: three quotients of 32-bit numbers, two commas and a letter take 66 characters."""


def is_place(latitude: float | None, longitude: float | None) -> bool:
    """Return whether the two are a place; 0, 0 is what a receiver without a fix writes."""
    return latitude is not None and longitude is not None and (latitude, longitude) != (0, 0)


def signed_degrees(parts: tuple[float, ...], hemisphere: str | None, letters: str, limit: int) -> float | None:
    """Convert degrees, minutes and seconds to degrees with a sign.

    Args:
        parts: Up to three numbers. Minutes or seconds that are not finite (0/0) were not measured.
        hemisphere: Begins with the letter of the hemisphere; without one the place is not known.
        letters: The letters of the positive and the negative hemisphere.
        limit: The most degrees there are.
    """
    letter = (hemisphere or "?")[0].upper()
    if not parts or letter not in letters or not math.isfinite(parts[0]):
        return None
    degrees = sum(abs(part) / 60**power for power, part in enumerate(parts[:3]) if math.isfinite(part))
    # a sign is written by mistake, and means it: the letter beside it is then the usual one, or says the same
    negative = letter == letters[1] or math.copysign(1, parts[0]) < 0
    return (-degrees if negative else degrees) if degrees <= limit else None


def parse_degree_text(text: str | None) -> tuple[float, ...]:
    """Return the degrees, minutes and seconds in a text such as "41/1,22/1,1567/100" or "52,00000,50,00000,34,01180".

    In six numbers without a point the commas are decimal ones, too.
    """
    if len(text or "") > _MAX_LENGTH:
        return ()
    found = _NUMBER.findall(text or "")
    if len(found) == 6 and not any(mark in (text or "") for mark in "./"):
        found = [f"{whole}.{part}" for whole, part in zip(found[::2], found[1::2], strict=True)]
    parts = tuple(_parse_number(one) for one in found[:3])
    return (-parts[0], *parts[1:]) if parts and (text or "").lstrip().startswith("-") else parts


def parse_xmp_degrees(text: str | None, letters: str, limit: int) -> float | None:
    """Parse a GPSCoordinate of XMP, "DDD,MM,SSk" or "DDD,MM.mmk" (XMP part 2, 1.2.7.4); None if it is none.

    Some programs write degrees with a sign instead.
    """
    plain = (text or "").strip()
    if _SIGNED.fullmatch(plain):
        return float(plain) if abs(float(plain)) <= limit else None
    match = _XMP.fullmatch(plain) if len(plain) <= _MAX_LENGTH else None
    return None if match is None else signed_degrees(parse_degree_text(match[1]), match[2], letters, limit)


def parse_xmp_altitude(text: str | None, reference: str | None) -> float | None:
    """Parse a GPSAltitude of XMP in metres, "1234/10" (XMP part 2, 1.2.7.4); below the sea where the reference is 1."""
    match = _ALTITUDE.fullmatch((text or "").strip())
    if match is None:
        return None
    metres = _parse_number(match[1].lstrip("+-"))
    below = match[1].startswith("-") or (reference or "").strip() == "1"
    return (-metres if below else metres) if math.isfinite(metres) else None


def _parse_number(text: str) -> float:
    above, _, below = text.partition("/")
    return float(above) / float(below) if below and float(below) else math.nan if below else float(above)
