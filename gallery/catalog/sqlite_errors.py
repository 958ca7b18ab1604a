"""What SQLite's errors mean: result codes for the program, sentences for the user."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

REBUILD_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""The file cannot be used when it is opened, and is made anew. SQLITE_ERROR: its schema is damaged."""
DAMAGE_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""The file is damaged, whenever that shows."""


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code of an error, 0 if it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def describe(error: sqlite3.Error, path: Path, outlook: str) -> str:
    """Return a sentence for the user: what happened to the database at `path`, and what to do.

    Args:
        error: what SQLite said.
        path: of the database.
        outlook: what becomes of a damaged one at the next start (recovery.py).
    """
    code = code_of(error)
    if code == sqlite3.SQLITE_FULL:
        return f"The disk that holds {path.parent} is full. Free some space; Shoebox goes on by itself."
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"{path} cannot be opened or written."
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"Another program is using {path}. Shoebox goes on when it has finished."
    if code == sqlite3.SQLITE_IOERR:
        return f"The disk that holds {path.parent} reports an error ({error})."
    if code in DAMAGE_CODES:
        return f"{path.name} cannot be used: {error}. Start Shoebox again; {outlook}."
    return f"Something went wrong with {path.name}: {error}. If it comes again, please report it."
