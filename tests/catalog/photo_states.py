"""What tests ask of the row of a photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.models import Problem
from tests.index_builder import row

if TYPE_CHECKING:
    import sqlite3

FLAW = Problem("truncated", "It ends too early.")


def state(conn: sqlite3.Connection, photo: int) -> tuple[object, ...]:
    found = row(conn, photo)
    return found["state"], found["todo"], found["version"], found["thumb"]


def problem(conn: sqlite3.Connection, photo: int) -> str | None:
    found = conn.execute("SELECT code FROM problems WHERE photo = ?", (photo,)).fetchone()
    return found and str(found[0])
