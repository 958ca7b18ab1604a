"""What window and web may say about photos, and read of it: acts, their undoing and redoing, history."""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gallery.annotations import items as item_rows
from gallery.annotations import journal, values
from gallery.annotations.change_values import targets_of
from gallery.annotations.date_shift import shifted_date
from gallery.annotations.library_schema import DATE, REDO, SET, UNDO
from gallery.annotations.models import (
    Act,
    Annotation,
    AnnotationChange,
    Applied,
    Changes,
    FileIdentity,
    UndoResult,
)
from gallery.base import edtf
from gallery.base.errors import DamagedDatabaseError, DatabaseError, NotFoundError, UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from gallery.annotations.items import KnownItem
    from gallery.annotations.values import FieldChange, Value
    from gallery.base.edtf import InexactDate
    from gallery.catalog.database import Database


class AnnotationsError(DatabaseError):
    """What was said could not be kept, or cannot be read. `str(error)` says what is safe."""

    code = "annotations"


class AnnotationStore:
    """library.db: the one truth about what the user said.

    Every method may be called on any thread. One that writes returns when the change is on the disk, or raises and has
    changed nothing: change and journal are one transaction.
    """

    def __init__(self, database: Database | None, problem: str | None = None) -> None:
        """Take the open library.db (library_file.py); None, with a sentence that says why, where it cannot be used."""
        self._database = database
        self.problem = problem
        """Why the file cannot be used. Then every other method raises, and what the index copied earlier still counts.
        None: it can."""

    @property
    def notice(self) -> str | None:
        """The sentence that the user should read: what happened to the file."""
        return self.problem if self._database is None else self._database.notice

    def close(self) -> None:
        """Close the file. Idempotent."""
        if self._database is not None:
            self._database.close()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction, which is on the disk afterwards.

        Raises:
            AnnotationsError: it is not, and nothing was changed.
        """
        if self._database is None:
            raise AnnotationsError(f"This was not kept. {self.problem}")
        try:
            with self._database.write() as conn:
                if loss := self._database.loss():  # it would go to a file that no start looks for
                    raise DatabaseError(loss)
                yield conn
        except DamagedDatabaseError as error:
            raise AnnotationsError(f"This was not kept. {error}") from error
        except DatabaseError as error:
            raise AnnotationsError(f"This was not kept. What you said before is safe. {error}") from error

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that cannot write.

        Raises:
            AnnotationsError: the file cannot be used.
        """
        if self._database is None:
            raise AnnotationsError(str(self.problem))
        try:
            with self._database.read() as conn:
                yield conn
        except DatabaseError as error:
            raise AnnotationsError(str(error)) from error

    def apply(
        self,
        files: Sequence[FileIdentity],
        change: AnnotationChange,
        revision: int | None = None,
        seen: Sequence[InexactDate | None] = (),
    ) -> Applied:
        """Say the same about all these files, as one act.

        Args:
            files: any number. Those that the index has not linked yet (`item` None) are found by place and content,
                or get an item.
            change: what is said.
            revision: of the library that gave files their items; where a backup has taken its place since, these are
                passed over, as the numbers may be those of other files now. None: of this one.
            seen: of a change that `is_by_date` the date that each file itself has, in their order; it counts where none
                was said.

        Removing a tag is said of every file, since only the index knows which files have it by themselves: give those
        alone that show it.

        Raises:
            AnnotationsError: the disk is full or broken, or the file cannot be used; nothing was changed.
        """
        with self._write() as conn:
            if revision is not None and not journal.is_own_revision(conn, revision):
                files = [file._replace(item=None) for file in files]
            found = item_rows.items_of(conn, files)
            values.choose(conn, [(found, None, None)])
            changes = [part for target in targets_of(conn, change) for part in values.set_all(conn, *target)]
            if change.is_by_date:
                values.choose(conn, _dates(conn, found, seen, change))
                changes += values.set_each(conn, DATE, 0)
            act = journal.add(conn, _now_ms(), SET, changes, change) if changes else None
            return Applied(act, found, journal.revision(conn))

    def undo(self, act: int | None = None) -> UndoResult | None:
        """Take an act back, for all photos whose fields no later act has changed; the others are kept and counted.

        Args:
            act: its number; None: the last one that is not undone.

        Returns:
            What became of it; None where there is nothing to undo. Where nothing could be undone the act stays done.

        Raises:
            NotFoundError: there is no such act.
            UsageError: it is undone already, or cannot be undone.
            AnnotationsError: as in `apply`.
        """
        with self._write() as conn:
            number = journal.newest_done(conn) if act is None else act
            return None if number is None else _undo(conn, number)

    def redo(self) -> UndoResult | None:
        """Do again what was undone last; None where nothing was, or something else was said since.

        Raises:
            AnnotationsError: as in `apply`.
        """
        with self._write() as conn:
            undo = journal.newest_undo(conn)
            return None if undo is None or undo.undoes is None else _redo(conn, undo.id, undo.undoes)

    def next_acts(self) -> tuple[Act | None, Act | None]:
        """Return the acts that `undo` and `redo` would take back and do again; None where there is none."""
        with self._read() as conn:
            conn.execute("BEGIN")  # both from one state
            newest, undo = journal.newest_done(conn), journal.newest_undo(conn)
            return (
                None if newest is None else journal.get(conn, newest),
                None if undo is None or undo.undoes is None else journal.get(conn, undo.undoes),
            )

    def history(self, before: int | None = None, limit: int = 100) -> list[Act]:
        """Return what was said, the newest act first; with `before` only acts of smaller numbers."""
        with self._read() as conn:
            return journal.history(conn, before, limit)

    def read(self, items: Sequence[int]) -> dict[int, Annotation]:
        """Return what was said about items, by their numbers; those of which nothing was said are left out."""
        with self._read() as conn:
            return values.read(conn, items)

    def changed_since(self, revision: int) -> Changes:
        """Return the revision now, and the items whose annotation changed after an earlier one (0: never asked)."""
        with self._read() as conn:
            conn.execute("BEGIN")  # both from one state
            return Changes(journal.revision(conn), journal.changed_since(conn, revision))

    def find(self, files: Sequence[FileIdentity]) -> list[list[KnownItem]]:
        """Return for each file, in their order, the items that it may be: the candidates of identity.link."""
        with self._read() as conn:
            return [item_rows.find(conn, file) for file in files]

    def get_item(self, item: int) -> KnownItem | None:
        """Return an item's file as it was seen last; None where there is no such item."""
        with self._read() as conn:
            return item_rows.get(conn, item)

    def relocate(self, files: Sequence[FileIdentity]) -> None:
        """Note where the files of items (`item` is set) are now, and what they are like. Nothing that was said changes.

        Raises:
            AnnotationsError: as in `apply`.
        """
        with self._write() as conn:
            item_rows.relocate(conn, files)

    def set_gone(self, items: Iterable[int]) -> None:
        """Note that the files of items were deleted. What was said about them stays, and comes back with the file.

        Raises:
            AnnotationsError: as in `apply`.
        """
        with self._write() as conn:
            item_rows.set_gone(conn, items)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _dates(
    conn: sqlite3.Connection, items: Sequence[int], seen: Sequence[InexactDate | None], change: AnnotationChange
) -> list[tuple[list[int], Value, Value]]:
    """Return the items that get each date, as `values.choose` takes them, by what was said of them or seen."""
    said = values.read_texts(conn, items, DATE)
    groups: dict[str, list[int]] = defaultdict(list)
    for item, seen_date in zip(items, seen, strict=True):
        date = edtf.parse(said[item]) if item in said else seen_date
        new = date and shifted_date(date, change)
        if new is not None:
            groups[new].append(item)
    return [(group, date, None) for date, group in groups.items()]


def _undo(conn: sqlite3.Connection, number: int) -> UndoResult:
    act = journal.get(conn, number)
    if act is None:
        raise NotFoundError("There is no such act.")
    if act.kind != "set":
        raise UsageError("This cannot be undone.")
    if act.state == "undone":
        raise UsageError("This is undone already.")
    changes, kept = _reverse(conn, number, number)
    if changes:
        journal.set_done(conn, number, done=False, by=journal.add(conn, _now_ms(), UNDO, changes, undoes=number).id)
    return _result(conn, number, changes, kept)


def _redo(conn: sqlite3.Connection, undo: int, act: int) -> UndoResult:
    changes, kept = _reverse(conn, undo, act)
    redo = journal.add(conn, _now_ms(), REDO, changes, undoes=act).id
    journal.set_done(conn, undo, done=False, by=redo)
    journal.set_done(conn, act, done=True, by=redo)
    return _result(conn, act, changes, kept)


def _reverse(conn: sqlite3.Connection, number: int, act: int) -> tuple[list[FieldChange], set[int]]:
    """Give items the values back that they had before an act or an undo.

    Args:
        conn: a writing connection in a transaction.
        number: the act that said something, or its undo.
        act: the act that said something, in both cases.

    Returns:
        What changed, and the items of which a field was kept, because a later act has changed it.
    """
    done: list[FieldChange] = []
    kept: set[int] = set()
    changes: dict[tuple[int, int], list[FieldChange]] = defaultdict(list)
    for part in journal.get_changes(conn, number):
        changes[part.field, part.tag].append(part)
    for (field, tag), parts in changes.items():
        later = journal.changed_later(conn, act, field, tag)
        values.choose(
            conn, (([item for item in part.items if item not in later], part.before, part.after) for part in parts)
        )
        written = values.set_expected(conn, field, tag)
        kept |= {item for part in parts for item in part.items} - {item for part in written for item in part.items}
        done += written
    return done, kept


def _result(conn: sqlite3.Connection, number: int, changes: Sequence[FieldChange], kept: set[int]) -> UndoResult:
    act = journal.get(conn, number)
    assert act is not None, "it was there in this transaction"  # noqa: S101
    undone = set().union(*(part.items for part in changes)) - kept
    return UndoResult(act, len(undone), len(kept), journal.revision(conn))
