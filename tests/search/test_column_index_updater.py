"""The upkeep of the column index: when a transaction updates it, and that a failed commit undoes it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import DatabaseError
from gallery.catalog import photos, schema
from gallery.catalog.database import Database
from gallery.search import column_index, column_index_updater
from gallery.search.column_index_updater import MIN_STALE_PHOTOS, ColumnIndexUpdater
from tests.index_builder import add, metadata, top
from tests.search.queries import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALMOST = MIN_STALE_PHOTOS - 1


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An index with the updater, and one stale photo fewer than are worth an update."""
    found = Database(tmp_path / "index.db", schema.INDEX)
    found.add_observer(ColumnIndexUpdater())
    with found.write() as conn:
        photos.add(conn, top(conn), [(b"%d" % number, 1, 1) for number in range(ALMOST)])
        for (photo,) in conn.execute("SELECT id FROM photos").fetchall():
            photos.set_read(conn, photo, metadata())
        photos.raise_generation(conn)
    yield found
    found.close()


def stale(database: Database) -> int:
    with database.read() as conn:
        return column_index.count_stale(conn)


def read_another(conn: sqlite3.Connection) -> None:
    photos.set_read(conn, add(conn, top(conn), b"last"), metadata())


def test_too_few_stale_photos_are_left_to_readers(database: Database) -> None:
    assert stale(database) == ALMOST
    assert count(database, "") == ALMOST


def test_the_transaction_that_reaches_the_number_updates_the_blocks(database: Database) -> None:
    with database.write() as conn:
        read_another(conn)
        photos.raise_generation(conn)
    assert stale(database) == 0
    assert count(database, "last") == 1


def test_a_transaction_of_the_same_generation_leaves_the_blocks_to_the_next(database: Database) -> None:
    with database.write() as conn:
        read_another(conn)
    assert stale(database) == ALMOST + 1
    assert count(database, "last") == 1
    with database.write() as conn:
        photos.raise_generation(conn)
    assert stale(database) == 0


def test_a_transaction_that_is_rolled_back_leaves_everything_stale(database: Database) -> None:
    with pytest.raises(KeyError), database.write() as conn:  # noqa: PT012
        read_another(conn)
        photos.raise_generation(conn)
        raise KeyError
    assert stale(database) == ALMOST
    with database.write() as conn:
        read_another(conn)
        photos.raise_generation(conn)
    assert stale(database) == 0


class Refuser:
    """An observer that lets no transaction through while `refuses` is set."""

    refuses = True

    def attach(self, writer: sqlite3.Connection) -> None:
        """Nothing to prepare."""

    def before_commit(self, writer: sqlite3.Connection) -> None:
        if self.refuses:
            raise sqlite3.OperationalError("disk I/O error")

    def commit_failed(self) -> None:
        raise AssertionError("it noted nothing that was to be taken back")


def test_after_a_failed_commit_the_same_generation_updates_the_blocks(database: Database) -> None:
    refuser = Refuser()
    database.add_observer(refuser)
    for _ in range(2):
        with pytest.raises(Exception, match="disk I/O error"), database.write() as conn:  # noqa: PT012
            read_another(conn)
            photos.raise_generation(conn)
        assert stale(database) == ALMOST
    refuser.refuses = False
    with database.write() as conn:
        read_another(conn)
        photos.raise_generation(conn)
    assert stale(database) == 0


def test_after_a_failed_update_the_same_generation_updates_the_blocks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_the_disk(conn: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(column_index_updater, "update_blocks", fill_the_disk)
        with pytest.raises(DatabaseError, match="disk is full"), database.write() as conn:  # noqa: PT012
            read_another(conn)
            photos.raise_generation(conn)
    assert stale(database) == ALMOST
    with database.write() as conn:
        read_another(conn)
        photos.raise_generation(conn)
    assert stale(database) == 0
