"""Queue of writes to the index that other threads ask for, each run in a transaction of its own."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, TypeVar

from gallery.base.errors import BusyError, DatabaseError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from gallery.catalog.database import Database

T = TypeVar("T")
ANSWER_TIMEOUT_S = 30.0
"""How long `ask` waits for the writer to begin, and then as long again for it to end."""


class WriteQueue:
    """Queue between the threads that want something written and the one thread that writes.

    A write is a function of a connection. Its result is set after its transaction has been committed.

    Threads: `submit`, `ask` and `bool()` may be called on any thread, but `ask` not on the writing thread, which it
    waits for. `run_queued` and `close` belong to the writing thread. `_lock` makes sure that nothing is queued after
    `close`; the deque itself may be appended to and popped from by two threads.
    """

    def __init__(self, database: Database, on_submit: Callable[[], None]) -> None:
        """Start empty; `on_submit` is called, on the submitting thread, after each write that was queued."""
        self._database = database
        self._on_submit = on_submit
        self._waiting: deque[tuple[Callable[[sqlite3.Connection], Any], Future[Any]]] = deque()
        self._lock = threading.Lock()
        self._closed = False

    def __bool__(self) -> bool:
        """Return whether writes are queued."""
        return bool(self._waiting)

    def submit(self, write: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue `write` and return its future result. A write that fails changes nothing.

        The result is a BusyError where the queue is closed.
        """
        result: Future[T] = Future()
        with self._lock:
            if self._closed:
                result.set_exception(BusyError(Sentence("error-closing")))
                return result
            self._waiting.append((write, result))
        self._on_submit()
        return result

    def ask(self, write: Callable[[sqlite3.Connection], T]) -> T:
        """Queue `write`, wait for its transaction, and return its result.

        Raises:
            BusyError: `write` did not begin within ANSWER_TIMEOUT_S, or did not end within as much again. One that did
                not begin is never run.
            Exception: whatever `write` raised.
        """
        turn = threading.Lock()  # whoever acquires it first: the writer begins, or the caller gives up

        def begin(conn: sqlite3.Connection) -> T:
            if not turn.acquire(blocking=False):
                raise BusyError("Nobody waits for this any more.")
            return write(conn)

        result = self.submit(begin)
        try:
            try:
                return result.result(ANSWER_TIMEOUT_S)
            except FutureTimeoutError:
                if turn.acquire(blocking=False):
                    raise
                return result.result(ANSWER_TIMEOUT_S)  # it has begun
        except FutureTimeoutError as error:
            raise BusyError(Sentence("error-busy-folders")) from error

    def run_queued(self) -> bool:
        """Run the writes that are queued now; those they submit wait for the next call, so that other work has a turn.

        Returns:
            Whether there were any.

        Raises:
            DatabaseError: the database failed; the write's result is this error too. The writes behind it stay queued.
        """
        ran = False
        for _ in range(len(self._waiting)):
            write, result = self._waiting.popleft()
            ran = True
            try:
                with self._database.write() as conn:
                    value = write(conn)
            except DatabaseError as error:
                result.set_exception(error)
                raise
            except Exception as error:  # noqa: BLE001  whoever submitted the write gets it raised
                result.set_exception(error)
            else:
                result.set_result(value)
        return ran

    def close(self) -> None:
        """Refuse further writes and answer those that are queued with a BusyError."""
        with self._lock:
            self._closed = True
        while self._waiting:
            self._waiting.popleft()[1].set_exception(BusyError(Sentence("error-closing")))
