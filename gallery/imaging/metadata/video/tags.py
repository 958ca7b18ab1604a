"""Named texts of video files, whatever container they stand in: title, time, place, camera. Pure."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from gallery.imaging.metadata.capture_time import parse_exif_date, parse_xmp_date, utc_ms_of
from gallery.imaging.metadata.video.places_iso6709 import parse_iso6709

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.imaging.metadata.video.facts import VideoFacts

MAX_TEXT_BYTES = 16 << 10
"""Longer texts are cut."""
_MAX_KEYWORDS = 256
_CLOCK = re.compile(r"\d[T /]+\d\d?:?\d\d")
"""A time of day behind a day."""
_APPLE, _ANDROID = "com.apple.quicktime.", "com.android."
_CODES = ("©des", "desc", "ldes", "dscp", "©cmt", "icmt", "isbj")
_WORDS = ("comment", "description", "summary", "synopsis")


def add_tag(facts: VideoFacts, name: str, text: str) -> None:
    """Add what a named text says; what was found before stays.

    Args:
        facts: What has been found in the file so far.
        name: The name, as the container has it: of QuickTime ("©xyz", "com.apple.quicktime.make"), 3GP ("titl"),
            Matroska ("DATE_RECORDED") or RIFF ("INAM").
        text: The value.
    """
    plain = text.replace("\0", " ").strip()
    if plain and (add := _ADDERS.get(name.lower())):
        add(facts, plain)


def add_place(facts: VideoFacts, latitude: float, longitude: float, altitude: float | None) -> None:
    """Add a place, if there is none yet: degrees, metres."""
    if facts.latitude is None:
        facts.latitude, facts.longitude, facts.altitude_m = latitude, longitude, altitude


def add_date(facts: VideoFacts, text: str) -> None:
    """Add a date of recording, with the offset from UTC that it names; one that is in UTC is a moment only."""
    taken = parse_exif_date(text, origin="recording") or parse_xmp_date(text, origin="recording")
    if taken is None:
        return
    if not _CLOCK.search(text):
        facts.day = facts.day or taken
    elif taken.offset_min == 0 and text.endswith("Z"):
        facts.utc_ms = facts.utc_ms or taken.local_ms
    else:
        facts.recorded = facts.recorded or taken


def _add_creation_time(facts: VideoFacts, text: str) -> None:
    """Add a moment in UTC, as FFmpeg writes it into the tags of other containers."""
    taken = parse_exif_date(text, origin="recording")
    if taken is not None and facts.utc_ms is None:
        facts.utc_ms = utc_ms_of(taken)


def _add_location(facts: VideoFacts, text: str) -> None:
    if (place := parse_iso6709(text)) is not None:
        add_place(facts, *place)


def _add_rating(facts: VideoFacts, text: str) -> None:
    """Add a number from 0 to 5; other scales are not told apart."""
    try:
        stars = float(text)
    except ValueError:
        return
    if math.isfinite(stars) and 0 <= stars <= 5 and facts.rating is None:
        facts.rating = int(stars)


def _add_keywords(facts: VideoFacts, text: str) -> None:
    for word in re.split(r"[,;\n]", text):
        if word.strip() and word.strip() not in facts.keywords and len(facts.keywords) < _MAX_KEYWORDS:
            facts.keywords.append(word.strip())


def _first(attribute: str) -> Callable[[VideoFacts, str], None]:
    """Return what sets an attribute that has no value yet."""

    def add(facts: VideoFacts, text: str) -> None:
        if getattr(facts, attribute) is None:
            setattr(facts, attribute, text)

    return add


_ADDERS: dict[str, Callable[[VideoFacts, str], None]] = (
    dict.fromkeys(("©nam", "titl", _APPLE + "title", _APPLE + "displayname", "title", "inam"), _first("title"))
    | dict.fromkeys(
        (_APPLE + "description", _APPLE + "comment", *_CODES, *_WORDS),
        _first("caption"),
    )
    | dict.fromkeys(("©mak", "manu", _APPLE + "make", _ANDROID + "manufacturer", "make", "ecor"), _first("make"))
    | dict.fromkeys(("©mod", "modl", "mdln", _APPLE + "model", _ANDROID + "model", "model", "emdl"), _first("model"))
    | dict.fromkeys((_APPLE + "camera.lens_model", "lens"), _first("lens"))
    | dict.fromkeys((_APPLE + "content.identifier",), _first("content_id"))
    | dict.fromkeys((_APPLE + "creationdate", "©day", "date_recorded", "date_digitized", "date", "idit"), add_date)
    | dict.fromkeys(("icrd", "yrrc"), add_date)
    | dict.fromkeys(("creation_time",), _add_creation_time)
    | dict.fromkeys(("©xyz", _APPLE + "location.iso6709", "location", "recording_location"), _add_location)
    | dict.fromkeys(("location-eng",), _add_location)
    | dict.fromkeys(("keyw", "kywd", _APPLE + "keywords", "keywords", "ikey"), _add_keywords)
    | dict.fromkeys((_APPLE + "rating.user", "rating"), _add_rating)
)
