"""A database with one table of texts, for the tests of `Database`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.catalog.database import Database

STEP = "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL);"
"""The only migration."""


def rows(database: Database) -> list[str]:
    """Return the texts in the table, in the order in which they were put."""
    with database.read() as conn:
        return [row[0] for row in conn.execute("SELECT text FROM t ORDER BY id")]


def put(database: Database, *texts: str) -> None:
    """Insert texts in one transaction."""
    with database.write() as conn:
        conn.executemany("INSERT INTO t (text) VALUES (?)", ((text,) for text in texts))
