"""The calendar without limits agrees with that of the standard library."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from gallery.base.calendar import date_of_day
from tests.search.queries import EPOCH


@given(st.integers(-1_000_000, 3_000_000).filter(lambda day: -719_162 <= day <= 2_932_896))
def test_days_are_those_of_the_calendar(day: int) -> None:
    date = EPOCH.replace(tzinfo=None) + timedelta(days=day)
    assert date_of_day(day) == (date.year, date.month, date.day)
