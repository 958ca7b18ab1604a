"""Moves away what stands in a database's place and cannot be used, so that a new database can be made there.

What is not ours, or of a later version, is renamed and kept. A damaged database of ours holds nothing that cannot be
made again: the last one is kept for somebody who wants to look at it, unless it is large.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from gallery.base.durable_file import make_accessible, obstacle, set_aside
from gallery.catalog.connection import add_functions

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)
MAX_DAMAGED_BYTES = 256 << 20
"""A larger damaged file is deleted instead of set aside."""
SUFFIXES = ("", "-wal", "-shm", "-journal")
"""What SQLite appends to a database's name: for its log, the log's index, and what earlier modes write."""
BUILDING = "is being built again from your folders. Your photos are not affected."
_HEADING = b"SQLite format 3\0"
"""Of every database (SQLite Database File Format, 1.3)."""


class UnusableError(Exception):
    """A database that cannot be used, though SQLite can read it."""

    def __init__(self, why: str, kind: str) -> None:
        """Take the reason, and the kind of file: "newer" or "other"."""
        super().__init__(why)
        self.kind = kind


def move_obstacles(path: Path, marker: Path) -> str | None:
    """Rename whatever stands at `path`, at `marker`, or where SQLite has its log, and can be no file of ours.

    Returns:
        What there was, for a notice; None: nothing.

    Raises:
        OSError: it cannot be renamed.
    """
    told = []
    for place in (*(path.with_name(path.name + suffix) for suffix in SUFFIXES), marker):
        make_accessible(place)
        found = obstacle(place)
        if not found and place.exists() and not os.access(place, os.R_OK | os.W_OK):
            found = "a file that may not be opened"
        if found:
            aside = set_aside(place, "other")
            log.error("%s was %s, set aside as %s", place.name, found, aside.name)
            told.append(f"{place.name} was {found}, and was kept as {aside.name}.")
    return " ".join(told) or None


def move_unusable(path: Path, error: Exception) -> str:
    """Rename a database that cannot be used, with its log, and return a notice. A large damaged one is deleted.

    Raises:
        OSError: it cannot be renamed or deleted.
    """
    kind = error.kind if isinstance(error, UnusableError) else kind_of(path)
    if kind == "damaged":
        _delete_asides(path)
    deleted = kind == "damaged" and path.exists() and path.stat().st_size > MAX_DAMAGED_BYTES
    log.error("%s cannot be used (%s), %s", path.name, error, "deleted" if deleted else "set aside")
    for suffix in SUFFIXES:
        place = path.with_name(path.name + suffix)
        if deleted:
            place.unlink(missing_ok=True)
        elif os.path.lexists(place):
            set_aside(place, kind)
    return f"{path.name} {_WORDS[kind]} and {BUILDING}"


_WORDS = {
    "damaged": "was damaged",
    "newer": "was made by a newer Shoebox",
    "other": "was a file of another program, which was kept,",
}


def check_schema(conn: sqlite3.Connection, steps: tuple[str, ...]) -> None:
    """Check that a database is one of ours, of a version that `steps` make or know how to take further.

    Raises:
        UnusableError: another program made it, or a later version.
        sqlite3.DatabaseError: something of its schema is missing.
    """
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    found = _names(conn)
    expected = _names_after(steps[: max(version, 0)])
    if found and not (expected & found):
        raise UnusableError("other tables", "other")
    if not 0 <= version <= len(steps):
        raise UnusableError(f"version {version}", "newer")
    if missing := expected - found:
        raise sqlite3.DatabaseError(f"without {min(missing)}")


@lru_cache(4)
def _names_after(steps: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Return the names of what these steps make in an empty database."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        add_functions(conn)
        for step in steps:
            conn.executescript(step)
        return _names(conn)


def _names(conn: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Return (table, column) of every column, and (kind, name) of every index, view and trigger."""
    schema = conn.execute(
        "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    names = {(str(kind), str(name)) for kind, name in schema if kind != "table"}
    for table in [name for kind, name in schema if kind == "table"]:
        names |= {
            (str(table), str(column)) for (column,) in conn.execute("SELECT name FROM pragma_table_info(?)", (table,))
        }
    return frozenset(names)


def kind_of(path: Path) -> str:
    """Return "damaged" for what was a database once, "other" for what never was."""
    with suppress(OSError), path.open("rb") as file:
        start = file.read(len(_HEADING))
        return "damaged" if start == _HEADING else "other"
    return "damaged"


def _delete_asides(path: Path) -> None:
    """Delete the databases of this name that were set aside as damaged before.

    Raises:
        OSError: one cannot be deleted.
    """
    for old in path.parent.glob(f"{path.stem}.damaged-*.db*"):
        if old.is_file():
            old.unlink()
