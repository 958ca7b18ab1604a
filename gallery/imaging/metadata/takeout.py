"""What Google Photos knows of a photo: the JSON file beside it in a Google Takeout."""

from __future__ import annotations

import json
import math
from typing import Any

from gallery.base.models import Taken
from gallery.imaging.metadata.capture_time import wall_clock_ms
from gallery.imaging.metadata.keywords import clean
from gallery.imaging.metadata.places import is_place
from gallery.imaging.metadata.xmp import Annotations, SidecarError

MAX_BYTES = 256 << 10
"""Longer files are no Takeout's. Most have a KB; each comment and each person takes some hundred bytes more."""
_TAKEN, _UPLOADED = "photoTakenTime", "creationTime"
_MAX_SECONDS = 1 << 40
_MAX_METRES = 100_000
_UPLOAD_S = 60
"""A photo that was taken within this time of its upload says no more than that Google knew no date."""


def parse_takeout(content: bytes) -> Annotations:
    """Return what the JSON file of a photo says; nothing if it is another program's.

    Of the date: `taken`; or `changed`, where it is only that of the upload.

    Raises:
        SidecarError: It is no JSON, cut off, or nested without end.
    """
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SidecarError("it is damaged, or not JSON") from None
    if not isinstance(values, dict) or _TAKEN not in values:
        return Annotations()
    name = next((name for name in ("geoData", "geoDataExif") if _place(values, name)), "")
    place = _place(values, name)
    taken, uploaded = _seconds(values, _TAKEN), _seconds(values, _UPLOADED)
    is_upload = taken is not None and uploaded is not None and abs(taken - uploaded) < _UPLOAD_S
    moment = _to_taken(taken, place, "upload" if is_upload else "google")
    return Annotations(
        taken=None if is_upload else moment,
        changed=moment if is_upload else None,
        caption=_text(values.get("description")),
        latitude=place and place[0],
        longitude=place and place[1],
        altitude_m=_altitude(values.get(name)),
        people=_people(values.get("people")),
    )


def _to_taken(seconds: int | None, place: tuple[float, float] | None, origin: str) -> Taken | None:
    """Return a moment on the clock of the nautical time zone of the place; without one, on that of this machine."""
    if not seconds:
        return None
    if place is None:
        return Taken(wall_clock_ms(seconds * 1000), None, origin)
    offset = 60 * round(place[1] / 15)
    return Taken((seconds + 60 * offset) * 1000, offset, origin)


def _seconds(values: dict[str, Any], name: str) -> int | None:
    """Return a moment in seconds since 1970 UTC, which may lie before; None: there is none."""
    moment = values.get(name)
    text = moment.get("timestamp") if isinstance(moment, dict) else None
    try:
        seconds = int(text) if isinstance(text, str | int) else 0
    except ValueError:
        return None
    return seconds if 0 < abs(seconds) < _MAX_SECONDS else None


def _place(values: dict[str, Any], name: str) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees; None: not known, which Google writes as 0, 0."""
    found = values.get(name)
    if not isinstance(found, dict):
        return None
    latitude, longitude = (_degrees(found.get(key), limit) for key, limit in (("latitude", 90), ("longitude", 180)))
    if latitude is None or longitude is None or not is_place(latitude, longitude):
        return None
    return latitude, longitude


def _altitude(place: object) -> float | None:
    """Return metres above the sea; None: not known, which Google writes as 0."""
    metres = place.get("altitude") if isinstance(place, dict) else None
    if isinstance(metres, bool) or not isinstance(metres, int | float) or not 0 < abs(metres) < _MAX_METRES:
        return None
    return float(metres)


def _degrees(value: object, limit: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= limit and math.isfinite(value) else None


def _people(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    return clean(_text(one.get("name")) for one in listed if isinstance(one, dict))


def _text(value: object) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None
