"""The controller of the search: answers as JSON, and a search index that is brought up to date behind them."""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from gallery.base.errors import BusyError
from gallery.languages.sentence import Sentence
from gallery.search import column_index, column_index_updater, engine, explanation, suggestions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from concurrent.futures import Future

    from gallery.catalog.database import Database
    from gallery.catalog.visible_folders import Within
    from gallery.scan.indexer import Indexer
    from gallery.search.bitmaps import SnapshotCache
    from gallery.search.folder_search import Scope

log = logging.getLogger(__name__)
MAX_STALE_PHOTOS = 32_768
"""Photos that the index does not have yet; looking at more of them one by one takes a second and more, every search."""
NOT_READY = Sentence("error-search-later")
T = TypeVar("T")


class SearchController:
    """Searches photos. Every method may be called on any thread.

    What a search reads stays in memory for the next one, about 30 bytes a photo. `_lock` guards `_updating`; it is
    never held while the indexer is called.
    """

    def __init__(self, database: Database, indexer: Indexer, cache: SnapshotCache) -> None:
        self._database = database
        self._indexer = indexer
        self._cache = cache
        self._lock = threading.Lock()
        self._updating = False

    def find(self, text: str, within: Within | None = None) -> dict[str, Any]:
        """Return {count, ids, mistakes}: how many photos match, the newest hundred, and the parts that mean nothing.

        A mistake is {start, end, message}, its positions in code points. With `within` (catalog/visible_folders.py)
        these answers, and all others, are those of a library that holds no other folders.

        Raises:
            BusyError: most of the search index is still to be made, or the index is corrupt and made again.
        """
        found = self._read(lambda conn: engine.search(conn, text, self._cache, _today(), within), within)
        return {"count": found.count, "ids": found.ids, "mistakes": [asdict(mistake) for mistake in found.mistakes]}

    def suggest(self, text: str, at: int, scope: Scope | None = None, within: Within | None = None) -> dict[str, Any]:
        """Return {suggestions, mistakes}: what the term at the character `at` could become; mistakes are as in `find`.

        There are at most eight suggestions, each {text, label, kind, count, start, end}: the text, what it is, how many
        photos it would find in the folder that is searched, and the part of the search that it replaces.

        Raises:
            BusyError: as for `find`.
        """
        found, mistakes = self._read(
            lambda conn: suggestions.suggest(conn, text, at, self._cache, scope, within), within
        )
        return {
            "suggestions": [asdict(suggestion) for suggestion in found],
            "mistakes": [asdict(mistake) for mistake in mistakes],
        }

    def explain(self, text: str, scope: Scope | None = None, within: Within | None = None) -> dict[str, Any]:
        """Return {parts, everywhere, mistakes}: why a search finds what it finds, see `explanation.Explanation`.

        Raises:
            BusyError: as for `find`.
        """
        found = self._read(lambda conn: explanation.explain(conn, text, scope, self._cache, _today(), within), within)
        parts = [
            asdict(replace(part, message=None)) | {"message": part.message and part.message.as_json()}
            for part in found.parts
        ]
        return {"parts": parts, "everywhere": found.everywhere, "mistakes": [asdict(one) for one in found.mistakes]}

    def refuse_until_ready(self, within: Within | None = None) -> None:
        """Return if searches are answered now, timelines of a text too.

        Raises:
            BusyError: most of the search index is still to be made.
        """
        with self._database.read() as conn:
            self._refuse_if_stale(column_index.count_stale(conn), within)

    def update_column_index(self) -> None:
        """Have the indexer put the photos that are not in the search index yet into it, a few thousand at a time."""
        with self._lock:
            if self._updating:
                return
            self._updating = True
        self._indexer.submit(column_index_updater.update_and_delete_unused_values).add_done_callback(self._on_step_done)

    def _on_step_done(self, step: Future[int]) -> None:
        """Ask for another step if photos are left."""
        with self._lock:
            self._updating = False
        if not step.cancelled() and not step.exception() and step.result():
            self.update_column_index()

    def _read(self, question: Callable[[sqlite3.Connection], T], within: Within | None) -> T:
        """Return the answer to a question put to the search index.

        Raises:
            BusyError: as for `find`.
        """
        try:
            with self._database.read() as conn:
                stale = column_index.count_stale(conn)
                self._refuse_if_stale(stale, within)
                answer = question(conn)
        except column_index.CORRUPT_INDEX_ERRORS as error:
            log.exception("the search index is corrupt and is made again")
            self._indexer.submit(column_index_updater.clear).add_done_callback(self._on_step_done)
            raise BusyError(NOT_READY) from error
        if stale:
            self.update_column_index()
        return answer

    def _refuse_if_stale(self, stale: int, within: Within | None) -> None:
        """Refuse to search while many photos are missing: answers would be wrong, or keep every thread busy.

        How many they are is for those who may see them.

        Raises:
            BusyError: more than MAX_STALE_PHOTOS are missing.
        """
        if stale > MAX_STALE_PHOTOS:
            self.update_column_index()
            raise BusyError(Sentence("error-search-reading", count=stale) if within is None else NOT_READY)


def _today() -> date:
    """Return the day on the clock of the wall, as photos have it."""
    return datetime.now().date()  # noqa: DTZ005
