"""Results of thumbnails: what of them is news for open pages, and threads that bring and take them at once."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import FileRef, Problem, Recipe, Rendered, Source
from gallery.catalog import photos
from gallery.catalog.database import Database
from gallery.catalog.schema import INDEX
from gallery.scan.thumbnail_queue import ThumbnailQueue
from tests.index_builder import ROOT, read, source, top
from tests.waiting import wait_for

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

DONE = Rendered(b"", 4, 3, 5, None)
MANY = 200


class Requests:
    """In place of the store of thumbnails: futures that the tests fulfil."""

    def __init__(self) -> None:
        self.wanted: list[Source] = []
        self.waiting: SimpleQueue[Future[Rendered | Problem] | None] = SimpleQueue()

    def __call__(self, wanted: Source) -> Future[Rendered | Problem]:
        future: Future[Rendered | Problem] = Future()
        self.wanted.append(wanted)
        self.waiting.put(future)
        return future


def nothing_kept(_: Source) -> bool:
    """Say that the cache has no picture of these bytes."""
    return False


@pytest.fixture
def requests() -> Requests:
    return Requests()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An index with MANY photos whose thumbnails are to be made."""
    found = Database(tmp_path / "index.db", INDEX)
    with found.write() as conn:
        folder = top(conn)
        for number in range(MANY):
            read(conn, folder, b"%d.jpg" % number)
    yield found
    found.close()


@pytest.mark.parametrize("problem", [None, Problem("truncated", "It ends too early.")])
def test_a_problem_found_by_looking_is_announced_like_colours(
    conn: sqlite3.Connection, requests: Requests, problem: Problem | None
) -> None:
    photo = source(conn, read(conn, top(conn), b"a.jpg"))
    thumbs = ThumbnailQueue(requests, nothing_kept, lambda: None, 1)
    thumbs.record(photo, Recipe.SMALL, Rendered(b"", 4, 3, 5, problem))
    thumbs.store(conn)
    assert thumbs.has_unannounced_changes == bool(problem)


def test_a_problem_beside_which_an_earlier_thumbnail_is_shown_is_announced(
    conn: sqlite3.Connection, requests: Requests
) -> None:
    photo = source(conn, read(conn, top(conn), b"a.jpg"))
    thumbs = ThumbnailQueue(requests, photo.__eq__, lambda: None, 1)
    thumbs.record(photo, Recipe.LARGE, Problem("timeout", "It takes too long."))
    assert not thumbs.store(conn), "no timeline is another"
    assert thumbs.has_unannounced_changes


def test_what_was_cancelled_is_requested_again(database: Database, requests: Requests) -> None:
    thumbs = ThumbnailQueue(requests, nothing_kept, lambda: None, 2 * MANY)
    assert thumbs.submit_more(database)
    assert not thumbs.submit_more(database)
    assert not thumbs.stale, "all are under way"
    cancelled = requests.waiting.get()
    assert cancelled
    assert cancelled.cancel()
    wait_for(lambda: thumbs.submit_more(database))
    assert requests.wanted[MANY:] == requests.wanted[:1]


class WatchedSet(set[tuple[int, bytes]]):
    """A set that runs a function when something was discarded."""

    def __init__(self, keys: Iterable[tuple[int, bytes]], on_discard: Callable[[], object]) -> None:
        super().__init__(keys)
        self._on_discard = on_discard

    def discard(self, key: object) -> None:
        super().discard(key)
        self._on_discard()


def test_what_was_cancelled_is_work_at_every_moment(
    database: Database, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The indexer asks at any moment whether there is work; one in which there is none would end `index` too early."""
    thumbs = ThumbnailQueue(requests, nothing_kept, lambda: None, 2 * MANY)
    assert thumbs.submit_more(database)
    assert not thumbs.submit_more(database)
    seen: list[bool] = []
    only = requests.wanted[0]
    watched = WatchedSet([(only.photo, only.fingerprint)], lambda: seen.append(thumbs.busy or thumbs.stale))
    monkeypatch.setattr(thumbs, "_under_way", watched)
    cancelled = requests.waiting.get()
    assert cancelled
    assert cancelled.cancel()
    assert seen == [True]


def test_results_of_many_threads_are_all_written_down(database: Database, requests: Requests) -> None:
    """Four threads bring results, as the pool's does, while this one, as the indexer's, takes and requests."""
    thumbs = ThumbnailQueue(requests, nothing_kept, lambda: None, 32)

    def bring() -> None:
        for future in iter(requests.waiting.get, None):
            future.set_result(DONE)

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()

    def done() -> bool:
        thumbs.submit_more(database)
        with database.write() as conn:
            thumbs.store(conn)
            return not photos.find_without_thumbnail(conn, 1)

    try:
        wait_for(done)
    finally:
        for _ in threads:
            requests.waiting.put(None)
        for thread in threads:
            thread.join(10)
    assert not thumbs.busy
    assert len(requests.wanted) == MANY


class HookedHash(bytes):
    """A fingerprint whose hash tells when a set is asked about it: the moments between which threads may change."""

    hook = staticmethod(lambda: None)

    def __hash__(self) -> int:
        self.hook()
        return super().__hash__()


class AnnouncingLock:
    """A lock that tells when a thread comes for it, before that thread may have to wait."""

    def __init__(self, came: threading.Event) -> None:
        self._lock = threading.Lock()
        self._came = came

    def __enter__(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            self._came.set()
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()


def test_a_result_that_is_cancelled_while_it_is_taken_does_no_harm(
    conn: sqlite3.Connection, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool's thread gives up a thumbnail between the indexer's look whether it is under way and its removal."""
    photo = read(conn, top(conn), b"a.jpg")
    wanted = Source(photo, HookedHash(source(conn, photo).fingerprint), FileRef(ROOT, b"a.jpg", 10, 20))
    thumbs = ThumbnailQueue(requests, nothing_kept, lambda: None, 1)
    thumbs.record(wanted, Recipe.SMALL, DONE)
    with thumbs._lock:
        thumbs._under_way.add((wanted.photo, wanted.fingerprint))
    settled = threading.Event()
    monkeypatch.setattr(thumbs, "_lock", AnnouncingLock(settled))
    cancelled: Future[Rendered | Problem] = Future()
    cancelled.cancel()

    def give_up() -> None:
        thumbs._on_thumbnail_done(wanted, cancelled)
        settled.set()

    pool = threading.Thread(target=give_up)
    hashes = iter(range(9))

    def between() -> None:
        if threading.current_thread() is threading.main_thread() and next(hashes) == 1:
            pool.start()
            assert settled.wait(10)

    monkeypatch.setattr(HookedHash, "hook", staticmethod(between))
    thumbs.store(conn)
    pool.join(10)
    assert not pool.is_alive()
    assert not thumbs.busy
