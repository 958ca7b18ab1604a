"""Opens library.db: the file that nothing can make again, so that nothing of it is ever deleted or made anew."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, NamedTuple

from gallery.annotations import journal
from gallery.annotations.backups import BackupFolder, Backups
from gallery.annotations.library_schema import LIBRARY, RESTORE
from gallery.annotations.rescue import mark_incomplete
from gallery.annotations.store import AnnotationStore
from gallery.base.errors import DatabaseError
from gallery.catalog.database import Database
from gallery.catalog.recovery import Restored

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

log = logging.getLogger(__name__)


class OpenedLibrary(NamedTuple):
    """What came of opening the file."""

    store: AnnotationStore
    """Always there: where the file cannot be used it refuses everything, and says why (`AnnotationStore.problem`)."""
    backups: Backups | None
    """None where the file cannot be used."""


def open_library(path: Path) -> OpenedLibrary:
    """Open library.db, or make it; backups lie in the folder `backups` beside it.

    A damaged file is set aside, and the newest good backup takes its place, with what can be read of the file. A file
    of a later version stays as it is, and so does one that cannot be opened or taken to this version: then the store
    refuses. `AnnotationStore.notice` tells in each case.

    Args:
        path: of the file, in the data folder.
    """
    folder = BackupFolder(path.with_name("backups"))
    recovery = Restored(LIBRARY, folder.paths, mark_restored, mark_incomplete)
    try:
        database = Database(path, LIBRARY, recovery=recovery)
    except DatabaseError as error:
        log.exception("%s cannot be used", path.name)
        return OpenedLibrary(AnnotationStore(None, error.sentence), None)
    return OpenedLibrary(AnnotationStore(database), Backups(database, folder, recovery))


def mark_restored(conn: sqlite3.Connection) -> None:
    """Give a backup that takes the library's place an epoch of its own, and note it in the journal.

    Whoever follows the library by its revisions sees by the epoch that its past is another one.

    Args:
        conn: a writing connection in a transaction.
    """
    conn.execute("UPDATE meta SET value = random() & 0x7FFFFFFF WHERE key = 'epoch'")
    journal.add(conn, time.time_ns() // 1_000_000, RESTORE, [])
