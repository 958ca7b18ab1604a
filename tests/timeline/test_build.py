"""The timeline file, byte by byte, and which photos are in it in which order."""

from __future__ import annotations

import struct
from datetime import date
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, photos
from gallery.settings import view_state
from gallery.timeline import build as module
from gallery.timeline.build import ORDERS, TimelineQuery
from gallery.timeline.file import FLAGS_AT, MIN_KEY, UNDATED, Columns, encode
from tests.index_builder import DAMAGED, EPOCH, add, index, metadata, read, source, top
from tests.timeline.date_keys import date_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

DAY = 86_400_000
GOLDEN = bytes.fromhex(
    # header: PTL1, version 1, length 32, generation 7, 3 photos, 2 days, sections 31, 0
    "50544c31 0100 2000 07000000 03000000 02000000 1f000000 0000000000000000"
    # days: 18058 (2019-06-11) twice, undated once
    "8a460000 02000000   00000080 01000000"
    # ids 42, 258, 1          aspects 4:3, 1:1, 3:4, and padding
    "2a000000 02010000 01000000   5515 0010 000c 0000"
    # colours 0xf800, unknown, 0xffff, and padding   versions 1, 65535, 17, and padding
    "00f8 0000 ffff 0000   0100 ffff 1100 0000"
    # flags none, offline, offline and broken, and padding
    "00 10 50 00"
)


class Timeline:
    """A timeline file taken apart."""

    def __init__(self, data: bytes) -> None:
        mark, version, start, self.generation, count, days, sections, zero = struct.unpack_from("<4sHHIIIIQ", data)
        assert (mark, version, start, sections, zero) == (b"PTL1", 1, 32, 31, 0)
        self.days = [struct.unpack_from("<iI", data, 32 + 8 * at) for at in range(days)]
        at = 32 + 8 * days
        columns = []
        for code, size in (("I", 4), ("H", 2), ("H", 2), ("H", 2), ("B", 1)):
            columns.append(list(struct.unpack_from(f"<{count}{code}", data, at)))
            end = at + count * size
            at = end + -end % 4
            assert data[end:at] == bytes(at - end)
        assert at == len(data)
        self.ids, self.aspects, self.colours, self.versions, self.flags = columns


def build(conn: sqlite3.Connection, query: TimelineQuery | None = None) -> Timeline:
    query = query or TimelineQuery()
    return Timeline(module._encode(9, module._columns(conn, query), query, 0).data)


def file(number: int, rows: Iterable[tuple[int, int, int, int, int, int]], *, by_day: bool) -> bytes:
    """Rows of (id, aspect, colour, version, flags, day)."""
    columns = Columns()
    columns.extend(
        [
            (
                photo,
                aspect | colour << 16 | version << 32 | flags << FLAGS_AT,
                MIN_KEY if day == UNDATED else date_key(day * DAY),
            )
            for photo, aspect, colour, version, flags, day in rows
        ]
    )
    return encode(number, columns, by_day=by_day, descending=True).data


def test_the_file_is_byte_for_byte_as_described() -> None:
    rows = [(42, 5461, 0xF800, 1, 0, 18058), (258, 4096, 0, 65535, 16, 18058), (1, 3072, 0xFFFF, 17, 80, UNDATED)]
    assert file(7, rows, by_day=True) == GOLDEN


def test_the_parser_of_the_tests_reads_the_described_file() -> None:
    parsed = Timeline(GOLDEN)
    assert parsed.days == [((date(2019, 6, 11) - date(1970, 1, 1)).days, 2), (UNDATED, 1)]
    assert (parsed.ids, parsed.versions, parsed.flags) == ([42, 258, 1], [1, 65535, 17], [0, 16, 80])


def test_without_dates_there_are_no_days() -> None:
    assert Timeline(file(1, [(1, 1, 1, 1, 1, 5)], by_day=False)).days == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 100_000])
def test_any_number_of_photos(count: int) -> None:
    rows = ((at + 1, 4096, at % 65536, at % 65535 + 1, at % 256, -(at // 1000)) for at in range(count))
    parsed = Timeline(file(2**32 - 1, rows, by_day=True))
    assert parsed.generation == 2**32 - 1
    assert parsed.ids == list(range(1, count + 1))
    assert sum(number for _, number in parsed.days) == count
    assert len(parsed.days) == -(-count // 1000)


def test_generation_and_rows_are_of_one_state(tmp_path: Path) -> None:
    with index(tmp_path) as conn:
        read(conn, top(conn), b"a.jpg")
        number = photos.raise_generation(conn)
        conn.execute("COMMIT")
        built = module.build_timeline(conn, TimelineQuery())
        assert built.generation == Timeline(built.data).generation == number
        with pytest.raises(KeyError):
            module.build_timeline(conn, TimelineQuery(order="nonsense"))
        conn.execute("BEGIN IMMEDIATE")


EXPECTED_ORDERS = {
    "date": "dcba",
    "date-asc": "abcd",
    "name": "acdb",
    "name-desc": "bdca",
    "modified": "badc",
    "modified-asc": "cdab",
    "size": "dbca",
    "size-asc": "acbd",
}


def test_every_order_that_can_be_chosen_is_built_and_tested() -> None:
    assert tuple(ORDERS) == view_state.ORDERS
    assert EXPECTED_ORDERS.keys() == ORDERS.keys()


@pytest.mark.parametrize(("order", "expected"), EXPECTED_ORDERS.items())
def test_the_orders(conn: sqlite3.Connection, order: str, expected: str) -> None:
    folder = top(conn)
    table = {  # letter: name, size, mtime, taken; c and d are taken, b and c are as large, at the same time
        "a": (b"IMG_2.jpg", 10, 300, -5 * DAY),
        "b": (b"img_30.jpg", 20, 400, 2 * DAY),
        "d": (b"IMG_11.jpg", 30, 200, 3 * DAY),
        "c": (b"img_10.jpg", 20, 100, 3 * DAY),
    }
    letters = {}
    for letter, (name, size, mtime, taken) in table.items():
        letters[photo := add(conn, folder, name, size, mtime)] = letter
        photos.set_read(conn, photo, metadata(name, taken))
    assert "".join(letters[photo] for photo in build(conn, TimelineQuery(order=order)).ids) == expected


BURST = (8235, 8230, 8229, 8238, 8225, 8226, 8232, 8227, 8223, 8234, 8228, 8231, 8233, 8224, 8236, 8237)
"""Numbers of a burst, all of one second, in the order in which a disk listed the files."""


@pytest.mark.parametrize("text", ["", "bv"])
@pytest.mark.parametrize("order", list(ORDERS))
def test_what_has_one_time_stands_in_the_order_of_its_names(conn: sqlite3.Connection, order: str, text: str) -> None:
    folder = top(conn)
    names = {read(conn, folder, b"BV_%d.jpg" % number, metadata(b"%d" % number, 5)): number for number in BURST}
    found = [names[photo] for photo in build(conn, TimelineQuery(order=order, text=text)).ids]
    assert found == sorted(BURST, reverse=order in ("date", "name-desc", "modified", "size"))


def test_pages_of_a_scan_are_told_from_those_of_another_day(conn: sqlite3.Connection) -> None:
    folder = top(conn)
    for day, number in ((1, 10), (2, 2), (1, 9), (2, 10), (1, 1), (2, 1)):
        read(conn, folder, b"day%d page%d.png" % (day, number), metadata(b"%d%d" % (day, number), day * DAY))
    found = build(conn)
    rows = [str(conn.execute("SELECT label FROM photos WHERE id = ?", (photo,)).fetchone()[0]) for photo in found.ids]
    assert rows == [f"day{day} page{page}.png" for day, pages in ((2, (10, 2, 1)), (1, (10, 9, 1))) for page in pages]
    assert found.days == [(2, 3), (1, 3)]


@pytest.mark.parametrize("text", ["img", "1970", "img 1970", ""])
@pytest.mark.parametrize("order", list(ORDERS))
def test_a_search_keeps_the_order(conn: sqlite3.Connection, order: str, text: str) -> None:
    folder = top(conn)
    for number in (3, 1, 2, 11):
        photo = add(conn, folder, b"img%d.jpg" % number, number, number)
        photos.set_read(conn, photo, metadata(b"%d" % number, number * DAY))
    forward = order in ("date-asc", "name", "modified-asc", "size-asc")
    assert build(conn, TimelineQuery(order=order, text=text)).ids == [2, 3, 1, 4][:: 1 if forward else -1]


def test_a_folder_with_and_without_what_is_below_it(conn: sqlite3.Connection) -> None:
    home = top(conn)
    outer = folders.put(conn, 1, home, b"a", b"a")
    inner = folders.put(conn, 1, outer, b"a/b", b"b")
    other = folders.put(conn, 1, home, b"ab", b"ab")
    at_home, at_outer, at_inner, at_other = (read(conn, folder, b"x.jpg") for folder in (home, outer, inner, other))
    for folder, subfolders, expected in (
        (None, True, {at_home, at_outer, at_inner, at_other}),
        (home, True, {at_home, at_outer, at_inner, at_other}),
        (home, False, {at_home}),
        (outer, True, {at_outer, at_inner}),
        (outer, False, {at_outer}),
        (inner, True, {at_inner}),
        (999, True, set()),
        (999, False, set()),
    ):
        for order in ("date", "name"):
            for text in ("", "x"):
                assert set(build(conn, TimelineQuery(folder, subfolders, text, order)).ids) == expected


def test_only_photos_that_are_read_or_broken_are_in_a_timeline(conn: sqlite3.Connection) -> None:
    folder = top(conn)
    good, broken = read(conn, folder, b"good.jpg"), read(conn, folder, b"broken.jpg")
    photos.set_thumbnail_failed(conn, source(conn, broken), DAMAGED)
    add(conn, folder, b"unread.jpg")
    photos.set_unreadable(conn, add(conn, folder, b"text"), DAMAGED, EPOCH, in_timeline=False)
    photos.mark_gone(conn, [read(conn, folder, b"gone.jpg")])
    found = build(conn)
    assert dict(zip(found.ids, found.flags, strict=True)) == {good: 0, broken: 64}


def test_photos_of_a_root_that_is_away_are_flagged(conn: sqlite3.Connection) -> None:
    here, there = top(conn), top(conn, 2, b"/drive")
    below = folders.put(conn, 2, there, b"a", b"a")
    near, far, deep = read(conn, here, b"x"), read(conn, there, b"x"), read(conn, below, b"x")
    photos.set_thumbnail_failed(conn, source(conn, deep), DAMAGED)
    assert folders.set_offline(conn, 2, "It is away.")
    assert not folders.set_offline(conn, 2, "It is away.")
    found = build(conn)
    assert dict(zip(found.ids, found.flags, strict=True)) == {near: 0, far: 16, deep: 80}


@pytest.mark.parametrize(
    ("taken", "day"),
    [(0, 0), (DAY - 1, 0), (DAY, 1), (-1, -1), (-DAY, -1), (-DAY - 1, -2), (1_560_254_096_120, 18058),
     (-62_135_596_800_000, -719_162), (253_402_300_799_999, 2_932_896)],
)  # fmt: skip
def test_a_day_begins_at_midnight_before_1970_too(conn: sqlite3.Connection, taken: int, day: int) -> None:
    read(conn, top(conn), b"x", metadata(taken_ms=taken))
    assert build(conn).days == [(day, 1)]


@pytest.mark.parametrize("order", ["date", "date-asc"])
def test_what_has_no_date_comes_last(conn: sqlite3.Connection, order: str) -> None:
    folder = top(conn)
    without, *others = (read(conn, folder, name, metadata(name)) for name in (b"a", b"b", b"c"))
    conn.execute("UPDATE photos SET taken_ms = NULL WHERE id = ?", (without,))
    found = build(conn, TimelineQuery(order=order))
    assert found.ids[-1] == without
    assert set(found.ids) == {without, *others}
    assert found.days == [(0, 2), (UNDATED, 1)]


@pytest.mark.parametrize(
    ("width", "height", "aspect"),
    [(4000, 3000, 5461), (3000, 4000, 3072), (1, 1, 4096), (3, 2, 6144), (2, 3, 2731), (16, 9, 7282), (8191, 8192, 4096),
     (1, 4, 1024), (1, 5, 1024), (1, 100_000, 1024), (16, 1, 65535), (15, 1, 61440), (100_000, 1, 65535), (0, 5, 1024),
     (5, 0, 4096), (2**31, 2**31 - 1, 4096)],
)  # fmt: skip
def test_the_aspect_is_rounded_and_kept_in_bounds(
    conn: sqlite3.Connection, width: int, height: int, aspect: int
) -> None:
    read(conn, top(conn), b"x", metadata(width=width, height=height))
    assert build(conn).aspects == [aspect]


def test_a_broken_photo_without_size_is_square(conn: sqlite3.Connection) -> None:
    photos.set_unreadable(conn, add(conn, top(conn), b"x.jpg"), DAMAGED, EPOCH, in_timeline=True)
    found = build(conn)
    assert (found.aspects, found.colours, found.flags) == ([4096], [0], [64])


def test_versions_run_from_1_to_65535_and_begin_again(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"x")
    assert build(conn).versions == [1]
    conn.execute("UPDATE photos SET version = 65534")
    for mark, version in ((b"2", 65535), (b"3", 1), (b"4", 2), (b"4", 2)):
        photos.set_read(conn, photo, metadata(mark))
        assert build(conn).versions == [version]


def test_the_query_for_all_photos_reads_only_an_index(conn: sqlite3.Connection) -> None:
    for query in (
        TimelineQuery(),
        TimelineQuery(order="date-asc"),
        TimelineQuery(text="date:june"),
        TimelineQuery(text="date:2019"),
    ):
        seen: list[str] = []
        conn.set_trace_callback(seen.append)
        module._columns(conn, query)
        conn.set_trace_callback(None)
        plan = [row[3] for row in conn.execute("EXPLAIN QUERY PLAN " + seen[-1])]
        assert "COVERING INDEX photos_taken" in plan[0]
        assert not any("TEMP B-TREE" in step for step in plan)
