"""Time, place and make as AVCHD cameras write them into the pictures: tags of five bytes in a message of H.264.

User data of SEI (ITU-T H.264, D.1.7) with AVCHD's identifier; the tags as ExifTool's documentation has them.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from gallery.imaging.metadata.capture_time import make_taken
from gallery.imaging.metadata.places import is_place, signed_degrees
from gallery.imaging.metadata.video.sequence_headers import without_emulation
from gallery.imaging.metadata.video.tags import add_place

if TYPE_CHECKING:
    from gallery.imaging.metadata.video.facts import VideoFacts

_IDENTIFIER = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"
_YEAR, _CLOCK, _MAKER = 0x18, 0x19, 0xE0
_LATITUDE, _LONGITUDE = 0xB1, 0xB5
"""Each a letter, followed by tags of degrees, minutes and seconds."""
_MAKERS = {0x0103: "Panasonic", 0x0108: "Sony", 0x1011: "Canon", 0x1104: "JVC"}
_MAX_BYTES = 2048


def add_message(facts: VideoFacts, unit: bytes) -> bool:
    """Add what a unit of messages says; return whether it is AVCHD's."""
    data = without_emulation(unit[:_MAX_BYTES])
    start = data.find(_IDENTIFIER)
    if start < 0:
        return False
    at = start + len(_IDENTIFIER)
    count = data[at] if at < len(data) else 0
    tags = {data[one]: data[one + 1 : one + 5] for one in range(at + 1, min(at + 1 + 5 * count, len(data) - 4), 5)}
    _add_date(facts, tags)
    _add_place(facts, tags)
    if (maker := tags.get(_MAKER)) and facts.make is None:
        facts.make = _MAKERS.get(int.from_bytes(maker[:2], "big"))
    return True


def _add_date(facts: VideoFacts, tags: dict[int, bytes]) -> None:
    """Add the time: a zone, then century, year, month; day, hour, minute, second, two decimal digits a byte each."""
    if _YEAR not in tags or _CLOCK not in tags:
        return
    zone, digits = tags[_YEAR][0], (tags[_YEAR][1:] + tags[_CLOCK]).hex()
    if not digits.isdigit() or facts.recorded is not None:
        return
    fields = (digits[:4], *(digits[at : at + 2] for at in range(4, 14, 2)))
    facts.recorded = make_taken(fields, None, _offset_min(zone), "recording")


def _offset_min(zone: int) -> int | None:
    """Return minutes east of UTC: a sign, hours, and half an hour; summer time is in it. None if none is set."""
    if zone & 0x80 or zone >> 1 & 15 == 15:
        return None
    minutes = 60 * (zone >> 1 & 15) + 30 * (zone & 1)
    return -minutes if zone & 0x20 else minutes


def _add_place(facts: VideoFacts, tags: dict[int, bytes]) -> None:
    latitude, longitude = _degrees(tags, _LATITUDE, "NS", 90), _degrees(tags, _LONGITUDE, "EW", 180)
    if latitude is not None and longitude is not None and is_place(latitude, longitude):
        add_place(facts, latitude, longitude, None)


def _degrees(tags: dict[int, bytes], first: int, letters: str, limit: int) -> float | None:
    """Return degrees from a letter and three quotients of two short numbers."""
    if any(number not in tags for number in range(first, first + 4)):
        return None
    quotients = [struct.unpack(">HH", tags[number]) for number in range(first + 1, first + 4)]
    parts = tuple(above / below for above, below in quotients if below)
    return signed_degrees(parts, tags[first][:1].decode("latin-1"), letters, limit)
