"""A small index for tests, and short functions to put photos into it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gallery.base.models import FileRef, Metadata, Problem, Source, Taken
from gallery.catalog import folders, photos, schema
from gallery.catalog.database import Database

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

DAMAGED = Problem("damaged", "It is damaged.")
EPOCH = Taken(0, None, "file")
ROOT = b"/pictures"


@contextmanager
def index(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction of a new index; at the end every row must belong to another that is there."""
    database = Database(folder / "index.db", schema.INDEX)
    try:
        with database.write() as conn:
            yield conn
            assert orphans(conn) == []
    finally:
        database.close()


def orphans(conn: sqlite3.Connection) -> list[str]:
    """Return the tables with rows whose folder, root or photo is not there."""
    questions = {
        "details": "SELECT photo FROM details WHERE photo NOT IN (SELECT id FROM photos)",
        "problems": "SELECT photo FROM problems WHERE photo NOT IN (SELECT id FROM photos)",
        "photos": "SELECT id FROM photos WHERE folder NOT IN (SELECT id FROM folders)",
        "folders": "SELECT id FROM folders WHERE root NOT IN (SELECT id FROM roots)",
        "left_out": "SELECT folder FROM left_out WHERE folder NOT IN (SELECT id FROM folders)",
        "parents": "SELECT id FROM folders WHERE gone = 0 AND parent NOT IN (SELECT id FROM folders)",
    }
    return [name for name, question in questions.items() if conn.execute(question).fetchall()]


def metadata(
    fingerprint: bytes = b"mark", taken_ms: int = 1000, width: int = 4, height: int = 3, **more: Any
) -> Metadata:
    """Return metadata of a picture; `more` are fields of `Metadata`, or `offset_min` and `origin` of `Taken`."""
    taken = Taken(taken_ms, more.pop("offset_min", None), more.pop("origin", "exif"))
    kind, animated, inline = more.pop("format", "jpeg"), more.pop("animated", False), more.pop("inline", True)
    return Metadata(fingerprint, kind, width, height, 1, animated, taken, inline, **more)


def add(conn: sqlite3.Connection, folder: int, name: bytes, size: int = 10, mtime_ns: int = 20) -> int:
    """Add a file that the scan has seen, and return its id."""
    photos.add(conn, folder, [(name, size, mtime_ns)])
    found = conn.execute("SELECT id FROM photos WHERE folder = ? AND name = ?", (folder, name)).fetchone()
    return int(found[0])


def read(conn: sqlite3.Connection, folder: int, name: bytes, meta: Metadata | None = None) -> int:
    """Add a file whose header has been read, and return its id."""
    photo = add(conn, folder, name)
    photos.set_read(conn, photo, meta or metadata(b"mark of " + name))
    return photo


def source(conn: sqlite3.Connection, photo: int) -> Source:
    """Return the source of a photo that is in the timeline."""
    found = photos.get_source(conn, photo)
    assert found
    return found[0]


def other_bytes(photo: int) -> Source:
    """Return a source of the photo as it was when its file had other bytes."""
    return Source(photo, b"other bytes", FileRef(ROOT, b"x", 1, 1))


def row(conn: sqlite3.Connection, photo: int) -> dict[str, object]:
    """Return the row of a photo, by the names of the columns."""
    cursor = conn.execute("SELECT * FROM photos WHERE id = ?", (photo,))
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def top(conn: sqlite3.Connection, root: int = 1, path: bytes = ROOT) -> int:
    """Make a root known, and return the id of its top folder."""
    return folders.put_root(conn, root, path)
