"""Reads all rows of a damaged database into a new one, where the damage lies in what can be made again: its indexes."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from gallery.base.errors import DatabaseError
from gallery.catalog.connection import check_pages, migrate, open_connection
from gallery.catalog.database_check import open_unchanged
from gallery.catalog.sqlite_errors import code_of
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)


def salvage(damaged: Path, target: Path, steps: tuple[str, ...]) -> bool:
    """Copy every row of every table, without looking at an index.

    Args:
        damaged: the file, which stays as it is; its log, if there is one, lies beside it.
        target: where the new file is made. It is of the same version.
        steps: all migrations.

    Returns:
        Whether all rows could be read, and belong together. Otherwise there is no file at `target`.

    Raises:
        DatabaseError: the disk is full, so that it is not known what could be read.
    """
    try:
        target.unlink(missing_ok=True)
        with open_unchanged(damaged) as source, closing(open_connection(target)) as conn:
            _copy_tables(source, conn, steps)
    except (sqlite3.Error, OSError) as error:
        log.warning("%s cannot be read as a whole: %s", damaged.name, error)
        with suppress(OSError):  # it is overwritten the next time
            target.unlink(missing_ok=True)
        if isinstance(error, OSError) or code_of(error) == sqlite3.SQLITE_FULL:
            raise DatabaseError(Sentence("error-database-unmended", name=damaged.name, why=str(error))) from error
        return False
    return True


def _copy_tables(source: sqlite3.Connection, conn: sqlite3.Connection, steps: tuple[str, ...]) -> None:
    version = source.execute("PRAGMA user_version").fetchone()[0]
    conn.execute("PRAGMA auto_vacuum = INCREMENTAL")  # as the file had it (opening.py)
    conn.execute("PRAGMA foreign_keys = OFF")  # rows come in any order
    migrate(conn, steps[:version])
    conn.execute("BEGIN")
    for (table,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        rows = source.execute(f'SELECT * FROM "{table}" NOT INDEXED')
        marks = ", ".join("?" * len(rows.description))
        conn.execute(f'DELETE FROM "{table}"')
        conn.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
    conn.execute("COMMIT")
    if conn.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.DatabaseError("rows are missing")
    check_pages(conn)
