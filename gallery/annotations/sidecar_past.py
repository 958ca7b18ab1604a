"""What is known of sidecars, carried over into a backup that the user restores.

Then what Shoebox wrote after the backup was made is known as its own, and gives way to what the backup says; what
another program has changed since is still seen to be another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gallery.annotations import items
from gallery.annotations.models import FileIdentity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_FILE = "items.name, items.size, items.mtime_ns, fingerprint, inode, gone"
FOLLOWED = (
    "SELECT item, root, relative, items.folder = sidecars.folder, "
    f"{_FILE}, photo, sidecars.name, sidecars.size, sidecars.mtime_ns, held, before, writing"
    " FROM sidecars JOIN items ON items.id = item JOIN folders ON folders.id = items.folder"
)
LEFT = (
    "SELECT item, place.root, place.relative, own.root, own.relative, "
    f"{_FILE}, photo, left_sidecars.name, left_sidecars.size, left_sidecars.mtime_ns, held, before"
    " FROM left_sidecars JOIN items ON items.id = item JOIN folders AS own ON own.id = items.folder"
    " JOIN folders AS place ON place.id = left_sidecars.folder"
)
"""What a library knows of sidecars: SQL."""
Row = tuple[Any, ...]
_File = tuple[bytes, int, int, bytes | None, int | None, int]
"""Name, size, mtime_ns, fingerprint, inode and gone of an item."""


class _KnownItem(NamedTuple):
    """An item of the library that is replaced."""

    item: int
    root: bytes
    relative: bytes
    file: _File


def carry_over(conn: sqlite3.Connection, followed: Iterable[Row], left: Iterable[Row]) -> None:
    """Let a backup know of sidecars what the library knew that it replaces, and nothing else.

    What it held of them then is no base any more. Files that it has not get an item. One row is in memory at a time.

    Args:
        conn: to the copy of the backup, in a writing transaction.
        followed: the rows of FOLLOWED, asked of the library that is replaced.
        left: those of LEFT.
    """
    conn.execute("DELETE FROM sidecars")
    conn.execute("DELETE FROM left_sidecars")
    (act,) = conn.execute("SELECT coalesce(max(id), 0) FROM acts").fetchone()
    for item, root, relative, is_in_place, *rest in followed:
        known, (photo, name, size, mtime_ns, *texts) = _split(item, root, relative, rest)
        place = _folder(conn, root, relative) if is_in_place else -1
        row = (_item(conn, known), place, photo, name, size, mtime_ns, act, *texts)
        conn.execute("INSERT OR REPLACE INTO sidecars VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    for item, root, relative, own_root, own_relative, *rest in left:
        known, (photo, name, size, mtime_ns, *texts) = _split(item, own_root, own_relative, rest)
        row = (_folder(conn, root, relative), name, photo, size, mtime_ns, act, *texts, _item(conn, known))
        conn.execute("INSERT OR REPLACE INTO left_sidecars VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _split(item: int, root: bytes, relative: bytes, rest: list[Any]) -> tuple[_KnownItem, list[Any]]:
    """Return an item, and the columns behind it."""
    return _KnownItem(item, root, relative, (rest[0], rest[1], rest[2], rest[3], rest[4], rest[5])), rest[6:]


def _folder(conn: sqlite3.Connection, *place: bytes) -> int:
    conn.execute("INSERT OR IGNORE INTO folders (root, relative) VALUES (?, ?)", place)
    return int(conn.execute("SELECT id FROM folders WHERE (root, relative) = (?, ?)", place).fetchone()[0])


def _item(conn: sqlite3.Connection, one: _KnownItem) -> int:
    """Return the item of a file in a backup: by number, by place where the content is the same, or a new one."""
    folder = _folder(conn, one.root, one.relative)
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
