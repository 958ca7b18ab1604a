"""The search as the page uses it: answers as JSON, and the planes brought up to date behind them."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

from gallery.base.errors import BusyError
from gallery.search import column_index, engine, index_writer, suggestions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from concurrent.futures import Future

    from gallery.catalog.database import Database
    from gallery.scan.indexer import Indexer
    from gallery.search.bitmaps import SnapshotCache

log = logging.getLogger(__name__)
BEHIND = 32_768
"""Photos; looking at more of them one by one takes longer than a second, for every search."""
T = TypeVar("T")


class Searches:
    """Asked from any thread; what it reads stays in memory for the next search, about 30 bytes a photo."""

    def __init__(self, database: Database, indexer: Indexer, memory: SnapshotCache) -> None:
        self._database = database
        self._indexer = indexer
        self._memory = memory
        self._tidying = False

    def search(self, text: str) -> dict[str, Any]:
        """{count, ids: the newest hundred, mistakes: [{start, end, message}]}, positions in code points.

        Raises:
            BusyError: most of the search index is still to be made, or made no sense and is made again.
        """
        found = self._asked(lambda conn: engine.search(conn, text, self._memory))
        return {"count": found.count, "ids": found.ids, "mistakes": [asdict(mistake) for mistake in found.mistakes]}

    def suggest(self, text: str, at: int) -> dict[str, Any]:
        """{suggestions: [{text, label, count, start, end}], mistakes} for the term at the character `at`.

        Raises:
            BusyError: as for `search`.
        """
        found, mistakes = self._asked(lambda conn: suggestions.suggest(conn, text, at, self._memory))
        return {
            "suggestions": [asdict(suggestion) for suggestion in found],
            "mistakes": [asdict(mistake) for mistake in mistakes],
        }

    def _asked(self, question: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with self._database.read() as conn:
                left = column_index.count_stale(conn)
                self._refuse_if_behind(left)
                answer = question(conn)
        except column_index.CORRUPT_INDEX_ERRORS as error:
            log.exception("the search index makes no sense and is made again")
            self._indexer.call(index_writer.clear).add_done_callback(self._tidied)
            raise BusyError("The search is being made ready. Try again in a moment.") from error
        if left:
            self.tidy()
        return answer

    def _refuse_if_behind(self, left: int) -> None:
        """A part of the answer would be wrong, and all of it would keep every thread busy."""
        if left > BEHIND:
            self.tidy()
            raise BusyError(f"The search is being made ready: {left:,} photos are still to be read. Try again soon.")

    def tidy(self) -> None:
        """Write changes that searches look at one by one into the planes, a few thousand at a time, soon."""
        if not self._tidying:
            self._tidying = True
            self._indexer.call(index_writer.update_and_sweep).add_done_callback(self._tidied)

    def _tidied(self, done: Future[int]) -> None:
        self._tidying = False
        if not done.cancelled() and not done.exception() and done.result():
            self.tidy()
