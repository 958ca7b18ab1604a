"""Copies of a database that stand where a killed program left another one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from gallery.catalog.database_copy import copy_to

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 5000


def fill(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("BEGIN")
        conn.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)")
        conn.executemany("INSERT INTO things (name) VALUES (?)", ((f"{text} {number}",) for number in range(ROWS)))
        conn.execute("COMMIT")


def leave_killed(path: Path) -> None:
    """Leave a database as a program does that was killed while it wrote: with pages of before in a journal."""
    work = path.with_name("work.db")
    fill(work, "before")
    with closing(sqlite3.connect(work, isolation_level=None)) as conn:
        conn.execute("PRAGMA cache_size = 5")  # so that changed pages reach the file before the end
        conn.execute("BEGIN")
        conn.execute("UPDATE things SET name = 'half done ' || id")
        shutil.copy(work, path)
        shutil.copy(f"{work}-journal", f"{path}-journal")


def test_what_a_kill_left_is_not_played_into_a_copy(tmp_path: Path) -> None:
    target, source = tmp_path / "library.db.ready", tmp_path / "backup.db"
    leave_killed(target)
    fill(source, "after")
    with closing(sqlite3.connect(source)) as conn:
        copy_to(conn, target)
    with closing(sqlite3.connect(target)) as conn:
        assert conn.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert conn.execute("SELECT count(*) FROM things WHERE name LIKE 'after %'").fetchone() == (ROWS,)
