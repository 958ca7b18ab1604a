"""Dates of EXIF, XMP, names and modification times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.base.models import Taken
from gallery.imaging.metadata.capture_time import (
    date_from_mtime,
    parse_exif_date,
    parse_gps_time,
    parse_iptc_date,
    parse_quicktime_time,
    parse_text_date,
    parse_xmp_date,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC).timestamp()


def text(taken: Taken | None) -> str | None:
    if taken is None:
        return None
    moment = datetime(1970, 1, 1) + timedelta(milliseconds=taken.local_ms)  # noqa: DTZ001
    return moment.isoformat(" ", "milliseconds").removesuffix(".000")


@pytest.mark.parametrize(
    ("value", "fraction", "offset", "local", "minutes"),
    [
        ("2019:06:11 12:34:56", None, None, "2019-06-11 12:34:56", None),
        ("2019:06:11 12:34:56", "93", "+02:00", "2019-06-11 12:34:56.930", 120),
        ("2019:06:11 12:34:56", "023000", "-03:30", "2019-06-11 12:34:56.023", -210),
        ("2019-06-11T12:34:56Z", None, None, "2019-06-11 12:34:56", 0),
        ("2019:06:11 12:34", None, None, "2019-06-11 12:34:00", None),
        ("2019:06:11", None, None, "2019-06-11 00:00:00", None),
        ("2019:06:11 24:04:20", None, None, "2019-06-11 00:04:20", None),
        ("2019:06:11 9:04:20", None, None, "2019-06-11 09:04:20", None),
        ("2019:6:1 9:04:20", None, None, "2019-06-01 09:04:20", None),
        ("2019:06:11 09:04:20 PM", None, None, "2019-06-11 21:04:20", None),
        ("2019:06:11 09:04:20pm+02:00", None, None, "2019-06-11 21:04:20", None),
        ("2019:06:11 12:04:20 a.m.", None, None, "2019-06-11 00:04:20", None),
        ("2019:06:11 12:04:20 PM", None, None, "2019-06-11 12:04:20", None),
        ("2019:06:11 下午9:04:20", None, None, "2019-06-11 21:04:20", None),
        ("1987:00:00 00:00:00", None, None, "1987-01-01 00:00:00", None),
        ("2016:12:31 23:59:60", None, None, "2016-12-31 23:59:59", None),
        ("1826:06:01 12:00:00", None, None, "1826-06-01 12:00:00", None),
        ("1601:06:06 16:39:33", None, None, None, None),
        ("0000:00:00 00:00:00", None, None, None, None),
        ("    :  :     :  :  ", None, None, None, None),
        ("2019:02:30 12:00:00", None, None, None, None),
        ("2019:06:11 25:00:00", None, None, None, None),
        ("2019:06:11 12:34:56", "x", "+99:00", "2019-06-11 12:34:56", None),
        ("2019:06:11 12: 5: 7", None, None, "2019-06-11 12:05:07", None),
        ("2019: 6: 1  9:05:07", None, None, "2019-06-01 09:05:07", None),
        ("2019:06:11 120507", None, None, "2019-06-11 12:05:07", None),
        ("2019:06:11-12:05:07", None, None, "2019-06-11 12:05:07", None),
        ("2019:06:11:12:05:07", None, None, "2019-06-11 12:05:07", None),
        ("2019:06:11-07:00", None, None, "2019-06-11 00:00:00", -420),
        ("", None, None, None, None),
    ],
)
def test_dates_of_exif(
    value: str, fraction: str | None, offset: str | None, local: str | None, minutes: int | None
) -> None:
    taken = parse_exif_date(value, fraction, offset)
    assert text(taken) == local
    assert taken is None or (taken.offset_min, taken.origin) == (minutes, "exif")


@pytest.mark.parametrize(
    ("value", "local", "minutes"),
    [
        ("2010-07-28T11:02:12.250+02:00", "2010-07-28 11:02:12.250", 120),
        ("2010-07-28T11:02:12Z", "2010-07-28 11:02:12", 0),
        ("2010-07-28T11:02", "2010-07-28 11:02:00", None),
        ("2010-07-28", "2010-07-28 00:00:00", None),
        ("1954-07", "1954-07-01 00:00:00", None),
        ("1899", "1899-01-01 00:00:00", None),
        ("2010:07:28 11:02:12.000CEST", "2010-07-28 11:02:12", None),
        ("2010-07-28T24:08:19", "2010-07-28 00:08:19", None),
        ("1987-05-00", "1987-05-01 00:00:00", None),
        ("2010-13-01", None, None),
        ("2019-6-1", "2019-06-01 00:00:00", None),
        ("2019/06/11", "2019-06-11 00:00:00", None),
        ("20190611", "2019-06-11 00:00:00", None),
        ("20190611T090503Z", "2019-06-11 09:05:03", 0),
        ("2019-06-11T9:05:03", "2019-06-11 09:05:03", None),
        ("2019-06-11T090503+0200", "2019-06-11 09:05:03", 120),
        ("2019-06-11 09:05 PM", "2019-06-11 21:05:00", None),
        ("2019-06-11T12:00:00 am Strand", "2019-06-11 12:00:00", None),
        ("2019 (about)", "2019-01-01 00:00:00", None),
        ("2019-7", "2019-07-01 00:00:00", None),
        ("2019-1234", None, None),
        ("201906", None, None),
        ("yesterday", None, None),
    ],
)
def test_dates_of_xmp(value: str, local: str | None, minutes: int | None) -> None:
    taken = parse_xmp_date(value)
    assert text(taken) == local
    assert taken is None or (taken.offset_min, taken.origin) == (minutes, "xmp")


@pytest.mark.parametrize(
    ("date", "clock", "local", "minutes"),
    [
        ("19870506", "070809+0100", "1987-05-06 07:08:09", 60),
        ("19870506", "070809", "1987-05-06 07:08:09", None),
        ("1987-05-06", "07:08:09-03:30", "1987-05-06 07:08:09", -210),
        ("19870506", None, "1987-05-06 00:00:00", None),
        ("19870500", "", "1987-05-01 00:00:00", None),
        ("19870000", None, "1987-01-01 00:00:00", None),
        ("00000000", "000000", None, None),
        ("19871306", None, None, None),
        ("19870506", "0708", "1987-05-06 07:08:00", None),
        ("19870506", "07:08", "1987-05-06 07:08:00", None),
        (None, "070809", None, None),
    ],
)
def test_dates_of_iptc(date: str | None, clock: str | None, local: str | None, minutes: int | None) -> None:
    taken = parse_iptc_date(date, clock)
    assert text(taken) == local
    assert taken is None or (taken.offset_min, taken.origin) == (minutes, "iptc")


@pytest.mark.parametrize(
    ("date", "clock", "longitude", "local", "minutes"),
    [
        ("2019:06:11", (22.0, 34.0, 56.7), None, "2019-06-11 22:34:56", 0),
        ("2019:06:11", (22.0, 34.0, 56.0), 13.4, "2019-06-11 23:34:56", 60),
        ("2019:06:11", (22.0, 34.0, 56.0), 151.2, "2019-06-12 08:34:56", 600),
        ("2019:06:11", (2.0, 34.0, 56.0), -122.4, "2019-06-10 18:34:56", -480),
        ("2019:06:11", (22.0, 34.0), 13.4, None, None),
        ("2019:06:11", (float("nan"), 34.0, 56.0), 13.4, None, None),
        ("2019:06:11", (25.0, 34.0, 56.0), 13.4, None, None),
        (None, (22.0, 34.0, 56.0), 13.4, None, None),
    ],
)
def test_the_time_of_a_gps_fix(
    date: str | None, clock: tuple[float, ...], longitude: float | None, local: str | None, minutes: int | None
) -> None:
    taken = parse_gps_time(date, clock, longitude)
    assert text(taken) == local
    assert taken is None or (taken.offset_min, taken.origin) == (minutes, "gps")


@pytest.mark.parametrize(
    ("value", "local", "minutes"),
    [
        ("Tue, 11 Jun 2019 12:34:56 +0200", "2019-06-11 12:34:56", 120),
        ("11 Jun 2019 12:34:56 GMT", "2019-06-11 12:34:56", 0),
        ("2019:06:11 12:34:56", "2019-06-11 12:34:56", None),
        ("2019-06-11T12:34:56+02:00", "2019-06-11 12:34:56", 120),
        ("1 Jan 2019 9:41:05 PM", "2019-01-01 21:41:05", None),
        ("1 Jan 2019 12:41:05 AM", "2019-01-01 00:41:05", None),
        ("1 Jan 2019 12:34:56 +9999", "2019-01-01 12:34:56", None),
        (f"1 Jan 2019 00:00:00 +{'9' * 23}", "2019-01-01 00:00:00", None),
        (f"Mon, 1 Jan {'9' * 20} 00:00:00", None, None),
        ("1 Jan 2019 99999999999:00:00", None, None),
        ("9" * 5000, None, None),
        ("whenever", None, None),
        (None, None, None),
    ],
)
def test_creation_times_of_png(value: str | None, local: str | None, minutes: int | None) -> None:
    taken = parse_text_date(value)
    assert text(taken) == local
    assert taken is None or (taken.offset_min, taken.origin) == (minutes, "text")


@pytest.mark.parametrize("seconds", [1_560_000_000, 1_560_000_000 + 2_082_844_800])
def test_quicktime_counts_from_1904_and_some_writers_from_1970(seconds: int) -> None:
    taken = parse_quicktime_time(seconds)
    assert taken == Taken(date_from_mtime(1_560_000_000 * 10**9).local_ms, None, "movie")


@pytest.mark.parametrize("seconds", [0, 2_082_844_800, 2**64 - 1])
def test_no_time_of_quicktime(seconds: int) -> None:
    assert parse_quicktime_time(seconds) is None


@pytest.mark.parametrize("seconds", [0, -1, -10_000_000_000, 1_560_000_000, 99_000_000_000, -(2**62) // 10**9])
def test_any_modification_time_is_a_date(seconds: int) -> None:
    taken = date_from_mtime(seconds * 10**9)
    assert abs(taken.local_ms - seconds * 1000) <= 15 * 3600 * 1000
    assert taken.origin == "file"


@given(st.text(), st.text(), st.text())
def test_no_text_makes_the_parsers_raise(value: str, fraction: str, offset: str) -> None:
    parse_exif_date(value, fraction, offset)
    parse_xmp_date(value)
    parse_iptc_date(value, fraction)
    parse_text_date(value)


@given(st.from_regex(r"(\w{3}, )?\d{1,30} Jan \d{1,30} \d{1,30}:\d\d(:\d+)? ?[+-]\d{1,30}", fullmatch=False))
def test_no_text_like_a_date_of_mail_makes_the_parser_raise(value: str) -> None:
    taken = parse_text_date(value)
    assert taken is None or abs(taken.offset_min or 0) <= 14 * 60


@given(st.from_regex(r"\d{4}[:-]\d\d[:-]\d\d \d\d:\d\d:\d\d(\.\d+)?", fullmatch=False), st.from_regex(r"\d{0,9}"))
def test_no_text_like_a_date_makes_the_parsers_raise(value: str, fraction: str) -> None:
    parse_exif_date(value, fraction)
    parse_xmp_date(value)
