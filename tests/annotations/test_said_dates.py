"""Dates and places in library.db: one for all, shifted each by itself, undone, and never computed twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.annotations.date_shift import date_writer, shifted_date
from gallery.annotations.models import OF_FILE, AnnotationChange
from gallery.base import edtf
from gallery.base.edtf import TIME, InexactDate
from gallery.base.errors import UsageError
from tests.annotations.files import files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.annotations.models import Applied, FileIdentity
    from gallery.annotations.store import AnnotationStore

HOUR = AnnotationChange(shift_s=3600)
SEEN = [edtf.parse(text) for text in ("2019-06-11T12:00:00", "2019-06-11T23:30:00.120+02:00", "2019-12-31T23:59:59")]


def _shift(
    store: AnnotationStore, some: Sequence[FileIdentity], change: AnnotationChange, seen: Sequence[InexactDate]
) -> Applied:
    return store.apply(some, change, write=date_writer(seen, change))


def _dates(store: AnnotationStore, items: Sequence[int]) -> list[str | None]:
    said = store.read(items)
    return [said[item].date if item in said else None for item in items]


def test_a_shift_adds_up_by_what_was_said_and_is_undone_act_by_act(store: AnnotationStore) -> None:
    three = files(3)
    items = _shift(store, three, HOUR, SEEN).items
    assert _dates(store, items) == ["2019-06-11T13:00:00", "2019-06-12T00:30:00.120+02:00", "2020-01-01T00:59:59"]
    _shift(store, three[:2], HOUR, SEEN[:2])  # what was seen is as before: what was said counts
    assert _dates(store, items)[:2] == ["2019-06-11T14:00:00", "2019-06-12T01:30:00.120+02:00"]
    store.apply(three[:1], AnnotationChange(date="1984-22"))
    later = _shift(store, three, AnnotationChange(offset_min=-210), SEEN)
    assert later.act is not None
    assert later.act.items == 2
    assert later.act.change == AnnotationChange(offset_min=-210)
    assert _dates(store, items) == ["1984-22", "2019-06-12T01:30:00.120-03:30", "2020-01-01T00:59:59-03:30"]
    for _ in range(4):
        store.undo()
    assert _dates(store, items) == [None] * 3
    for _ in range(3):
        store.redo()
    assert _dates(store, items) == ["1984-22", "2019-06-12T01:30:00.120+02:00", "2020-01-01T00:59:59"]


def test_what_was_said_is_taken_back_or_said_to_be_none(store: AnnotationStore) -> None:
    [item] = store.apply(files(1), AnnotationChange(date="1975~", place="1.5,-2.25 Home")).items
    assert store.read([item])[item][8:10] == ("1975~", "1.5,-2.25 Home")
    store.apply(files(1), AnnotationChange(date=OF_FILE, place=""))
    assert store.read([item])[item][8:10] == (None, "")
    store.apply(files(1), AnnotationChange(place=OF_FILE))
    assert store.read([item]) == {}
    assert store.apply(files(1), AnnotationChange(date=OF_FILE)).act is None
    store.undo()
    assert store.read([item])[item].place == ""


@pytest.mark.parametrize(
    "wrong",
    [{"date": "1.2.1975"}, {"date": ""}, {"place": "Rome"}, {"shift_s": 0}, {"shift_s": 10**12}, {"offset_min": 841},
     {"date": "1975", "offset_min": 0}, {"shift_s": 1, "offset_min": 0}],
)  # fmt: skip
def test_what_cannot_be_said_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        AnnotationChange(**wrong)  # type: ignore[arg-type]


@given(st.integers(-(10**13), 10**13), st.integers(-(10**9), 10**9).filter(bool))
def test_a_shift_and_its_opposite_leave_a_moment_where_it_was(begin: int, seconds: int) -> None:
    there = shifted_date(InexactDate(begin, TIME), AnnotationChange(shift_s=seconds))
    assert there is not None
    assert edtf.parse(there).begin_ms == begin + 1000 * seconds
    back = shifted_date(edtf.parse(there), AnnotationChange(shift_s=-seconds))
    assert back == edtf.encode(InexactDate(begin, TIME))


def test_only_what_is_known_is_shifted() -> None:
    day = AnnotationChange(shift_s=86_400)
    assert shifted_date(edtf.parse("2019-12-31"), day) == "2020-01-01"
    assert shifted_date(edtf.parse("2019-12-31"), HOUR) is None
    for stays in ("1975", "1975-06", "1984-22", "196X", "1975~"):
        assert shifted_date(edtf.parse(stays), day) is None
        assert shifted_date(edtf.parse(stays), AnnotationChange(offset_min=60)) is None
    assert shifted_date(edtf.parse("9999-12-31T23:30:00"), HOUR) is None
