"""Backups of library.db: one a day at most, kept for 7 days and 4 weeks, checked when made, restored on request."""

from __future__ import annotations

import logging
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gallery.annotations import journal, sidecar_past
from gallery.base.errors import DatabaseError, NotFoundError
from gallery.catalog.database_check import open_unchanged
from gallery.catalog.database_copy import delete
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from gallery.catalog.database import Database
    from gallery.catalog.recovery import Restored

log = logging.getLogger(__name__)
DAYS, WEEKS = 7, 4
"""How many of the newest are kept, and of how many weeks before these one each."""
_NAME = re.compile(r"library-(\d{4}-\d{2}-\d{2})\.db")
_REPLACED = re.compile(r"library\.replaced-(\d{13})\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup."""

    name: str
    """Of its file: library-2026-11-29.db."""
    day: date
    """Of which it is, by the clock of this computer."""
    at_ms: int
    """When it was made, milliseconds since 1970 UTC."""
    size: int
    """Bytes."""
    is_replaced: bool = False
    """Whether it is the library that a backup has replaced, and not one of a day."""


class BackupFolder:
    """The files of the backups. Any thread may call the methods."""

    def __init__(self, path: Path) -> None:
        """Take the folder, which is made with the first backup."""
        self.path = path

    def get_all(self) -> list[Backup]:
        """Return all backups, the newest first."""
        found = []
        with suppress(FileNotFoundError, NotADirectoryError):  # none was made yet
            for path in self.path.iterdir():
                day = _day_of(path.name)
                if day and path.is_file():
                    seen = path.stat()
                    found.append(Backup(path.name, day, seen.st_mtime_ns // 1_000_000, seen.st_size))
        return sorted(found, key=lambda backup: backup.day, reverse=True)

    def paths(self) -> list[Path]:
        """Return the files of all backups, the newest first."""
        return [self.path / backup.name for backup in self.get_all()]

    def prune(self) -> None:
        """Delete the backups that are too old.

        Raises:
            OSError: one cannot be deleted.
        """
        backups = self.get_all()
        kept = days_to_keep(backup.day for backup in backups)
        for backup in backups:
            if backup.day not in kept:
                (self.path / backup.name).unlink(missing_ok=True)


class Backups:
    """Makes and restores backups of the open library.db. Any thread may call the methods."""

    def __init__(self, database: Database, folder: BackupFolder, recovery: Restored) -> None:
        """Take the open file, the folder, and what makes a backup ready to be used."""
        self._database, self._folder, self._recovery = database, folder, recovery
        self._lock = threading.Lock()
        self.problem: str | None = None
        """Why the last backup could not be made: a sentence."""

    def get_all(self) -> list[Backup]:
        """Return all backups, the newest first."""
        return self._folder.get_all()

    def get_replaced(self) -> list[Backup]:
        """Return the libraries that backups have replaced, the newest first. They can be restored as a backup can."""
        found = []
        for path in self._database.path.parent.glob(f"{self._database.path.stem}.replaced-*"):
            if match := _REPLACED.fullmatch(path.name):
                at_ms = int(match[1])
                day = datetime.fromtimestamp(at_ms / 1000).astimezone().date()
                found.append(Backup(path.name, day, at_ms, path.stat().st_size, is_replaced=True))
        return sorted(found, key=lambda one: one.at_ms, reverse=True)

    def count_later(self, name: str) -> int:
        """Return how many acts were said after the last one that a backup has: what restoring it takes away.

        Raises:
            NotFoundError: there is no such backup.
            DatabaseError: one of the two cannot be read.
        """
        backup = self._find(name)
        if not self._recovery.is_good(backup):
            raise DatabaseError(Sentence("error-backup-damaged", name=name))
        with open_unchanged(backup) as conn:
            last = journal.last_moment(conn)
        with self._database.read() as conn:
            return journal.count_said_after(conn, last)

    def _find(self, name: str) -> Path:
        """Return the file of a backup, by a name that is listed: never a path.

        Raises:
            NotFoundError: there is none.
        """
        if name in {backup.name for backup in self.get_all()}:
            return self._folder.path / name
        if name in {backup.name for backup in self.get_replaced()}:
            return self._database.path.with_name(name)
        raise NotFoundError(Sentence("error-backup-gone"))

    def make_if_due(self, today: date | None = None) -> Backup | None:
        """Make today's backup, unless there is one, or nothing to keep, and delete those that are too old.

        A failure is `problem`. Blocks while the disk writes; others may write to the library meanwhile.

        Args:
            today: None: by the clock.

        Returns:
            The backup that was made.
        """
        today = today or datetime.now().astimezone().date()
        with self._lock:
            if any(backup.day == today for backup in self.get_all()):
                return None
            try:
                if not self._is_anything_said():  # it would be the only one of the day on which most is said
                    return None
                self._folder.path.mkdir(mode=0o700, exist_ok=True)
                self._database.copy_to(self._folder.path / f"library-{today.isoformat()}.db")
                self._folder.prune()
            except (DatabaseError, OSError) as error:
                log.exception("no backup of %s", self._database.path.name)
                self.problem = f"What you said is not backed up: {error}"
                return None
            self.problem = None
            return next((backup for backup in self.get_all() if backup.day == today), None)

    def _is_anything_said(self) -> bool:
        with self._database.read() as conn:
            return bool(journal.history(conn, None, 1))

    def restore(self, name: str) -> Path:
        """Let the library hold what a backup holds. All that it holds now is kept in a file beside it.

        Args:
            name: of a backup that `get_all` or `get_replaced` names.

        Returns:
            The file in which the library of before is kept.

        Raises:
            NotFoundError: there is no such backup.
            DatabaseError: the backup is damaged, or the disk full; nothing was changed.
        """
        with self._lock:
            backup = self._find(name)
            if not self._recovery.is_good(backup):
                raise DatabaseError(Sentence("error-backup-damaged-unchanged", name=name))
            path = self._database.path
            ready = path.with_name(f"{path.name}.ready")
            aside = path.with_name(f"{path.stem}.replaced-{time.time_ns() // 1_000_000}{path.suffix}")
            try:
                self._recovery.make_ready(backup, ready, self._carry_over)
                self._database.overwrite(ready, aside)
            finally:
                with suppress(OSError):  # it is overwritten the next time
                    delete(ready)
            log.info("restored %s; the library of before is %s", name, aside.name)
            return aside

    def _carry_over(self, conn: sqlite3.Connection) -> None:
        """Let a backup know what is known of sidecars, unless the library, which is to be replaced, cannot be read."""
        conn.execute("SAVEPOINT sidecars")
        try:
            sidecar_past.carry_over(conn, self._rows(sidecar_past.FOLLOWED), self._rows(sidecar_past.LEFT))
        except DatabaseError as error:
            log.warning("what is known of sidecars is not carried over: %s", error)
            conn.execute("ROLLBACK TO sidecars")
        conn.execute("RELEASE sidecars")

    def _rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a question to the library, one after the other.

        Raises:
            DatabaseError: it cannot be read.
        """
        with self._database.read() as source:
            yield from source.execute(statement)


def days_to_keep(days: Iterable[date]) -> set[date]:
    """Return which backups stay: the newest DAYS, and the last one of each of the WEEKS weeks before.

    Counted are days and weeks that have a backup, so that nobody loses one by not starting Shoebox for a month. Pure.
    """
    ordered = sorted(set(days), reverse=True)
    newest = ordered[:DAYS]
    touched = {day.isocalendar()[:2] for day in newest}
    last = {week: day for day in reversed(ordered) if (week := day.isocalendar()[:2]) not in touched}
    return {*newest, *sorted(last.values(), reverse=True)[:WEEKS]}


def _day_of(name: str) -> date | None:
    if match := _NAME.fullmatch(name):
        with suppress(ValueError):  # the 31st of February: no backup of ours
            return date.fromisoformat(match[1])
    return None
