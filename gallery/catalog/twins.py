"""Which rows a new file may have been before it was moved. A function of a connection; reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.catalog.folders import join
from gallery.catalog.schema import GONE

if TYPE_CHECKING:
    import sqlite3

FEW_TWINS = 4


@dataclass(frozen=True, slots=True)
class Twin:
    """A row that has a new file's size and modification time, so that it may have been moved."""

    id: int
    folder: int
    state: int
    fingerprint: bytes
    root: bytes
    device: str | None
    relative: bytes


def twins(conn: sqlite3.Connection, size: int, mtime_ns: int) -> list[Twin]:
    """Rows that a file of this size and time may have been: all that are gone, and a few that are not known to be.

    A few, because copies of one file can be many; then nobody can tell which of them was moved.
    """
    found = []
    for which, limit in ((f"state = {GONE}", -1), (f"state != {GONE}", FEW_TWINS)):
        found += conn.execute(f"{_TWIN} AND {which} LIMIT ?", (mtime_ns, size, limit)).fetchall()
    return [
        Twin(photo, folder, state, mark, root, device, join(relative, name))
        for photo, folder, state, mark, root, device, relative, name in found
    ]


_TWIN = (
    "SELECT photos.id, folder, state, fingerprint, roots.path, device, relative, name FROM photos"
    " JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
    " WHERE mtime_ns = ? AND size = ? AND fingerprint IS NOT NULL AND offline IS NULL"
)
