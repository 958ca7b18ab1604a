"""The controller of sidecars: whether a copy of what is said is kept in them, and where two programs disagreed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from gallery.annotations.models import Annotation, AnnotationChange
from gallery.annotations.sidecar_records import SidecarRecords
from gallery.annotations.store import AnnotationsError
from gallery.base.errors import NotFoundError
from gallery.base.paths import display
from gallery.catalog import annotation_copy
from gallery.languages.sentence import Sentence
from gallery.library.sidecar_thread import SidecarThread
from gallery.sidecars.fields import change_of, said_values

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from gallery.annotations.items import KnownItem
    from gallery.annotations.sidecar_models import ConflictRow
    from gallery.annotations.store import AnnotationStore
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.library.annotations import AnnotationsController
    from gallery.scan.indexer import Indexer
    from gallery.settings.settings import Settings

log = logging.getLogger(__name__)
MANY = 1_000_000
"""Files of which nobody waits until the index has copied what was said about them."""


class SidecarsController:
    """Answers for what is copied beside the photos. Every method may be called on any thread but the indexer's."""

    def __init__(
        self,
        settings: Settings,
        store: AnnotationStore,
        database: Database,
        indexer: Indexer,
        annotations: AnnotationsController,
        hub: EventHub,
    ) -> None:
        """Take settings, library.db, the index and its writer, the controller of what is said, and the hub."""
        self._answer, self._store, self._database = settings.sidecars, store, database
        self._annotations = annotations
        self._records = SidecarRecords(store)
        self._thread = SidecarThread(
            self._answer, self._records, database, indexer, hub, lambda: annotations.follow(MANY)
        )
        annotations.add_listener(self._thread.wake)

    def begin(self) -> None:
        """Begin to write, if it is wanted. Called once, when the first screen has been shown."""
        self._thread.begin()

    def stop(self) -> None:
        """End the thread. Idempotent."""
        self._thread.stop()

    def holding(self) -> AbstractContextManager[None]:
        """Let no sidecar be looked at within the block, see `SidecarThread.holding`."""
        return self._thread.holding()

    def status(self) -> dict[str, Any]:
        """Return the answer, how many sidecars are behind, and how many conflicts there are."""
        waiting = conflicts = 0
        if self._answer.is_yes:
            try:
                waiting, conflicts = self._records.waiting(), self._records.count_conflicts()
            except AnnotationsError as error:  # the notice tells of library.db
                log.debug("nothing is known of sidecars: %s", error)
        return {"sidecars": {"answer": self._answer.value, "waiting": waiting, "conflicts": conflicts}}

    def set_answer(self, answer: str) -> dict[str, Any]:
        """Set whether sidecars are written: yes, no, or later (not decided). Return the status.

        Raises:
            UsageError: it is no answer.
            SettingsError: it cannot be kept.
        """
        self._answer.set(answer)
        self._thread.wake()
        return self.status()

    def problems(self) -> list[dict[str, Any]]:
        """Return the folders in which sidecars cannot be written, as lines of the list of problems."""
        if not self._answer.is_yes:
            return []
        try:
            found = self._records.problems()
        except AnnotationsError as error:
            log.debug("nothing is known of sidecars: %s", error)
            return []
        return [_problem_json(path, why, count) for path, why, count in found]

    def retry(self) -> None:
        """Try again what could not be written."""
        if self._answer.is_yes:
            self._records.make_due()
            self._thread.wake()

    def conflicts(self) -> list[dict[str, Any]]:
        """Return the fields of which two programs said different things, the newest first, as JSON.

        Raises:
            AnnotationsError: library.db cannot be used.
        """
        rows = self._records.conflicts()
        with self._database.read() as conn:
            shown = [annotation_copy.find_linked_shown(conn, row.item) for row, _ in rows]
        return [
            _conflict_json(row, known, photos[0] if photos else None)
            for (row, known), photos in zip(rows, shown, strict=True)
        ]

    def settle(self, conflict: int, *, take_other: bool) -> dict[str, Any]:
        """Take what the other program said instead, or be content; it is off the list then.

        Raises:
            NotFoundError: it is settled already.
            AnnotationsError: it cannot be kept; nothing was changed.
        """
        found = next(((row, known) for row, known in self._records.conflicts() if row.id == conflict), None)
        if found is None:
            raise NotFoundError(Sentence("error-settled"))
        row, known = found
        if take_other:
            self._store.apply([known.identity], self._other_of(row))
            self._annotations.follow(1)
        self._records.remove_conflict(conflict)
        return self.status()

    def _other_of(self, row: ConflictRow) -> AnnotationChange:
        """Return the act that says what was not taken; the user's own as it was said, not as XMP has it."""
        if not row.ours_taken and row.said is not None:
            return AnnotationChange.from_json({row.field: row.said})
        said = said_values(self._store.read([row.item]).get(row.item, Annotation()))
        return AnnotationChange.from_json(change_of({row.field: row.theirs if row.ours_taken else row.ours}, said))


def _problem_json(path: bytes, why: str, count: int) -> dict[str, Any]:
    photos = "1 photo" if count == 1 else f"{count:,} photos"
    message = (
        f"What you said about {photos} here is not in sidecars yet. {why}"
        " It is safe in Shoebox, and is tried again by itself."
    )
    shown = display(path)
    return {"photo": None, "name": shown.rpartition("/")[2] or shown, "path": shown, "code": "sidecar",
            "message": message}  # fmt: skip


def _conflict_json(row: ConflictRow, known: KnownItem, photo: int | None) -> dict[str, Any]:
    relative = display(known.identity.relative)
    return {
        "id": row.id,
        "photo": photo,
        "name": relative.replace("\\", "/").rpartition("/")[2],
        "path": relative,
        "field": row.field,
        "ours": row.ours,
        "theirs": row.theirs,
        "taken": "ours" if row.ours_taken else "theirs",
        "at_ms": row.at_ms,
    }
