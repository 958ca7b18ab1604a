"""Answers that stay the same as long as the library does: asked once a generation, however many ask."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

T = TypeVar("T")


class Remembered(Generic[T]):
    """One question about the photos that stand in a timeline. Asked from any thread."""

    def __init__(self, ask: Callable[[sqlite3.Connection], T]) -> None:
        self._ask = ask
        self._last: tuple[int, T] | None = None
        self._lock = threading.Lock()

    def get(self, conn: sqlite3.Connection, generation: int) -> T:
        """The answer, at least as new as this generation, which was read before on the same connection."""
        with self._lock:  # who asks meanwhile waits, and has it then
            last = self._last
            if last is None or last[0] != generation:
                last = self._last = generation, self._ask(conn)
            return last[1]
