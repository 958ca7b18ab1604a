"""What the search finds in a real index, and that the index follows whatever happens to photos."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.base.calendar import DAY_MS, date_of_day
from gallery.catalog import folders, photos, schema
from gallery.catalog.collation import folded
from gallery.catalog.database import Database
from gallery.search import bitmaps, column_index, engine, index_snapshot, index_writer
from gallery.search.colour_names import COLOUR_NAMES, colour_code
from gallery.search.columns import RECORD_LENGTH
from gallery.search.line_scan import compile_any, lines_with, lines_with_any
from gallery.timeline import build
from gallery.timeline.build import TimelineQuery
from tests.index_builder import DAMAGED, index, metadata, other_bytes, read, row, source, top
from tests.search.test_parser import ATTACKS, HOSTILE

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["fresh", "kept"])
def state(request: pytest.FixtureRequest) -> str:
    """Whether the planes hold what is searched, or the reader finds it in the rows."""
    return str(request.param)


def settle(conn: sqlite3.Connection, state: str = "kept") -> None:
    if state == "kept":
        assert index_writer.update_blocks(conn, min_stale=1) == 0
        assert column_index.count_stale(conn) == 0


def ms(moment: str) -> int:
    return (datetime.fromisoformat(moment).replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)


def ids(conn: sqlite3.Connection, text: str) -> list[int]:
    """What is found, newest first; count, list and timeline say the same."""
    found = engine.search(conn, text)
    condition = engine.condition_for(conn, text)
    rows = conn.execute(
        f"SELECT id FROM photos WHERE state IN (1, 2) AND {condition.sql} ORDER BY taken_ms DESC, id DESC",
        condition.values,
    ).fetchall()
    assert [photo for (photo,) in rows][:100] == found.ids
    assert len(rows) == found.count
    return found.ids


def names(conn: sqlite3.Connection, text: str) -> list[str]:
    return [str(row(conn, photo)["label"]) for photo in ids(conn, text)]


@pytest.mark.parametrize("word", ATTACKS)
def test_a_word_is_only_ever_a_value(conn: sqlite3.Connection, word: str, state: str) -> None:
    folder = top(conn)
    read(conn, folder, b"plain.jpg")
    read(conn, folder, f"a{word}b.jpg".encode())
    settle(conn, state)
    assert names(conn, word) == [f"a{word}b.jpg"]
    assert names(conn, f'"{word}"') == [f"a{word}b.jpg"]


@pytest.mark.parametrize(
    ("text", "label"),
    [("ÜBUNG", "Übung.jpg"), ("übung", "U\u0308BUNG.JPG"), ("straße", "Straße.jpg"), ("strasse", "Straße.jpg"),
     ("straße", "STRASSE.JPG"), ("ЛЕТО", "лето 7.jpg"), ("日本", "日本.png"), ("本", "日本 12.png"), ("IMG", "img_1.jpg"),
     ("img", "ÜIMG.jpg"), ("🎂", "party 🎂 3.jpg"), ("g_1", "IMG_1.jpg"), ("34567.J", "IMG_1234567.jpg"),
     ("1234", "IMG_1234567.jpg"), ("7", "IMG_1234567.jpg"), ("\ufffd", "a\ufffd.jpg")],
)  # fmt: skip
def test_any_part_of_a_name(conn: sqlite3.Connection, text: str, label: str, state: str) -> None:
    folder = top(conn)
    read(conn, folder, b"plain.png")
    read(conn, folder, label.encode())
    settle(conn, state)
    assert names(conn, text) == [label]


def test_a_name_that_is_no_text_is_found_by_what_is_shown(conn: sqlite3.Connection, state: str) -> None:
    folder = top(conn)
    bare = read(conn, folder, b"caf\xe9 12.jpg")
    line = read(conn, folder, b"two\nlines\x01.jpg")
    settle(conn, state)
    assert ids(conn, "caf\ufffd") == ids(conn, "12") == [bare]
    assert ids(conn, '"two lines"') == [line]
    assert ids(conn, "jpg") == [line, bare]


def test_any_white_space_is_one_space(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    narrow = read(conn, here, "Screenshot at 9.41\u202fAM.png".encode())
    wide = read(conn, here, "Été\u3000\u00a0 2.png".encode())
    said = read(
        conn, here, b"c", metadata(title="One\u00a0 title", caption="A\u2003caption", lens="RF\u00a0\u00a050mm")
    )
    settle(conn, state)
    assert ids(conn, '"9.41 am"') == ids(conn, '"9.41\u202fAM"') == ids(conn, "9.41\u202fam") == [narrow]
    assert ids(conn, '"été 2"') == ids(conn, 'name:"été\u3000 2"') == [wide]
    assert ids(conn, '"one title" "a caption" lens:"rf 50"') == [said]


@pytest.mark.parametrize(
    ("label", "text"),
    [("Two  spaces", "two spaces"), ("Two  spaces", "two  spaces"), ("a\tb\x01\x7f", "a b"), ("Été\u00a0 là", "été là"),
     ("SUMMER \u202f", "summer"), ("Straße  1", "strasse 1"), ("~a b~", "~a b~")],
)  # fmt: skip
def test_a_folder_is_found_by_its_name_as_it_is_typed(
    conn: sqlite3.Connection, label: str, text: str, state: str
) -> None:
    here = top(conn)
    photo = read(conn, folders.put(conn, 1, here, b"x", label.encode()), b"a.jpg")
    read(conn, folders.put(conn, 1, here, b"y", b"other"), b"b.jpg")
    settle(conn, state)
    assert ids(conn, f'folder:"{text}"') == ids(conn, f'"{text}"') == [photo]


def test_a_stroke_between_quotes_is_a_letter(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    both, stroke, _ = (
        read(conn, folders.put(conn, 1, here, name, name), b"%d" % number)
        for number, name in enumerate((b"A|B", b"|", b"B"))
    )
    settle(conn, state)
    assert ids(conn, 'folder:"A|B"') == [both]
    assert ids(conn, 'folder:"|"') == [stroke, both]


def test_an_empty_file_has_a_size(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    full = read(conn, here, b"full")
    photos.add(conn, here, [(b"empty", 0, 1)])
    empty = photos.get_in_folder(conn, here)[b"empty"].id
    photos.set_unreadable(conn, empty, DAMAGED, tile=True)
    settle(conn, state)
    assert set(ids(conn, "size:<1kb")) == set(ids(conn, "size:>=0")) == {empty, full}
    assert ids(conn, "size:0") == ids(conn, "size:<=0") == ids(conn, "-size:>0") == [empty]
    assert ids(conn, "size:>0") == ids(conn, "size:1..") == [full]
    assert ids(conn, "size:<0") == []
    assert ids(conn, "width:<9") == [full]


def test_what_stands_for_digits_is_nothing_that_can_be_typed(conn: sqlite3.Connection, state: str) -> None:
    folder = top(conn)
    digits, space = read(conn, folder, b"a12b.png"), read(conn, folder, b"a b.png")
    settle(conn, state)
    assert ids(conn, '"a b"') == [space]
    assert ids(conn, '"a1"') == ids(conn, "2b") == [digits]
    assert ids(conn, "a2") == ids(conn, "1b") == ids(conn, "1.") == []


def test_words_look_everywhere_and_all_must_fit(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    trip = folders.put(conn, 1, here, b"Trip", b"Trip to Oslo")
    below = folders.put(conn, 1, trip, b"Trip/day", b"Day 2")
    photo = read(conn, below, b"a7.jpg", metadata(make="Canon", model="Canon EOS R5", lens="RF 50mm", title="Ann's "
                 "Birthday", caption="At the harbour"))  # fmt: skip
    plain = read(conn, here, b"b8.jpg")
    settle(conn, state)
    for text in ("oslo", "day", '"day 2"', "r5", "canon", "50mm", "birthday", "harbour", "a7", "pictures oslo a7 50MM"):
        assert ids(conn, text) == [photo], text
    assert ids(conn, "pictures") == ids(conn, "jpg") == ids(conn, "") == [plain, photo]
    assert ids(conn, "oslo b8") == ids(conn, "canon-canon") == ids(conn, '"canon canon"') == []
    for text in ("folder:oslo", "camera:r5", "lens:rf", "title:ann", "caption:harbour", "name:a7"):
        assert ids(conn, text) == [photo], text
    for text in ("folder:r5", "camera:rf", "lens:canon", "title:harbour", "caption:ann", "name:oslo"):
        assert ids(conn, text) == [], text


@pytest.fixture
def some(conn: sqlite3.Connection, state: str) -> sqlite3.Connection:
    folder = top(conn)
    first = read(conn, folder, b"first", metadata(
        b"1", ms("2019-06-11T12:00"), 6000, 4000, make="Canon", model="Canon EOS R5", lens="RF50", exposure_s=1 / 500,
        f_number=1.8, iso=400, focal_mm=50.0, latitude=1.0, longitude=2.0, rating=5, title="T", caption="C",
    ))  # fmt: skip
    read(conn, folder, b"second", metadata(
        b"2", ms("2020-01-01T00:00"), 3000, 4000, format="heif", make="Apple", model="iPhone 12", exposure_s=1 / 30,
        f_number=2.8, iso=1600, focal_mm=4.2, rating=0,
    ))  # fmt: skip
    third = read(conn, folder, b"third", metadata(b"3", ms("1931-05-02T00:00"), 500, 500, format="gif", animated=True))
    fourth = (
        photos.add(conn, folder, [(b"fourth", 25_000_000, 10**18)]) or photos.get_in_folder(conn, folder)[b"fourth"].id
    )
    photos.set_unreadable(conn, fourth, DAMAGED, tile=True)
    photos.set_thumbnail_made(conn, source(conn, first), 0x001F, None)
    photos.set_thumbnail_made(conn, source(conn, third), 0xF800, None)
    unread = photos.add(conn, folder, [(b"unread first", 1, 1)])
    assert unread is None
    settle(conn, state)
    return conn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("iso:400", "first"), ("iso:>400", "second"), ("iso:<=400", "first"), ("iso:100..1600", "second first"),
        ("iso:>9999", ""), ("-iso:400", "second fourth third"),
        ("f:<2", "first"), ("f:2.8", "second"), ("focal:>=50", "first"), ("focal:1..10", "second"),
        ("exposure:<1/250", "first"), ("exposure:1/30", "second"), ("exposure:>=1/500", "second first"),
        ("rating:5", "first"), ("rating:>=4", "first"), ("rating:0", "second"), ("rating:<9", "second first"),
        ("rating:>300", ""),
        ("date:2019", "first"), ("date:2019-06..2020", "second first"), ("date:<2000", "third"),
        ("date:>=2020", "second"), ("date:may", "third"), ("june", "first"), ("2019 june", "first"), ("1931-05", "third"),
        ("date:1900..1950", "third"), ("june may", ""), ("june or may", "first third"),
        ("type:jpeg", "first"), ("type:heic", "second"), ("type:gif|heif", "second third"), ("type:raw", ""),
        ("has:gps", "first"), ("has:title", "first"), ("has:caption", "first"), ("has:rating", "second first"),
        ("has:camera", "second first"), ("has:lens", "first"), ("has:problem", "fourth"),
        ("is:portrait", "second"), ("is:landscape", "first"), ("is:square", "third"), ("is:broken", "fourth"),
        ("is:animated", "third"), ("-is:broken", "second first third"),
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
    assert names(conn, text + " .x") == ["l.x", "f.x"]  # by the planes


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


@given(st.integers(-1_000_000, 3_000_000).filter(lambda day: -719_162 <= day <= 2_932_896))
def test_days_are_those_of_the_calendar(day: int) -> None:
    date = EPOCH.replace(tzinfo=None) + timedelta(days=day)
    assert date_of_day(day) == (date.year, date.month, date.day)


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
        index_writer.update_blocks(conn, min_stale=3)
        photos.mark_gone(conn, [2])

        @settings(deadline=None, max_examples=60)
        @given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=9))
        def check(text: str) -> None:
            assert set(ids(conn, text)) <= {1, 3, 4}

        check()


def squeezed(text: str) -> str:
    return " ".join(folded(text).split()) if text.strip() else ""


NAMES = st.text("aAbßẞ日éE\u03011203 ._", min_size=1, max_size=6).filter(
    lambda name: name.strip() not in ("", ".", "..")
)


@settings(deadline=None, max_examples=40)
@given(st.lists(NAMES, min_size=1, max_size=40, unique=True), NAMES, st.integers(1, 40))
def test_a_phrase_finds_exactly_the_names_with_it(
    tmp_path_factory: pytest.TempPathFactory, labels: list[str], needle: str, late: int
) -> None:
    with index(tmp_path_factory.mktemp("names")) as conn:
        folder = top(conn)
        for number, label in enumerate(labels):
            read(conn, folder, label.encode())
            index_writer.update_blocks(conn, min_stale=late + number)  # some are in the planes, others not yet
        expected = {label for label in labels if squeezed(needle) in f" {squeezed(label)} "}
        assert set(names(conn, f'name:"{needle}"')) == expected
        assert set(names(conn, f'-name:"{needle}"')) == set(labels) - expected


def test_many_marks_in_one_line_count_once() -> None:
    text = b"aaaa\n" * 500 + b"\n" * 24 + b"b\n" * 500
    assert lines_with(text, b"a") == b"\1" * 500 + bytes(524)
    assert lines_with(text, b"aa") == b"\1" * 500 + bytes(524)
    assert lines_with(text.replace(b"a", b"c", 1990), b"a") == bytes(497) + b"\1\1\1" + bytes(524)


# many of one sort

SORTS = {
    "iso": [f"iso:{iso}" for iso in range(50, 6450, 100)],
    "exposure": [f"exposure:1/{part}" for part in range(1, 56)],
    "rating": [f"rating:{stars}" for stars in range(40)],
    "size": [f"size:{kilobytes}kb" for kilobytes in range(1, 129, 2)],
    "width": [f"width:{pixels}" for pixels in range(1000, 1256, 4)],
    "years": [str(year) for year in range(1962, 2026)],
    "days": [f"2019-{month:02}-{day:02}" for month in range(1, 9) for day in range(1, 16, 2)],
    "months": ["january", "june", "july"] * 21,
    "numbers": [str(number) for number in range(200, 264)],
    "words": [f"{a}{b}" for a in "abcdefgh" for b in "ijklmnop"],
    "lenses": [f"lens:{number}mm" for number in range(10, 74)],
    "folders": [f"folder:f{number}" for number in range(64)],
    "excluded": [f"-{number}" for number in range(200, 264)],
}


@pytest.fixture
def varied(conn: sqlite3.Connection) -> sqlite3.Connection:
    """Of 400 photos some fit each of many."""
    here = top(conn)
    inner = [folders.put(conn, 1, here, b"f%d" % number, b"f%d" % number) for number in range(9)]
    for at in range(400):
        folder, name = inner[at % 9], f"{'abcdefgh'[at % 8]}{'ijklmnop'[at % 7]} {at * 7}.jpg".encode()
        photos.add(conn, folder, [(name, at * 331, 1)])
        meta = metadata(name, ms("2015-01-01") + at * 7 * DAY_MS + at, 990 + at, 4, iso=50 * at, exposure_s=2 / (at + 1),
                        rating=at % 50 if at % 3 else None, lens=f"L {at}mm" if at % 2 else None)  # fmt: skip
        photos.set_read(conn, photos.get_in_folder(conn, folder)[name].id, meta)
    index_writer.update_blocks(conn, min_stale=1)
    return conn


@pytest.mark.parametrize("sort", SORTS)
def test_many_of_one_sort_find_what_each_of_them_finds(varied: sqlite3.Connection, sort: str) -> None:
    def whole(text: str) -> set[int]:
        condition = engine.condition_for(varied, text)
        return {
            row[0]
            for row in varied.execute(f"SELECT id FROM photos WHERE {condition.sql}", condition.values).fetchall()
        }

    for number in (1, 4, 5, 9, 30, 64):
        texts = SORTS[sort][:number]
        each = [whole(text) for text in texts]
        if sort == "excluded":
            assert whole(" ".join(texts)) == set.intersection(*each)
        else:
            assert whole(" or ".join(texts)) == set.union(*each)
            assert whole(f"({' or '.join(texts)}) -zzz") == set.union(*each)
    assert 0 < len(set.union(*each)) <= 400


@pytest.mark.parametrize("sort", SORTS)
def test_many_of_one_sort_are_looked_for_in_a_few_passes(
    varied: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    """Over all photos; each alone would take 64 times as long."""
    passes: list[int] = []
    original = index_snapshot.bitmap_of
    monkeypatch.setattr(index_snapshot, "bitmap_of", lambda data: passes.append(len(data)) or original(data))
    engine.search(varied, (" " if sort == "excluded" else " or ").join(SORTS[sort]))
    assert 0 < len(passes) < 40


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 70_000), st.integers(0, 70_000)), min_size=1, max_size=45),
    st.lists(st.integers(0, 70_000), min_size=1, max_size=60),
)
def test_numbers_lie_in_many_spans_or_do_not(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]], sizes: list[int]
) -> None:
    spans = [(min(span), max(span)) for span in spans]
    text = " or ".join(f"size:{low}..{high}" for low, high in spans)
    with index(tmp_path_factory.mktemp("sizes")) as conn:
        folder = top(conn)
        for number, size in enumerate(sizes):
            photos.add(conn, folder, [(b"%d" % number, size, 1)])
            photos.set_read(conn, photos.get_in_folder(conn, folder)[b"%d" % number].id, metadata(b"%d" % number))
        index_writer.update_blocks(conn, min_stale=1)
        fitting = [size for size in sizes if any(low <= size <= high for low, high in spans)]
        assert engine.search(conn, text).count == len(fitting)


def test_spans_of_nothing_do_not_disturb_the_others(varied: sqlite3.Connection) -> None:
    texts = ["width:<0", "width:0", *(f"width:{pixels}" for pixels in range(1000, 1040, 4)), "width:>99999999"]
    assert engine.search(varied, " or ".join(texts)).count == 10


def test_many_values_are_told_by_one_look_at_each_photo(conn: sqlite3.Connection) -> None:
    """Exposures of all kinds: their numbers take both bytes."""
    folder = top(conn)
    photos.add(conn, folder, [(b"%d" % number, 1, 1) for number in range(5000)])
    for number, (name, known) in enumerate(photos.get_in_folder(conn, folder).items()):
        photos.set_read(conn, known.id, metadata(name, iso=number + 1))
    index_writer.update_blocks(conn, min_stale=1)
    assert engine.search(conn, "iso:>=1").count == 5000
    assert engine.search(conn, "iso:11..4990").count == 4980
    assert engine.search(conn, " or ".join(f"iso:{number}" for number in range(1, 5000, 79))).count == 64


@given(
    st.lists(st.text("aAb1.日|()^", min_size=1, max_size=4), min_size=1, max_size=30),
    st.text("aAb1.日|()^\n", max_size=99),
)
def test_lines_with_any_of_these(needles: list[str], text: str) -> None:
    lines = (text.split("\n") + [""] * 1024)[:1024]
    pattern = compile_any([needle.encode() for needle in needles])
    found = lines_with_any("".join(line + "\n" for line in lines).encode(), pattern)
    assert found == bytes(any(needle in line for needle in needles) for line in lines)


# newest first


@pytest.mark.parametrize("spread", [0, 1, 40], ids=["one day", "some a day", "far apart"])
def test_the_first_hundred_are_the_newest(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, spread: int
) -> None:
    folder = top(conn)
    for number in range(700):
        taken = (number * 7919 % 700) * DAY_MS * spread // 9 + number % 5
        read(conn, folder, b"%s %d" % (b"odd" if number % 7 else b"rare", number), metadata(b"%d" % number, taken))
    conn.execute("UPDATE photos SET taken_ms = NULL WHERE id % 50 = 0")
    index_writer.update_blocks(conn, min_stale=1)
    for most, walk in ((5000, 3000), (50, 3000), (50, 0), (130, 0), (650, 0)):  # each way there is to find them
        monkeypatch.setattr(engine, "MAX_LISTED_IDS", most)
        monkeypatch.setattr(engine, "MAX_WALKED_PHOTOS", walk)
        for text in ("odd", "rare", "date:1970", "-rare", ""):
            ids(conn, text)


# kept in step


def test_whatever_happens_to_a_photo(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    other = folders.put(conn, 1, here, b"Summer", b"Summer")
    photo = read(conn, here, b"IMG_1.jpg", metadata(b"one", make="Nikon"))
    read(conn, here, b"IMG_2.jpg", metadata(b"two"))
    settle(conn, state)
    assert ids(conn, "img_1 nikon") == [photo]

    photos.move(conn, photo, other, b"beach.jpg")
    settle(conn, state)
    assert ids(conn, "beach nikon summer") == [photo]
    assert ids(conn, "img_1") == []

    photos.mark_changed(conn, photo, 11, 21)
    photos.set_read(conn, photo, metadata(b"three", make="Sony", title="Sunset"))
    settle(conn, state)
    assert ids(conn, "sony sunset has:title") == [photo]
    assert ids(conn, "nikon") == []

    photos.set_thumbnail_made(conn, source(conn, photo), 0x07E0, None)
    assert not photos.set_thumbnail_made(conn, other_bytes(2), 0x07E0, None)
    settle(conn, state)
    assert ids(conn, "color:green") == [photo]

    photos.set_thumbnail_failed(conn, source(conn, photo), DAMAGED)
    settle(conn, state)
    assert ids(conn, "has:problem is:broken") == [photo]
    photos.set_thumbnail_made(conn, source(conn, photo), 0x07E0, None)
    settle(conn, state)
    assert ids(conn, "has:problem") == ids(conn, "is:broken") == []

    photos.mark_gone(conn, [photo])
    settle(conn, state)
    assert ids(conn, "summer") == ids(conn, "sony") == []
    assert ids(conn, "-sony") == [2]
    photos.mark_changed(conn, photo, 11, 21)
    settle(conn, state)
    assert ids(conn, "sony") == []
    photos.set_read(conn, photo, metadata(b"three", make="Sony"))
    settle(conn, state)
    assert ids(conn, "sony") == [photo]
    assert ids(conn, "sunset") == []


def test_whatever_happens_to_folders(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    old = folders.put(conn, 1, here, b"Old", b"Old name")
    photo = read(conn, old, b"a.jpg")
    far = folders.put_root(conn, 2, b"/elsewhere")
    away = read(conn, far, b"b.jpg")
    settle(conn, state)
    assert ids(conn, "old") == [photo]

    folders.mark_gone(conn, old)
    settle(conn, state)
    assert ids(conn, "old") == []
    new = folders.put(conn, 1, here, b"New", b"New name")
    photos.move(conn, photo, new, b"a.jpg")
    assert folders.restore_renamed(conn, old, new)
    settle(conn, state)
    assert ids(conn, 'folder:"new name"') == [photo]
    assert ids(conn, "old") == []

    folders.merge_root(conn, 2, 1, b"x/elsewhere")
    settle(conn, state)
    assert ids(conn, "pictures elsewhere") == [away]
    folders.remove_root(conn, 1)
    settle(conn, state)
    assert ids(conn, "") == ids(conn, "jpg") == ids(conn, "-zzz") == []
    if state == "kept":
        assert conn.execute("SELECT count(*) FROM planes").fetchone() == (0,)


def test_photos_far_apart_in_number(conn: sqlite3.Connection, state: str) -> None:
    folder = top(conn)
    found = []
    read(conn, folder, b"other.png")
    for number in (5, 3000, 900_000):
        conn.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'photos'", (number,))
        found.append(read(conn, folder, b"%d.jpg" % number))
    assert found == [6, 3001, 900_001]
    settle(conn, state)
    assert ids(conn, "jpg") == found[::-1]
    assert [row[0] for row in conn.execute(*_asked(conn, "jpg"))] == found
    assert ids(conn, "3000") == [found[1]]


def _asked(conn: sqlite3.Connection, text: str) -> tuple[str, tuple[int | str | bytes, ...]]:
    condition = engine.condition_for(conn, text)
    return f"SELECT id FROM photos WHERE {condition.sql} ORDER BY id", condition.values


def test_many_photos_are_named_by_a_mask(conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    test_photos_far_apart_in_number(conn, "kept")
    monkeypatch.setattr(engine, "MAX_LISTED_IDS", 1)
    sql, values = _asked(conn, "jpg")
    assert "substr" in sql
    assert len(conn.execute(sql, values).fetchall()) == 3
    conn.execute("UPDATE photos SET state = 4 WHERE id < 1000")  # before the first block that is left
    index_writer.update_blocks(conn, min_stale=1)
    assert len(conn.execute(*_asked(conn, "jpg")).fetchall()) == 2
    assert len(build._columns(conn, TimelineQuery(text="jpg")).ids) == 2


def test_catching_up_goes_by_steps(conn: sqlite3.Connection) -> None:
    folder = top(conn)
    for number in range(2 * column_index.BLOCK_SIZE):
        read(conn, folder, b"%d" % number)
    left = index_writer.update_blocks(conn, min_stale=1, max_updated=10)
    assert left == column_index.count_stale(conn) == column_index.BLOCK_SIZE + 1
    assert engine.search(conn, "").count == 2 * column_index.BLOCK_SIZE
    assert index_writer.update_blocks(conn, min_stale=1) == 0


def test_names_without_end_share_one_number(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr("gallery.search.value_dictionary.MAX_SHAPES", 2)
    folder = top(conn)
    found = [read(conn, folder, name) for name in (b"aa1", b"bb", b"cc", b"ccdd2", b"aa7")]
    settle(conn, state)
    assert ids(conn, "name:c") == [found[3], found[2]]
    assert ids(conn, "name:a") == [found[4], found[0]]
    assert ids(conn, "-name:c") == [found[4], found[1], found[0]]


@pytest.mark.parametrize("kind", ["camera", "lens", "iso", "f", "focal", "exposure"])
def test_values_without_end_are_told_apart_in_the_rows(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, state: str, kind: str
) -> None:
    monkeypatch.setattr("gallery.search.value_dictionary.MAX_VALUES", 2)
    folder, texts = top(conn), ("Ab", "Cd", "Éf  1", "Gh")
    found = [
        read(conn, folder, b"%d.jpg" % at, metadata(b"%d" % at, make=text, model=f"M{at}", lens=text, iso=100 + at,
             f_number=1.0 + at, focal_mm=10.0 + at, exposure_s=1.0 + at))
        for at, text in enumerate(texts)
    ]  # fmt: skip
    for number in range(300):  # the high byte of nothing else may be taken for theirs
        read(conn, folder, b"none %d" % number)
    settle(conn, state)
    for at, photo in enumerate(found):
        asked = f'"{texts[at]}"' if kind in ("camera", "lens") else str({"iso": 100, "focal": 10}.get(kind, 1) + at)
        assert ids(conn, f"{kind}:{asked}") == [photo], asked
        assert photo not in ids(conn, f"-{kind}:{asked}")
    if kind in ("camera", "lens"):
        assert ids(conn, '"éf 1"') == [found[2]]
        assert ids(conn, f"{kind}:ab or {kind}:gh or {kind}:cd") == [found[3], found[1], found[0]]
    else:
        assert ids(conn, f"{kind}:>0") == found[::-1]
        assert ids(conn, f"{kind}:>{asked}") == []


def test_a_number_that_is_free_again_is_given_again(conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.search.value_dictionary.MAX_VALUES", 2)
    folder = top(conn)
    first, second = (read(conn, folder, name, metadata(name, lens=f"L{name.decode()}")) for name in (b"a", b"b"))
    settle(conn)
    photos.mark_gone(conn, [first])
    index_writer.update_and_sweep(conn)
    third = read(conn, folder, b"c", metadata(b"c", lens="Lc"))
    settle(conn)
    assert conn.execute("SELECT text FROM terms WHERE kind = 23 ORDER BY code").fetchall() == [("Lc",), ("Lb",)]
    assert (ids(conn, "lens:lc"), ids(conn, "lens:lb"), ids(conn, "lens:la")) == ([third], [second], [])


# forgotten


def words(conn: sqlite3.Connection) -> set[str]:
    """What the dictionary of the search holds."""
    return {row[0] for row in conn.execute("SELECT text FROM terms")}


SECRET = {
    "make": "Secretmaker",
    "model": "S1",
    "lens": "Secretlens",
    "iso": 123,
    "exposure_s": 0.123,
    "title": "Secret",
}


def test_nothing_of_a_root_that_was_removed_is_left(conn: sqlite3.Connection) -> None:
    kept = read(conn, top(conn), b"IMG_1.jpg", metadata(b"1", make="Canon", iso=100))
    there = top(conn, 2, b"/secret")
    for number in range(300):
        read(conn, there, f"secret {chr(0x4E00 + number)}.jpg".encode(), metadata(b"%d" % number, **SECRET))
    settle(conn)
    assert any("secret" in word for word in words(conn))
    folders.remove_root(conn, 2)
    while index_writer.update_and_sweep(conn):
        pass
    assert words(conn) == {"jpeg", "img_\n.jpg", "Canon", "100"}
    assert not [row for row in conn.execute("SELECT bytes FROM planes") if b"ecret" in row[0].lower()]
    assert ids(conn, "canon iso:100 img_1") == ids(conn, "") == [kept]


@pytest.mark.parametrize("how", ["renamed", "read again", "gone"])
def test_what_a_photo_no_longer_is_is_forgotten(conn: sqlite3.Connection, how: str) -> None:
    here = top(conn)
    photo = read(conn, here, b"secret.jpg", metadata(b"1", make="Secretmaker"))
    settle(conn)
    if how == "renamed":
        photos.move(conn, photo, here, b"plain.jpg")
    elif how == "gone":
        photos.mark_gone(conn, [photo])
    else:
        photos.set_read(conn, photo, metadata(b"2"))
    index_writer.update_and_sweep(conn)
    assert ("secret.jpg" in words(conn)) == (how == "read again")
    assert ("Secretmaker" in words(conn)) == (how == "renamed")


def test_a_word_of_a_step_that_was_not_taken_is_forgotten(conn: sqlite3.Connection) -> None:
    here = top(conn)
    index_writer.update_and_sweep(conn)
    for number in range(column_index.BLOCK_SIZE - 1):
        read(conn, here, b"%d" % number)
    secret = read(conn, here, b"secret")
    read(conn, here, b"9999")
    index_writer.update_blocks(conn, min_stale=1, max_updated=10)
    assert column_index.count_stale(conn) == 2
    conn.execute("DELETE FROM details WHERE photo = ?", (secret,))
    conn.execute("DELETE FROM photos WHERE id = ?", (secret,))
    assert index_writer.update_and_sweep(conn) == 0
    assert words(conn) == {"jpeg", "\n"}


def test_the_dictionary_is_looked_through_only_when_a_value_went(conn: sqlite3.Connection) -> None:
    here = top(conn)
    photo = read(conn, here, b"a.jpg")
    index_writer.update_and_sweep(conn)
    conn.execute("INSERT INTO terms VALUES (21, 9, 'left by hand', '', NULL)")
    read(conn, here, b"b.png")
    photos.set_thumbnail_made(conn, source(conn, photo), 0xF800, None)
    index_writer.update_and_sweep(conn)
    assert "left by hand" in words(conn)
    photos.mark_gone(conn, [photo])
    index_writer.update_and_sweep(conn)
    assert "left by hand" not in words(conn)


def test_the_words_of_an_older_index_are_looked_through_once(conn: sqlite3.Connection) -> None:
    read(conn, top(conn), b"a.jpg")
    settle(conn)
    conn.execute("INSERT INTO terms VALUES (21, 9, 'of a root removed long ago', '', NULL)")
    index_writer.update_and_sweep(conn)
    assert words(conn) == {"jpeg", "a.jpg"}


def test_an_index_that_is_made_again_begins_its_dictionary_anew(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"a.jpg", metadata(b"1", make="Secretmaker"))
    settle(conn)
    photos.mark_gone(conn, [photo])
    index_writer.clear(conn)
    settle(conn)
    assert words(conn) == set()


def test_what_was_read_is_remembered_until_it_changes(conn: sqlite3.Connection) -> None:
    folder, memory = top(conn), bitmaps.SnapshotCache()
    photo = read(conn, folder, b"a.jpg")
    settle(conn)
    assert engine.search(conn, "a", memory).ids == [photo]
    second = read(conn, folder, b"ab.jpg")
    assert engine.search(conn, "a", memory).ids == [second, photo]
    assert index_snapshot.IndexSnapshot(conn).is_stale
    settle(conn)
    seen: list[str] = []
    for _ in range(2):
        seen.clear()
        conn.set_trace_callback(seen.append)
        assert engine.search(conn, "a", memory).ids == [second, photo]
        conn.set_trace_callback(None)
    assert not any("FROM planes" in statement for statement in seen)


def test_an_index_from_before_the_search_is_filled(tmp_path: Path) -> None:
    steps = next(number for number, step in enumerate(schema.INDEX) if "CREATE TABLE planes" in step)
    old = Database(tmp_path / "index.db", schema.INDEX[:steps])
    with old.write() as conn:
        folder = top(conn)
        columns = "folder, name, label, sort, size, mtime_ns, state, todo, taken_ms"
        rows = [
            (folder, name, name.decode(), "", 1, 1, state, 0, 5) for name, state in ((b"a1", 1), (b"a2", 4), (b"b", 2))
        ]
        conn.executemany(f"INSERT INTO photos ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        conn.execute("INSERT INTO details (photo, make) VALUES (1, 'Leica')")
    old.close()
    new = Database(tmp_path / "index.db", schema.INDEX)
    with new.write() as conn:
        assert ids(conn, "a") == ids(conn, "leica") == [1]
        settle(conn)
        assert ids(conn, "a") == ids(conn, "leica") == [1]
        assert ids(conn, "") == [3, 1]
    new.close()


# colours


@pytest.mark.parametrize(
    ("red", "green", "blue", "name"),
    [(90, 140, 220, "blue"), (150, 170, 190, "blue"), (200, 30, 30, "red"), (230, 140, 30, "orange"), (230, 220, 60, "yellow"),
     (60, 120, 50, "green"), (40, 160, 150, "teal"), (120, 60, 180, "purple"), (230, 120, 180, "pink"),
     (110, 70, 40, "brown"), (250, 250, 250, "white"), (128, 128, 128, "grey"), (10, 10, 10, "black")],
)  # fmt: skip
def test_colours_have_the_names_people_give_them(red: int, green: int, blue: int, name: str) -> None:
    assert COLOUR_NAMES[colour_code((red >> 3) << 11 | (green >> 2) << 5 | blue >> 3)] == name


def test_every_colour_has_a_name_and_no_colour_none() -> None:
    assert {colour_code(color) for color in range(1 << 16)} == set(range(len(COLOUR_NAMES)))
    assert [color for color in range(1 << 16) if colour_code(color) == 0] == [0]
    assert RECORD_LENGTH == 33
