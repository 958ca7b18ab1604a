"""Connections to a SQLite file: how each is set up, and how a file is checked for damage."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from gallery.catalog.collation import natural, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_plain = lru_cache(maxsize=1 << 14)(plain)
"""Each search asks for the names of the same folders."""


def open_connection(path: Path) -> sqlite3.Connection:
    """Open the file, which is made if it is not there, in autocommit mode.

    Threads may hand the connection to each other, but only one may use it at a time. The SQL functions `sort_key`
    and `plain` are `natural` and `plain` of collation.py.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.text_factory = _decode
    add_functions(connection)
    return connection


def add_functions(connection: sqlite3.Connection) -> None:
    """Add the SQL functions that the schemas use."""
    connection.create_function("plain", 1, _plain, deterministic=True)
    connection.create_function("sort_key", 1, natural, deterministic=True)


def check_pages(connection: sqlite3.Connection) -> None:
    """Read every page of the file and check that it is well-formed.

    Raises:
        sqlite3.DatabaseError: a page is damaged.
    """
    answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise sqlite3.DatabaseError(answer)


def count_rows(connection: sqlite3.Connection) -> None:
    """Count the rows of every table, which reads one index of each: quicker than `check_pages`, but less thorough.

    Raises:
        sqlite3.DatabaseError: a page that was read is damaged.
    """
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()


def _decode(raw: bytes) -> str:
    """Decode text so that a flipped byte in a name is a wrong letter, not an error."""
    return raw.decode("utf-8", "replace")


def migrate(writer: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Run the migrations that a file lacks, each in one transaction with the number it leaves.

    Args:
        writer: a writing connection outside of a transaction.
        steps: all migrations as SQL scripts, see schema.py.

    Raises:
        sqlite3.Error: one failed; those before it stay.
    """
    version = writer.execute("PRAGMA user_version").fetchone()[0]
    for number, step in enumerate(steps[version:], version + 1):
        writer.executescript(f"BEGIN IMMEDIATE;\n{step}\n; PRAGMA user_version = {number}; COMMIT;")


@contextmanager
def read_transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """Hold one state of the database while others write; part of a transaction that is there already."""
    if conn.in_transaction:
        yield
        return
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")
