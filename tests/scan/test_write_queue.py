"""Writes are run in turn, answered after they are committed, leave room for other work, and are waited for in time."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import BusyError, DatabaseError
from gallery.catalog import schema
from gallery.catalog.database import Database
from gallery.scan.write_queue import WriteQueue
from tests.waiting import wait_for

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[WriteQueue]:
    database = Database(tmp_path / "index.db", schema.INDEX)
    yield WriteQueue(database, lambda: None)
    database.close()


def test_a_write_that_submits_the_next_does_not_hold_up_other_work(queue: WriteQueue) -> None:
    done: list[int] = []

    def again(_: sqlite3.Connection) -> None:
        done.append(1)
        queue.submit(again)

    queue.submit(again)
    queue.submit(lambda _: done.append(2))
    assert queue.run_queued()
    assert done == [1, 2]
    assert queue, "the next one waits for the next turn"
    assert queue.run_queued()
    assert done == [1, 2, 1]


def test_a_failed_write_is_its_callers_and_changes_nothing(queue: WriteQueue) -> None:
    def fail(conn: sqlite3.Connection) -> None:
        conn.execute("UPDATE meta SET value = 7 WHERE key = 'generation'")
        raise ValueError("no")

    failed = queue.submit(fail)
    value = queue.submit(lambda conn: conn.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])
    assert queue.run_queued()
    with pytest.raises(ValueError, match="no"):
        failed.result(0)
    assert value.result(0) != 7


def test_a_broken_database_is_told_to_both(queue: WriteQueue) -> None:
    def fail(_: sqlite3.Connection) -> None:
        raise DatabaseError("the disk is full")

    answer = queue.submit(fail)
    with pytest.raises(DatabaseError):
        queue.run_queued()
    with pytest.raises(DatabaseError):
        answer.result(0)


def test_a_closed_queue_keeps_nobody_waiting(queue: WriteQueue) -> None:
    waiting = queue.submit(lambda _: 1)
    queue.close()
    for answer in (waiting, queue.submit(lambda _: 2)):
        with pytest.raises(BusyError):
            answer.result(0)
    with pytest.raises(BusyError):
        queue.ask(lambda _: 3)
    assert not queue.run_queued()


def test_ask_returns_what_was_written(queue: WriteQueue) -> None:
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(queue.ask(lambda _: 7)))
    asking.start()
    wait_for(queue.run_queued)
    asking.join(10)
    assert answers == [7]


def test_what_was_asked_for_in_vain_is_never_run(queue: WriteQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.scan.write_queue.ANSWER_TIMEOUT_S", 0.01)
    ran: list[int] = []
    with pytest.raises(BusyError, match="Try again"):
        queue.ask(lambda _: ran.append(1))
    assert queue.run_queued()
    assert ran == []


def test_what_has_begun_in_time_may_end_late(queue: WriteQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(Future[str]):
        """The result of a write that begins just before the first wait is over, and ends in the second."""

        def __init__(self, write: Callable[[Any], str]) -> None:
            super().__init__()
            self._write = write
            self._begun = False

        def result(self, timeout: float | None = None) -> str:
            assert timeout
            if not self._begun:
                self._begun = True
                self.set_result(self._write(None))
                raise FutureTimeoutError
            return super().result(timeout)

    monkeypatch.setattr(queue, "submit", Late)
    assert queue.ask(lambda _: "written") == "written"
