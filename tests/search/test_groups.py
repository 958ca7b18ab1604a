"""What matches any file of a group shows the photo that stands for it, with fresh and with written records."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import file_groups, photos
from gallery.search import engine, suggestions
from gallery.search.evaluate import Evaluator
from gallery.search.explanation import explain
from gallery.search.folder_search import Scope
from gallery.search.index_snapshot import IndexSnapshot
from gallery.search.member_folding import read_members
from gallery.search.parser import parse
from tests.index_builder import DAMAGED, metadata, read, top
from tests.search.queries import ids, names, settle

if TYPE_CHECKING:
    import sqlite3

DAY = 86_400_000


def put_under(conn: sqlite3.Connection, shown: int, badges: int, *members: int) -> None:
    changed = [(None, badges, shown), *((shown, 0, member) for member in members)]
    file_groups.store(conn, 1, changed)


@pytest.fixture
def grouped(conn: sqlite3.Connection) -> sqlite3.Connection:
    """A pair, a Live Photo, a burst of three whose cover is the last, and a photo that is one file."""
    here = top(conn)

    def add(name: str, taken: int, **more: Any) -> int:
        return read(conn, here, name.encode(), metadata(name.encode(), taken, **more))

    raw, jpeg = add("p.cr2", 1 * DAY, format="cr2", caption="of the raw"), add("p.jpg", 1 * DAY, title="pair")
    live, film = (
        add("l.heic", 2 * DAY, format="heif"),
        add("l.mov", 2 * DAY, format="mov", video_codec="h264", duration_ms=2000),
    )
    burst = [add(f"b{n}.jpg", (3 + n) * DAY, rating=n) for n in range(3)]
    add("alone.jpg", 9 * DAY)
    put_under(conn, jpeg, file_groups.RAW, raw)
    put_under(conn, live, file_groups.LIVE, film)
    put_under(conn, burst[2], file_groups.STACK | file_groups.BURST, *burst[:2])
    return conn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "alone b2 l p"), ("type:raw", "p"), ("type:raw type:jpeg", "p"), ("-type:raw", "alone b2 l"),
        ("-type:jpeg", "l"), ("cr2", "p"), ("raw", "p"), ("pair raw", "p"), ("has:caption", "p"), ("caption:raw title:pair", "p"),
        ("type:mov", ""), ("type:video", ""), ("-type:video", "alone b2 l p"), ("duration:<9s", ""),
        ("is:live", "l"), ("is:burst", "b2"), ("-is:burst", "alone l p"), ("is:live or is:burst", "b2 l"),
        ("b0", "b2"), ("rating:1", "b2"), ("rating:0 rating:2", "b2"), ("-rating:1", "alone l p"), ("name:b?.jpg", "b2"),
        ("1970-01-06", "b2"), ("1970-01-05", ""), ("1970-01-05 b0", ""), ("1970-01-06 b0", "b2"), ("january -b1", "alone l p"),
        ("size:10b", "alone b2 l p"), ("width:>0", "alone b2 l p"), ("type:raw|heif", "l p"),
    ],
)  # fmt: skip
def test_each_filter_finds_groups(grouped: sqlite3.Connection, state: str, text: str, found: str) -> None:
    settle(grouped, state)
    shown = [name.partition(".")[0] for name in names(grouped, text)]
    assert shown == found.split()
    assert engine.search(grouped, text).count == len(shown)


def test_suggestions_and_explanations_count_photos(grouped: sqlite3.Connection, state: str) -> None:
    settle(grouped, state)
    for scope in (None, Scope(1)):
        found, _ = suggestions.suggest(grouped, "is:", 3, scope=scope)
        assert {(one.label, one.count) for one in found} >= {("live", 1), ("burst", 1)}
        found, _ = suggestions.suggest(grouped, "type:", 5, scope=scope)
        assert {one.label: one.count for one in found} == {"jpeg": 3, "heif": 1, "cr2": 1, "raw": 1}
        why = explain(grouped, "zzz", scope)
        assert (why.parts[0].count, why.parts[0].without) == (0, 4)


def test_what_changes_in_groups_is_found_before_it_is_written(grouped: sqlite3.Connection) -> None:
    settle(grouped)
    assert names(grouped, "type:raw") == ["p.jpg"]
    raw = ids(grouped, "type:raw")[0] - 1
    file_groups.store(grouped, 1, [(None, 0, raw), (None, 0, raw + 1)])
    assert names(grouped, "type:raw") == ["p.cr2"]
    assert names(grouped, "-type:raw title:pair") == ["p.jpg"]
    put_under(grouped, raw, 0, raw + 1)
    assert names(grouped, "title:pair") == ["p.cr2"]
    photos.set_unreadable(grouped, raw + 1, DAMAGED, metadata().taken, in_timeline=False)
    assert names(grouped, "title:pair") == []


def test_folding_agrees_with_looking_each_member_up(conn: sqlite3.Connection) -> None:
    """Members at any distance, and of several blocks."""
    random.seed(4)
    here = top(conn)
    files = [read(conn, here, f"{n}.jpg".encode(), metadata(b"%d" % n, n)) for n in range(2500)]
    shown_by: dict[int, int] = {}
    for at in range(0, 1200, 2):
        shown_by[files[at]] = files[at + 1]
    for photo in files[1200:1500]:
        shown_by[photo] = random.choice(files[1500:])
    file_groups.store(conn, here, [(shown, 0, member) for member, shown in shown_by.items()])
    for state in ("fresh", "kept"):
        settle(conn, state)
        snapshot = IndexSnapshot(conn)
        folding = read_members(conn, snapshot)
        for _ in range(20):
            some = random.sample(files, 700)
            folded = set(snapshot.ids(folding.fold(snapshot.of_photos(some))))
            assert folded == {shown_by.get(photo, photo) for photo in some}
            tiles = [photo for photo in some if photo not in shown_by]
            unfolded = set(snapshot.ids(folding.unfold(snapshot.of_photos(tiles))))
            assert unfolded == set(tiles) | {member for member, shown in shown_by.items() if shown in set(tiles)}
        everything = Evaluator(conn, snapshot).evaluate(parse("").node)
        assert everything.bit_count() == len(files) - len(shown_by)
