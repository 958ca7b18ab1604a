"""What other threads want written: functions of a connection, each in a transaction of its own, answered after it."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, TypeVar

from gallery.base.errors import BusyError, DatabaseError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from gallery.catalog.database import Database

T = TypeVar("T")
ANSWER_TIMEOUT_S = 30.0


class WriteQueue:
    """A queue between those who ask and the one who writes. `came` is called when something was put in."""

    def __init__(self, database: Database, came: Callable[[], None]) -> None:
        self._database = database
        self._came = came
        self._waiting: deque[tuple[Callable[[sqlite3.Connection], Any], Future[Any]]] = deque()
        self._lock = threading.Lock()
        self._closed = False

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def submit(self, write: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue `write`; its result is set after its transaction is committed. A failed write changes nothing."""
        result: Future[T] = Future()
        with self._lock:
            if self._closed:
                result.set_exception(BusyError("Shoebox is closing."))
                return result
            self._waiting.append((write, result))
        self._came()
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
                return result.result(ANSWER_TIMEOUT_S)  # it is under way
        except FutureTimeoutError as error:
            raise BusyError("Shoebox is busy with your folders. Try again in a moment.") from error

    def serve(self) -> bool:
        """Carry out all that waits, but nothing that these orders lead to: other work has its turn first.

        False: there was nothing.

        Raises:
            DatabaseError: the one who asked has it too.
        """
        did = False
        for _ in range(len(self._waiting)):
            order, answer = self._waiting.popleft()
            did = True
            try:
                with self._database.write() as conn:
                    value = order(conn)
            except DatabaseError as error:
                answer.set_exception(error)
                raise
            except Exception as error:  # noqa: BLE001  it is the asker's
                answer.set_exception(error)
            else:
                answer.set_result(value)
        return did

    def close(self) -> None:
        """Nobody serves any more: tell those who wait."""
        with self._lock:
            self._closed = True
        while self._waiting:
            self._waiting.popleft()[1].set_exception(BusyError("Shoebox is closing."))
