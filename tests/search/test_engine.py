"""The results of a search: the newest first, as a condition, and from a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.calendar import DAY_MS
from gallery.search import bitmaps, column_index_updater, engine, index_snapshot
from gallery.timeline import build
from gallery.timeline.build import TimelineQuery
from tests.index_builder import metadata, read, top
from tests.search.queries import ids, settle

if TYPE_CHECKING:
    import sqlite3


@pytest.mark.parametrize("spread", [0, 1, 40], ids=["one day", "some a day", "far apart"])
def test_the_first_hundred_are_the_newest(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, spread: int
) -> None:
    folder = top(conn)
    for number in range(700):
        taken = (number * 7919 % 700) * DAY_MS * spread // 9 + number % 5
        read(conn, folder, b"%s %d" % (b"odd" if number % 7 else b"rare", number), metadata(b"%d" % number, taken))
    conn.execute("UPDATE photos SET taken_ms = NULL WHERE id % 50 = 0")
    column_index_updater.update_blocks(conn, min_stale=1)
    for most, walk in ((5000, 3000), (50, 3000), (50, 0), (130, 0), (650, 0)):  # each way there is to find them
        monkeypatch.setattr(engine, "MAX_LISTED_IDS", most)
        monkeypatch.setattr(engine, "MAX_WALKED_PHOTOS", walk)
        for text in ("odd", "rare", "date:1970", "-rare", ""):
            ids(conn, text)


def add_far_apart(conn: sqlite3.Connection, state: str) -> list[int]:
    """Add three photos whose ids are in blocks far from each other, and one that is not asked for."""
    folder = top(conn)
    found = []
    read(conn, folder, b"other.png")
    for number in (5, 3000, 900_000):
        conn.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'photos'", (number,))
        found.append(read(conn, folder, b"%d.jpg" % number))
    settle(conn, state)
    return found


def test_photos_with_ids_far_apart_are_found(conn: sqlite3.Connection, state: str) -> None:
    found = add_far_apart(conn, state)
    assert found == [6, 3001, 900_001]
    assert ids(conn, "jpg") == found[::-1]
    assert [row[0] for row in conn.execute(*_asked(conn, "jpg"))] == found
    assert ids(conn, "3000") == [found[1]]


def _asked(conn: sqlite3.Connection, text: str) -> tuple[str, tuple[int | str | bytes, ...]]:
    condition = engine.condition_for(conn, text)
    return f"SELECT id FROM photos WHERE {condition.sql} ORDER BY id", condition.values


def test_many_photos_are_a_condition_with_a_byte_for_each_id(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_far_apart(conn, "kept")
    monkeypatch.setattr(engine, "MAX_LISTED_IDS", 1)
    sql, values = _asked(conn, "jpg")
    assert "substr" in sql
    assert len(conn.execute(sql, values).fetchall()) == 3
    conn.execute("UPDATE photos SET state = 4 WHERE id < 1000")  # before the first block that is left
    column_index_updater.update_blocks(conn, min_stale=1)
    assert len(conn.execute(*_asked(conn, "jpg")).fetchall()) == 2
    assert len(build._columns(conn, TimelineQuery(text="jpg")).ids) == 2


def test_columns_are_read_once_until_they_change(conn: sqlite3.Connection) -> None:
    folder, cache = top(conn), bitmaps.SnapshotCache()
    photo = read(conn, folder, b"a.jpg")
    settle(conn)
    assert engine.search(conn, "a", cache).ids == [photo]
    second = read(conn, folder, b"ab.jpg")
    assert engine.search(conn, "a", cache).ids == [second, photo]
    assert index_snapshot.IndexSnapshot(conn).is_stale
    settle(conn)
    seen: list[str] = []
    for _ in range(2):
        seen.clear()
        conn.set_trace_callback(seen.append)
        assert engine.search(conn, "a", cache).ids == [second, photo]
        conn.set_trace_callback(None)
    assert not any("FROM planes" in statement for statement in seen)
