"""What is typed into the filter, and that it can do nothing but filter."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.catalog.naming import folded
from gallery.catalog.search import Filter, parse, where

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTACKS = [
    "%",
    "_",
    "!",
    "!%",
    "'",
    '"',
    "--",
    ";",
    "\\",
    "'; DROP TABLE photos; --",
    "?",
    "?1",
    ":x",
    "%00",
    "[a]",
    "*",
]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words", "dates"),
    [
        ("", (), ()),
        ("  \t\n ", (), ()),
        ("Beach", ("beach",), ()),
        ("beach  SUN", ("beach", "sun"), ()),
        ("2019", (), ((2019, 0, 0),)),
        ("2019-06", (), ((2019, 6, 0),)),
        ("2019/6/1", (), ((2019, 6, 1),)),
        ("2019.06.11", (), ((2019, 6, 11),)),
        ("june", (), ((0, 6, 0),)),
        ("Jun", (), ((0, 6, 0),)),
        ("june 2019", (), ((2019, 6, 0),)),
        ("2019 june", (), ((2019, 6, 0),)),
        ("11 june 2019", (), ((2019, 6, 11),)),
        ("beach june 2019 sun", ("beach", "sun"), ((2019, 6, 0),)),
        ("2019 2020", (), ((2019, 0, 0), (2020, 0, 0))),
        ("2020-02-29", (), ((2020, 2, 29),)),
        ("2019-02-29", ("2019-02-29",), ()),
        ("2019-13", ("2019-13",), ()),
        ("2019-00", ("2019-00",), ()),
        ("2019-00-05", ("2019-00-05",), ()),
        ("2019-06-00", ("2019-06-00",), ()),
        ("31 february 2019", ("31",), ((2019, 2, 0),)),
        ("0 june 2019", ("0",), ((2019, 6, 0),)),
        ("1825", ("1825",), ()),
        ("2200", ("2200",), ()),
        ("ju", ("ju",), ()),
        ("201", ("201",), ()),
        ("20190611", ("20190611",), ()),
        ("a\0b", ("a", "b"), ()),
        ("STRASSE Straße", ("strasse", "strasse"), ()),
        ("cafe\u0301", ("caf\u00e9",), ()),
        ("1" * 5000 + " june 2019", ("1" * 1000,), ()),
        ("x " * 40, ("x",) * 16, ()),
    ],
)
def test_what_is_read(text: str, words: tuple[str, ...], dates: tuple[tuple[int, int, int], ...]) -> None:
    assert parse(text) == Filter(words, dates)


@given(st.text() | st.lists(st.sampled_from(["june", "31", "2019", "2019-02", "0", "²", "٣", "may"])).map(" ".join))
def test_nothing_that_is_typed_is_an_error(text: str) -> None:
    condition, values = where(parse(text))
    assert condition.count("?") == len(values)
    with closing(table()) as conn:
        conn.execute(f"SELECT id FROM photos WHERE {condition}", values).fetchall()


def table() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:")
    conn.create_function("folded", 1, folded, deterministic=True)
    conn.execute("CREATE TABLE photos (id INTEGER PRIMARY KEY, label TEXT, taken_ms INTEGER)")
    return conn


@pytest.fixture
def conn() -> Iterator[sqlite3.Connection]:
    with closing(table()) as conn:
        yield conn


def found(conn: sqlite3.Connection, text: str) -> list[str]:
    condition, values = where(parse(text))
    return [row[0] for row in conn.execute(f"SELECT label FROM photos WHERE {condition} ORDER BY id", values)]


@pytest.mark.parametrize("word", ATTACKS)
def test_a_word_is_only_ever_a_value(conn: sqlite3.Connection, word: str) -> None:
    conn.executemany("INSERT INTO photos (label, taken_ms) VALUES (?, 0)", [("plain.jpg",), (f"a{word}b.jpg",)])
    condition, _ = where(parse(word))
    assert condition == where(parse("plain"))[0] or len(word.split()) > 1
    assert found(conn, word) == [f"a{word}b.jpg"]


@pytest.mark.parametrize(
    ("text", "label"),
    [("ÜBUNG", "Übung.jpg"), ("übung", "U\u0308BUNG.JPG"), ("straße", "Straße.jpg"), ("strasse", "Straße.jpg"),
     ("straße", "STRASSE.JPG"), ("ЛЕТО", "лето 7.jpg"), ("日本", "日本.png"), ("IMG", "img_1.jpg"), ("img", "ÜIMG.jpg")],
)  # fmt: skip
def test_capitals_and_accents_do_not_matter(conn: sqlite3.Connection, text: str, label: str) -> None:
    conn.executemany("INSERT INTO photos (label, taken_ms) VALUES (?, 0)", [("plain.jpg",), (label,)])
    assert label in found(conn, text)
    assert "plain.jpg" not in found(conn, text)


def test_every_word_must_be_there(conn: sqlite3.Connection) -> None:
    conn.executemany("INSERT INTO photos (label, taken_ms) VALUES (?, 0)", [("sun beach",), ("sun",), ("beach",)])
    assert found(conn, "beach sun") == ["sun beach"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01T00:00:00", "2019-12-31T23:59:59.999"),
        ("june 2019", "2019-06-01T00:00:00", "2019-06-30T23:59:59.999"),
        ("dec 2019", "2019-12-01T00:00:00", "2019-12-31T23:59:59.999"),
        ("feb 2020", "2020-02-01T00:00:00", "2020-02-29T23:59:59.999"),
        ("11 june 2019", "2019-06-11T00:00:00", "2019-06-11T23:59:59.999"),
        ("1931-05", "1931-05-01T00:00:00", "1931-05-31T23:59:59.999"),
        ("december", "1969-12-01T00:00:00", "1969-12-31T23:59:59.999"),
        ("january", "1970-01-01T00:00:00", "1970-01-31T23:59:59.999"),
        ("2199-12", "2199-12-01T00:00:00", "2199-12-31T23:59:59.999"),
    ],
)
def test_a_span_begins_and_ends_to_the_millisecond(conn: sqlite3.Connection, text: str, first: str, last: str) -> None:
    begin, end = (
        (datetime.fromisoformat(moment).replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)
        for moment in (first, last)
    )
    rows = [("before", begin - 1), ("first", begin), ("last", end), ("after", end + 1)]
    conn.executemany("INSERT INTO photos (label, taken_ms) VALUES (?, ?)", rows)
    assert found(conn, text) == ["first", "last"]


def test_a_month_alone_means_that_month_of_any_year(conn: sqlite3.Connection) -> None:
    moments = [datetime(year, month, 15, tzinfo=UTC) for year in (1901, 1969, 1970, 2019) for month in (5, 6, 7)]
    rows = [(f"{moment:%Y-%m}", int((moment - EPOCH).total_seconds() * 1000)) for moment in moments]
    conn.executemany("INSERT INTO photos (label, taken_ms) VALUES (?, ?)", rows)
    assert found(conn, "june") == ["1901-06", "1969-06", "1970-06", "2019-06"]


def test_nothing_typed_finds_everything(conn: sqlite3.Connection) -> None:
    conn.execute("INSERT INTO photos (label, taken_ms) VALUES ('a', NULL)")
    assert found(conn, "") == ["a"]
    assert not parse("")
    assert parse("a")
