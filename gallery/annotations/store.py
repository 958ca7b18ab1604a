"""What window and web may say about photos, and read of it: acts, their undoing and redoing, history."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from gallery.annotations import albums, journal, undoing, values
from gallery.annotations import items as item_rows
from gallery.annotations.change_values import set_on_chosen
from gallery.annotations.library_schema import SET
from gallery.annotations.models import (
    Act,
    Annotation,
    AnnotationChange,
    Applied,
    Changes,
    FileIdentity,
    UndoResult,
)
from gallery.base.errors import DamagedDatabaseError, DatabaseError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from gallery.annotations.album_models import Album
    from gallery.annotations.items import KnownItem
    from gallery.annotations.values import FieldChange, Writer
    from gallery.catalog.database import Database


T = TypeVar("T")


class AnnotationsError(DatabaseError):
    """What was said could not be kept, or cannot be read. `str(error)` says what is safe."""

    code = "annotations"


class AnnotationStore:
    """library.db: the one truth about what the user said.

    Every method may be called on any thread. One that writes returns when the change is on the disk, or raises and has
    changed nothing: change and journal are one transaction.
    """

    def __init__(self, database: Database | None, problem: Sentence | str = "") -> None:
        """Take the open library.db (library_file.py); None, with a sentence that says why, where it cannot be used."""
        self._database = database
        self.problem = problem
        """Why the file cannot be used. Then every other method raises, and what the index copied earlier still counts.
        "": it can."""
        self._told: str | None = None

    @property
    def notice(self) -> str | None:
        """The sentences that the user should read: what happened to the file."""
        of_file = str(self.problem) if self._database is None else self._database.notice
        return " ".join(filter(None, (of_file, self._told))) or None

    def tell(self, sentence: str) -> None:
        """Let the user read what else happened to the file."""
        self._told = sentence

    def close(self) -> None:
        """Close the file. Idempotent."""
        if self._database is not None:
            self._database.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction, which is on the disk afterwards.

        Raises:
            AnnotationsError: it is not, and nothing was changed.
        """
        if self._database is None:
            raise AnnotationsError(Sentence("error-not-kept", why=self.problem))
        try:
            with self._database.write() as conn:
                if loss := self._database.loss():  # it would go to a file that no start looks for
                    raise DatabaseError(loss)
                yield conn
        except DamagedDatabaseError as error:
            raise AnnotationsError(Sentence("error-not-kept", why=error.sentence)) from error
        except DatabaseError as error:
            raise AnnotationsError(Sentence("error-not-kept-before-safe", why=error.sentence)) from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that cannot write.

        Raises:
            AnnotationsError: the file cannot be used.
        """
        if self._database is None:
            raise AnnotationsError(self.problem)
        try:
            with self._database.read() as conn:
                yield conn
        except DatabaseError as error:
            raise AnnotationsError(error.sentence) from error

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run work of this room as one transaction, which is on the disk when this returns.

        Raises:
            AnnotationsError: it is not, and nothing was changed.
        """
        with self.writing() as conn:
            return work(conn)

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Ask a question of this room, of one state of the file.

        Raises:
            AnnotationsError: the file cannot be used.
        """
        with self.reading() as conn:
            conn.execute("BEGIN")
            return question(conn)

    def apply(
        self,
        files: Sequence[FileIdentity],
        change: AnnotationChange,
        revision: int | None = None,
        tiles: Sequence[int] | None = None,
        write: Writer | None = None,
    ) -> Applied:
        """Say the same about all these files, as one act.

        Args:
            files: any number. Those that the index has not linked yet (`item` None) are found by place and content,
                or get an item.
            change: what is said.
            revision: of the library that gave files their items; where a backup has taken its place since, these are
                passed over, as the numbers may be those of other files now. None: of this one.
            tiles: for each file what stands for it where the user sees it, so that the journal counts what was seen;
                None: each stands for itself.
            write: says it, where that takes more than the same for all files; it is handed the items of the files.

        Removing a tag is said of every file, since only the index knows which files have it by themselves: give those
        alone that show it.

        Raises:
            AnnotationsError: the disk is full or broken, or the file cannot be used; nothing was changed.
        """
        with self.writing() as conn:
            if revision is not None and not journal.is_own_revision(conn, revision):
                files = [file._replace(item=None) for file in files]
            found = item_rows.items_of(conn, files)
            changes = write(conn, found) if write else _say(conn, found, change)
            item_rows.forget_given(conn, found)
            seen = dict(zip(found, tiles or (), strict=tiles is not None))
            act = journal.add(conn, undoing.now_ms(), SET, changes, change, tiles=seen) if changes else None
            return Applied(act, found, journal.revision(conn))

    def undo(self, act: int | None = None) -> UndoResult | None:
        """Take an act back, for all photos whose fields no later act has changed; the others are kept and counted.

        Args:
            act: its number; None: the last one that is not undone.

        Returns:
            What became of it; None where there is nothing to undo. Where nothing could be undone an act that was named
            stays done; the last one is undone all the same where only photos are kept.

        Raises:
            NotFoundError: there is no such act.
            UsageError: it is undone already, or cannot be undone.
            AnnotationsError: as in `apply`.
        """
        with self.writing() as conn:
            number = journal.newest_done(conn) if act is None else act
            return None if number is None else undoing.undo(conn, number, is_last=act is None)

    def undo_all(self, acts: Iterable[int]) -> list[UndoResult]:
        """Take several acts back in one transaction, the newest first; those that are undone already are passed over.

        Raises:
            what `undo` does; then nothing was changed.
        """
        with self.writing() as conn:
            return undoing.undo_all(conn, acts)

    def redo(self) -> UndoResult | None:
        """Do again what was undone last; None where nothing was, or something else was said since.

        Raises:
            AnnotationsError: as in `apply`.
        """
        with self.writing() as conn:
            undo = journal.newest_undo(conn)
            return None if undo is None or undo.undoes is None else undoing.redo(conn, undo.id, undo.undoes)

    def redo_all(self, acts: Collection[int]) -> list[UndoResult]:
        """Do again what was undone last, as long as it is one of these acts, in one transaction.

        Raises:
            AnnotationsError: as in `apply`.
        """
        with self.writing() as conn:
            return undoing.redo_all(conn, acts)

    def next_acts(self) -> tuple[Act | None, Act | None]:
        """Return the acts that `undo` and `redo` would take back and do again; None where there is none."""
        with self.reading() as conn:
            conn.execute("BEGIN")  # both from one state
            newest, undo = journal.newest_done(conn), journal.newest_undo(conn)
            return (
                None if newest is None else journal.get(conn, newest),
                None if undo is None or undo.undoes is None else journal.get(conn, undo.undoes),
            )

    def history(self, before: int | None = None, limit: int = 100) -> list[Act]:
        """Return what was said, the newest act first; with `before` only acts of smaller numbers."""
        with self.reading() as conn:
            return journal.history(conn, before, limit)

    def get_only_items(self, acts: Iterable[Act]) -> dict[int, int | None]:
        """Return of acts about one photo, by their numbers, what tells that photo from others."""
        with self.reading() as conn:
            return {act.id: journal.get_only_item(conn, act.id) for act in acts if act.items == 1}

    def read(self, items: Sequence[int]) -> dict[int, Annotation]:
        """Return what was said about items, by their numbers; those of which nothing was said are left out."""
        with self.reading() as conn:
            return values.read(conn, items)

    def get_albums(self) -> list[Album]:
        """Return all albums, each behind those before it in its parent."""
        with self.reading() as conn:
            return albums.get_all(conn)

    def changed_since(self, revision: int) -> Changes:
        """Return the revision now, and the items whose annotation changed after an earlier one (0: never asked)."""
        with self.reading() as conn:
            conn.execute("BEGIN")  # both from one state
            return Changes(journal.revision(conn), journal.changed_since(conn, revision))

    def find(self, files: Sequence[FileIdentity]) -> list[list[KnownItem]]:
        """Return for each file, in their order, the items that it may be: the candidates of identity.link."""
        with self.reading() as conn:
            return [item_rows.find(conn, file) for file in files]

    def get_item(self, item: int) -> KnownItem | None:
        """Return an item's file as it was seen last; None where there is no such item."""
        with self.reading() as conn:
            return item_rows.get(conn, item)

    def relocate(self, files: Sequence[FileIdentity]) -> None:
        """Note where the files of items (`item` is set) are now, and what they are like. Nothing that was said changes.

        Raises:
            AnnotationsError: as in `apply`.
        """
        with self.writing() as conn:
            item_rows.relocate(conn, files)

    def set_gone(self, items: Iterable[int]) -> None:
        """Note that the files of items were deleted. What was said about them stays, and comes back with the file.

        Raises:
            AnnotationsError: as in `apply`.
        """
        with self.writing() as conn:
            item_rows.set_gone(conn, items, undoing.now_ms())


def _say(conn: sqlite3.Connection, items: Sequence[int], change: AnnotationChange) -> list[FieldChange]:
    values.choose(conn, [(items, None, None)])
    return set_on_chosen(conn, change)
