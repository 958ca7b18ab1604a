"""A place that somebody said of a photo, as text: `48.85837,2.294481 Eiffel Tower`. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_FORM = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,8})?),(-?[0-9]{1,3}(?:\.[0-9]{1,8})?)(?: (.*))?", re.ASCII)
MAX_NAME = 200


class SaidPlace(NamedTuple):
    """A point in degrees, and the name by which it was chosen; empty: it was typed as a point."""

    latitude: float
    longitude: float
    name: str = ""


def parse(text: str) -> SaidPlace:
    """Read a place: degrees of latitude and longitude north and east, a comma between, then perhaps a space and a name.

    Raises:
        ValueError: it has another form, or there is no such point.
    """
    match = _FORM.fullmatch(text)
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        raise ValueError("no point on the earth")
    name = (match[3] or "").strip()
    if len(name) > MAX_NAME:
        raise ValueError("the name is too long")
    return SaidPlace(float(match[1]), float(match[2]), name)


def encode(place: SaidPlace) -> str:
    """Return the text that `parse` reads, to a tenth of a metre."""
    point = ",".join(f"{degrees:.6f}".rstrip("0").rstrip(".") for degrees in place[:2]).replace("-0,", "0,")
    return f"{point} {place.name}" if place.name else point
