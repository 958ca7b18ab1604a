"""An index of an earlier version: its names are sorted anew, wherever the work was interrupted."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, photos, schema, sort_keys
from gallery.catalog.change_log import ALL_PHOTOS, MANY_PHOTOS, ChangeLog
from gallery.catalog.collation import natural
from gallery.catalog.connection import open_connection
from gallery.catalog.database import Database
from gallery.search import column_index
from tests.index_builder import read

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

BEFORE = next(number for number, step in enumerate(schema.INDEX) if "'sorted'" in step)
"""The version of the schema before names were sorted anew."""


def outdate(conn: sqlite3.Connection) -> None:
    conn.execute("UPDATE photos SET sort = 'old'")
    conn.execute("UPDATE folders SET sort = 'old'")
    conn.execute("INSERT OR REPLACE INTO meta VALUES ('sorted', 0)")


def is_under_way(conn: sqlite3.Connection) -> bool:
    return conn.execute("SELECT 1 FROM meta WHERE key = 'sorted'").fetchone() is not None


def outdated(conn: sqlite3.Connection) -> int:
    return sum(sort != natural(label) for label, sort in conn.execute("SELECT label, sort FROM photos").fetchall())


@pytest.mark.parametrize("step", [1, 2, 3, 5])
def test_a_renewal_goes_on_where_it_was_interrupted(conn: sqlite3.Connection, folder: int, step: int) -> None:
    for name in (b"a_1.jpg", b"a 2.jpg", "\u00dcbung.jpg".encode(), b"4", b"5"):
        read(conn, folder, name)
    outdate(conn)
    before = photos.get_generation(conn)
    left = 5
    while sort_keys.run_step(conn, step):
        left = max(0, left - step)
        assert outdated(conn) == left
        assert is_under_way(conn)
    assert outdated(conn) == 0
    assert not is_under_way(conn)
    assert [row.label for row in folders.get_all(conn)] == sorted(
        (row.label for row in folders.get_all(conn)), key=natural
    )
    assert photos.get_generation(conn) == before + 1
    assert not sort_keys.run_step(conn)
    assert photos.get_generation(conn) == before + 1


def test_a_new_index_has_nothing_to_renew_and_keeps_its_generation(conn: sqlite3.Connection) -> None:
    before = photos.get_generation(conn)
    assert is_under_way(conn)
    assert not sort_keys.run_step(conn)
    assert not is_under_way(conn)
    assert photos.get_generation(conn) == before


def test_an_index_of_the_version_before_is_searched_and_sorted_anew(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    with closing(open_connection(path)) as conn:
        for script in schema.INDEX[:BEFORE]:
            conn.executescript(script)
        conn.execute(f"PRAGMA user_version = {BEFORE}")
        home = folders.put_root(conn, 1, b"/pictures")
        columns = "id, folder, name, label, sort, size, mtime_ns, state, todo"
        conn.execute(f"INSERT INTO photos ({columns}) VALUES (1, ?, X'78', 'x', 'x', 1, 1, 1, 0)", (home,))
        conn.execute("DELETE FROM stale")
        conn.execute("INSERT INTO planes VALUES (0, x'00')")
        conn.execute("INSERT INTO terms VALUES (21, 1, 'NIKON', 'nikon', NULL)")
        old = conn.execute("SELECT key, value FROM meta ORDER BY key").fetchall()
    database = Database(path, schema.INDEX[: BEFORE + 1])  # later steps raise the generation, too
    try:
        with database.read() as conn:
            now = dict(conn.execute("SELECT key, value FROM meta").fetchall())
            assert {key: now[key] - value for key, value in old} == {"generation": 1, "planes": 1}
            assert is_under_way(conn)
            assert column_index.count_stale(conn) == 1
            assert conn.execute("SELECT photo FROM stale").fetchall() == [(1,)]
            assert conn.execute("SELECT (SELECT count(*) FROM planes) + (SELECT count(*) FROM terms)").fetchone() == (
                0,
            )
    finally:
        database.close()


def test_more_changes_than_the_log_holds_are_noted_as_all(conn_log: tuple[Database, ChangeLog]) -> None:
    database, log = conn_log
    with database.write() as conn:
        conn.executemany("INSERT INTO temp.touched VALUES (?)", ((number,) for number in range(1, 200_002)))
    assert log.pending == {ALL_PHOTOS, MANY_PHOTOS}
    with database.write() as conn:
        before = photos.get_generation(conn)
        after = photos.raise_generation(conn)
    assert log.since(before, after) is None


@pytest.fixture
def conn_log(tmp_path: Path) -> tuple[Database, ChangeLog]:
    database, log = Database(tmp_path / "log.db", schema.INDEX), ChangeLog()
    database.add_observer(log)
    return database, log
