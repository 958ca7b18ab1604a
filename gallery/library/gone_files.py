"""The controller of what was said about files that are gone, and of photos that may be such a file: the user is asked.

Nothing here is guessed: an answer moves words from one item of library.db to another, as an act that can be undone
(annotations/given_words.py). A file that comes back has its words again by itself (scan/annotation_linking.py).
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from gallery.annotations import items as item_rows
from gallery.annotations import unlinked_items
from gallery.annotations.given_words import give
from gallery.annotations.store import AnnotationsError
from gallery.base.errors import BusyError, NotFoundError
from gallery.catalog import file_keys, unlinked_photos
from gallery.catalog.annotation_copy import find_all_linked, find_shown_items, find_there_items
from gallery.catalog.connection import read_transaction
from gallery.catalog.file_places import find_occupants
from gallery.catalog.namesakes import find_namesakes, get_versions
from gallery.languages.sentence import Sentence
from gallery.library.gone_json import given_note, gone_json, question_json, said_folder
from gallery.scan.act_files import UNDECIDED, require_act_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.annotations.models import FileIdentity
    from gallery.annotations.store import AnnotationStore
    from gallery.annotations.unlinked_items import SaidItem
    from gallery.catalog.database import Database
    from gallery.catalog.file_keys import FileKeys
    from gallery.library.annotations import AnnotationsController
    from gallery.scan.indexer import Indexer

log = logging.getLogger(__name__)
MAX_FILES = 500
"""That one answer lists; all are counted."""
MAX_QUESTIONS = 100
ALIKE = 4
"""So many questions about the files of one folder that is not connected are one question."""


class GoneFilesController:
    """Lists and answers. Every method may be called on any thread but the indexer's."""

    def __init__(
        self, store: AnnotationStore, database: Database, indexer: Indexer, annotations: AnnotationsController
    ) -> None:
        """Take library.db, the index and its writer, and what makes the index follow an act."""
        self._store, self._database, self._indexer, self._annotations = store, database, indexer, annotations

    def read(self) -> dict[str, Any]:
        """Return what was said about files that are gone, and the questions about photos, as JSON.

        As long as folders are still read, a file that was not found yet does not count as gone.

        Raises:
            DatabaseError: library.db or the index cannot be read.
        """
        with self._database.read() as conn, read_transaction(conn):
            questions = self._questions(conn)
            gone = self._gone(conn, {one.known.item for _, asked in questions for one in asked})
            alike, single = _divide(conn, questions)
            listed = single[:MAX_QUESTIONS]
            photos = {file.photo: file for file in file_keys.identify(conn, (p for p, _ in listed), members=False)}
            versions = get_versions(conn, photos)
        return {
            "files": [gone_json(one) for one in gone[:MAX_FILES]],
            "count": len(gone),
            "questions": [
                question_json(photos[photo], versions[photo], asked) for photo, asked in listed if photo in photos
            ],
            "question_count": len(single),
            "folders": [
                {"item": asked[0][1].known.item, "folder": said_folder(asked[0][1]), "photos": len(asked)}
                for asked in alike
            ],
        }

    def count_questions(self) -> int:
        """Return how many photos are asked about; 0 where library.db cannot be used, for then nothing can be kept."""
        try:
            with self._database.read() as conn, read_transaction(conn):
                return len(self._questions(conn))
        except AnnotationsError as error:  # the notice says why
            log.debug("nothing can be asked: %s", error)
            return 0

    def candidates(self, item: int) -> list[dict[str, Any]]:
        """Return photos that may be the file of an item, by name, size or content, as JSON; unannotated ones alone.

        Raises:
            NotFoundError: there is no such item.
        """
        [said] = self._said([item])
        then = said.known.identity
        with self._database.read() as conn, read_transaction(conn):
            found = find_namesakes(conn, then.relative, then.size, then.fingerprint)
            files = file_keys.identify(conn, found, members=False)
            versions = get_versions(conn, found)
        files.sort(key=lambda file: found.index(file.photo))
        return [question_json(file, versions[file.photo], ()) for file in files]

    def give(self, item: int, photo: int) -> dict[str, Any]:
        """Give the words of a file that is gone to a photo, as an act; what the photo has already stays.

        Raises:
            NotFoundError: there is no such item or photo, or the item is one of a photo that is there.
            BusyError: it is not known yet what was said about the photo; nothing was changed.
            DatabaseError: it cannot be kept; nothing was changed.
        """
        return self._give([(photo, said) for said in self._said([item])])

    def answer(self, photo: int, item: int | None) -> dict[str, Any]:
        """Answer which of the items that were asked about a photo is; None: none of them, it is a file of its own.

        Raises:
            As `give`; NotFoundError also where that is no question any more.
        """
        with self._database.read() as conn, read_transaction(conn):
            asked = {one.known.item: one for photo_, items in self._questions(conn) if photo_ == photo for one in items}
        if not asked or (item is not None and item not in asked):
            raise NotFoundError(Sentence("error-answered"))
        return self._keep_apart([photo]) if item is None else self._give([(photo, asked[item])])

    def answer_folder(self, item: int, *, same: bool) -> dict[str, Any]:
        """Answer all questions about the files of one folder that is not connected: the one that an item lies in.

        Args:
            item: one of that folder.
            same: whether the photos are these files, in another place; else they are copies.

        Raises:
            As `answer`.
        """
        with self._database.read() as conn, read_transaction(conn):
            alike, _ = _divide(conn, self._questions(conn))
        found = next((asked for asked in alike if any(one.known.item == item for _, one in asked)), None)
        if found is None:
            raise NotFoundError(Sentence("error-answered"))
        return self._give(found) if same else self._keep_apart([photo for photo, _ in found])

    def _questions(self, conn: sqlite3.Connection) -> list[tuple[int, Sequence[SaidItem]]]:
        """Return the photos about which is asked, with the items that they may be and that are no other photo's."""
        if not (unsure := unlinked_photos.get_unsure(conn)):
            return []
        items = {item for _, items in unsure for item in items}
        free = items - find_there_items(conn, items)
        said = {one.known.item: one for one in self._store.ask(partial(unlinked_items.read_said, items=free))}
        found = [(photo, [said[item] for item in items if item in said]) for photo, items in unsure]
        return [(photo, asked) for photo, asked in found if asked]

    def _gone(self, conn: sqlite3.Connection, asked: set[int]) -> Sequence[SaidItem]:
        """Return what is said about files that are nowhere; without the items that are asked about."""
        is_busy = self._indexer.progress().stage in {"listing", "reading"}
        noted = any(unlinked_photos.is_any_noted(conn, waiting=waiting) for waiting in (False, True))
        linked = find_all_linked(conn) | asked
        find = partial(unlinked_items.find_unlinked, linked=linked, gone_only=is_busy or noted)
        found = self._store.ask(find)
        places = ((one.known.item, one.known.identity.root, one.known.identity.relative) for one in found)
        there = find_occupants(conn, places)
        return [
            one for one in found if one.known.gone or (one.known.item in there and not there[one.known.item].is_away)
        ]

    def _said(self, items: Sequence[int]) -> list[SaidItem]:
        with self._database.read() as conn:
            free = set(items) - find_shown_items(conn, items)
        if not (found := self._store.ask(partial(unlinked_items.read_said, items=free))):
            raise NotFoundError(Sentence("error-gone-file-settled"))
        return found

    def _files(self, photos: Sequence[int]) -> dict[int, tuple[FileKeys, FileIdentity]]:
        """Return the files of photos, as the index and as library.db have them.

        Raises:
            NotFoundError: one is not there any more.
            BusyError: it cannot be told yet what was said about one.
        """
        with self._database.read() as conn, read_transaction(conn):
            keys = file_keys.identify(conn, photos, members=False)
            if len(keys) < len(set(photos)):
                raise NotFoundError(Sentence("error-photo-gone"))
            if unlinked_photos.find_noted_among(conn, photos):
                raise BusyError(UNDECIDED)
            files = require_act_files(conn, self._store, keys, is_same_library=True)
        return {key.photo: (key, file) for key, file in zip(keys, files, strict=True)}

    def _give(self, pairs: Sequence[tuple[int, SaidItem]]) -> dict[str, Any]:
        files = self._files([photo for photo, _ in pairs])
        moved = [(said.known.item, files[photo][1]) for photo, said in pairs]
        note = given_note([said for _, said in pairs])
        applied = self._store.run(partial(give, pairs=moved, note=note))
        told = {item: files[photo][0] for item, (photo, _) in zip(applied.items, pairs, strict=True)}
        self._indexer.submit(partial(unlinked_photos.settle, photos=[photo for photo, _ in pairs]))
        generation = self._annotations.follow(len(pairs), told)
        act = applied.act
        return {"act": act and act.id, "photos": act.items if act else 0, "note": note, "generation": generation}

    def _keep_apart(self, photos: Sequence[int]) -> dict[str, Any]:
        """Let photos be files of their own, so that they are asked about no more, with another index neither."""
        files = self._files(photos)
        self._store.run(partial(item_rows.items_of, files=[files[photo][1] for photo in photos]))
        self._indexer.ask(partial(unlinked_photos.settle, photos=photos))
        return {"act": None, "photos": len(photos), "note": "", "generation": self._annotations.follow(len(photos))}


Questions = list[tuple[int, "SaidItem"]]


def _divide(
    conn: sqlite3.Connection, questions: Sequence[tuple[int, Sequence[SaidItem]]]
) -> tuple[list[Questions], list[tuple[int, Sequence[SaidItem]]]]:
    """Put together the questions that are one: about the files of one folder that is away, each asked about once."""
    claims: dict[int, int] = {}
    for _, asked in questions:
        for one in asked:
            claims[one.known.item] = claims.get(one.known.item, 0) + 1
    sole = {asked[0].known.item: asked[0].known.identity for _, asked in questions if len(asked) == 1}
    places = ((item, then.root, then.relative) for item, then in sole.items() if claims[item] == 1)
    away = {item for item, place in find_occupants(conn, places).items() if place.is_away}
    alike: dict[bytes, Questions] = {}
    for photo, asked in questions:
        if asked[0].known.item in away:
            alike.setdefault(asked[0].known.identity.root, []).append((photo, asked[0]))
    groups = [group for group in alike.values() if len(group) >= ALIKE]
    grouped = {photo for group in groups for photo, _ in group}
    return groups, [question for question in questions if question[0] not in grouped]
