"""Which of the dates that were found for a photo is believed, and what becomes of the others. Pure.

A date that says when the photo was taken is a *claim*; when its file was made, changed, or sent, is none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gallery.base.calendar import DAY_MS
from gallery.base.models import Taken

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAIMS = frozenset(("sidecar", "exif", "xmp", "iptc", "text", "recording", "recording_utc", "google", "gps", "name"))
"""Origins of dates that say when the photo was taken. A film in the file says when the file was made, and of a scan
DateTimeDigitized is the day at the scanner: that these differ is no contradiction."""
_OF_THE_FILE = frozenset(("exif", "xmp", "iptc", "recording", "recording_utc", "movie", "text"))
_REPEATED = frozenset(("changed", "digitized"))
ZONES_MS = 26 * 3_600_000
"""Clocks on the walls of the world differ by so much at most, from UTC-12 to UTC+14."""
_MINUTE_MS = 60_000


def believe(found: Sequence[Taken], *, google_is_sure: bool = True) -> Taken:
    """Return the date that is believed.

    The first, but for two cases. What Google Photos says is the date of the file, unless the user set another one
    there; so it is believed where the two are further apart than time zones can be. And a date without a time, or one
    that a sidecar repeats, gives way to the same one with more to it.

    Args:
        found: at least one date, those first that count most.
        google_is_sure: whether what Google Photos says is surely about this photo; else it never replaces another date.
    """
    first = found[0]
    google = next((one for one in found if one.origin == "google" and google_is_sure), None)
    if google and first.origin in _OF_THE_FILE and abs(google.local_ms - first.local_ms) > ZONES_MS:
        return google
    same = (one for one in found[1:] if one.origin in _OF_THE_FILE and _says_more(one, first))
    return next(same, first)


def agree(one: Taken, other: Taken) -> bool:
    """Return whether two claims may mean one moment.

    They are of one day where either has no time. Else they are no further apart than the zones of two clocks.
    """
    if is_day(one) or is_day(other):
        return one.local_ms // DAY_MS == other.local_ms // DAY_MS
    return abs(one.local_ms - other.local_ms) <= ZONES_MS


def is_day(taken: Taken) -> bool:
    """Return whether a date has no time of day: midnight to the millisecond."""
    return taken.local_ms % DAY_MS == 0


def _says_more(other: Taken, first: Taken) -> bool:
    if is_day(first):
        return not is_day(other) and agree(first, other)
    if first.origin != "sidecar":
        return False
    is_in_utc = first.offset_min == 0 and other.offset_min is not None  # the same moment, not on the clock of the place
    ahead_ms = (other.offset_min or 0) * _MINUTE_MS if is_in_utc else 0
    return first.local_ms // _MINUTE_MS == (other.local_ms - ahead_ms) // _MINUTE_MS


def encode_dates(believed: Taken, found: Sequence[Taken]) -> str | None:
    """Return the dates that are not believed as JSON: origin, local_ms and offset_min of each, one of an origin.

    The times at which a camera's own file was made and written are those of the shot: then they are left out.
    """
    rows: dict[str, tuple[str, int, int | None]] = {}
    for one in found:
        again = one.origin in _REPEATED and abs(one.local_ms - believed.local_ms) < _MINUTE_MS
        if one.origin != believed.origin and not again:
            rows.setdefault(one.origin, (one.origin, one.local_ms, one.offset_min))
    return json.dumps(list(rows.values()), separators=(",", ":")) if rows else None


def decode_dates(text: str | None) -> list[Taken]:
    """Return the dates that `encode_dates` made a text of; none of nonsense, which a decode process may send."""
    try:
        rows = json.loads(text) if text else []
        return [Taken(int(ms), None if offset is None else int(offset), str(origin)) for origin, ms, offset in rows]
    except (ValueError, TypeError, OverflowError, RecursionError):
        return []
