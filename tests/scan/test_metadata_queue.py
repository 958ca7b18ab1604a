"""Answers of the header readers: what they change, and what becomes of a batch that was cancelled."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Problem
from gallery.catalog import photos, unread_files
from gallery.catalog.database import Database
from gallery.catalog.schema import INDEX
from gallery.scan import metadata_queue, reading_plan
from gallery.scan.metadata_queue import MetadataQueue
from gallery.scan.place_lookup import STEP
from tests.index_builder import add, metadata, read, top

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from gallery.base.models import FileRef, Metadata

LOCKED = Problem("unreadable", "You are not allowed to open this file.")


class FakePool:
    """Answers nothing by itself; the tests do."""

    def __init__(self, new_future: Callable[[], Future[Any]] = Future) -> None:
        self.reads: list[Future[Any]] = []
        self.names: list[bytes] = []
        self._new_future = new_future

    def read(self, files: Sequence[FileRef], **_: object) -> Future[list[Metadata | Problem]]:
        self.names += [file.relative for file in files]
        self.reads.append(self._new_future())
        return self.reads[-1]


def queue(pool: FakePool, max_batches: int = 1) -> MetadataQueue:
    return MetadataQueue(pool, lambda: None, max_batches)  # type: ignore[arg-type]  # the queue uses nothing else of a pool


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An index with one file whose header has not been read."""
    found = Database(tmp_path / "index.db", INDEX)
    with found.write() as conn:
        add(conn, top(conn), b"a.jpg")
    yield found
    found.close()


def test_a_known_photo_that_cannot_be_opened_is_news_once(conn: sqlite3.Connection) -> None:
    """A view of `has:problem` shows it from now on; it is tried once a minute, and that is no news."""
    photo = read(conn, top(conn), b"a.jpg")
    photos.mark_changed(conn, photo, 99, 99)
    headers = queue(FakePool())
    answers = []
    for _ in range(2):
        headers._done.append((unread_files.find(conn, 1), [LOCKED]))
        answers.append(headers.store(conn))
    assert answers == [True, False]


def test_answers_do_not_wait_for_a_backlog_of_places(database: Database) -> None:
    """It is left to steps of its own: other writes wait while answers are stored."""
    pool = FakePool()
    headers = queue(pool)
    assert headers.submit_more(database)
    pool.reads[0].set_result([metadata()])
    with database.write() as conn:
        conn.execute(
            "WITH RECURSIVE n (at) AS (SELECT 1000 UNION ALL SELECT at + 1 FROM n WHERE at < 1000 + ?)"
            " INSERT INTO unplaced SELECT at FROM n",
            (3 * STEP,),
        )
        assert headers.store(conn)
        assert conn.execute("SELECT count(*) FROM unplaced").fetchone() == (2 * STEP,)


def test_a_cancelled_batch_is_read_again_later(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = FakePool()
    headers = queue(pool)
    assert headers.submit_more(database)
    assert pool.reads[0].cancel()
    assert headers.ready
    with database.write() as conn:
        assert not headers.store(conn)
    assert not headers.busy
    assert not headers.submit_more(database), "not at once"
    assert headers.due is not None
    headers.backoff.retry_all()
    assert headers.submit_more(database)
    pool.reads[1].set_result([metadata()])
    with database.write() as conn:
        assert headers.store(conn)
        assert not unread_files.find(conn, 1)


def test_an_answer_to_what_was_forgotten_does_not_count(database: Database) -> None:
    pool = FakePool()
    headers = queue(pool)
    assert headers.submit_more(database)
    headers.drop_pending()
    pool.reads[0].set_result([metadata()])
    assert not headers.ready
    assert headers.submit_more(database), "the file is to be read still"


class Watched(Future[Any]):
    """A future that runs a function when its result is taken."""

    def __init__(self, on_result: Callable[[], object]) -> None:
        super().__init__()
        self._on_result = on_result

    def result(self, timeout: float | None = None) -> Any:
        self._on_result()
        return super().result(timeout)


def test_no_header_is_read_twice_where_newer_files_come_while_it_is_being_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan made meanwhile held it behind the newer ones, and its turn came when its answer was stored."""
    monkeypatch.setattr(reading_plan, "MIN_AGE_S", 1e9)
    monkeypatch.setattr(metadata_queue, "FIRST_BATCH_SIZE", 1)
    monkeypatch.setattr(metadata_queue, "BATCH_SIZE", 1)
    pool = FakePool()
    headers = queue(pool, 2)
    assert headers.submit_more(database)  # the only file
    with database.write() as conn:
        for number in range(3):
            add(conn, top(conn), b"new%d.jpg" % number, mtime_ns=10**18 + number)
    assert headers.submit_more(database)
    answered = 0
    while answered < len(pool.reads):
        pool.reads[answered].set_result([metadata(b"%d" % answered)])
        answered += 1
        with database.write() as conn:
            headers.store(conn)
        headers.submit_more(database)
    assert sorted(pool.names) == [b"a.jpg", b"new0.jpg", b"new1.jpg", b"new2.jpg"]


def test_a_batch_is_under_way_until_its_answer_is_there(database: Database) -> None:
    """The indexer asks at any moment whether there is work; one in which there is none would end `index` too early."""
    seen: list[bool] = []
    pool = FakePool(lambda: Watched(lambda: seen.append(headers.busy)))
    headers = queue(pool)
    assert headers.submit_more(database)
    pool.reads[0].set_result([metadata()])
    assert seen == [True]
    assert headers.busy
