"""Every kind of damage to a file ends in a working database and a sentence."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import DatabaseError
from gallery.catalog import database as module
from gallery.catalog.database import Database
from tests.catalog.small_database import STEP, put, rows

if TYPE_CHECKING:
    import sqlite3
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
    assert (database.notice or "").startswith("index.db was damaged and is being built again")
    database.close()
    [aside] = path.parent.glob("index.damaged-*.db")
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
    monkeypatch.setattr(module, "MAX_CHECK_ON_OPEN_BYTES", 10)


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
    for content in (b"first" * 9, b"second" * 9):
        path.write_bytes(content)
        Database(path, [STEP]).close()
    [aside] = path.parent.glob("index.damaged-*")
    assert aside.read_bytes() == b"second" * 9
    monkeypatch.setattr(module, "MAX_SET_ASIDE_BYTES", 10)
    path.write_bytes(b"large" * 9)
    Database(path, [STEP]).close()
    assert list(path.parent.glob("index.damaged-*")) == []


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


def test_a_folder_in_the_way_is_a_sentence(path: Path) -> None:
    path.mkdir()
    with pytest.raises(DatabaseError, match=r"cannot be opened or written\.$"):
        Database(path, [STEP])
