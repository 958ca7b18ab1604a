"""Dates that need not be exact, and places, as text: read again as they were written, and refused else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.base import edtf, said_places
from gallery.base.edtf import AROUND, DECADE, MONTH, SEASON, TIME, UNIT, YEAR, InexactDate
from gallery.base.said_places import SaidPlace

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(  # noqa: DTZ001  UTC is set next
    lambda moment: (moment.replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)
)
exact = st.builds(InexactDate, moments, st.just(TIME), st.none() | st.integers(-840, 840))
texts = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12)),
    st.builds("{:04}-{}".format, st.integers(1, 9999), st.integers(21, 24)),
    st.builds("{:04}".format, st.integers(1, 9999)),
    st.builds("{:03}X".format, st.integers(1, 999)),
)
dates = exact | st.builds("{}{}".format, texts, st.sampled_from(("", "~"))).map(edtf.parse)


@given(dates)
def test_a_date_is_read_as_it_was_written(date: InexactDate) -> None:
    assert edtf.parse(edtf.encode(date)) == date


@given(dates, dates)
def test_a_span_begins_where_the_date_sorts_and_less_exact_ones_are_whole_units(
    one: InexactDate, other: InexactDate
) -> None:
    begin, after = one.span_ms
    assert begin == one.begin_ms < after
    lengths = {TIME: (0, 1), MONTH: (28, 31), SEASON: (89, 92), YEAR: (365, 366), DECADE: (3652, 3653)}
    least, most = lengths.get(one.precision & UNIT, (1, 1))
    assert (after - begin) // 86_400_000 in range(least, most + 1)
    if one.precision == other.precision != TIME and one.precision & UNIT > TIME:
        assert one == other or one.span_ms[1] <= other.begin_ms or other.span_ms[1] <= one.begin_ms


@given(st.text(max_size=30) | st.from_regex(r"[0-9XTZ:~.+-]{1,30}", fullmatch=True))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = edtf.parse(text)
    except ValueError:
        return
    again = edtf.encode(found)
    assert edtf.parse(again) == found


def test_forms_of_the_standard() -> None:
    assert edtf.parse("1984-24") == InexactDate(470_707_200_000, SEASON)
    assert edtf.parse("196X~") == InexactDate(-315_619_200_000, DECADE | AROUND)
    assert edtf.parse("1975-01-01T00:00:00.001-03:30") == InexactDate(157_766_400_001, TIME, -210)
    for wrong in ("", "75", "1975-13", "1975-00", "1975-02-30", "1975-06-11T12:00", "1975-06-11T12:00:00~", "19XX", "0000",
                  "1975-06-11T24:00:00", "1975-25", "1975-21-01", "1975-06-11T12:00:00+15:00", " 1975", "1975\n", "٢٠٢٤",
                  "1975-06-11T12:00:00+01:60", "000X"):  # fmt: skip
        with pytest.raises(ValueError):
            edtf.parse(wrong)


@given(st.floats(-90, 90), st.floats(-180, 180), st.text(st.characters(categories=("L", "N")), max_size=50))
def test_a_place_is_read_as_it_was_written(latitude: float, longitude: float, name: str) -> None:
    found = said_places.parse(said_places.encode(SaidPlace(latitude, longitude, name)))
    assert found.name == name
    assert found[:2] == pytest.approx((latitude, longitude), abs=1e-6)


def test_what_is_no_place_is_refused() -> None:
    for wrong in ("", "1", "1,", "91,0", "0,181", "1, 2", "1,2,3", "nan,1", "1e1,2", "1,2 " + "x" * 201):
        with pytest.raises(ValueError):
            said_places.parse(wrong)
