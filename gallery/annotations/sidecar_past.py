"""What is known of sidecars, carried over into a backup that the user restores.

Then what Shoebox wrote after the backup was made is known as its own, and gives way to what the backup says; what
another program has changed since is still seen to be another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.annotations import items
from gallery.annotations.models import FileIdentity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class KnownSidecar(NamedTuple):
    """A row of `sidecars`, with the item that it is about."""

    item: int
    root: bytes
    relative: bytes
    file: tuple[bytes, int, int, bytes | None, int | None, int]
    """Name, size, mtime_ns, fingerprint, inode and gone of the item."""
    is_in_place: bool
    """Whether the item still lies in the folder where the sidecar was seen."""
    record: tuple[bytes, bytes, int, int]
    """Photo, name, size and mtime_ns of the sidecar."""
    held: str
    before: str


def read(conn: sqlite3.Connection) -> list[KnownSidecar]:
    """Return what a library knows of sidecars."""
    rows = conn.execute(
        "SELECT item, root, relative, items.name, items.size, items.mtime_ns, fingerprint, inode, gone,"
        " items.folder = sidecars.folder, photo, sidecars.name, sidecars.size, sidecars.mtime_ns, held, before"
        " FROM sidecars JOIN items ON items.id = item JOIN folders ON folders.id = items.folder"
    )
    return [KnownSidecar(row[0], row[1], row[2], row[3:9], bool(row[9]), row[10:14], row[14], row[15]) for row in rows]


def carry_over(conn: sqlite3.Connection, known: Iterable[KnownSidecar]) -> None:
    """Let a backup know of sidecars what the library knew that it replaces, and nothing else.

    What it held of them then is no base any more. Files that it has not get an item.

    Args:
        conn: to the copy of the backup, in a writing transaction.
        known: what `read` returned.
    """
    conn.execute("DELETE FROM sidecars")
    (act,) = conn.execute("SELECT coalesce(max(id), 0) FROM acts").fetchone()
    for one in known:
        place = (one.root, one.relative)
        conn.execute("INSERT OR IGNORE INTO folders (root, relative) VALUES (?, ?)", place)
        (folder,) = conn.execute("SELECT id FROM folders WHERE (root, relative) = (?, ?)", place).fetchone()
        row = (_item(conn, one, folder), folder if one.is_in_place else -1, *one.record, act, one.held, one.before)
        conn.execute("INSERT OR REPLACE INTO sidecars VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _item(conn: sqlite3.Connection, one: KnownSidecar, folder: int) -> int:
    """Return the item of a file in a backup: by number, by place where the content is the same, or a new one."""
    name, size, mtime_ns, fingerprint, inode, _ = one.file
    file = FileIdentity(one.root, one.relative, size, mtime_ns, fingerprint, None, inode)
    rows = conn.execute(
        "SELECT id, size, mtime_ns, fingerprint, (folder, name) = (?2, ?3) AS is_there FROM items"
        " WHERE id = ?1 OR (folder, name) = (?2, ?3) ORDER BY id = ?1 DESC, gone, id DESC",
        (one.item, folder, name),
    )
    for item, *content, is_there in rows:
        if (item == one.item and is_there) or items.same_content(file, *content):
            return int(item)
    made = "INSERT INTO items (folder, name, size, mtime_ns, fingerprint, inode, gone) VALUES (?, ?, ?, ?, ?, ?, ?)"
    return int(conn.execute(made, (folder, *one.file)).lastrowid or 0)
