"""Dates of EXIF, XMP, names and modification times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.base.models import Taken
from gallery.imaging.metadata.capture_time import date_from_mtime, date_from_name, parse_exif_date, parse_xmp_date

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
        ("2016:12:31 23:59:60", None, None, "2016-12-31 23:59:59", None),
        ("1826:06:01 12:00:00", None, None, "1826-06-01 12:00:00", None),
        ("1601:06:06 16:39:33", None, None, None, None),
        ("0000:00:00 00:00:00", None, None, None, None),
        ("    :  :     :  :  ", None, None, None, None),
        ("2019:02:30 12:00:00", None, None, None, None),
        ("2019:06:11 25:00:00", None, None, None, None),
        ("2019:06:11 12:34:56", "x", "+99:00", "2019-06-11 12:34:56", None),
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
        ("2010-13-01", None, None),
        ("yesterday", None, None),
    ],
)
def test_dates_of_xmp(value: str, local: str | None, minutes: int | None) -> None:
    taken = parse_xmp_date(value)
    assert text(taken) == local
    assert taken is None or (taken.offset_min, taken.origin) == (minutes, "xmp")


@pytest.mark.parametrize(
    ("name", "local"),
    [
        (b"IMG_20190611_123456.jpg", "2019-06-11 12:34:56"),
        (b"PXL_20201112_123456789.jpg", "2020-11-12 12:34:56.789"),
        (b"20190611_123456(0).jpg", "2019-06-11 12:34:56"),
        (b"20190611123456.jpg", "2019-06-11 12:34:56"),
        (b"2019-06-11 12.34.56.jpg", "2019-06-11 12:34:56"),
        (b"Screenshot_2019-06-11-12-34-56.png", "2019-06-11 12:34:56"),
        (b"Screenshot_20190611-123456_Maps.png", "2019-06-11 12:34:56"),
        (b"Screenshot 2019-06-11 at 12.34.56.png", "2019-06-11 12:34:56"),
        (b"Photo 2019-06-11 at 12.34.56.png", "2019-06-11 12:34:56"),
        (b"IMG-20190611-WA0001.jpg", "2019-06-11 00:00:00"),
        (b"signal-2019-06-11-123456.jpg", "2019-06-11 12:34:56"),
        (b"signal-2019-06-11-12-34-56-789.jpg", "2019-06-11 12:34:56.789"),
        (b"\xff 2019-06-11.jpg", "2019-06-11 00:00:00"),
        (b"1930-05-01 grandma.jpg", "1930-05-01 00:00:00"),
        (b"2099-06-11.jpg", None),
        (b"IMG_20191399_123456.jpg", None),
        (b"IMG_20190611_996061.jpg", "2019-06-11 00:00:00"),
        (b"DSC_1234.jpg", None),
        (b"12345678901234567890.jpg", None),
        (b"IMG_4711.jpg", None),
        (b"1700-01-01.jpg", None),
    ],
)
def test_dates_in_names(name: bytes, local: str | None) -> None:
    assert text(date_from_name(name, NOW)) == local


@pytest.mark.parametrize("seconds", [0, -1, -10_000_000_000, 1_560_000_000, 99_000_000_000, -(2**62) // 10**9])
def test_any_modification_time_is_a_date(seconds: int) -> None:
    taken = date_from_mtime(seconds * 10**9)
    assert abs(taken.local_ms - seconds * 1000) <= 15 * 3600 * 1000
    assert taken.origin == "file"


@given(st.text(), st.text(), st.text())
def test_no_text_makes_the_parsers_raise(value: str, fraction: str, offset: str) -> None:
    parse_exif_date(value, fraction, offset)
    parse_xmp_date(value)


@given(st.binary())
def test_no_name_makes_the_search_for_a_date_raise(name: bytes) -> None:
    date_from_name(name)


@given(st.from_regex(r"\d{4}[:-]\d\d[:-]\d\d \d\d:\d\d:\d\d(\.\d+)?", fullmatch=False), st.from_regex(r"\d{0,9}"))
def test_no_text_like_a_date_makes_the_parsers_raise(value: str, fraction: str) -> None:
    parse_exif_date(value, fraction)
    parse_xmp_date(value)
    date_from_name(value.encode())
