"""Files whose headers are to be read, or read again: which come first, as far as their names and times tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.models import DEEP_BYTES, FileRef
from gallery.catalog.folders import SUBTREE, join
from gallery.catalog.sidecars import decode_sidecars

if TYPE_CHECKING:
    import sqlite3

_UNREAD_FOLDERS = (
    "WITH RECURSIVE unread (folder) AS (SELECT min(folder) FROM photos WHERE todo = 1 UNION ALL"
    " SELECT (SELECT min(folder) FROM photos WHERE todo = 1 AND folder > unread.folder) FROM unread"
    " WHERE unread.folder NOT NULL)"
)
"""SQL: the folders with files to be read. From one to the next in the index of these files, so that a drive that is
away, all of whose files are to be read, costs a step for each folder and not for each file."""
NO_FOLDER = -1
_DAY_NS = 86_400 * 10**9
_NEWEST_DAY = f"(SELECT max(mtime_ns) FROM photos WHERE todo = 1 AND folder = folders.id) / {_DAY_NS}"
"""SQL: the day on which the newest of these files in a folder was changed. By days, and not by nanoseconds: of folders
that were copied or unpacked on one day the names tell more, `2019` comes before `2014`."""


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file whose header is to be read. `sidecars` is what the index says of its sidecars."""

    id: int
    folder: int
    file: FileRef
    sidecars: str | None = None


def find(conn: sqlite3.Connection, limit: int, first: int | None = None) -> list[UnreadFile]:
    """Return files whose headers are to be read: those in the folder `first` and below it before the others.

    Of each the newest: no photo was taken after its file was changed, so that what is read first stays on top of a
    view that shows the newest first.
    """
    found: list[UnreadFile] = []
    for folder, root, relative in _folders(conn, first):
        rows = conn.execute(
            "SELECT id, name, size, mtime_ns,"
            f" iif(rehash = 1 OR length(fingerprint) = {DEEP_BYTES}, fingerprint, NULL), sidecars"
            " FROM photos WHERE todo = 1 AND folder = ? ORDER BY mtime_ns DESC LIMIT ?",
            (folder, limit - len(found)),
        )
        found += [UnreadFile(row[0], folder, _to_file(root, relative, *row[1:]), row[5]) for row in rows]
        if len(found) >= limit:
            break
    return found


def _folders(conn: sqlite3.Connection, first: int | None) -> list[tuple[int, bytes, bytes]]:
    """Return (id, path of the root, path below it) of the folders with files to be read, those to begin with first."""
    return conn.execute(
        f"{_UNREAD_FOLDERS} SELECT folders.id, roots.path, relative FROM unread"
        " CROSS JOIN folders ON folders.id = unread.folder CROSS JOIN roots ON roots.id = root"
        " WHERE offline IS NULL AND away IS NULL"
        f" ORDER BY folders.id IN ({SUBTREE}) DESC, {_NEWEST_DAY} DESC, relative DESC",
        (first or NO_FOLDER,),
    ).fetchall()


def _to_file(
    root: bytes, relative: bytes, name: bytes, size: int, mtime_ns: int, fingerprint: bytes | None, sidecars: str | None
) -> FileRef:
    return FileRef(root, join(relative, name), size, mtime_ns, fingerprint, decode_sidecars(sidecars))


def is_still_unread(conn: sqlite3.Connection, item: UnreadFile) -> bool:
    """Return whether a file is still to be read, and has the size, time and sidecars that it had when it was found."""
    row = conn.execute("SELECT todo, size, mtime_ns, sidecars FROM photos WHERE id = ?", (item.id,)).fetchone()
    return bool(row == (1, item.file.size, item.file.mtime_ns, item.sidecars))
