"""Adds to a database what can be read still of a damaged one, of which it is an earlier state, or which it replaces."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from gallery.catalog.database_check import open_unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)
_LINEAGE = "SELECT value FROM meta WHERE key = 'epoch'"
_OWN = "meta"
"""The table that each file has for itself."""
_STEP = 4096
"""Numbers of rows that are asked for at once; where that fails, by halves."""
_BEHIND = 50_000
"""So many numbers are tried behind the last known one, where nothing tells which is the last."""
_SMALLEST_ROW = 4
"""Bytes. Numbers rise by one, so that none is above what the file has room for: the damage made larger ones up."""


def merge_readable(damaged: Path, conn: sqlite3.Connection, steps: Sequence[str]) -> bool:
    """Copy the rows that can be read into the same tables, over those of the same keys.

    A table that can be read as a whole takes the place of the earlier one. Rows that refer to lost ones are deleted, or
    refer to none.

    Args:
        damaged: the file, which stays as it is.
        conn: a writing connection in a transaction, to a database of the version that `steps` make. It is an earlier
            state of the same library, else nothing is merged, or it is empty.
        steps: all migrations.

    Returns:
        Whether anything was added.
    """
    added = 0
    conn.execute("PRAGMA defer_foreign_keys = ON")  # rows come in any order
    try:
        with open_unchanged(damaged) as source:
            if not _is_of_one_past(source, conn) or _version(source) != len(steps):
                return False
            for table in _tables(conn):
                if table != _OWN:
                    added += _merge(source, conn, table)
    except sqlite3.DatabaseError as error:
        log.warning("%s cannot be read any further: %s", damaged.name, error)
    _drop_orphans(conn)
    log.warning("%d rows were read from %s", added, damaged.name)
    return added > 0


def _version(conn: sqlite3.Connection) -> int:
    return int(conn.execute("PRAGMA user_version").fetchone()[0])


def _is_of_one_past(source: sqlite3.Connection, conn: sqlite3.Connection) -> bool:
    """Return whether numbers of rows mean the same in both; in an empty one they mean nothing yet."""
    if not conn.execute("SELECT EXISTS (SELECT 1 FROM acts)").fetchone()[0]:
        return True
    return bool(source.execute(_LINEAGE).fetchone() == conn.execute(_LINEAGE).fetchone())


def _tables(conn: sqlite3.Connection) -> list[str]:
    rows = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return [name for (name,) in rows.fetchall()]


def _merge(source: sqlite3.Connection, conn: sqlite3.Connection, table: str) -> int:
    """Copy what can be read of a table. Return how many rows."""
    columns = [name for (name,) in conn.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]
    key = _key(conn, table)
    named = columns if key in columns else [key, *columns]
    listed = ", ".join(f'"{name}"' for name in named)
    insert = f'INSERT OR REPLACE INTO "{table}" ({listed}) VALUES ({", ".join("?" * len(named))})'
    added, whole = 0, _is_whole(source, table)
    last = _last(source, conn, table, key)
    if whole:
        conn.execute(f'DELETE FROM "{table}"')
    for rows in _read(source, f'SELECT {listed} FROM "{table}" NOT INDEXED', key, last):
        for row in rows:
            with suppress(sqlite3.IntegrityError):  # a row that the damage made up
                added += conn.execute(insert, row).rowcount
    if not whole:
        log.warning("of the table %s %d rows could be read", table, added)
    return added


def _key(conn: sqlite3.Connection, table: str) -> str:
    """Return the number by which rows are read: the rowid, or the first column of the key where there is none."""
    (without,) = conn.execute(
        "SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'", (table,)
    ).fetchone()
    keys = [name for (name,) in conn.execute("SELECT name FROM pragma_table_info(?) WHERE pk = 1", (table,))]
    alone = conn.execute("SELECT count(*) FROM pragma_table_info(?) WHERE pk > 0", (table,)).fetchone()[0] == 1
    return keys[0] if without or (keys and alone) else "rowid"


def _is_whole(source: sqlite3.Connection, table: str) -> bool:
    try:
        for _ in source.execute(f'SELECT * FROM "{table}" NOT INDEXED'):
            pass
    except sqlite3.DatabaseError:
        return False
    return True


def _last(source: sqlite3.Connection, conn: sqlite3.Connection, table: str, key: str) -> int:
    """Return the last key of a table; where that cannot be read, one that lies behind those of the earlier state."""
    question = f'SELECT max({key}) FROM "{table}"'
    pages, size = (int(source.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    with suppress(sqlite3.DatabaseError, ValueError):
        return min(int(source.execute(question).fetchone()[0] or 0), pages * size // _SMALLEST_ROW)
    return int(conn.execute(question).fetchone()[0] or 0) + _BEHIND


def _read(source: sqlite3.Connection, select: str, key: str, last: int) -> Iterator[list[tuple[object, ...]]]:
    """Yield the rows that can be read, by ranges of the key."""
    ranges = [(first, min(first + _STEP - 1, last)) for first in range(0, last + 1, _STEP)][::-1]
    while ranges:
        first, end = ranges.pop()
        try:
            rows = source.execute(f"{select} WHERE {key} BETWEEN ? AND ?", (first, end)).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            middle = (first + end) // 2
            if first < end:
                ranges += [(middle + 1, end), (first, middle)]
            continue
        if rows:
            yield rows


def _drop_orphans(conn: sqlite3.Connection) -> None:
    """Let no row refer to one that is lost: it refers to none, or is deleted."""
    for _ in range(4):  # as deep as tables refer to each other
        for table in _tables(conn):
            references = conn.execute(
                'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (table,)
            ).fetchall()
            nullable = {
                name
                for name, needed, pk in conn.execute('SELECT name, "notnull", pk FROM pragma_table_info(?)', (table,))
                if not needed and not pk
            }
            for column, parent, key in references:
                lost = f'"{column}" IS NOT NULL AND "{column}" NOT IN (SELECT "{key or "id"}" FROM "{parent}")'
                if column in nullable:
                    conn.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE {lost}')
                else:
                    conn.execute(f'DELETE FROM "{table}" WHERE {lost}')
