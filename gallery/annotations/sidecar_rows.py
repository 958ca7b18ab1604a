"""The rows about single sidecars in library.db: those that are followed, and those that photos have left behind.

A sidecar that is left behind still holds what was said about the photo that left it. What is known of it tells, should
another photo come to lie beside it, which of its words are not that photo's. Functions of a connection.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gallery.annotations import values
from gallery.annotations.items import SEP
from gallery.annotations.models import Annotation, FileIdentity
from gallery.annotations.sidecar_models import LeftSidecar, Record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from gallery.annotations.sidecar_models import Outcome

_COLUMNS = "folder, photo, name, size, mtime_ns, act, held, before"
_LEFT = f"INSERT OR REPLACE INTO left_sidecars ({_COLUMNS}, item) SELECT {_COLUMNS}, item FROM sidecars"


def record_of(row: Sequence[Any]) -> Record | None:
    """Return the record that columns are of, from `folder` to `writing`; None: there is none."""
    if row[0] is None:
        return None
    folder, photo, name, size, mtime_ns, act, *texts = row
    return Record(folder, photo, name, size, mtime_ns, act, *(text and json.loads(text) for text in texts))


def keep(conn: sqlite3.Connection, one: Outcome) -> None:
    """Keep the record of an outcome, or forget that of its item where no sidecar is kept for it.

    What other items knew of that sidecar is what this one knows now, and no base of theirs any more.
    """
    item, record = one.behind.item, one.record
    if record is None and not one.is_done:
        return
    if record is None:
        photo = (one.behind.folder, one.behind.photo)
        conn.execute(f"{_LEFT} WHERE item = ? AND (folder, photo) IS NOT (?, ?)", (item, *photo))
        conn.execute("DELETE FROM sidecars WHERE item = ?", (item,))
        return
    place = (record.folder, record.name)
    conn.execute(f"{_LEFT} WHERE item = ? AND (folder, name) IS NOT (?, ?)", (item, *place))
    conn.execute("DELETE FROM sidecars WHERE (folder, name) = (?, ?) AND item != ?", (*place, item))
    conn.execute("DELETE FROM left_sidecars WHERE (folder, name) = (?, ?)", place)
    texts = (json.dumps(part, ensure_ascii=False) for part in (record.held, record.before))
    writing = record.writing and json.dumps(record.writing, ensure_ascii=False)
    conn.execute(
        f"INSERT OR REPLACE INTO sidecars (item, {_COLUMNS}, writing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (item, *record[:6], *texts, writing),
    )


def find_written(
    conn: sqlite3.Connection, item: int, folder: int, name: bytes, size: int, mtime_ns: int
) -> Record | None:
    """Return what was written last into a sidecar, as it is now, for another item, or one that has left it behind."""
    place = (folder, name, size, mtime_ns)
    row = conn.execute(
        f"SELECT {_COLUMNS} FROM sidecars WHERE (folder, name, size, mtime_ns) = (?, ?, ?, ?) AND item != ?"
        f" UNION ALL SELECT {_COLUMNS} FROM left_sidecars"
        " WHERE (folder, name, size, mtime_ns) = (?, ?, ?, ?) LIMIT 1",
        (*place, item, *place),
    ).fetchone()
    return None if row is None else record_of(row)


def find_left(conn: sqlite3.Connection) -> list[LeftSidecar]:
    """Return the sidecars of items whose files are gone or elsewhere, those of one folder together."""
    columns = ", ".join(f"left_sidecars.{name}" for name in _COLUMNS.split(", "))
    rows = conn.execute(
        f"SELECT item, root, relative, items.size, items.mtime_ns, fingerprint, {columns} FROM left_sidecars"
        " JOIN items ON items.id = item JOIN folders ON folders.id = left_sidecars.folder"
        " WHERE gone != 0 OR (items.folder, items.name) IS NOT (left_sidecars.folder, photo) ORDER BY 2, 3"
    )
    return [_left(row[:6], record) for row in rows if (record := record_of(row[6:]))]


def _left(row: Sequence[Any], record: Record) -> LeftSidecar:
    item, root, path, size, mtime_ns, fingerprint = row
    relative = path + SEP + record.photo if path else record.photo
    return LeftSidecar(item, root, path, record, FileIdentity(root, relative, size, mtime_ns, fingerprint, item=item))


def leave(conn: sqlite3.Connection, left: LeftSidecar, photo: bytes) -> bool:
    """Let the item that left a sidecar behind not be followed there any more, before that one is given back.

    Should its file come back, the sidecar has no past: what was said is written into it again.

    Args:
        conn: a writing connection in a transaction.
        left: the sidecar.
        photo: the name of the one that lies beside it now.

    Returns:
        Whether nothing is said about that photo; else it is merged with the sidecar, as any other.
    """
    rows = conn.execute(
        "SELECT id FROM items WHERE (folder, name) = (?, ?) AND gone = 0", (left.record.folder, photo)
    ).fetchall()
    said = values.read(conn, [item for (item,) in rows]).values()
    if any(one._replace(albums=()) != Annotation() for one in said):  # no sidecar has albums
        return False
    place = (left.record.folder, left.record.name)
    conn.execute("DELETE FROM sidecars WHERE (folder, name) = (?, ?) AND item = ?", (*place, left.item))
    return True


def forget_left(conn: sqlite3.Connection, places: Iterable[tuple[int, bytes]]) -> None:
    """Forget sidecars, by folder and name, that do not hold any more what was written for those who left them."""
    conn.executemany("DELETE FROM left_sidecars WHERE (folder, name) = (?, ?)", places)


def trim_left(conn: sqlite3.Connection, folder: int, names: Collection[bytes]) -> None:
    """Forget the sidecars that were left behind in a folder and are not there any more.

    Args:
        conn: a writing connection in a transaction.
        folder: its id.
        names: of all files in it.
    """
    known = conn.execute("SELECT name FROM left_sidecars WHERE folder = ?", (folder,)).fetchall()
    forget_left(conn, [(folder, name) for (name,) in known if name not in names])
