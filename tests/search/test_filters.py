"""Filters and dates find the photos whose details match, and any query is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.base.calendar import DAY_MS
from gallery.catalog import photos
from gallery.search import column_index_updater, engine
from gallery.search.filters import COLOURS, HAS, IS, TYPES
from tests.index_builder import DAMAGED, EPOCH, index, metadata, read, top
from tests.search.queries import HOSTILE, ids, ms, names, settle

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def test_an_empty_file_has_a_size(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    full = read(conn, here, b"full")
    photos.add(conn, here, [(b"empty", 0, 1)])
    empty = photos.get_in_folder(conn, here)[b"empty"].id
    photos.set_unreadable(conn, empty, DAMAGED, EPOCH, in_timeline=True)
    settle(conn, state)
    assert set(ids(conn, "size:<1kb")) == set(ids(conn, "size:>=0")) == {empty, full}
    assert ids(conn, "size:0") == ids(conn, "size:<=0") == ids(conn, "-size:>0") == [empty]
    assert ids(conn, "size:>0") == ids(conn, "size:1..") == [full]
    assert ids(conn, "size:<0") == []
    assert ids(conn, "width:<9") == [full]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("iso:400", "first"), ("iso:>400", "second"), ("iso:<=400", "first"), ("iso:100..1600", "second first"),
        ("iso:>9999", ""), ("-iso:400", "second fourth third"),
        ("f:<2", "first"), ("f:2.8", "second"), ("focal:>=50", "first"), ("focal:1..10", "second"),
        ("exposure:<1/250", "first"), ("exposure:1/30", "second"), ("exposure:>=1/500", "second first"),
        ("rating:5", "first"), ("rating:>=4", "first"), ("rating:0", "second"), ("rating:<9", "second first"),
        ("rating:>300", ""),
        ("date:2019", "first"), ("date:2019-06..2020", "second first"), ("date:<2000", "fourth third"),
        ("date:>=2020", "second"), ("date:may", "third"), ("june", "first"), ("2019 june", "first"), ("1931-05", "third"),
        ("date:1900..1950", "third"), ("june may", ""), ("june or may", "first third"),
        ("type:jpeg", "first"), ("type:heic", "second"), ("type:gif|heif", "second third"),
        ("has:gps", "first"), ("has:place", "first"), ("has:title", "first"), ("has:caption", "first"), ("has:rating", "second first"),
        ("has:tags", "first"), ("has:people", "first"), ("has:faces", "first"), ("-has:keywords", "second fourth third"),
        ("tag:rome", "first"), ("tag:italy/rome", "first"), ("tag:*rom?", "first"), ("tag:anna", ""), ("tag:romesummer", ""),
        ("people:mowe", "first"), ("person:anna|carl", "first"), ("people:rome", ""), ("who:bob", "first"), ("bob", "first"),
        ('people:"anna bob"', ""), ("summer", "first"), ("-tag:summer", "second fourth third"),
        ("has:camera", "second first"), ("has:lens", "first"), ("has:problem", "fourth"),
        ("is:portrait", "second"), ("is:landscape", "first"), ("is:square", "third"), ("is:broken", "fourth"),
        ("is:animated", "third"), ("is:hdr", "second"), ("-is:broken", "second first third"),
        ("size:>10MB", "fourth"), ("size:25MB", "fourth"), ("size:<1KB", "second first third"), ("size:10b", "second first third"),
        ("width:>4000", "first"), ("width:<=3000", "second third"), ("height:4000", "second first"),
        ("color:blue", "first"), ("colour:red", "third"), ("color:pink", ""),
        ("camera:canon or camera:apple", "second first"), ("(camera:canon or is:square) -2019", "third"),
        ("-(is:square or is:broken) -first", "second"), ("iso:x first", "first"), ("nosuch:thing", "second first fourth third"),
        ("-zzz", "second first fourth third"), ("-second -first -third -fourth", ""),
    ],
)  # fmt: skip
def test_each_filter(some: sqlite3.Connection, text: str, found: str) -> None:
    assert names(some, text) == found.split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("type:raw", "odd canon dng"), ("type:dng", "dng"), ("type:cr2", "canon"), ("type:nef", ""), ("-type:raw", "plain"),
        ("type:gpr", "dng"), ("type:cr2|jpeg", "plain canon"), ("type:raw type:dng", "dng"),
    ],
)  # fmt: skip
def test_raw_files_are_found_together_and_by_format(conn: sqlite3.Connection, text: str, found: str) -> None:
    folder = top(conn)
    for number, (name, kind) in enumerate((("dng", "dng"), ("canon", "cr2"), ("odd", "raw"), ("plain", "jpeg"))):
        read(conn, folder, name.encode(), metadata(name.encode(), number * 1000, 4, 3, format=kind))
    assert names(conn, text) == found.split()


@pytest.mark.parametrize(
    "text",
    [
        f"{field}:{value}"
        for field, values in {"has": HAS, "is": IS, "type": TYPES, "color": COLOURS}.items()
        for value in values
    ],
)
def test_every_choice_divides_the_photos(some: sqlite3.Connection, text: str) -> None:
    """A value that the parser knows and the evaluation does not raises KeyError here, and not in a user's search."""
    assert sorted(names(some, text) + names(some, f"-{text}")) == ["first", "fourth", "second", "third"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01T00:00:00", "2019-12-31T23:59:59.999"),
        ("june 2019", "2019-06-01T00:00:00", "2019-06-30T23:59:59.999"),
        ("feb 2020", "2020-02-01T00:00:00", "2020-02-29T23:59:59.999"),
        ("11 june 2019", "2019-06-11T00:00:00", "2019-06-11T23:59:59.999"),
        ("1931-05", "1931-05-01T00:00:00", "1931-05-31T23:59:59.999"),
        ("december", "1969-12-01T00:00:00", "1969-12-31T23:59:59.999"),
        ("january", "1970-01-01T00:00:00", "1970-01-31T23:59:59.999"),
        ("2199-12", "2199-12-01T00:00:00", "2199-12-31T23:59:59.999"),
    ],
)
def test_a_span_begins_and_ends_to_the_millisecond(
    conn: sqlite3.Connection, text: str, first: str, last: str, state: str
) -> None:
    folder, begin, end = top(conn), ms(first), ms(last)
    for name, taken in ((b"b", begin - 1), (b"f", begin), (b"l", end), (b"a", end + 1)):
        read(conn, folder, name + b".x", metadata(name, taken))
    settle(conn, state)
    assert names(conn, text) == ["l.x", "f.x"]
    assert names(conn, text + " .x") == ["l.x", "f.x"]  # by the columns


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("type:video", "long short clip"), ("type:mp4", "long clip"), ("type:m4v", "long clip"), ("type:webm", "short"),
        ("-type:video", "still"), ("type:video|jpeg", "long short clip still"),
        ("duration:>1m", "long"), ("duration:<1m", "short clip"), ("duration:>=59.9s", "long short"),
        ("duration:1:00", "short"), ("duration:1:02:03", "long"), ("duration:10..70", "short"), ("duration:3s", "clip"),
        ("length:>1h", "long"), ("duration:>2h", ""), ("-duration:>0", "still"), ("duration:10..70 min", "long"),
    ],
)  # fmt: skip
def test_videos_are_found_by_type_and_duration(conn: sqlite3.Connection, state: str, text: str, found: str) -> None:
    folder = top(conn)
    for at, (name, kind, duration) in enumerate(
        ((b"still", "jpeg", None), (b"clip", "mp4", 3_400), (b"short", "webm", 59_900), (b"long", "mp4", 3_723_100))
    ):
        read(conn, folder, name, metadata(name, at, format=kind, duration_ms=duration))
    settle(conn, state)
    assert names(conn, text) == found.split()


def test_a_photo_without_a_date_fits_no_date(conn: sqlite3.Connection, state: str) -> None:
    photo = read(conn, top(conn), b"a.jpg")
    conn.execute("UPDATE photos SET taken_ms = NULL")
    settle(conn, state)
    assert ids(conn, "a") == ids(conn, "-2019 a") == [photo]
    assert ids(conn, "date:..2199 a") == ids(conn, "date:<2199") == []


EARLY = ("0001-06-01", "1066-01-01", "1492-06-30T23:59:59.999", "1800-01-31", "1824-06-11", "1825-01-01T12:00",
         "1825-01-02", "1825-06-05", "1826-01-01", "2019-06-01", "2019-01-31")  # fmt: skip


@pytest.mark.parametrize("few", [5000, 0], ids=["few", "many"])
def test_dates_before_photography_fit_their_own_month_and_no_other(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, state: str, few: int
) -> None:
    """Cameras with broken clocks. Search, list and timeline say the same."""
    folder = top(conn)
    for date in EARLY:
        read(conn, folder, date.encode(), metadata(date.encode(), ms(date)))
    conn.execute("UPDATE photos SET taken_ms = NULL WHERE id = ?", (read(conn, folder, b"undated"),))
    settle(conn, state)
    monkeypatch.setattr(engine, "MAX_LISTED_IDS", few)
    monkeypatch.setattr(engine, "MAX_WALKED_PHOTOS", 0)
    for month in ("january", "june", "july"):
        fitting = [date for date in EARLY if date[5:7] == {"january": "01", "june": "06", "july": "07"}[month]]
        for text in (month, f"{month} -zzz", f"date:{month} or zzz"):
            assert names(conn, text) == sorted(fitting, reverse=True), text
    assert names(conn, "date:<1826") == names(conn, "-date:>=1826 -undated") == sorted(EARLY[:8], reverse=True)
    assert names(conn, "") == [*sorted(EARLY, reverse=True), "undated"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_finds_something_or_nothing(some: sqlite3.Connection, text: str) -> None:
    assert engine.search(some, text).count <= 4
    ids(some, text)


PIECES = ["june", "2019", "first", "-", "or ", "(", ")", '"', "iso:", ">400 ", "has:gps ", " ", "color:blue ", "0", "%"]


def test_any_query_is_answered_the_same_everywhere(tmp_path: Path) -> None:
    with index(tmp_path) as conn:
        folder = top(conn)
        for number in range(4):
            read(conn, folder, b"first %d" % number, metadata(b"%d" % number, ms("2019-06-11") + number * DAY_MS * 9))
        column_index_updater.update_blocks(conn, min_stale=3)
        photos.mark_gone(conn, [2])

        @settings(deadline=None, max_examples=60)
        @given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=9))
        def check(text: str) -> None:
            assert set(ids(conn, text)) <= {1, 3, 4}

        check()
