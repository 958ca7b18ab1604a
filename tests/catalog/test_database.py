"""One writer, many readers, and a way out of every kind of damage."""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import DatabaseError
from gallery.catalog import cache_schema, schema
from gallery.catalog import database as module
from gallery.catalog.database import Database
from tests.catalog.small_database import STEP, put, rows
from tests.waiting import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAYS_FULL = r"^The disk that holds .+ is full\. Free some space; Shoebox goes on by itself\.$"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = Database(path, [STEP])
    yield database
    database.close()


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    put(database, "kept")
    with pytest.raises(KeyError), database.write() as conn:  # noqa: PT012
        conn.execute("INSERT INTO t (text) VALUES ('lost')")
        raise KeyError
    with pytest.raises(DatabaseError), database.write() as conn:  # noqa: PT012
        conn.execute("INSERT INTO t (text) VALUES ('lost too')")
        conn.execute("INSERT INTO t (text) VALUES (NULL)")
    put(database, "kept too")
    assert rows(database) == ["kept", "kept too"]


@pytest.mark.parametrize(
    "sql", ["INSERT INTO t (text) VALUES ('x')", "DELETE FROM t", "DROP TABLE t", "CREATE TABLE u (a)", "VACUUM"]
)
def test_a_reader_cannot_write(database: Database, sql: str) -> None:
    with pytest.raises(DatabaseError), database.read() as conn:
        conn.execute(sql)
    assert rows(database) == []


def test_readers_see_the_state_before_while_a_writer_writes(database: Database) -> None:
    put(database, "old")
    with database.write() as conn:
        conn.execute("UPDATE t SET text = 'new'")
        assert rows(database) == ["old"]
    assert rows(database) == ["new"]


def test_a_reader_that_forgets_its_transaction_holds_no_later_one_back(database: Database) -> None:
    with database.read() as conn:
        conn.execute("BEGIN")
        conn.execute("SELECT * FROM t").fetchall()
    put(database, "new")
    assert rows(database) == ["new"]


def test_many_threads_read_whole_states_while_one_writes(database: Database) -> None:
    stop, wrong = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            if len(rows(database)) % 7:
                wrong.append(1)

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(40):
        put(database, *(str(number) for _ in range(7)))
    stop.set()
    for thread in threads:
        thread.join(10)
    assert not wrong
    assert len(rows(database)) == 280


def descriptors(path: Path) -> list[str]:
    links = (os.path.join("/proc/self/fd", name) for name in os.listdir("/proc/self/fd"))
    return [os.readlink(link) for link in links if os.path.lexists(link) and str(path) in os.readlink(link)]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_close_leaves_no_descriptor_and_no_log(path: Path) -> None:
    database = Database(path, [STEP])
    put(database, "kept")
    with database.read(), database.read():
        assert descriptors(path)
    with database.read() as lent:
        database.close()
        database.close()
        assert lent.execute("SELECT text FROM t").fetchone() == ("kept",)
    assert descriptors(path) == []
    assert not path.with_name("index.db-wal").exists()
    for use in (database.read, database.write):
        with pytest.raises(DatabaseError, match="closed"), use():
            pass


def test_space_that_was_used_can_be_given_back_in_steps(database: Database) -> None:
    with database.read() as conn:
        assert conn.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert conn.execute("PRAGMA foreign_keys").fetchone() == (1,)


# steps


def test_an_older_file_is_taken_further_and_keeps_its_rows(path: Path) -> None:
    old = Database(path, [STEP])
    put(old, "kept")
    old.close()
    new = Database(path, [STEP, "ALTER TABLE t ADD COLUMN more INTEGER DEFAULT 7;  -- a comment at the end"])
    with new.read() as conn:
        assert conn.execute("SELECT text, more FROM t").fetchall() == [("kept", 7)]
        assert conn.execute("PRAGMA user_version").fetchone() == (2,)
    assert new.notice is None
    new.close()


def test_a_step_that_fails_in_the_middle_leaves_no_half(path: Path) -> None:
    old = Database(path, [STEP])
    put(old, "kept")
    old.close()
    new = Database(path, [STEP, "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);"][:1])
    new.close()
    with pytest.raises(DatabaseError):
        Database(path, [STEP, "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);"])
    [aside] = path.parent.glob("index.damaged-*.db")
    kept = sqlite3.connect(aside)
    assert kept.execute("SELECT name FROM sqlite_schema").fetchall() == [("t",)]
    assert kept.execute("PRAGMA user_version").fetchone() == (1,)
    kept.close()


def test_a_newer_file_is_set_aside_whole(path: Path) -> None:
    newer = Database(path, [STEP, "CREATE TABLE later (a);"])
    put(newer, "of tomorrow")
    newer.close()
    database = Database(path, [STEP])
    assert rows(database) == []
    assert (database.notice or "").startswith("index.db was made by a newer Shoebox")
    database.close()
    [aside] = path.parent.glob("index.newer-*.db")
    kept = Database(aside, [STEP, "CREATE TABLE later (a);"])
    assert rows(kept) == ["of tomorrow"]
    kept.close()


@pytest.mark.parametrize("steps", [schema.INDEX, cache_schema.CACHE])
def test_the_real_steps_make_a_sound_file(path: Path, steps: tuple[str, ...]) -> None:
    for _ in range(2):
        database = Database(path, steps)
        with database.read() as conn:
            assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.notice is None
        database.close()


def test_a_full_disk_is_a_sentence_and_passes(database: Database) -> None:
    put(database, "before")
    pages = database._writer.execute("PRAGMA page_count").fetchone()[0]
    database._writer.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DatabaseError, match=SAYS_FULL) as raised:
        put(database, *("x" * 4000 for _ in range(20)))
    assert raised.value.status == 507
    assert rows(database) == ["before"]
    database._writer.execute("PRAGMA max_page_count = 100000")
    put(database, "after")
    assert rows(database) == ["before", "after"]


def test_an_error_that_is_no_damage_promises_no_building_anew(database: Database, path: Path) -> None:
    with pytest.raises(DatabaseError) as raised, database.read() as conn:
        conn.execute("SELECT * FROM nowhere")
    assert str(raised.value).startswith("Something went wrong with index.db: no such table")
    assert "built anew" not in str(raised.value)
    assert not path.with_name("index.db.damaged").exists()


def test_damage_promises_it_and_keeps_its_word(database: Database, path: Path) -> None:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    with pytest.raises(DatabaseError, match="built anew"), database.read():
        raise error
    assert path.with_name("index.db.damaged").exists()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_a_write_that_is_stuck_does_not_hold_up_the_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CLOSE_S", 0.2, raising=False)
    database = Database(path, [STEP])
    begun, go = threading.Event(), threading.Event()

    def stuck() -> None:
        with database.write() as conn:
            conn.execute("INSERT INTO t (text) VALUES ('late')")
            begun.set()
            go.wait(2 * PATIENCE_S)

    thread = threading.Thread(target=stuck, daemon=True)
    thread.start()
    assert begun.wait(PATIENCE_S)
    closing = threading.Thread(target=database.close, daemon=True)
    closing.start()
    closing.join(PATIENCE_S)
    assert not closing.is_alive()
    with pytest.raises(DatabaseError, match="closed"), database.read():
        pass
    go.set()
    thread.join(PATIENCE_S)
    assert descriptors(path) == []
    again = Database(path, [STEP])
    assert rows(again) == ["late"]
    again.close()


def test_no_descriptor_left_for_a_reader_is_a_sentence(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(_: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(module, "open_connection", none_left)
    with pytest.raises(DatabaseError, match="cannot be opened"), database.read():
        pass


def test_opening_a_file_again_writes_nothing(path: Path, tmp_path: Path) -> None:
    """After a kill on a full disk there is no room for a single page."""
    database = Database(path, [STEP])
    put(database, "in the log")
    copy = tmp_path / "killed" / "index.db"
    copy.parent.mkdir()
    for suffix in ("", "-wal"):
        copy.with_name(copy.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
    database.close()
    log = copy.with_name("index.db-wal")
    before = log.read_bytes()
    again = Database(copy, [STEP])
    assert rows(again) == ["in the log"]
    assert log.read_bytes() == before
    again.close()
