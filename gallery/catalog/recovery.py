"""What becomes of a database that cannot be used: made anew where the disk can fill it again, else restored.

`Database` asks one of these two; which of them is a matter of the file's worth.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Protocol

from gallery.base.durable_file import rename_durably, set_aside
from gallery.base.errors import DatabaseError, NewerDatabaseError
from gallery.catalog.connection import migrate, open_connection
from gallery.catalog.database_check import check_file
from gallery.catalog.database_copy import copy_to, delete, is_good
from gallery.catalog.merge_readable import merge_readable
from gallery.catalog.salvage import salvage
from gallery.catalog.set_aside_store import BUILDING, SUFFIXES, UnusableError, kind_of, move_unusable
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)


_WORDS = {"damaged": "was damaged", "other": "was a file of another program"}


class Recovery(Protocol):
    """What a database does about its own loss. Called on the thread that opens it."""

    synchronous: str
    """PRAGMA synchronous: FULL where a commit must be on the disk before it is answered."""
    cache_kib: int
    """How much of the file the writing connection keeps in memory."""
    outlook: Sentence
    """What becomes of the file at the next start: the second half of a sentence."""

    def is_lost(self, path: Path) -> bool:
        """Return whether a file that showed damage while it was used cannot be used any more."""

    def fill_gap(self, path: Path, *, moved: bool) -> str | None:
        """Put a file in place where there is none, if there should be one.

        Args:
            path: of the file.
            moved: whether something else stood in its place, which was moved.

        Returns:
            A notice, or None.

        Raises:
            OSError: it cannot be written.
            sqlite3.Error: likewise.
        """

    def replace(self, path: Path, error: Exception) -> str:
        """Move a file that cannot be used out of the way, so that another can be opened, and return a notice.

        Raises:
            DatabaseError: it is to stay, and nothing can be opened.
            OSError: it cannot be moved, or nothing can be written in its place.
            sqlite3.Error: likewise.
        """

    def migrate(self, writer: sqlite3.Connection, path: Path, steps: tuple[str, ...]) -> None:
        """Run the migrations that a file lacks.

        Raises:
            sqlite3.Error: the file cannot be used.
            DatabaseError: the file is to stay, and cannot be opened.
        """


class Rebuilt:
    """For mirrors and scratch: a new file, which scans fill again."""

    synchronous = "NORMAL"
    cache_kib = 2_000
    outlook = Sentence("error-outlook-rebuilt")

    def is_lost(self, path: Path) -> bool:  # noqa: ARG002
        """Return True: the file costs nothing."""
        return True

    def fill_gap(self, path: Path, *, moved: bool) -> str | None:
        """Do nothing but tell: a new file is made and filled."""
        return f"{path.name} {BUILDING}" if moved and not path.exists() else None

    def replace(self, path: Path, error: Exception) -> str:
        """Set the file aside; a large damaged one is deleted.

        Raises:
            OSError: it cannot be moved.
        """
        return move_unusable(path, error)

    def migrate(self, writer: sqlite3.Connection, path: Path, steps: tuple[str, ...]) -> None:  # noqa: ARG002
        """Run the migrations.

        Raises:
            sqlite3.Error: one failed.
        """
        migrate(writer, steps)


class Restored:
    """For a file that nothing else can make again: nothing is deleted, and what can be read of it takes its place.

    That is all of it, where the damage lies in an index, else the newest good backup with what can be read.
    """

    synchronous = "FULL"
    cache_kib = 16_000  # fingerprints come in no order: an act about many new files touches all of their index
    outlook = Sentence("error-outlook-mended")

    def __init__(
        self,
        steps: Sequence[str],
        backups: Callable[[], Iterable[Path]],
        prepare: Callable[[sqlite3.Connection], None],
        note_loss: Callable[[sqlite3.Connection], None],
    ) -> None:
        """Take the migrations, what lists the backups (the newest first), and what a backup needs to be the file.

        `note_loss` notes in a file that it takes the place of one of which something is lost.
        """
        self._steps, self._backups, self._prepare = tuple(steps), backups, prepare
        self._note_loss = note_loss
        self._has_added = False

    def is_lost(self, path: Path) -> bool:
        """Return whether the file is damaged: a disk that failed once may have read it wrongly."""
        return path.exists() and check_file(path) != "ok"

    def fill_gap(self, path: Path, *, moved: bool) -> str | None:  # noqa: ARG002
        """Restore the newest good backup where there is no file, or an empty one, but a backup: the file was lost.

        Raises:
            OSError: it cannot be written.
            DatabaseError: likewise.
        """
        if path.exists() and path.stat().st_size > 0:
            return None
        lost = "empty" if path.exists() else "missing"
        for log_file in (path.with_name(path.name + suffix) for suffix in SUFFIXES[1:]):
            if os.path.lexists(log_file):  # SQLite would add it to the backup
                set_aside(log_file, "lost")
        backup = self._restore_newest(path)
        return f"{path.name} was {lost}. What you said was taken from the backup {backup}." if backup else None

    def replace(self, path: Path, error: Exception) -> str:
        """Set the file aside, whatever its size, and put its rows, or the newest good backup, in its place.

        Raises:
            NewerDatabaseError: a later version made it, which alone can use it; it stays where it is.
            DatabaseError: the backup cannot be copied, or the disk is full; a damaged file stays then.
            OSError: it cannot be moved.
        """
        kind = error.kind if isinstance(error, UnusableError) else kind_of(path)
        if kind == "newer":
            raise NewerDatabaseError(Sentence("error-database-newer", name=path.name)) from error
        ready = path.with_name(f"{path.name}.ready")
        salvaged = kind == "damaged" and salvage(path, ready, self._steps)  # a next start tries again until it is moved
        kept = _set_aside_with_log(path, kind)
        log.error("%s cannot be used (%s), kept as %s", path.name, error, kept)
        told = f"{path.name} {_WORDS[kind]}, and was kept as {kept}."
        if salvaged:
            rename_durably(ready, path)
            return f"{told} All that you said could be read from it."
        damaged = path.with_name(kept) if kind == "damaged" else None
        backup = self._restore_newest(path, damaged)
        if backup:
            rest = ", and from what could be read of it" if self._has_added else ""
            return f"{told} What you said was taken from the backup {backup}{rest}."
        if damaged and self._salvage_rest(path, damaged):
            return f"{told} There is no backup of it yet. What could be read of it was taken over."
        return f"{told} There is no backup of it yet."

    def migrate(self, writer: sqlite3.Connection, path: Path, steps: tuple[str, ...]) -> None:
        """Keep the file of an earlier version as library-vN.db, and run the migrations.

        Raises:
            DatabaseError: the copy cannot be written, or a migration failed. The file is what it was.
        """
        version = writer.execute("PRAGMA user_version").fetchone()[0]
        try:
            if 0 < version < len(steps):
                copy_to(writer, path.with_name(f"{path.stem}-v{version}{path.suffix}"))
            migrate(writer, steps)
        except (sqlite3.Error, OSError) as error:
            raise DatabaseError(Sentence("error-database-older", name=path.name, why=str(error))) from error

    def _restore_newest(self, path: Path, damaged: Path | None = None) -> str | None:
        """Put the newest good backup in place, with what can be read of a damaged file."""
        for backup in self._backups():
            if self.is_good(backup):
                ready = path.with_name(f"{path.name}.ready")
                self.make_ready(backup, ready, partial(self._add_rest, damaged=damaged))
                rename_durably(ready, path)
                return backup.name
            log.error("the backup %s is damaged", backup)
        return None

    def _add_rest(self, conn: sqlite3.Connection, damaged: Path | None) -> None:
        if damaged is not None:
            self._has_added = merge_readable(damaged, conn, self._steps)
        self._note_loss(conn)

    def _salvage_rest(self, path: Path, damaged: Path) -> bool:
        """Put into place what can be read of a damaged file. Return whether there was anything."""
        ready = path.with_name(f"{path.name}.ready")
        delete(ready)
        with closing(open_connection(ready)) as conn:
            migrate(conn, self._steps)
            conn.execute("BEGIN")
            found = merge_readable(damaged, conn, self._steps)
            self._note_loss(conn)
            self._prepare(conn)
            conn.execute("COMMIT")
        rename_durably(ready, path)
        return found

    def make_ready(
        self, backup: Path, target: Path, add: Callable[[sqlite3.Connection], None] = lambda _: None
    ) -> None:
        """Write a copy of a backup that may be the file: of this version, and prepared; `add` adds to it before.

        Raises:
            DatabaseError: it cannot be read or written.
        """
        try:
            with closing(open_connection(backup)) as source:
                copy_to(source, target)
            with closing(open_connection(target)) as conn:
                migrate(conn, self._steps)
                conn.execute("BEGIN")
                add(conn)
                self._prepare(conn)
                conn.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise DatabaseError(Sentence("error-backup-copy", name=backup.name, why=str(error))) from error

    def is_good(self, backup: Path) -> bool:
        """Return whether a backup is whole and can be used."""
        return is_good(backup, self._steps)


def _set_aside_with_log(path: Path, kind: str) -> str:
    """Rename a database and its log so that they still belong together, and return the new name.

    Raises:
        OSError: one cannot be renamed.
    """
    aside = set_aside(path, kind)
    for suffix in SUFFIXES:
        log_file = path.with_name(path.name + suffix)
        if os.path.lexists(log_file):
            log_file.rename(aside.with_name(aside.name + suffix))
    return aside.name
