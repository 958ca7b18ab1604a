"""What SQLite's errors mean: result codes for the program, sentences for the user."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from pathlib import Path

REBUILD_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""The file cannot be used when it is opened, and is made anew. SQLITE_ERROR: its schema is damaged."""
DAMAGE_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""The file is damaged, whenever that shows."""


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code of an error, 0 if it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def describe(error: sqlite3.Error, path: Path, outlook: Sentence) -> Sentence:
    """Return a sentence for the user: what happened to the database at `path`, and what to do.

    Args:
        error: what SQLite said.
        path: of the database.
        outlook: what becomes of a damaged one at the next start (recovery.py).
    """
    code = code_of(error)
    if code == sqlite3.SQLITE_FULL:
        return Sentence("error-disk-full", path=str(path.parent))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return Sentence("error-database-closed-off", path=str(path))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Sentence("error-database-in-use", path=str(path))
    if code == sqlite3.SQLITE_IOERR:
        return Sentence("error-disk-fails", path=str(path.parent), why=str(error))
    if code in DAMAGE_CODES:
        return Sentence("error-database-damaged", name=path.name, why=str(error), outlook=outlook)
    return Sentence("error-database-trouble", name=path.name, why=str(error))
