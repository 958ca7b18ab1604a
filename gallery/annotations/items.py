"""The files that something was said about, in library.db: found, made, and followed when they move."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from gallery.annotations.models import FileIdentity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

SEP = os.fsencode(os.sep)
_COLUMNS = "root, relative, name, size, mtime_ns, fingerprint, volume, inode, items.id, gone"
_KEPT = (
    "NOT EXISTS (SELECT 1 FROM given JOIN acts ON acts.id = given.act WHERE given.item = items.id AND acts.done = 1)"
)
_TABLES = "items JOIN folders ON folders.id = items.folder LEFT JOIN devices ON devices.id = items.device"


class KnownItem(NamedTuple):
    """A file that something was said about, as it was seen last."""

    identity: FileIdentity
    """Its `item` is set."""
    gone: bool
    """Whether it was seen to be deleted."""
    gone_at_ms: int | None = None
    """When that was seen, milliseconds since 1970 UTC; None: not known."""

    @property
    def item(self) -> int:
        """Its number.

        Raises:
            ValueError: the identity was made without one.
        """
        if self.identity.item is None:
            raise ValueError("an item that is known has a number")
        return self.identity.item


def items_of(conn: sqlite3.Connection, files: Sequence[FileIdentity]) -> list[int]:
    """Return the item of each file, in the order of `files`; those that have none yet are made.

    A file without a number is its item where place and content are the same; another content at the same place is
    another item until the two are linked (identity.py).

    Args:
        conn: a writing connection in a transaction.
        files: any number, each file once or more often.
    """
    found: list[int | None] = [file.item for file in files]
    if lost := _lost(conn, {item for item in found if item is not None}):
        found = [None if item in lost else item for item in found]
    missing = [file for file, item in zip(files, found, strict=True) if item is None]
    if missing:
        made = iter(_by_place(conn, missing))
        found = [next(made) if item is None else item for item in found]
    return [item for item in found if item is not None]


def _lost(conn: sqlite3.Connection, items: set[int]) -> set[int]:
    """Return those of these numbers that no item has."""
    listed = "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM items WHERE id = value)"
    return {item for (item,) in conn.execute(listed, (json.dumps(list(items)),))}


def _by_place(conn: sqlite3.Connection, files: Sequence[FileIdentity]) -> list[int]:
    """Return the item of each file by its place and content, made where there is none."""
    split = [(file.root, *file.relative.rpartition(SEP)) for file in files]
    folders, devices = _folders(conn, [(root, above) for root, above, _, _ in split]), _devices(conn, files)
    places = [(folders[root, above], name) for root, above, _, name in split]
    known = _at_places(conn, places)
    first = 1 + conn.execute("SELECT coalesce(max(id), 0) FROM items").fetchone()[0]
    rows: list[_Row] = []
    found = []
    for file, place in zip(files, places, strict=True):
        there = known.setdefault(place, [])
        item = next((row[0] for row in there if same_content(file, *row[3:6])), None) if there else None
        if item is None:
            item = first + len(rows)
            row = (item, *place, file.size, file.mtime_ns, file.fingerprint, devices.get(file.device), file.inode)
            there.append(row)
            rows.append(row)
        found.append(item)
    conn.executemany(
        "INSERT INTO items (id, folder, name, size, mtime_ns, fingerprint, device, inode)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return found


def same_content(file: FileIdentity, size: int, mtime_ns: int, fingerprint: bytes | None) -> bool:
    """Return whether a file at a place has the content that was seen there: by its fingerprint, else size and time."""
    if file.fingerprint is not None and file.fingerprint == fingerprint:
        return True
    comparable = file.fingerprint is not None and fingerprint is not None and len(file.fingerprint) == len(fingerprint)
    return not comparable and (file.size, file.mtime_ns) == (size, mtime_ns)


_Row = tuple[int, int, bytes, int, int, bytes | None, int | None, int | None]
"""Of the table `items`: id, folder, name, size, mtime_ns, fingerprint, device, inode."""


def _at_places(conn: sqlite3.Connection, places: Sequence[tuple[int, bytes]]) -> dict[tuple[int, bytes], list[_Row]]:
    """Return the items at each of these places, those whose files are there before those that are gone.

    Of a folder that has few items all are read, those of other places, too.
    """
    folders = {folder for folder, _ in places}
    few = 2 * len(places) // max(1, len(folders))
    counts = dict(conn.execute(_COUNTED, (few, json.dumps(list(folders)))))
    small = [folder for folder, count in counts.items() if 0 < count < few]
    listed = "items WHERE folder IN (SELECT value FROM json_each(?))"
    rows = conn.execute(f"{_ROWS} {listed}", (json.dumps(small),)).fetchall()
    if large := {folder for folder, count in counts.items() if count == few}:
        conn.execute("CREATE TEMP TABLE IF NOT EXISTS asked_places (folder INTEGER NOT NULL, name BLOB NOT NULL)")
        conn.execute("DELETE FROM asked_places")
        asked = dict.fromkeys(place for place in places if place[0] in large)
        conn.executemany("INSERT INTO asked_places VALUES (?, ?)", asked)
        rows += conn.execute(f"{_ROWS} asked_places CROSS JOIN items USING (folder, name)")
    known: dict[tuple[int, bytes], list[_Row]] = {}
    for gone, *row in rows:
        there = known.setdefault((row[1], row[2]), [])
        there.insert(len(there) if gone else 0, tuple(row))
    return known


_ROWS = "SELECT gone, id, items.folder, items.name, size, mtime_ns, fingerprint, device, inode FROM"
_COUNTED = "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM items WHERE folder = value LIMIT ?)) FROM json_each(?)"
"""How many items folders have, counted up to a number."""


def _folders(conn: sqlite3.Connection, places: Iterable[tuple[bytes, bytes]]) -> dict[tuple[bytes, bytes], int]:
    """Return the ids of folders, by root and path below it; those that are new are made, in the order given.

    So files that are named in the order of their folders are written into the index of places one after the other.
    """
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS asked_folders (root BLOB NOT NULL, relative BLOB NOT NULL)")
    conn.execute("DELETE FROM asked_folders")
    conn.executemany("INSERT INTO asked_folders VALUES (?, ?)", dict.fromkeys(places))
    conn.execute("INSERT OR IGNORE INTO folders (root, relative) SELECT root, relative FROM asked_folders")
    rows = conn.execute("SELECT root, relative, id FROM asked_folders CROSS JOIN folders USING (root, relative)")
    return {(root, relative): number for root, relative, number in rows}


def _devices(conn: sqlite3.Connection, files: Iterable[FileIdentity]) -> dict[str | None, int]:
    wanted = {file.device for file in files if file.device}
    conn.executemany("INSERT OR IGNORE INTO devices (volume) VALUES (?)", ((volume,) for volume in wanted))
    return {volume: number for number, volume in conn.execute("SELECT id, volume FROM devices") if volume in wanted}


def get(conn: sqlite3.Connection, item: int) -> KnownItem | None:
    """Return an item as it was seen last, or None where there is no such item."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE items.id = ?", (item,)).fetchone()
    return _known(row) if row else None


def get_after(conn: sqlite3.Connection, item: int, limit: int) -> list[KnownItem]:
    """Return the items with the next higher numbers, in order."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE items.id > ? ORDER BY items.id LIMIT ?", (item, limit))
    return [_known(row) for row in rows]


def get_all(conn: sqlite3.Connection, items: Iterable[int]) -> list[KnownItem]:
    """Return items as they were seen last, by their numbers."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE items.id IN (SELECT value FROM json_each(?)) ORDER BY items.id",
        (json.dumps(list(items)),),
    )
    return [_known(row) for row in rows]


def find(conn: sqlite3.Connection, file: FileIdentity) -> list[KnownItem]:
    """Find the items that a file may be: of its place, of its content, of its number on its volume; each once.

    Items whose words were given to another file (given_words.py) are none of them.
    """
    folder, _, name = file.relative.rpartition(SEP)
    questions: list[tuple[str, tuple[object, ...]]] = [
        ("root = ? AND relative = ? AND name = ?", (file.root, folder, name)),
        ("fingerprint = ?", (file.fingerprint,)),
        (
            "inode = ? AND size = ? AND mtime_ns = ? AND (fingerprint IS NULL OR length(fingerprint) != 16)",
            (file.inode, file.size, file.mtime_ns),
        ),
    ]
    found: dict[int, KnownItem] = {}
    for where, values in questions:
        if None not in values:
            for row in conn.execute(
                f"SELECT {_COLUMNS} FROM {_TABLES} WHERE {where} AND {_KEPT} ORDER BY items.id", values
            ):
                item = _known(row)
                found.setdefault(item.item, item)
    return list(found.values())


def _known(row: tuple[Any, ...]) -> KnownItem:
    root, folder, name, size, mtime_ns, fingerprint, volume, inode, item, gone = row
    relative = folder + SEP + name if folder else name
    return KnownItem(
        FileIdentity(root, relative, size, mtime_ns, fingerprint, volume, inode, item),
        bool(gone),
        gone if gone > 1 else None,
    )


def forget_given(conn: sqlite3.Connection, items: Iterable[int]) -> None:
    """Let the files of items count as themselves again: something was said about them after their words were given."""
    given = {item for (item,) in conn.execute("SELECT item FROM given")}
    conn.executemany("DELETE FROM given WHERE item = ?", ((item,) for item in given.intersection(items)))


def relocate(conn: sqlite3.Connection, files: Sequence[FileIdentity]) -> None:
    """Note where the files of items are now, and what they are like: moved, edited, or there again.

    Args:
        conn: a writing connection in a transaction.
        files: files with the numbers of their items.
    """
    split = [(file.root, *file.relative.rpartition(SEP)) for file in files]
    folders, devices = _folders(conn, [(root, above) for root, above, _, _ in split]), _devices(conn, files)
    conn.executemany(
        "UPDATE items SET folder = ?, name = ?, size = ?, mtime_ns = ?, fingerprint = coalesce(?, fingerprint),"
        " device = ?, inode = ?, gone = 0 WHERE id = ?",
        (
            (folders[root, above], name, file.size, file.mtime_ns, file.fingerprint,
             devices.get(file.device), file.inode, file.item)
            for file, (root, above, _, name) in zip(files, split, strict=True)
        ),
    )  # fmt: skip


def set_gone(conn: sqlite3.Connection, items: Iterable[int], at_ms: int) -> None:
    """Note that the files of items were deleted. What was said about them stays, and comes back with the file."""
    conn.executemany("UPDATE items SET gone = ? WHERE id = ? AND gone = 0", ((at_ms, item) for item in items))
