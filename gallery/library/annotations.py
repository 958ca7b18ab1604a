"""The controller of what the user says about photos: it is kept in library.db, and the index follows.

Truth is library.db (annotations/store.py): what is answered is on the disk there. The index has a copy for listing and
search, which the indexer renews; if that takes long, or fails, the answer does not wait for it, and the copy follows by
itself (scan/annotation_linking.py).
"""

from __future__ import annotations

import logging
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from gallery.annotations.models import AnnotationChange
from gallery.annotations.store import AnnotationsError
from gallery.base.errors import BusyError, DatabaseError, GalleryError, NotFoundError
from gallery.base.events import TimelinesChanged
from gallery.base.paths import relative_to
from gallery.catalog import annotation_copy, dated_photos, file_keys, folders, photos, tag_counts
from gallery.catalog.connection import read_transaction
from gallery.library.annotation_json import act_json, annotation_json, next_json, undo_json, unsaid_json
from gallery.library.tag_tree import tag_tree
from gallery.scan import annotation_linking, place_lookup
from gallery.scan.act_files import find_act_files
from gallery.search import column_index
from gallery.search.column_index_updater import MIN_STALE_PHOTOS
from gallery.visits.registry import is_visited

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from concurrent.futures import Future

    from gallery.annotations.models import FileIdentity, UndoResult
    from gallery.annotations.store import AnnotationStore
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.catalog.file_keys import FileKeys
    from gallery.library.search import SearchController
    from gallery.library.visited_photos import VisitedPhotos
    from gallery.scan.indexer import Indexer
    from gallery.search.column_index_updater import ColumnIndexUpdater

log = logging.getLogger(__name__)
COPY_TIMEOUT_S = 2.0
"""How long an answer waits for the index. Afterwards the page hears of the change by an event."""
FEW_FILES = 2_000
"""The copy of more is not waited for: it takes longer than a page should be kept without an answer."""
HISTORY_ACTS = 100
"""In one answer."""
NOT_IN_LIBRARY = (
    "This folder is not in your library, so that nothing can be kept about its photos. Show it in Shoebox first."
)
GONE = "These photos are not there any more."


class _Copied(NamedTuple):
    """What became of renewing the copy."""

    generation: int
    is_search_behind: bool
    """Whether so much changed that the search is brought up to date afterwards."""


class AnnotationsController:
    """Says, takes back and tells. Every method may be called on any thread but the indexer's."""

    def __init__(
        self,
        store: AnnotationStore,
        database: Database,
        indexer: Indexer,
        search: SearchController,
        search_updater: ColumnIndexUpdater,
        visited: VisitedPhotos,
        hub: EventHub,
    ) -> None:
        """Take library.db, the index and what follows its writes, the photos of visits, and the hub of the pages."""
        self._store, self._database, self._indexer = store, database, indexer
        self._search, self._search_updater = search, search_updater
        self._visited, self._hub = visited, hub
        self._tags: tuple[int, list[dict[str, Any]]] | None = None
        """The generation and its tree of tags, as it was told last."""

    @property
    def notice(self) -> str | None:
        """The sentence that the user should read: what happened to library.db."""
        return self._store.notice

    def annotate(self, ids: Sequence[int], said: dict[str, Any]) -> dict[str, Any]:
        """Say the same about photos, as one act; of a tile that stands for several files, about all of them.

        Args:
            ids: of photos, of the library or of visits; those that are gone are left out.
            said: fields of an AnnotationChange.

        Returns:
            The act, how many photos it changed, and the generation from which on timelines show it.

        Raises:
            NotFoundError: none of the photos is there any more, or one of a visit is not in the library.
            UsageError: a value that cannot be said.
            BusyError: what was said before about one of them is not known yet; nothing was changed.
            DatabaseError: it cannot be kept; nothing was changed.
        """
        change = AnnotationChange.from_json(said)
        with self._database.read() as conn, read_transaction(conn):
            tiles = [self._find_visited(conn, photo) if is_visited(photo) else photo for photo in ids]
            keys = file_keys.identify(conn, dict.fromkeys(tiles))
            if not keys:
                raise NotFoundError(GONE)
            try:
                keys, files, revision = self._find_files(conn, keys, change)
            except AnnotationsError as error:
                raise AnnotationsError(f"This was not kept. {error}") from error
            seen = dated_photos.find_seen(conn, (one.photo for one in keys)) if change.is_by_date else {}
        applied = self._store.apply(files, change, revision, [seen.get(one.photo) for one in keys])
        links = [(one.photo, item) for one, item in zip(keys, applied.items, strict=True) if item != one.item]
        generation = self.follow(len(keys), links) if applied.act or links else self._generation()
        if applied.act is None:
            return {"act": None, "photos": 0, "generation": generation}
        return {"act": applied.act.id, "photos": min(applied.act.items, len(tiles)), "generation": generation}

    def _find_files(
        self, conn: sqlite3.Connection, keys: list[FileKeys], change: AnnotationChange
    ) -> tuple[list[FileKeys], list[FileIdentity], int]:
        """Return the files that a change is about, as the index and as library.db have them, and the latter's revision.

        Raises:
            BusyError: it cannot be told yet which they are.
            AnnotationsError: library.db cannot be read.
        """
        revision, behind = self._store.changed_since(annotation_copy.get_revision(conn))
        if behind == [] and change == AnnotationChange(remove_tags=change.remove_tags):  # others have none to lose
            tagged = tag_counts.find_tagged(conn, (one.photo for one in keys), change.remove_tags)
            keys = [one for one in keys if one.photo in tagged]
        return keys, find_act_files(conn, self._store, keys, is_same_library=behind is not None), revision

    def undo(self, act: int | None = None) -> dict[str, Any]:
        """Take an act back, the last one where none is named; tell what became of it.

        Raises:
            NotFoundError: there is no such act.
            UsageError: it is undone already.
            DatabaseError: it cannot be kept; nothing was changed.
        """
        return self._after(self._store.undo(act))

    def redo(self) -> dict[str, Any]:
        """Do again what was taken back last.

        Raises:
            DatabaseError: it cannot be kept; nothing was changed.
        """
        return self._after(self._store.redo())

    def _after(self, result: UndoResult | None) -> dict[str, Any]:
        generation = self.follow(result.undone_items) if result else self._generation()
        return undo_json(result) | {"generation": generation}

    def history(self, before: int | None) -> list[dict[str, Any]]:
        """Return the acts before one, or the newest, the newest first."""
        return [act_json(act) for act in self._store.history(before, HISTORY_ACTS)]

    def describe(self, details: dict[str, Any]) -> dict[str, Any]:
        """Return what holds for a photo, and which of it the user said, by the details of the photo (photo_json)."""
        photo = details["id"]
        with self._database.read() as conn, read_transaction(conn):
            if is_visited(photo):
                try:
                    photo = self._find_visited(conn, photo)
                except NotFoundError:
                    return unsaid_json(details)
            return annotation_json(annotation_copy.get(conn, photo))

    def status(self) -> dict[str, Any]:
        """Return the acts that would be undone and done again next, as JSON; none where library.db cannot be used."""
        try:
            undo, redo = self._store.next_acts()
        except AnnotationsError as error:  # the notice says why
            log.debug("nothing can be undone: %s", error)
            undo = redo = None
        return {"undo": next_json(undo), "redo": next_json(redo)}

    def tags(self) -> list[dict[str, Any]]:
        """Return the tree of the tags that photos have (tag_tree.py). It is made anew after every change."""
        with self._database.read() as conn, read_transaction(conn):
            generation = photos.get_generation(conn)
            known = self._tags
            if known is None or known[0] != generation:
                known = self._tags = (generation, tag_tree(tag_counts.count_tags(conn)))
        return known[1]

    def _find_visited(self, conn: sqlite3.Connection, photo: int) -> int:
        """Return the photo of the library that a visited one is.

        Raises:
            NotFoundError: it is in no root, or not read yet.
        """
        path = self._visited.file_path(photo)
        for root in folders.get_roots(conn):
            relative = relative_to(root.path, path)
            if relative:
                above, _, name = relative.rpartition(folders.SEP)
                folder = folders.find(conn, root.id, above)
                found = None if folder is None else photos.find_by_name(conn, folder, name)
                if found is not None:
                    return found
        raise NotFoundError(NOT_IN_LIBRARY)

    def follow(self, files: int, links: Sequence[tuple[int, int]] = ()) -> int:
        """Have the index copy what changed. Return the generation from which on timelines show it.

        If the index takes long, or much is to be copied, that is a guess, which leaves room for a write before it; 0
        where the index cannot be read.

        Args:
            files: how many changed.
            links: (photo, item) of those that the index has not linked yet.
        """
        done: Future[_Copied] = self._indexer.submit(partial(self._copy, links=links))
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

    def _copy(self, conn: sqlite3.Connection, links: Sequence[tuple[int, int]]) -> _Copied:
        """Renew the copy. The thread `indexer`, in a writing transaction.

        Raises:
            BusyError: library.db cannot be read; the index itself is well.
        """
        try:
            changed = annotation_linking.follow(conn, self._store, links)
        except AnnotationsError as error:
            raise BusyError(str(error)) from error
        place_lookup.look_up_noted(conn)
        if not changed:
            return _Copied(photos.get_generation(conn), is_search_behind=False)
        behind = column_index.count_stale(conn) >= MIN_STALE_PHOTOS
        if behind:
            self._search_updater.postpone()
        return _Copied(photos.raise_generation(conn), behind)

    def _tell(self, done: Future[_Copied]) -> None:
        """Tell every page, once the index has committed, and only then bring the search up to date. As `_copy`."""
        if done.exception():
            return
        self._hub.send(TimelinesChanged(done.result().generation))
        if done.result().is_search_behind:
            self._search.update_column_index()

    def _generation(self) -> int:
        with self._database.read() as conn:
            return photos.get_generation(conn)
