"""Opens the writing connection of a database, whatever stands in the file's place."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.errors import DatabaseError
from gallery.catalog.connection import check_pages, count_rows, open_connection
from gallery.catalog.set_aside_store import UnusableError, check_schema, move_obstacles
from gallery.catalog.sqlite_errors import REBUILD_CODES, code_of, describe
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.catalog.recovery import Recovery

log = logging.getLogger(__name__)
MAX_CHECK_ON_OPEN_BYTES = 16 << 20
"""A larger file is not checked when it is opened, which would hold up the start, but later (`Database.check`)."""


class Opened(NamedTuple):
    """A database that can be used."""

    writer: sqlite3.Connection
    notice: str | None
    """The sentence that the user should read: what happened to the file."""
    crashed: bool
    """Whether the program that had the file last did not close it: it was killed, or the power failed."""
    unchecked: bool
    """Whether the file is so large that its pages are still to be checked."""


def damage_marker(path: Path) -> Path:
    """Return the file that tells the next start of damage."""
    return path.with_name(f"{path.name}.damaged")


def open_writer(path: Path, steps: tuple[str, ...], recovery: Recovery, *, checked: bool) -> Opened:
    """Open the file or make it; one that cannot be used is replaced as its `recovery` says.

    Raises:
        DatabaseError: it can be neither opened nor made, or is to stay.
    """
    marker, notice = damage_marker(path), None
    try:
        moved = move_obstacles(path, marker)
        filled = recovery.fill_gap(path, moved=bool(moved))
        notice = " ".join(filter(None, (moved, filled))) or None
        if marker.exists() and recovery.is_lost(path):
            raise sqlite3.DatabaseError("it showed damage the last time")
        marker.unlink(missing_ok=True)
        return _open(path, steps, recovery, checked=checked)._replace(notice=notice)
    except (sqlite3.DatabaseError, UnicodeDecodeError, UnusableError) as error:  # Unicode: in SQLite's own error
        if isinstance(error, sqlite3.OperationalError) and code_of(error) not in REBUILD_CODES:
            raise DatabaseError(describe(error, path, recovery.outlook)) from error
        return _replace(path, steps, recovery, error, checked=checked)
    except OSError as error:
        raise DatabaseError(Sentence("error-database-obstacle", path=str(path), why=str(error))) from error


def _replace(path: Path, steps: tuple[str, ...], recovery: Recovery, error: Exception, *, checked: bool) -> Opened:
    try:
        notice = recovery.replace(path, error)
        damage_marker(path).unlink(missing_ok=True)
        return _open(path, steps, recovery, checked=checked)._replace(notice=notice)
    except sqlite3.Error as second:
        raise DatabaseError(describe(second, path, recovery.outlook)) from second
    except OSError as second:
        raise DatabaseError(Sentence("error-database-immovable", path=str(path), why=str(second))) from second


def _open(path: Path, steps: tuple[str, ...], recovery: Recovery, *, checked: bool) -> Opened:
    crashed = _has_wal(path)
    writer = open_connection(path)
    try:
        if writer.execute("PRAGMA page_count").fetchone()[0] == 0:  # a full disk has no room for it later
            # before the first table: pages that evicted blobs leave can be given back in small steps
            writer.execute("PRAGMA auto_vacuum = INCREMENTAL")
        check_schema(writer, steps)  # before anything is changed: it may be somebody else's
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute(f"PRAGMA synchronous = {recovery.synchronous}")
        writer.execute(f"PRAGMA cache_size = -{recovery.cache_kib}")
        unchecked = path.stat().st_size > MAX_CHECK_ON_OPEN_BYTES and not crashed
        if checked and not unchecked:
            check_pages(writer)
        recovery.migrate(writer, path, steps)
        if not checked and not unchecked:
            count_rows(writer)
    except BaseException:
        writer.close()
        raise
    return Opened(writer, None, crashed, unchecked)


def _has_wal(path: Path) -> bool:
    """Return whether the file was not closed by the program that had it last: closing deletes the WAL."""
    with suppress(OSError):
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    return False
