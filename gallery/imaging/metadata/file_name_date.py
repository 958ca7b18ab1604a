"""When a photo was taken, as its name says: names that phones, messengers, scanners and screenshot tools write."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from gallery.base.models import Taken
from gallery.imaging.metadata.capture_time import date_from_mtime, hour_of_day, make_taken, wall_clock_ms

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = r"(?<!\d)(?P<year>\d{4})[-_.](?P<month>\d\d?)[-_.](?P<day>\d\d?)"
_DAY_FIRST = r"(?<![\d.])(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})"
_COMPACT = r"(?<!\d)(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = (
    r"(?P<named>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH = (
    rf"(?<!\d)(?P<day>\d\d?)[-_. ]{_NAMED}[-_., ]{{1,2}}(?P<year>\d{{4}})(?!\d)",
    rf"(?<![^\W\d_]){_NAMED}[-_. ](?P<day>\d\d?)[-_., ]{{1,2}}(?P<year>\d{{4}})(?!\d)",
)
"""Days of scanning programs: 11 Jun 2019; Jun 11, 2019."""
_JOINT = r"(?P<joint>[^\d]{1,20}?)"
_CLOCK = (
    r"(?P<hour>\d\d?)[-_.:h\s](?P<minute>\d\d)[-_.:m\s](?P<second>\d\d)"
    r"(?:[-_.:](?P<fraction>\d{3}))?(?!\d)(?P<behind>.{0,8})"
)
_SHORT_CLOCK = r"(?P<hour>\d\d?)[.:h](?P<minute>\d\d)(?!\d|[.:]\d)(?P<behind>.{0,8})"
_COMPACT_CLOCK = r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)"

_WITH_TIME = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # IMG_20190611_123456, PXL_20201112_123456789, Screenshot_20190611-123456, 20190611123456
        _COMPACT + r"[-_ T]?" + _COMPACT_CLOCK + r"(?P<fraction>\d{3})?(?!\d)",
        # img20190611_12345678 of Epson's scanners: hundredths
        r"(?<![^\W\d_])img" + _COMPACT + "_" + _COMPACT_CLOCK + r"(?P<fraction>\d\d)(?!\d)",
        # WP_20140822_14_30_05_Pro
        _COMPACT + r"[-_ T]" + _CLOCK,
        # 2019_0611_123456_001 of dashcams
        r"(?<!\d)(?P<year>\d{4})_(?P<month>\d\d)(?P<day>\d\d)_" + _COMPACT_CLOCK + r"(?!\d)",
        # signal-2019-06-11-123456
        _DATE + r"(?:\s+at\s+|[-_ T]+)" + _COMPACT_CLOCK + r"(?:[-_.:]?(?P<fraction>\d{3}))?(?!\d)",
        # 2019-06-11 12.34.56; screenshots of macOS in any language: "… 2019-06-11 um 12.34.56", "… 下午9.12.10"
        _DATE + _JOINT + _CLOCK,
        _DAY_FIRST + _JOINT + _CLOCK,
        # WhatsApp Image 2021-01-05 at 20.15, 2019-06-11 9.41 PM
        _DATE + r"(?P<joint>[-_ T]+|\s+\w{1,7}\s+)" + _SHORT_CLOCK,
        _DAY_FIRST + r"(?P<joint>[-_ T]+|\s+\w{1,7}\s+)" + _SHORT_CLOCK,
        *(english + _JOINT + _CLOCK for english in _ENGLISH),
        # photo_5@05-01-2021_20-15-30 of Telegram's export
        r"@(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4})_" + _CLOCK,
    )
)
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # WhatsApp's IMG-20190611-WA0001 and the like carry a day only; 20190611.jpg
        r"(?<![^\W\d_])(?:IMG|VID|STK|MVIMG|PXL|WP|Screenshot|Scan|Doc)[-_]?" + _COMPACT + r"(?!\d)",
        # CCI11062019_0001 of Canon's scanners
        r"(?<![^\W\d_])CCI_?(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4})(?!\d)",
        r"(?<![^\W_])" + _COMPACT + r"(?![^\W_])",
        r"(?<!\d)(?P<year>\d{4})[-_.](?P<month>\d\d)[-_.](?P<day>\d\d)(?!\d)",
        _DAY_FIRST + r"(?!\d|\.\d)",
        *_ENGLISH,
    )
)
_EPOCH_MS = re.compile(r"[^\d]*(1\d{12})(?!\d)")
"""Milliseconds since 1970 as the first number of a name (FB_IMG_1559999999999, mmexport1559999999999): 13 digits since
September 2001. Of names with several numbers, as social networks write them, none is a time."""
_MAY_HOLD_DATE = re.compile(r"\d{4}[-_.]?\d|\d.*?\d{4}", re.DOTALL)
"""Whether a name has what each of these patterns asks for: a year, and a digit behind it or in front of it. Most names
of cameras (IMG_0123) have not, and need not be searched a dozen times."""
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_BUDDHIST_ERA = 543


def date_from_name(name: bytes, now: float | None = None) -> Taken | None:
    """Return the date that a phone or a program wrote into the name of a file.

    Args:
        name: The name without its folder.
        now: Seconds since 1970, for tests: a date later than the next year is none.
    """
    text = name.decode("utf-8", "surrogateescape")
    if not _MAY_HOLD_DATE.search(text):
        return None
    last = time.gmtime(now).tm_year + 1
    return next(_iter_dates(text, last), None)


def date_without_header(name: bytes, mtime_ns: int) -> Taken:
    """Return the date of a file whose header says none, or cannot be read: by its name, else by its last change."""
    return date_from_name(name) or date_from_mtime(mtime_ns)


def _iter_dates(text: str, last: int) -> Iterator[Taken]:
    """Yield the dates in a name, those with a time first.

    Args:
        text: The name.
        last: The latest year that is taken for one.
    """
    yield from _iter_matches(_WITH_TIME, text, last)
    if (number := _EPOCH_MS.match(text)) and time.gmtime(int(number[1]) // 1000).tm_year <= last:
        yield Taken(wall_clock_ms(int(number[1])), None, "name")
    yield from _iter_matches(_DAYS, text, last)


def _iter_matches(patterns: tuple[re.Pattern[str], ...], text: str, last: int) -> Iterator[Taken]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            if taken := _to_taken(match.groupdict(), text, last):
                yield taken


def _to_taken(fields: dict[str, str | None], text: str, last: int) -> Taken | None:
    """Return the time that the named groups of a match make; None if they are no date, or a later one than `last`.

    A year of the Buddhist calendar is told by Thai letters in the name.
    """
    year = int(fields["year"] or 0)
    if year > last and _THAI.search(text):
        year -= _BUDDHIST_ERA
    named = fields.get("named")
    month = str(_MONTHS.index(named[:3].lower()) + 1) if named else fields.get("month")
    if year > last or not (int(month or 0) and int(fields["day"] or 0)):
        return None
    hour = hour_of_day(fields.get("hour"), fields.get("joint") or "", fields.get("behind") or "")
    clock = (hour, fields.get("minute"), fields.get("second"))
    return make_taken((str(year), month, fields["day"], *clock), fields.get("fraction"), None, "name")
