"""Files whose headers are to be read, or read again."""

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
"""SQL: the folders with files to be read, in the order of their ids. From one to the next in the index of these files,
so that a drive that is away, all of whose files are to be read, costs a step for each folder and not for each file."""


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file whose header is to be read. `sidecars` is what the index says of its sidecars."""

    id: int
    folder: int
    file: FileRef
    sidecars: str | None = None


def find(conn: sqlite3.Connection, limit: int, first: int | None = None) -> list[UnreadFile]:
    """Return files whose headers are to be read: those in the folder `first` and below it before the others."""
    found = _find(conn, f"unread.folder IN ({SUBTREE})", (first, limit)) if first else []
    if len(found) < limit:
        seen = {item.id for item in found}
        found += [item for item in _find(conn, "TRUE", (limit,)) if item.id not in seen]
    return found[:limit]


def _find(conn: sqlite3.Connection, where: str, values: tuple[int, ...]) -> list[UnreadFile]:
    rows = conn.execute(
        f"{_UNREAD_FOLDERS} SELECT photos.id, photos.folder, roots.path, relative, name, size, mtime_ns,"
        f" iif(rehash = 1 OR length(fingerprint) = {DEEP_BYTES}, fingerprint, NULL), sidecars FROM unread"
        " CROSS JOIN folders ON folders.id = unread.folder CROSS JOIN roots ON roots.id = root"
        " CROSS JOIN photos ON photos.folder = folders.id AND todo = 1"
        f" WHERE offline IS NULL AND away IS NULL AND {where} LIMIT ?",
        values,
    )
    return [UnreadFile(row[0], row[1], _to_file(*row[2:]), row[8]) for row in rows]


def _to_file(
    root: bytes, relative: bytes, name: bytes, size: int, mtime_ns: int, fingerprint: bytes | None, sidecars: str | None
) -> FileRef:
    return FileRef(root, join(relative, name), size, mtime_ns, fingerprint, decode_sidecars(sidecars))


def is_still_unread(conn: sqlite3.Connection, item: UnreadFile) -> bool:
    """Return whether a file is still to be read, and has the size, time and sidecars that it had when it was found."""
    row = conn.execute("SELECT todo, size, mtime_ns, sidecars FROM photos WHERE id = ?", (item.id,)).fetchone()
    return bool(row == (1, item.file.size, item.file.mtime_ns, item.sidecars))
