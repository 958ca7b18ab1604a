"""Whole copies of a database, made while it is used: by SQLite's backup API, checked, and on the disk on return."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from gallery.base.durable_file import rename_durably
from gallery.catalog.connection import check_pages, open_connection
from gallery.catalog.database_check import open_unchanged
from gallery.catalog.set_aside_store import SUFFIXES, UnusableError, check_schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def copy_to(source: sqlite3.Connection, target: Path) -> None:
    """Copy what a connection sees into a file, which is replaced. It has no log beside it, and is on the disk.

    Args:
        source: a connection outside of a transaction; others may write meanwhile.
        target: where the copy is to stand. It appears there only when it is whole and free of damage.

    Raises:
        sqlite3.Error: the source is damaged, or the disk is full.
        OSError: the disk is full or read-only.
    """
    making = target.with_name(f"{target.name}.new")
    delete(making)
    try:
        with closing(open_connection(making)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # the copy is one file, also where the source has a log
            check_pages(copy)
        delete(target, SUFFIXES[1:])  # a log that a kill left there would be played into the copy
        rename_durably(making, target)
    except BaseException:
        with suppress(OSError):  # the first error is the one to tell
            delete(making)
        raise


def overwrite(writer: sqlite3.Connection, source: Path) -> None:
    """Let a database hold what another file holds, in one transaction: readers see the old or the new content.

    Args:
        writer: a writing connection outside of a transaction, in WAL mode, with pages of the same size.
        source: a database that nobody writes.

    Raises:
        sqlite3.Error: nothing was changed.
    """
    with open_unchanged(source) as conn:
        conn.backup(writer)


def is_good(path: Path, steps: tuple[str, ...]) -> bool:
    """Return whether a database is whole, ours, and of a version that `steps` make or know how to take further."""
    try:
        with open_unchanged(path) as conn:
            check_schema(conn, steps)
            check_pages(conn)
    except (sqlite3.Error, UnusableError):
        return False
    return True


def delete(path: Path, suffixes: Iterable[str] = SUFFIXES) -> None:
    """Delete a database that nobody has open, with the logs beside it.

    Raises:
        OSError: the folder cannot be written.
    """
    for suffix in suffixes:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
