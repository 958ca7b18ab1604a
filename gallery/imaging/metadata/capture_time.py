"""When a photo was taken: by EXIF, XMP, the name of the file, or its modification time. Pure, but for the time zone."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

from gallery.base.models import Taken

FIRST_YEAR = 1826
"""Year of the oldest photograph there is, Niépce's view from the window at Le Gras; a scan of it may say so."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_EXIF = re.compile(
    r"\s*(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)(?:[ T]+(\d\d)[:.](\d\d)(?:[:.](\d\d)(?:\.(\d+))?)?)?(.*)", re.DOTALL
)
_XMP = re.compile(
    r"\s*(\d{4})(?:[-:](\d\d)(?:[-:](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?)?)?(.*)", re.DOTALL
)
_OFFSET = re.compile(r"\s*([+-])(\d\d):?(\d\d)?")

_TIME = rb"(\d\d)[-_.:h]?(\d\d)[-_.:m]?(\d\d)(?:[-_.:]?(\d{3}))?"
_NAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # IMG_20190611_123456, PXL_20201112_123456789, 20190611_123456, Screenshot_20190611-123456, 20190611123456
        rb"(?<!\d)(\d{4})(\d\d)(\d\d)[-_ T]?(\d\d)(\d\d)(\d\d)(\d{3})?(?!\d)",
        # 2019-06-11 12.34.56, Screenshot_2019-06-11-12-34-56, signal-2019-06-11-123456, 2019-06-11 at 12.34.56
        rb"(?<!\d)(\d{4})[-_.](\d\d)[-_.](\d\d)(?:\s+at\s+|[-_ T]+)" + _TIME + rb"(?!\d)",
        # WhatsApp's IMG-20190611-WA0001 and the like carry a day only
        rb"(?<!\d)(?:IMG|VID|STK|MVIMG|PXL|Screenshot)[-_](\d{4})(\d\d)(\d\d)(?!\d)",
        rb"(?<!\d)(\d{4})[-_.](\d\d)[-_.](\d\d)(?!\d)",
    )
)


def parse_exif_date(text: str | None, fraction: str | None = None, offset: str | None = None) -> Taken | None:
    """Parse a date of EXIF: "YYYY:MM:DD HH:MM:SS" (EXIF 3.0, 4.6.6), and what cameras write instead.

    Args:
        text: DateTimeOriginal or DateTimeDigitized.
        fraction: Digits behind the decimal point of the seconds (SubSecTime…).
        offset: Offset from UTC (OffsetTime…), "+HH:MM".

    Returns:
        None if it is no date; a clock that was never set writes zeros or blanks.
    """
    match = _EXIF.match(text or "")
    if match is None:
        return None
    *fields, own_fraction, rest = match.groups()
    return _make_taken(
        fields,
        (fraction or "").strip() or own_fraction,
        _parse_offset(offset) if offset else _parse_offset(rest),
        "exif",
    )


def parse_xmp_date(text: str | None) -> Taken | None:
    """Parse a date of XMP: ISO 8601, down to a year alone, as of old prints (XMP part 1, 8.2.1.1)."""
    match = _XMP.match(text or "")
    if match is None:
        return None
    *fields, fraction, rest = match.groups()
    return _make_taken(fields, fraction, _parse_offset(rest), "xmp")


def date_from_name(name: bytes, now: float | None = None) -> Taken | None:
    """Return the date that a phone or a program wrote into the name of a file.

    Args:
        name: The name without its folder.
        now: Seconds since 1970, for tests: a date later than the next year is none.
    """
    last = time.gmtime(now).tm_year + 1
    for pattern in _NAMES:
        for match in pattern.finditer(name):
            year, month, day, *clock = (part.decode() if part else None for part in match.groups())
            fraction = clock[3] if len(clock) > 3 else None
            if int(year or 0) <= last and (
                taken := _make_taken([year, month, day, *clock[:3]], fraction, None, "name")
            ):
                return taken
    return None


def date_from_mtime(mtime_ns: int) -> Taken:
    """Return the modification time in the time zone of this machine."""
    # Windows' localtime knows neither times before 1970 nor after 3000: such files get the offset of the nearest day
    seconds = min(max(mtime_ns // 1_000_000_000, 86_400), 32_000_000_000)
    return Taken(mtime_ns // 1_000_000 + time.localtime(seconds).tm_gmtoff * 1000, None, "file")


def _make_taken(fields: list[str | None], fraction: str | None, offset: int | None, origin: str) -> Taken | None:
    """Return the time that the fields year, month, day, hour, minute, second make; None if they are no date.

    A second of 60 (a leap second, or a mistake) is taken as 59.
    """
    year, month, day, hour, minute, second = [int(text) if text else None for text in (*fields, None, None, None)[:6]]
    if year is None or year < FIRST_YEAR:
        return None
    try:
        moment = datetime(
            year, _default(month, 1), _default(day, 1), hour or 0, minute or 0, min(second or 0, 59), tzinfo=UTC
        )
    except ValueError:
        return None
    digits = fraction if fraction and fraction.isascii() and fraction.isdigit() else "0"
    return Taken((moment - _EPOCH) // timedelta(milliseconds=1) + int(f"{digits:0<3}"[:3]), offset, origin)


def _default(value: int | None, default: int) -> int:
    return default if value is None else value


def _parse_offset(text: str | None) -> int | None:
    """Return minutes east of UTC, None if there is no offset; no place on earth is further off than 14 hours."""
    if (text or "").strip().startswith("Z"):
        return 0
    match = _OFFSET.match(text or "")
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return (-minutes if match[1] == "-" else minutes) if minutes <= 14 * 60 else None
