"""Many words, numbers or dates at once find what each of them finds, in a few passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gallery.base.calendar import DAY_MS
from gallery.catalog import folders, photos
from gallery.search import code_columns, column_index_updater, engine, folder_runs, index_snapshot
from gallery.search.bitmaps import SnapshotCache, bitmap_of
from gallery.search.evaluate import Evaluator
from gallery.search.index_snapshot import IndexSnapshot
from gallery.search.line_scan import line_matcher
from gallery.search.parser import parse
from gallery.search.text_search import TextSearch
from tests.index_builder import index, metadata, read, top
from tests.search.queries import ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence


SORTS = {
    "iso": [f"iso:{iso}" for iso in range(50, 6450, 100)],
    "exposure": [f"exposure:1/{part}" for part in range(1, 56)],
    "rating": [f"rating:{stars}" for stars in range(40)],
    "size": [f"size:{kilobytes}kb" for kilobytes in range(1, 129, 2)],
    "width": [f"width:{pixels}" for pixels in range(1000, 1256, 4)],
    "duration": [f"duration:{seconds}" for seconds in range(2, 66)],
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
                        rating=at % 50 if at % 3 else None, lens=f"L {at}mm" if at % 2 else None,
                        duration_ms=at * 300 if at % 2 else None)  # fmt: skip
        photos.set_read(conn, photos.get_in_folder(conn, folder)[name].id, meta)
    column_index_updater.update_blocks(conn, min_stale=1)
    return conn


@pytest.mark.parametrize("sort", SORTS)
def test_many_leaves_of_one_sort_find_what_each_of_them_finds(varied: sqlite3.Connection, sort: str) -> None:
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
def test_many_leaves_of_one_sort_are_evaluated_in_a_few_passes(
    varied: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    """Over all photos; each alone would take 64 times as long."""
    passes: list[int] = []

    def counted(data: bytes | bytearray) -> int:
        passes.append(len(data))
        return bitmap_of(data)

    for module in (code_columns, folder_runs, index_snapshot):
        monkeypatch.setattr(module, "bitmap_of", counted)
    engine.search(varied, (" " if sort == "excluded" else " or ").join(SORTS[sort]))
    assert 0 < len(passes) < 40


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 70_000), st.integers(0, 70_000)), min_size=1, max_size=45),
    st.lists(st.integers(0, 70_000), min_size=1, max_size=60),
)
def test_many_spans_find_the_numbers_inside_them(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]], sizes: list[int]
) -> None:
    spans = [(min(span), max(span)) for span in spans]
    text = " or ".join(f"size:{low}..{high}" for low, high in spans)
    with index(tmp_path_factory.mktemp("sizes")) as conn:
        folder = top(conn)
        for number, size in enumerate(sizes):
            photos.add(conn, folder, [(b"%d" % number, size, 1)])
            photos.set_read(conn, photos.get_in_folder(conn, folder)[b"%d" % number].id, metadata(b"%d" % number))
        column_index_updater.update_blocks(conn, min_stale=1)
        fitting = [size for size in sizes if any(low <= size <= high for low, high in spans)]
        assert engine.search(conn, text).count == len(fitting)


def test_empty_spans_do_not_disturb_the_others(varied: sqlite3.Connection) -> None:
    texts = ["width:<0", "width:0", *(f"width:{pixels}" for pixels in range(1000, 1040, 4)), "width:>99999999"]
    assert engine.search(varied, " or ".join(texts)).count == 10


def test_many_codes_are_found_in_one_pass(conn: sqlite3.Connection) -> None:
    """Exposures of all kinds: their numbers take both bytes."""
    folder = top(conn)
    photos.add(conn, folder, [(b"%d" % number, 1, 1) for number in range(5000)])
    for number, (name, known) in enumerate(photos.get_in_folder(conn, folder).items()):
        photos.set_read(conn, known.id, metadata(name, iso=number + 1))
    column_index_updater.update_blocks(conn, min_stale=1)
    assert engine.search(conn, "iso:>=1").count == 5000
    assert engine.search(conn, "iso:11..4990").count == 4980
    assert engine.search(conn, " or ".join(f"iso:{number}" for number in range(1, 5000, 79))).count == 64


WORDS = ["1", "12", "7", "jpg", "scan", "img", "rare", "rome", "*7.jpg", "img*1.jpg", "?mg*", "s*2*", "f/9", "2015", "zz9", "deep",
         "caption:2", "2 rome", "iso:>3", "(1 or 2)", "-7", "-(1 or img*)", "-scan", "(7 -1)"]  # fmt: skip


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Photos in twelve blocks: some words stand in all of them, some in one."""
    with index(tmp_path_factory.mktemp("spread")) as conn:
        here = top(conn)
        rome = folders.put(conn, 1, here, b"Rome", b"Rome")
        for block in range(12):
            conn.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'photos'", (block * 1024,))
            for at in range(40):
                kind = b"Scan" if block == 3 else b"rare" if (block, at) == (7, 2) else b"IMG"
                name = b"%s %d.jpg" % (kind, block * 100 + at)
                meta = metadata(name, at, iso=at, caption=f"Day {at}" if block == 5 else None)
                read(conn, rome if at % 9 == 0 else here, name, meta)
        column_index_updater.update_blocks(conn, min_stale=1)
        yield conn


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
@example(["rare", "7"])
@example(["scan", "12", "1", "jpg"])
def test_terms_find_together_what_is_in_each_of_them(spread: sqlite3.Connection, terms: list[str]) -> None:
    """Though texts are not searched where the terms before find nothing."""

    def found(text: str, cache: SnapshotCache | None = None) -> set[int]:
        snapshot = IndexSnapshot(spread, cache)
        return set(snapshot.ids(Evaluator(spread, snapshot).evaluate(parse(text).node)))

    cache = SnapshotCache()
    together = set.intersection(*(found(term) for term in terms))
    assert found(" ".join(terms), cache) == together
    assert [found(term, cache) for term in terms] == [found(term) for term in terms]  # nothing narrowed was kept
    assert found(" ".join(terms), cache) == together


def test_names_are_searched_where_the_other_terms_find_something(
    spread: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To search all names for a number takes ten times as long."""
    searched: list[bytes] = []

    def counted(needles: Sequence[bytes]) -> Callable[[bytes], bytes]:
        match = line_matcher(needles)

        def counting(text: bytes) -> bytes:
            searched.append(text)
            return match(text)

        return counting

    monkeypatch.setattr(index_snapshot, "line_matcher", counted)
    assert engine.search(spread, "name:7 name:scan").count == 4
    assert len(searched) == 1
    searched.clear()
    assert engine.search(spread, "name:scan -name:7").count == 36
    assert len(searched) == 1


def test_a_pattern_without_digits_reads_no_name(spread: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """The patterns of names say it: there are few of them."""
    monkeypatch.setattr(IndexSnapshot, "with_lines", lambda *_: pytest.fail("reads names"))
    texts = TextSearch(spread, IndexSnapshot(spread), None)
    found = {pattern: texts.glob(pattern, "name").bit_count() for pattern in ("sc*.jpg", "*.png", "*a*.jpg", "*.jpg")}
    assert found == {"sc*.jpg": 40, "*.png": 0, "*a*.jpg": 41, "*.jpg": 480}
