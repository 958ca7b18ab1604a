"""The clock of the place for a moment that a video says in UTC, from all that its file tells. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.models import Taken
from gallery.imaging.metadata.capture_time import is_clock_time, taken_from_utc
from gallery.imaging.metadata.file_name_date import date_from_name

if TYPE_CHECKING:
    from gallery.imaging.metadata.video.facts import VideoFacts

_DAY_MS, _QUARTER_MS, _MAX_OFFSET_MS = 86_400_000, 15 * 60_000, 14 * 3_600_000
_SLACK_MS = 60_000
"""How far a phone's name for a video may be from its first or its last frame."""
_UTC_NAMES = (b"PXL_",)
"""Names that begin so have the time in UTC (Google Camera)."""


def moment_on_clock(facts: VideoFacts, name: bytes) -> Taken | None:
    """Return the moment of a container on the clock of the place; None if there is none.

    QuickTime's and Matroska's own dates are in UTC. The clock is told by the file's name, where that says the same
    moment; else by the longitude; else it is this machine's.

    Args:
        facts: What the file says.
        name: Its name, without the folder.
    """
    if facts.utc_ms is None or not is_clock_time(facts.utc_ms):
        return None
    if facts.clock_is_local:
        return Taken(facts.utc_ms, None, "recording")
    return _by_name(facts.utc_ms, facts.duration_ms or 0, name) or taken_from_utc(
        facts.utc_ms, facts.longitude, "recording_utc"
    )


def _by_name(utc_ms: int, duration_ms: int, name: bytes) -> Taken | None:
    """Return the time in the file's name if it is the same moment on a clock of the earth.

    Phones name a video by its beginning and date it by its beginning or its end. A name with a day alone tells nothing.
    """
    named = None if name.startswith(_UTC_NAMES) else date_from_name(name)
    if named is None or named.local_ms % _DAY_MS == 0:
        return None
    for begin_ms in (utc_ms, utc_ms - duration_ms):
        offset_ms = round((named.local_ms - begin_ms) / _QUARTER_MS) * _QUARTER_MS
        if abs(named.local_ms - begin_ms - offset_ms) <= _SLACK_MS and abs(offset_ms) <= _MAX_OFFSET_MS:
            return Taken(named.local_ms, offset_ms // 60_000, "recording_utc")
    return None
