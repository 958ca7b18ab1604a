"""Looks into database files without changing them: for a report, while the program may be running or not."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from gallery.base.durable_file import obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SQLITE_VERSION = sqlite3.sqlite_version
"""Version of the SQLite library that the program uses."""
BUSY_TIMEOUT_S = 5.0


REBUILT = "it is built again at the next start"
RESTORED = "it is mended, or taken from the newest good backup at the next start"
"""What becomes of a damaged file (recovery.py)."""


def check_file(path: Path, outlook: str = REBUILT) -> str:
    """Return "ok", or a phrase that says what is wrong with the database file, or that there is none yet."""
    if found := obstacle(path):  # to open a pipe would wait for ever
        return f"{found}; it is moved aside at the next start"
    if not path.exists():
        return "not made yet"
    try:
        with open_unchanged(path) as conn:
            found = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
            return found if found == "ok" else f"{found}; {outlook}"
    except sqlite3.Error as error:
        return f"{error}; {outlook}"


@contextmanager
def open_unchanged(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database file for reading only; whoever else uses it is not held up.

    Raises:
        sqlite3.Error: it is none, or damaged.
    """
    # where no log lies no process uses the file, and reading need not make one
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    with closing(sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=BUSY_TIMEOUT_S)) as conn:
        yield conn
