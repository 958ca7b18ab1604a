"""Every kind of damage to a file ends in a working database and a sentence."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import DatabaseError
from gallery.catalog import database as module
from gallery.catalog import opening, set_aside_store
from gallery.catalog.database import Database
from tests.catalog.small_database import STEP, put, rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def filled(path: Path) -> bytes:
    database = Database(path, [STEP])
    put(database, *("x" * 500 for _ in range(200)))
    database.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"hello",
        b"A text file.\n" * 1000,
        random.Random(8).randbytes(8192),
        b"SQLite format 3\0",
        b"SQLite format 3\0" + bytes(5000),
        b"\0" * 4096,
    ],
    ids=["short", "text", "random", "heading", "heading and zeros", "zeros"],
)
def test_what_is_no_database_is_set_aside(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    works_again(path, content)


def test_a_file_that_ends_too_early_is_set_aside(path: Path, filled: bytes) -> None:
    path.write_bytes(filled[: len(filled) // 2])
    works_again(path, filled[: len(filled) // 2])


def works_again(path: Path, kept: bytes) -> None:
    database = Database(path, [STEP])
    put(database, "new")
    assert rows(database) == ["new"]
    was_one = kept.startswith(b"SQLite format 3\0")
    why = "was damaged and" if was_one else "was a file of another program, which was kept, and"
    assert (database.notice or "").startswith(f"index.db {why} is being built again")
    database.close()
    [aside] = path.parent.glob("index.damaged-*.db" if was_one else "index.other-*.db")
    assert aside.read_bytes() == kept


@pytest.mark.parametrize("checked", [True, False])
def test_flipped_bytes_are_read_or_set_aside_but_never_an_error(path: Path, filled: bytes, checked: bool) -> None:
    chance = random.Random(7)
    for _ in range(60):
        damaged = bytearray(filled)
        for _ in range(chance.randint(1, 64)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        database = Database(path, [STEP], checked=checked)
        if checked:
            put(database, "new")
            assert rows(database)[-1] == "new"
        database.close()


def test_damage_that_shows_later_is_mended_at_the_next_start(path: Path, filled: bytes) -> None:
    database = Database(path, [STEP], checked=False)
    database.close()
    damaged = bytearray(filled)
    damaged[8192 + 8 : 12288] = b"\xaa" * 4088  # inside a leaf that counting does not read
    path.write_bytes(damaged)
    database = Database(path, [STEP], checked=False)
    if database.notice is None:
        with pytest.raises(DatabaseError, match="built anew"):
            rows(database)
        database.close()
        database = Database(path, [STEP], checked=False)
    assert rows(database) == []
    assert "was damaged" in (database.notice or "")
    database.close()
    again = Database(path, [STEP], checked=False)
    assert again.notice is None
    again.close()


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as one that is too large to be checked at once."""
    monkeypatch.setattr(opening, "MAX_CHECK_ON_OPEN_BYTES", 10)


@pytest.mark.usefixtures("large")
def test_a_large_file_is_checked_in_a_quiet_moment(path: Path, filled: bytes) -> None:
    damaged = bytearray(filled)
    damaged[8192 + 8 : 12288] = b"\xaa" * 4088
    path.write_bytes(damaged)
    database = Database(path, [STEP])
    assert database.notice is None, "the start does not wait for it"
    assert database.check(lambda: False)
    assert "is damaged. Start Shoebox again" in (database.notice or "")
    assert not database.check(lambda: False)
    database.close()
    again = Database(path, [STEP])
    assert "was damaged" in (again.notice or "")
    assert rows(again) == []
    again.close()


@pytest.mark.usefixtures("large")
def test_a_check_that_was_stopped_is_made_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(path, [STEP])
    put(database, "x" * 100)
    asked: list[int] = []

    def check(conn: sqlite3.Connection) -> None:
        asked.append(1)
        conn.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT max(i) FROM n"
        )

    monkeypatch.setattr(module, "check_pages", check)
    assert not database.check(lambda: True)
    assert not database.check(lambda: False)
    assert not database.check(lambda: False)
    assert len(asked) == 2
    assert rows(database) == ["x" * 100], "the connection is as it was"
    database.close()


@pytest.mark.usefixtures("large")
def test_after_a_crash_a_large_file_is_checked_at_once(path: Path, filled: bytes) -> None:
    damaged = bytearray(filled)
    damaged[8192 + 8 : 12288] = b"\xaa" * 4088
    path.write_bytes(damaged)
    path.with_name("index.db-wal").write_bytes(b"a log that nobody took away")
    database = Database(path, [STEP])
    assert "was damaged" in (database.notice or "")
    database.close()


def test_only_the_last_damaged_file_is_kept_and_no_large_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heading = b"SQLite format 3\0"
    for content in (b"first" * 9, b"second" * 9):
        path.write_bytes(heading + content)
        Database(path, [STEP]).close()
    [aside] = path.parent.glob("index.damaged-*")
    assert aside.read_bytes() == heading + b"second" * 9
    monkeypatch.setattr(set_aside_store, "MAX_DAMAGED_BYTES", 10)
    path.write_bytes(heading + b"large" * 9)
    Database(path, [STEP]).close()
    assert list(path.parent.glob("index.damaged-*")) == []


def test_what_is_not_ours_is_kept_however_large_and_often(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_aside_store, "MAX_DAMAGED_BYTES", 10)
    for content in (b"first" * 9, b"second" * 9):
        path.write_bytes(content)
        Database(path, [STEP]).close()
    assert {aside.read_bytes() for aside in path.parent.glob("index.other-*")} == {b"first" * 9, b"second" * 9}


@pytest.mark.parametrize("version", [0, 1, 7])
def test_a_database_of_another_program_is_kept_unchanged(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.executescript(
            f"CREATE TABLE bookmarks (url); INSERT INTO bookmarks VALUES ('x');PRAGMA user_version={version}"
        )
    content = path.read_bytes()
    works = Database(path, [STEP])
    assert rows(works) == []
    assert "was a file of another program, which was kept" in (works.notice or "")
    works.close()
    [aside] = path.parent.glob("index.other-*.db")
    assert aside.read_bytes() == content


@pytest.mark.parametrize("harm", ["DROP TABLE u", "DROP INDEX i", "ALTER TABLE u DROP COLUMN b"])
def test_a_file_that_lacks_a_part_of_its_schema_is_damaged(path: Path, harm: str) -> None:
    steps = [STEP, "CREATE TABLE u (a, b); CREATE INDEX i ON u (a);"]
    Database(path, steps).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(harm)
    again = Database(path, steps)
    assert (again.notice or "").startswith("index.db was damaged")
    again.close()


def test_a_lost_log_leaves_an_earlier_state(path: Path) -> None:
    database = Database(path, [STEP])
    put(database, "checkpointed")
    database._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    put(database, "in the log")
    whole = path.read_bytes()
    database.close()
    path.write_bytes(whole)
    again = Database(path, [STEP])
    assert again.notice is None
    assert rows(again) == ["checkpointed"]
    again.close()


def test_a_log_without_its_file_is_no_damage(path: Path, filled: bytes) -> None:
    path.with_name("index.db-wal").write_bytes(filled)
    path.unlink()
    database = Database(path, [STEP])
    assert rows(database) == []
    database.close()


def test_damage_that_shows_while_running_is_told(path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "count_rows", lambda _: None)
    damaged = bytearray(filled)
    damaged[8192 + 8 : 12288] = b"\xaa" * 4088
    path.write_bytes(damaged)
    database = Database(path, [STEP], checked=False)
    with pytest.raises(DatabaseError):
        rows(database)
    assert database.notice == "index.db is damaged. Start Shoebox again; it is then built anew from your folders."
    database.close()


@pytest.mark.skipif(os.name != "posix", reason="open files cannot be deleted elsewhere")
@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.rename(path.with_name("x")),
        lambda path: path.write_bytes(b""),
        lambda path: (path.unlink(), path.write_bytes(b"x")),
    ],
    ids=["deleted", "moved", "emptied", "replaced"],
)
def test_a_file_that_goes_while_running_is_told_and_comes_back_at_the_next_start(
    path: Path, harm: Callable[[Path], object]
) -> None:
    database = Database(path, [STEP])
    put(database, "old")
    harm(path)
    told = "index.db was moved, deleted or emptied while Shoebox was running. Start Shoebox again."
    assert database.notice == told
    assert database.check(lambda: False)
    assert not database.check(lambda: False), "told once"
    with pytest.raises(DatabaseError, match="Start Shoebox again"), database.read():
        pass
    database.close()
    again = Database(path, [STEP])
    put(again, "new")
    assert rows(again)[-1] == "new"
    again.close()
