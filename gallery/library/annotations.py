"""The controller of what the user says about photos: it is kept in library.db, and the index follows.

Truth is library.db (annotations/store.py): what is answered is on the disk there. The index has a copy for listing and
search, which the indexer renews; if that takes long, or fails, the answer does not wait for it, and the copy follows by
itself (scan/annotation_linking.py).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from gallery.annotations.date_shift import date_writer
from gallery.annotations.models import AnnotationChange
from gallery.annotations.store import AnnotationsError
from gallery.base.errors import BusyError, NotFoundError, UsageError
from gallery.base.paths import relative_to
from gallery.catalog import annotation_copy, dated_photos, file_keys, folders, photos, tag_counts
from gallery.catalog.connection import read_transaction
from gallery.languages.sentence import Sentence
from gallery.library.album_json import albums_of_json
from gallery.library.annotation_following import AnnotationFollower
from gallery.library.annotation_json import (
    act_json,
    annotation_json,
    next_json,
    revision_json,
    undecided_json,
    undo_json,
    unsaid_json,
)
from gallery.scan.act_files import UNDECIDED, find_act_files
from gallery.visits.registry import is_visited

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from gallery.annotations.models import Applied, FileIdentity, UndoResult
    from gallery.annotations.store import AnnotationStore
    from gallery.annotations.values import Writer
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.catalog.file_keys import FileKeys
    from gallery.library.search import SearchController
    from gallery.library.visited_photos import VisitedPhotos
    from gallery.scan.indexer import Indexer
    from gallery.search.column_index_updater import ColumnIndexUpdater

log = logging.getLogger(__name__)
HISTORY_ACTS = 100
"""In one answer."""
NOT_IN_LIBRARY = Sentence("error-not-in-library")
MAX_SAID_TAGS = 5_000_000
"""Tags that one act may add or remove, counted for each photo: a million take four seconds."""
GONE = Sentence("error-photos-gone")


class FoundFiles(NamedTuple):
    """The files that an act is about."""

    tiles: list[int]
    """The photos of the library that were named."""
    keys: list[FileKeys]
    """Their files, as the index has them."""
    files: list[FileIdentity]
    """The same files, as library.db has them."""
    revision: int
    """Of the library that gave them their items."""
    shown: list[int]
    """The tile that each of them is seen by."""
    undecided: list[FileKeys]
    """Files that were left out, since it is not known yet what was said about them."""


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
        self._store, self._database, self._visited = store, database, visited
        self._follower = AnnotationFollower(store, database, indexer, search, search_updater, hub)
        self._tags: tuple[int, list[dict[str, Any]]] | None = None
        """The generation and its tree of tags, as it was told last."""

    def add_listener(self, told: Callable[[], None]) -> None:
        """Call `told` whenever the index has followed what was said, on the thread `indexer`; it must not wait."""
        self._follower.add_listener(told)

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
            The act, how many photos it changed, the generation and revision from which on timelines show it, and which
            photos were left out: those of which it is not known yet what was said about them before.

        Raises:
            NotFoundError: none of the photos is there any more, or one of a visit is not in the library.
            UsageError: a value that cannot be said, or too much at once.
            BusyError: all were left out; nothing was changed.
            DatabaseError: it cannot be kept; nothing was changed.
        """
        change = AnnotationChange.from_json(said)
        found = self.find_files(ids, change)
        write = self._writer(found.keys, change) if change.is_by_date else None
        applied = self._store.apply(found.files, change, found.revision, found.shown, write)
        return self.answer(applied, found.keys) | {"undecided": undecided_json(found.undecided)}

    def _writer(self, keys: Sequence[FileKeys], change: AnnotationChange) -> Writer:
        """Return what says a change by which each file gets a date of its own."""
        with self._database.read() as conn:
            seen = dated_photos.find_seen(conn, (one.photo for one in keys))
        return date_writer([seen.get(one.photo) for one in keys], change)

    def find_files(self, ids: Sequence[int], change: AnnotationChange | None = None) -> FoundFiles:
        """Return the files of photos, for an act about them.

        Args:
            ids: of photos, as in `annotate`.
            change: what is said about them; None: something that any of them may have.

        Raises:
            what `annotate` does.
        """
        with self._database.read() as conn, read_transaction(conn):
            tiles = [self._find_visited(conn, photo) if is_visited(photo) else photo for photo in ids]
            keys = file_keys.identify(conn, dict.fromkeys(tiles))
            if not keys:
                raise NotFoundError(GONE)
            try:
                keys, known, revision = self._find_files(conn, keys, change or AnnotationChange(favourite=True))
            except AnnotationsError as error:
                raise AnnotationsError(Sentence("error-not-kept", why=error.sentence)) from error
            files = [file for file in known if file is not None]
            undecided = [key for key, file in zip(keys, known, strict=True) if file is None]
            if undecided and not files:
                raise BusyError(UNDECIDED)
            keys = [key for key, file in zip(keys, known, strict=True) if file is not None]
            return FoundFiles(tiles, keys, files, revision, [one.tile for one in keys], undecided)

    def answer(self, applied: Applied, keys: Sequence[FileKeys] = (), photos: int | None = None) -> dict[str, Any]:
        """Have the index follow an act, and return what `annotate` returns.

        Args:
            applied: what became of the act.
            keys: the files that it was about.
            photos: how many were named, where the act itself counts files.
        """
        told = {item: one for one, item in zip(keys, applied.items, strict=True) if item != one.item}
        generation = self._follower.follow(len(keys), told) if applied.act or told else self._generation()
        changed = applied.act.items if applied.act else 0
        kept = {"act": applied.act and applied.act.id, "generation": generation}
        told_photos = changed if photos is None else min(changed, photos)
        return kept | {"photos": told_photos, "revision": revision_json(applied.revision)}

    def _find_files(
        self, conn: sqlite3.Connection, keys: list[FileKeys], change: AnnotationChange
    ) -> tuple[list[FileKeys], list[FileIdentity | None], int]:
        """Return the files that a change is about, as the index and as library.db have them, and the latter's revision.

        Raises:
            UsageError: it is too much at once.
            AnnotationsError: library.db cannot be read.
        """
        tags = len(change.add_tags) + len(change.remove_tags)
        if tags * len(keys) > MAX_SAID_TAGS:
            raise UsageError(Sentence("error-too-much", tags=tags, photos=len(keys)))
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

    def undo_all(self, acts: Sequence[int]) -> dict[str, Any]:
        """Take several acts back at once, the newest first, and tell what became of each; one undone is passed over.

        Raises:
            what `undo` does; nothing was changed.
        """
        return self._follower.answer_undone(self._store.undo_all(acts))

    def redo_all(self, acts: Sequence[int]) -> dict[str, Any]:
        """Do again what was taken back last, as long as it is one of these acts.

        Raises:
            DatabaseError: it cannot be kept; nothing was changed.
        """
        return self._follower.answer_undone(self._store.redo_all(frozenset(acts)))

    def _after(self, result: UndoResult | None) -> dict[str, Any]:
        if result is None:
            return undo_json(None) | {"generation": self._generation(), "revision": None, "marks": []}
        told = self._follower.answer_undone([result])
        [act] = told.pop("acts")
        return {**act, **told}

    def history(self, before: int | None) -> list[dict[str, Any]]:
        """Return the acts before one, or the newest, the newest first."""
        acts = self._store.history(before, HISTORY_ACTS)
        items = self._store.get_only_items(acts)
        return [act_json(act) | {"item": items.get(act.id)} for act in acts]

    def describe(self, details: dict[str, Any]) -> dict[str, Any]:
        """Return what holds for a photo, and which of it the user said, by the details of the photo (photo_json)."""
        photo = details["id"]
        with self._database.read() as conn, read_transaction(conn):
            if is_visited(photo):
                try:
                    photo = self._find_visited(conn, photo)
                except NotFoundError:
                    return unsaid_json(details)
            albums = albums_of_json(conn, photo)
            return annotation_json(annotation_copy.get(conn, photo)) | {"albums": albums}

    def status(self) -> dict[str, Any]:
        """Return the acts that would be undone and done again next, as JSON; none where library.db cannot be used."""
        try:
            undo, redo = self._store.next_acts()
        except AnnotationsError as error:  # the notice says why
            log.debug("nothing can be undone: %s", error)
            undo = redo = None
        return {"undo": next_json(undo), "redo": next_json(redo)}

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

    def follow(self, files: int, told: Mapping[int, FileKeys] | None = None) -> int:
        """Have the index copy what changed about so many files. See AnnotationFollower."""
        return self._follower.follow(files, told)

    def _generation(self) -> int:
        with self._database.read() as conn:
            return photos.get_generation(conn)
