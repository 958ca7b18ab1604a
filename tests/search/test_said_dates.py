"""Inexact dates are found where all of their span is asked for, by every way that a search is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery.base import edtf
from gallery.base.calendar import DAY_MS
from gallery.catalog import annotation_copy, photos
from gallery.catalog.annotation_copy import Said
from gallery.search.date_terms import days_of
from gallery.search.suggestions import suggest
from gallery.timeline.build import TimelineQuery, build_timeline
from gallery.timeline.file import day_runs
from tests.index_builder import metadata, read, row, top
from tests.search.queries import names, settle

if TYPE_CHECKING:
    import sqlite3

DATES = ("1975", "1975-01-01", "1975-06-11T12:00:00", "1975-06", "1975-22", "1975-24", "197X", "1976~", "1975-01-01T00:00:00",
         "1980-12-31", "1980-12", "1980")  # fmt: skip


def say(conn: sqlite3.Connection, photo: int, text: str) -> None:
    date = edtf.parse(text)
    said = Said(date=text, date_ms=date.begin_ms, precision=date.precision)
    annotation_copy.put(conn, [(photo, photo + 100, said)])


@pytest.fixture
def dated(conn: sqlite3.Connection, state: str) -> sqlite3.Connection:
    """A photo for each date, named so."""
    folder = top(conn)
    for text in DATES:
        say(conn, read(conn, folder, text.encode(), metadata(text.encode())), text)
    settle(conn, state)
    return conn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("date:1975", "1975 1975-01-01 1975-01-01T00:00:00 1975-06 1975-06-11T12:00:00 1975-22 1975-24"),
        ("date:1975-01", "1975-01-01 1975-01-01T00:00:00"), ("date:1975-06", "1975-06 1975-06-11T12:00:00"),
        ("date:1975-06-11", "1975-06-11T12:00:00"), ("date:1975-06..1975-08", "1975-06 1975-06-11T12:00:00 1975-22"),
        ("date:1975-07..1976", "1975-24 1976~"), ("date:1970s", " ".join(DATES[:9])), ("date:>=1980-12", "1980-12 1980-12-31"),
        ("date:>1979", "1980 1980-12 1980-12-31"), ("january", "1975-01-01 1975-01-01T00:00:00"),
        ("date:june", "1975-06 1975-06-11T12:00:00"), ("date:summer", "1975-06 1975-06-11T12:00:00 1975-22"),
        ("date:winter-1975", "1975-24"), ("date:1975-12", ""),
    ],
)  # fmt: skip
def test_a_date_is_found_where_all_of_it_is_asked_for(dated: sqlite3.Connection, text: str, found: str) -> None:
    assert sorted(names(dated, text)) == sorted(found.split())


def test_only_what_would_find_something_is_suggested(dated: sqlite3.Connection) -> None:
    values = [one.text for one in suggest(dated, "date:1975-", 10)[0]]
    assert not any("1975-02" in value for value in values)
    assert any("1975-06" in value for value in values)


spans = st.tuples(st.integers(1, 12), st.integers(1970, 1985), st.integers(1, 12), st.integers(1970, 1985))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans)
def test_every_range_finds_what_lies_within(dated: sqlite3.Connection, span: tuple[int, int, int, int]) -> None:
    begin, end = sorted([(span[1], span[0]), (span[3], span[2])])
    first, last = days_of(*begin), days_of(*end)
    assert first
    assert last
    wanted = set()
    for text in DATES:
        date = edtf.parse(text)
        day, after = date.begin_ms // DAY_MS, -(-date.span_ms[1] // DAY_MS)
        if date.precision == edtf.SEASON and text.endswith("24") and end == (1975, 12) and begin <= (1975, 1):
            after = last.after  # winter counts to the year in which it begins
        if first.first <= day and after <= last.after:
            wanted.add(text)
    asked = "date:{:04}-{:02}..{:04}-{:02}".format(*begin, *end)
    assert set(names(dated, asked)) == wanted


def test_the_order_is_by_the_beginning_and_less_exact_first(dated: sqlite3.Connection) -> None:
    order = ["197X", "1975", "1975-01-01", "1975-01-01T00:00:00", "1975-22", "1975-06", "1975-06-11T12:00:00", "1975-24",
             "1976~", "1980", "1980-12", "1980-12-31"]  # fmt: skip
    labels = dict(dated.execute("SELECT id, label FROM photos"))
    dated.commit()
    for name in ("date-asc", "date"):
        built = build_timeline(dated, TimelineQuery(order=name))
        ids = memoryview(built.data)[32 + 8 * 11 :].cast("I")[: len(DATES)]
        assert [labels[photo] for photo in ids] == (order if name == "date-asc" else order[::-1])
        runs = list(day_runs(built.keys))
        assert sorted(count for _, count in runs) == [1] * 10 + [2]
        assert len({day for day, _ in runs}) == len(runs)
    dated.execute("BEGIN")  # the fixture ends one


def test_what_is_seen_later_waits_behind_what_was_said(conn: sqlite3.Connection) -> None:
    folder = top(conn)
    photo = read(conn, folder, b"a", metadata(b"a"))
    seen = row(conn, photo)["taken_ms"]
    say(conn, photo, "1975")
    assert row(conn, photo)["taken_ms"] == edtf.parse("1975").begin_ms
    assert not photos.set_read(conn, photo, metadata(b"a")), "nothing is different"
    say(conn, photo, "1976")
    assert photos.set_read(conn, photo, metadata(b"other"))
    assert row(conn, photo)["taken_ms"] == edtf.parse("1976").begin_ms
    annotation_copy.put(conn, [(photo, photo + 100, Said(rating=3))])
    assert row(conn, photo)["taken_ms"] == seen
    say(conn, photo, "1975-06")
    annotation_copy.remove(conn, [photo])
    assert (row(conn, photo)["taken_ms"], row(conn, photo)["badges"]) == (seen, 0)
