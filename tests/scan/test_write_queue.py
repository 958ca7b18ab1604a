"""Orders are carried out in turn, answered after they are written down, and leave room for other work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import BusyError, DatabaseError
from gallery.catalog import schema
from gallery.catalog.database import Database
from gallery.scan.write_queue import WriteQueue

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def orders(tmp_path: Path) -> Iterator[WriteQueue]:
    database = Database(tmp_path / "index.db", schema.INDEX)
    yield WriteQueue(database, lambda: None)
    database.close()


def test_an_order_that_leads_to_the_next_does_not_hold_up_other_work(orders: WriteQueue) -> None:
    done: list[int] = []

    def again(conn: sqlite3.Connection) -> None:
        done.append(1)
        orders.submit(again)

    orders.submit(again)
    orders.submit(lambda _: done.append(2))
    assert orders.run_queued()
    assert done == [1, 2]
    assert orders, "the next one waits for the next turn"
    assert orders.run_queued()
    assert done == [1, 2, 1]


def test_a_failed_order_is_its_askers_and_changes_nothing(orders: WriteQueue) -> None:
    def fail(conn: sqlite3.Connection) -> None:
        conn.execute("UPDATE meta SET value = 7 WHERE key = 'generation'")
        raise ValueError("no")

    failed = orders.submit(fail)
    value = orders.submit(lambda conn: conn.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])
    assert orders.run_queued()
    with pytest.raises(ValueError, match="no"):
        failed.result(0)
    assert value.result(0) != 7


def test_a_broken_database_is_told_to_both(orders: WriteQueue) -> None:
    def fail(_: sqlite3.Connection) -> None:
        raise DatabaseError("the disk is full")

    answer = orders.submit(fail)
    with pytest.raises(DatabaseError):
        orders.run_queued()
    with pytest.raises(DatabaseError):
        answer.result(0)


def test_nothing_waits_for_one_that_is_closed(orders: WriteQueue) -> None:
    waiting = orders.submit(lambda _: 1)
    orders.close()
    for answer in (waiting, orders.submit(lambda _: 2)):
        with pytest.raises(BusyError):
            answer.result(0)
    assert not orders.run_queued()
