"""Has the index follow what was said: an answer does not wait for much of it, as the truth is on the disk already."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, NamedTuple

from gallery.annotations.store import AnnotationsError
from gallery.base.errors import BusyError, DatabaseError, GalleryError
from gallery.base.events import TimelinesChanged
from gallery.catalog import photos
from gallery.catalog.tiles import count_tiles_of_items
from gallery.library.annotation_json import revision_json, undo_json
from gallery.library.restored_marks import restored_marks
from gallery.scan import annotation_linking, place_lookup
from gallery.search import column_index
from gallery.search.column_index_updater import MIN_STALE_PHOTOS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from gallery.annotations.models import UndoResult
    from gallery.annotations.store import AnnotationStore
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.catalog.file_keys import FileKeys
    from gallery.library.search import SearchController
    from gallery.scan.indexer import Indexer
    from gallery.search.column_index_updater import ColumnIndexUpdater

log = logging.getLogger(__name__)
COPY_TIMEOUT_S = 2.0
"""How long an answer waits for the index. Afterwards the page hears of the change by an event."""
FEW_FILES = 2_000
"""The copy of more is not waited for: it takes longer than a page should be kept without an answer."""


class _Copied(NamedTuple):
    """What became of renewing the copy."""

    generation: int
    is_search_behind: bool
    """Whether so much changed that the search is brought up to date afterwards."""
    told: Mapping[int, FileKeys]
    """Item -> file, of those that were linked with it."""


class AnnotationFollower:
    """Has the indexer renew the copy, and tells every page. Any thread but the indexer's, if nothing else is said."""

    def __init__(
        self,
        store: AnnotationStore,
        database: Database,
        indexer: Indexer,
        search: SearchController,
        search_updater: ColumnIndexUpdater,
        hub: EventHub,
    ) -> None:
        """Take library.db, the index and what follows its writes, and the hub of the pages."""
        self._store, self._database, self._indexer = store, database, indexer
        self._search, self._search_updater, self._hub = search, search_updater, hub
        self._told: dict[int, FileKeys] = {}
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    def add_listener(self, told: Callable[[], None]) -> None:
        """Call `told` whenever the index has followed what was said, on the thread `indexer`; it must not wait."""
        self._listeners.append(told)

    def linked(self) -> dict[int, int]:
        """Return item -> photo, of those that something was just said about and that the index has not linked yet."""
        with self._lock:
            return {item: file.photo for item, file in self._told.items()}

    def follow(self, files: int, told: Mapping[int, FileKeys] | None = None) -> int:
        """Have the index copy what changed. Return the generation from which on timelines show it.

        If the index takes long, or much is to be copied, that is a guess, which leaves room for a write before it; 0
        where the index cannot be read.

        Args:
            files: how many changed.
            told: item -> file, of those that the index has not linked yet, as it had them.
        """
        with self._lock:
            self._told.update(told or {})
        done: Future[_Copied] = self._indexer.submit(self._copy)
        done.add_done_callback(self._tell)
        try:
            if files <= FEW_FILES:
                return done.result(COPY_TIMEOUT_S).generation
        except FutureTimeoutError:
            log.info("the index follows later")
        except GalleryError as error:
            log.warning("the index follows later: %s", error)
        try:
            return self._generation() + 2
        except DatabaseError as error:  # what was said is on the disk all the same
            log.warning("the index cannot be read: %s", error)
            return 0

    def answer_undone(self, results: Sequence[UndoResult]) -> dict[str, Any]:
        """Have the index follow acts that were undone or done again, and tell what became of each.

        Returns:
            "acts", in the order in which they were undone, and for all of them "generation" and "revision" (None: there
            were none) from which on timelines show it, and "marks" that tiles show until then, later ones over earlier.
        """
        marks, seen = [], [[result.undone_items, result.kept_items] for result in results]
        try:
            with self._database.read() as conn:
                linked = self.linked()
                marks = [mark for result in results for mark in restored_marks(conn, result.changes, linked)]
                seen = [
                    [count_tiles_of_items(conn, items) or len(items) for items in (result.undone, result.kept)]
                    for result in results
                ]
        except DatabaseError as error:  # what was undone is on the disk all the same
            log.warning("the index cannot be read: %s", error)
        acts = [
            undo_json(result) | {"photos": undone if result.kept else result.act.items, "kept": kept}
            for result, (undone, kept) in zip(results, seen, strict=True)
        ]
        items = frozenset[int]().union(*(result.undone for result in results))
        shown = {"revision": revision_json(results[-1].revision) if results else None, "marks": marks}
        return {"acts": acts, "generation": self.follow(len(items)) if results else self._generation()} | shown

    def _copy(self, conn: sqlite3.Connection) -> _Copied:
        """Renew the copy. The thread `indexer`, in a writing transaction.

        Raises:
            BusyError: library.db cannot be read; the index itself is well.
        """
        with self._lock:
            told = self._told.copy()
        try:
            changed = annotation_linking.follow(conn, self._store, told)
        except AnnotationsError as error:
            raise BusyError(error.sentence) from error
        place_lookup.look_up_noted(conn)
        if not changed:
            return _Copied(photos.get_generation(conn), is_search_behind=False, told=told)
        behind = column_index.count_stale(conn) >= MIN_STALE_PHOTOS
        if behind:
            self._search_updater.postpone()
        return _Copied(photos.raise_generation(conn), behind, told)

    def _tell(self, done: Future[_Copied]) -> None:
        """Tell every page, once the index has committed, and only then bring the search up to date. As `_copy`."""
        for told in self._listeners:
            told()
        if done.exception():
            return
        with self._lock:
            for item, file in done.result().told.items():
                if self._told.get(item) is file:
                    del self._told[item]
        self._hub.send(TimelinesChanged(done.result().generation))
        if done.result().is_search_behind:
            self._search.update_column_index()

    def _generation(self) -> int:
        with self._database.read() as conn:
            return photos.get_generation(conn)
