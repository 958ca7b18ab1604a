"""When a photo was taken, as the fields of its file say: dates of EXIF, XMP, IPTC, GPS, QuickTime and PNG.

Pure, but for the time zone of this machine, on whose clock a moment in UTC is shown.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from typing import TYPE_CHECKING

from gallery.base.models import Taken

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_YEAR = 1826
"""Year of the oldest photograph there is, Niépce's view from the window at Le Gras; a scan of it may say so."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_QUICKTIME_EPOCH_S = 2_082_844_800
"""Seconds from 1904 to 1970 (ISO/IEC 14496-12, 8.2.2.3)."""
_DAY_S = 86_400

_MAX_FROM_SUN_MIN = 210

_BEFORE_NOON, _AFTER_NOON = (
    re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", re.IGNORECASE)
    for words in (
        r"a\.?\s?m\.?|sa|π\.?\s?μ\.?|ص|上午|午前|오전|凌晨|早上|öö|de\.|pg|पूर्वाह्न",
        r"p\.?\s?m\.?|ch|μ\.?\s?μ\.?|م|下午|午後|午后|오후|晚上|ös|du\.|ptg|अपराह्न",
    )
)
"""Words beside an hour of twelve: English, Spanish, Vietnamese, Greek, Arabic, Chinese, Japanese, Korean, Turkish,
Hungarian, Malay, Hindi."""
_GERMAN_AM = re.compile(r"am\s+[^\W\d_]")
"""In German names "am" begins a place or a day; the half of a day ends what stands there."""

_DAYS = (
    re.compile(r"(\d{4})[-:/.]\s?(\d\d?)[-:/.]\s?(\d\d?)(?!\d)(.*)", re.DOTALL),
    re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)(.*)", re.DOTALL),
)
_MONTH = re.compile(r"(\d{4})(?:[-:/.](\d\d?))?(?![-:/.]?\d)(.*)", re.DOTALL)
"""A year, or a month of one."""
_JOINT = re.compile(r"[ T]\D*|[-:](?=\d\d?:\d\d?:\d)")
"""What stands between day and clock; words in it may name the half of the day."""
_CLOCKS = (
    re.compile(r"(\d\d?)[:.]\s?(\d\d?)(?:[:.]\s?(\d\d?)(?:[.,](\d+))?)?(?!\d)(.*)", re.DOTALL),
    re.compile(r"(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?(?!\d)(.*)", re.DOTALL),
)
_HALF_OF_DAY = re.compile(r"(?<=:\d\d)\s+([ap]\.?m\b\.?)", re.IGNORECASE)
_ZONE = re.compile(r":\d\d\s+\S")
_MAX_LENGTH = 64
"""No more of a text is looked at for a date."""
_OFFSET = re.compile(r"\s*([+-])(\d\d):?(\d\d)?")


def parse_exif_date(
    text: str | None, fraction: str | None = None, offset: str | None = None, origin: str = "exif"
) -> Taken | None:
    """Parse a date of EXIF: "YYYY:MM:DD HH:MM:SS" (EXIF 3.0, 4.6.6), and what cameras write instead.

    Args:
        text: DateTimeOriginal, DateTimeDigitized or DateTime.
        fraction: Digits behind the decimal point of the seconds (SubSecTime…).
        offset: Offset from UTC (OffsetTime…), "+HH:MM".
        origin: The origin of the result.

    Returns:
        None if it is no date; a clock that was never set writes zeros or blanks.
    """
    parts = _match_day(_cut(text))
    if parts is None:
        return None
    *day, behind = parts
    clock, own_fraction, rest = _parse_clock(behind)
    return make_taken(
        (*day, *clock),
        _cut(fraction).strip() or own_fraction,
        _parse_offset(offset) if offset else _parse_offset(rest),
        origin,
    )


def parse_xmp_date(text: str | None, origin: str = "xmp") -> Taken | None:
    """Parse a date of XMP: ISO 8601, down to a year alone, as of old prints (XMP part 1, 8.2.1.1)."""
    if taken := parse_exif_date(text, origin=origin):
        return taken
    match = _MONTH.match(_cut(text))
    return match and make_taken((*match.groups()[:2], None), None, None, origin)


def parse_iptc_date(date: str | None, clock: str | None) -> Taken | None:
    """Parse a date and a time of IPTC: CCYYMMDD and HHMMSS±HHMM (IPTC-IIM 4.2, 2:55 and 2:60).

    A month or day of 00 is not known.
    """
    parts = _match_day(_cut(date))
    if parts is None:
        return None
    moment, _, rest = _parse_clock(f" {_cut(clock)}")
    return make_taken((*parts[:3], *moment), None, _parse_offset(rest), "iptc")


def _match_day(text: str) -> Sequence[str] | None:
    """Return year, month and day at the beginning of a text, and the rest of it; None if there are none."""
    match = next(filter(None, (pattern.match(text) for pattern in _DAYS)), None)
    return match and match.groups()


def _parse_clock(text: str) -> tuple[tuple[str | None, ...], str | None, str]:
    """Return (hour, minute, second), the digits behind the seconds, and the rest of a text that follows a day.

    Where no time of day follows, hour, minute and second are None.
    """
    joint = _JOINT.match(text)
    clock = text[joint.end() :] if joint else ""
    match = next(filter(None, (pattern.match(clock) for pattern in _CLOCKS)), None)
    if joint is None or match is None:
        return (None, None, None), None, text
    hour, minute, second, fraction, rest = match.groups()
    return (hour_of_day(hour, joint[0], rest[:8]), minute, second), fraction, rest


def parse_gps_time(date: str | None, clock: tuple[float, ...], longitude: float | None) -> Taken | None:
    """Parse the time of a GPS fix, which is UTC (EXIF 3.0, 4.6.7: GPSDateStamp, GPSTimeStamp).

    Args:
        date: "YYYY:MM:DD".
        clock: Hour, minute and second.
        longitude: Degrees east, if it is known. The clock on the wall is taken as that of the nautical zone there, 15
            degrees an hour: seldom more than an hour off, where UTC would often be on another day.
    """
    day = _match_day(_cut(date))
    if day is None or len(clock) < 3 or not all(0 <= part < 61 for part in clock[:3]):
        return None
    moment = make_taken((*day[:3], *(str(int(part)) for part in clock[:3])), None, 0, "gps")
    offset = 60 * round((longitude or 0) / 15)
    return moment and Taken(moment.local_ms + offset * 60_000, offset, "gps")


def parse_text_date(text: str | None) -> Taken | None:
    """Parse the Creation Time of a PNG: RFC 1123 by the specification (PNG 3rd ed., 11.3.3.1), often as EXIF."""
    if taken := parse_exif_date(text, origin="text"):
        return taken
    half = _HALF_OF_DAY.search(_cut(text))
    plain = _HALF_OF_DAY.sub("", _cut(text))
    fields = parsedate_tz(plain)
    if fields is None:
        return None
    hour = hour_of_day(str(fields[3]), "", half[1] if half else "")
    # without a zone, it says UTC
    offset = _within_a_day((fields[9] or 0) // 60) if _ZONE.search(plain) else None
    return make_taken([*map(str, fields[:3]), hour, *map(str, fields[4:6])], None, offset, "text")


def parse_quicktime_time(seconds: int) -> Taken | None:
    """Return the creation time of a movie header, seconds since 1904 UTC, on the clock of this machine."""
    utc_ms = quicktime_utc_ms(seconds)
    return None if utc_ms is None else Taken(wall_clock_ms(utc_ms), None, "movie")


def taken_from_utc(utc_ms: int, longitude: float | None, origin: str) -> Taken:
    """Return a moment in UTC on the clock of the place where it was.

    That is this machine's, with summer time, if it may be the place's own: no country's clock is further than three and
    a half hours from the sun's. Else it is that of the nautical zone.

    Args:
        utc_ms: Milliseconds since 1970.
        longitude: Degrees east, if it is known.
        origin: The origin of the result.
    """
    wall_ms = wall_clock_ms(utc_ms)
    if longitude is None:
        return Taken(wall_ms, None, origin)
    offset = (wall_ms - utc_ms) // 60_000
    if abs(offset - 4 * longitude) > _MAX_FROM_SUN_MIN:
        offset = 60 * round(longitude / 15)
    return Taken(utc_ms + offset * 60_000, offset, origin)


def utc_ms_of(taken: Taken) -> int:
    """Return milliseconds since 1970 UTC; a time without an offset is taken to be UTC."""
    return taken.local_ms - (taken.offset_min or 0) * 60_000


def quicktime_utc_ms(seconds: int) -> int | None:
    """Return milliseconds since 1970 of a creation time of QuickTime; None if it is none (14496-12, 8.2.2.3).

    Writers that count from 1970 instead are told by a time before 1970. 0 is no time, nor is the first day: a clock
    that begins there was never set.
    """
    since_1970 = seconds - _QUICKTIME_EPOCH_S if seconds >= _QUICKTIME_EPOCH_S else seconds
    return since_1970 * 1000 if is_clock_time(since_1970 * 1000) else None


def is_clock_time(utc_ms: int) -> bool:
    """Return whether a camera's clock may have shown this moment: from the second day of 1970 to 2035."""
    return _DAY_S <= utc_ms // 1000 < _QUICKTIME_EPOCH_S


def date_from_mtime(mtime_ns: int) -> Taken:
    """Return the modification time in the time zone of this machine."""
    return Taken(wall_clock_ms(mtime_ns // 1_000_000), None, "file")


def wall_clock_ms(utc_ms: int) -> int:
    """Return what a clock on the wall of this machine shows at a moment, both in milliseconds since 1970."""
    # Windows' localtime knows neither times before 1970 nor after 3000: they get the offset of the nearest day
    seconds = min(max(utc_ms // 1000, 86_400), 32_000_000_000)
    return utc_ms + time.localtime(seconds).tm_gmtoff * 1000


def hour_of_day(hour: str | None, before: str, behind: str) -> str | None:
    """Return an hour from 0 to 23, whatever the words for the two halves of a day before and behind the time say.

    Hour 24 is the first of the same day: phones whose format counts hours from 1 to 24 write it after midnight.
    """
    if hour is None:
        return None
    number, behind = int(hour), behind.lstrip()
    if number <= 12 and (_AFTER_NOON.search(before) or _AFTER_NOON.match(behind)):
        number = number % 12 + 12
    elif number == 24:
        number = 0
    elif number == 12 and not _GERMAN_AM.match(behind):
        number = 0 if _BEFORE_NOON.search(before) or _BEFORE_NOON.match(behind) else 12
    return str(number)


def make_taken(fields: Sequence[str | None], fraction: str | None, offset: int | None, origin: str) -> Taken | None:
    """Return the time that the fields year, month, day, hour, minute, second make; None if they are no date.

    A second of 60 (a leap second, or a mistake) is taken as 59, an hour of 24 as 0, a month or day of 0 as 1.
    """
    year, month, day, hour, minute, second = [int(text) if text else 0 for text in (*fields, None, None, None)[:6]]
    if year < FIRST_YEAR:
        return None
    try:
        moment = datetime(year, month or 1, day or 1, 0 if hour == 24 else hour, minute, min(second, 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    digits = fraction if fraction and fraction.isascii() and fraction.isdigit() else "0"
    return Taken((moment - _EPOCH) // timedelta(milliseconds=1) + int(f"{digits:0<3}"[:3]), offset, origin)


def _cut(text: str | None) -> str:
    """Return the beginning of a text, without blanks before it, as long as a date may be."""
    return (text or "").lstrip()[:_MAX_LENGTH]


def _parse_offset(text: str | None) -> int | None:
    """Return minutes east of UTC, None if there is no offset."""
    plain = _cut(text)
    if plain.startswith("Z"):
        return 0
    match = _OFFSET.match(plain)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return _within_a_day(-minutes if match[1] == "-" else minutes)


def _within_a_day(minutes: int) -> int | None:
    """Return an offset from UTC; None if there is none like it: no place on earth is further off than 14 hours."""
    return minutes if abs(minutes) <= 14 * 60 else None
