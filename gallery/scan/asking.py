"""Orders to the indexer that somebody waits for: answered in time, or given up and never carried out."""

from __future__ import annotations

import threading
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, TypeVar

from gallery.base.errors import BusyError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from gallery.scan.indexer import Indexer

T = TypeVar("T")
ORDER_S = 30.0


def ask(indexer: Indexer, order: Callable[[sqlite3.Connection], T]) -> T:
    """The answer to an order.

    Raises:
        BusyError: it did not come in time, and nothing was done.
    """
    turn = threading.Lock()  # who takes it first: the order begins, or is given up

    def begin(conn: sqlite3.Connection) -> T:
        if not turn.acquire(blocking=False):
            raise BusyError("Nobody waits for this any more.")
        return order(conn)

    answer = indexer.call(begin)
    try:
        try:
            return answer.result(ORDER_S)
        except FutureTimeoutError:
            if turn.acquire(blocking=False):
                raise
            return answer.result(ORDER_S)  # it is under way
    except FutureTimeoutError as error:
        raise BusyError("Shoebox is busy with your folders. Try again in a moment.") from error
