"""Roots and folders in the index. Functions of a connection; the caller owns the transaction."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base.paths import display
from gallery.catalog.collation import natural
from gallery.catalog.schema import GONE, READ

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

SEP = os.fsencode(os.sep)
IN_TIMELINE = "state IN (1, 2)"  # schema.READ, schema.BROKEN; literal, so that the partial indexes are used
OFFLINE_FOLDERS = "(SELECT folders.id FROM folders JOIN roots ON roots.id = root WHERE offline IS NOT NULL)"
SUBTREE = (  # one parameter: a folder
    "WITH RECURSIVE inside (id) AS (SELECT ? UNION SELECT folders.id FROM folders JOIN inside ON parent = inside.id)"
    " SELECT id FROM inside"
)
FolderCount = tuple[int, int, int, int | None]
"""Photos in a folder, and the newest that can be shown: id, version, time taken. No time: there is none."""


@dataclass(frozen=True, slots=True)
class RootRow:
    id: int
    path: bytes
    device: str | None
    offline: str | None


@dataclass(frozen=True, slots=True)
class FolderRow:
    id: int
    root: int
    parent: int | None
    relative: bytes
    label: str
    offline: bool
    problem: str | None


def join(relative: bytes, name: bytes) -> bytes:
    """`name` inside the folder `relative`, both below the root; or a path below the absolute path of a root."""
    return relative + (b"" if relative.endswith(SEP) else SEP) + name if relative else name


def basename(path: bytes) -> bytes:
    """The last name of an absolute path; the path itself where it is the top of a drive."""
    return os.path.basename(path.rstrip(SEP)) or path


def get_roots(conn: sqlite3.Connection) -> list[RootRow]:
    return [RootRow(*row) for row in conn.execute("SELECT id, path, device, offline FROM roots ORDER BY id")]


def get_root(conn: sqlite3.Connection, root_id: int) -> RootRow | None:
    row = conn.execute("SELECT id, path, device, offline FROM roots WHERE id = ?", (root_id,)).fetchone()
    return row and RootRow(*row)


def get_names_in_root(conn: sqlite3.Connection, root_id: int) -> set[bytes]:
    """The names directly below a root, as the index has them."""
    top = find(conn, root_id, b"")
    if top is None:
        return set()
    names = {row[0] for row in conn.execute(f"SELECT name FROM photos WHERE folder = ? AND state != {GONE}", (top,))}
    return names | {basename(relative) for relative in get_children(conn, top)}


def put_root(conn: sqlite3.Connection, root_id: int, path: bytes) -> int:
    """Make the root known; returns the id of its folder."""
    conn.execute(
        "INSERT INTO roots (id, path) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET path = excluded.path",
        (root_id, path),
    )
    return put(conn, root_id, None, b"", basename(path))


def set_device(conn: sqlite3.Connection, root_id: int, device: str | None) -> None:
    conn.execute("UPDATE roots SET device = ?1 WHERE id = ?2 AND device IS NOT ?1", (device, root_id))


def set_offline(conn: sqlite3.Connection, root_id: int, reason: str | None) -> bool:
    """Whether this changed anything."""
    done = conn.execute("UPDATE roots SET offline = ?1 WHERE id = ?2 AND offline IS NOT ?1", (reason, root_id))
    return done.rowcount > 0


def remove_root(conn: sqlite3.Connection, root_id: int) -> None:
    conn.execute("DELETE FROM photos WHERE folder IN (SELECT id FROM folders WHERE root = ?)", (root_id,))
    conn.execute("DELETE FROM folders WHERE root = ?", (root_id,))
    conn.execute("DELETE FROM roots WHERE id = ?", (root_id,))


def merge_root(conn: sqlite3.Connection, inner: int, outer: int, prefix: bytes) -> None:
    """Root `inner` lies at `prefix` below root `outer`: its folders move there, with their photos and ids."""
    above = conn.execute("SELECT path FROM roots WHERE id = ?", (outer,)).fetchone()[0]
    parent = put_chain(conn, outer, above, os.path.dirname(prefix))
    for folder_id, relative in conn.execute("SELECT id, relative FROM folders WHERE root = ?", (inner,)).fetchall():
        place = join(prefix, relative) if relative else prefix
        conn.execute(
            "UPDATE folders SET root = ?, relative = ?, parent = coalesce(parent, ?) WHERE id = ?",
            (outer, place, parent, folder_id),
        )
    conn.execute("DELETE FROM roots WHERE id = ?", (inner,))


def put(conn: sqlite3.Connection, root_id: int, parent: int | None, relative: bytes, name: bytes) -> int:
    """The id of this folder, made when it is new. Its parent is set even when it was known (roots may merge)."""
    label = display(name)
    row = conn.execute(
        "INSERT INTO folders (root, parent, relative, label, sort) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (root, relative) WHERE gone = 0"
        " DO UPDATE SET parent = excluded.parent, label = excluded.label, sort = excluded.sort"
        " RETURNING id",
        (root_id, parent, relative, label, natural(label)),
    ).fetchone()
    return int(row[0])


def put_chain(conn: sqlite3.Connection, root_id: int, path: bytes, relative: bytes) -> int:
    """The id of the folder `relative` of the root at `path`, made with all its parents where they are new."""
    folder, place = put(conn, root_id, None, b"", basename(path)), b""
    for name in relative.split(SEP) if relative else ():
        place = join(place, name)
        folder = put(conn, root_id, folder, place, name)
    return folder


def find(conn: sqlite3.Connection, root_id: int, relative: bytes) -> int | None:
    row = conn.execute(
        "SELECT id FROM folders WHERE root = ? AND relative = ? AND gone = 0", (root_id, relative)
    ).fetchone()
    return row and int(row[0])


def get_listing_hash(conn: sqlite3.Connection, root_id: int, relative: bytes) -> bytes | None:
    """The hash of the listing that the rows of this folder agree with, None where they may not."""
    row = conn.execute(
        "SELECT mark FROM folders WHERE root = ? AND relative = ? AND gone = 0", (root_id, relative)
    ).fetchone()
    return None if row is None or row[0] is None else bytes(row[0])


def set_listing_hash(conn: sqlite3.Connection, root_id: int, relative: bytes, value: bytes | None) -> None:
    """From now on the rows agree with the listing of this hash. Whoever changes them otherwise takes it away."""
    conn.execute(
        "UPDATE folders SET mark = ?1 WHERE root = ?2 AND relative = ?3 AND gone = 0 AND mark IS NOT ?1",
        (value, root_id, relative),
    )


def get_children(conn: sqlite3.Connection, folder: int) -> dict[bytes, int]:
    """Relative path -> id of the folders directly inside."""
    return dict(conn.execute("SELECT relative, id FROM folders WHERE parent = ? AND gone = 0", (folder,)))


def get_subtree(conn: sqlite3.Connection, folder: int) -> list[int]:
    """The ids of the folder and of all folders below it."""
    return [row[0] for row in conn.execute(SUBTREE, (folder,))]


def mark_gone(conn: sqlite3.Connection, folder: int) -> int:
    """The folder is no longer on the disk: its photos are gone, the folders too. Returns how many photos it held."""
    count = 0
    conn.execute("UPDATE folders SET mark = NULL WHERE id = (SELECT parent FROM folders WHERE id = ?)", (folder,))
    for inner in get_subtree(conn, folder):
        done = conn.execute(
            f"UPDATE photos SET state = {GONE}, todo = 0 WHERE folder = ? AND state != {GONE}", (inner,)
        )
        count += done.rowcount
        conn.execute("UPDATE folders SET gone = 1, problem = NULL, mark = NULL WHERE id = ?", (inner,))
    return count


def restore_renamed(conn: sqlite3.Connection, old: int, new: int) -> bool:
    """The gone folder `old` was renamed to `new`: it keeps its id. False when `old` is not gone after all."""
    row = conn.execute("SELECT gone FROM folders WHERE id = ?", (old,)).fetchone()
    if not row or not row[0]:
        return False
    root_id, parent, relative, label, sort = conn.execute(
        "SELECT root, parent, relative, label, sort FROM folders WHERE id = ?", (new,)
    ).fetchone()
    conn.execute("DELETE FROM folders WHERE id = ?", (new,))
    conn.execute(f"DELETE FROM photos WHERE folder = ? AND state = {GONE}", (old,))
    conn.execute("UPDATE photos SET folder = ? WHERE folder = ?", (old, new))
    conn.execute("UPDATE folders SET parent = ? WHERE parent = ?", (old, new))
    conn.execute(
        "UPDATE folders SET root = ?, parent = ?, relative = ?, label = ?, sort = ?, gone = 0 WHERE id = ?",
        (root_id, parent, relative, label, sort, old),
    )
    return True


def delete_gone(conn: sqlite3.Connection) -> None:
    """Forget what has been gone since an earlier start, where the drive is there to be asked."""
    here = "(SELECT folders.id FROM folders JOIN roots ON roots.id = root WHERE offline IS NULL)"
    # few or none, which SQLite does not know: it would look through the photos of every folder
    conn.execute(f"DELETE FROM photos INDEXED BY photos_gone WHERE state = {GONE} AND folder IN {here}")
    conn.execute(f"DELETE FROM folders WHERE gone = 1 AND id IN {here}")


def set_problem(conn: sqlite3.Connection, folder: int, problem: str | None) -> bool:
    """Whether this changed anything."""
    done = conn.execute("UPDATE folders SET problem = ?1 WHERE id = ?2 AND problem IS NOT ?1", (problem, folder))
    return done.rowcount > 0


def get(conn: sqlite3.Connection, folder: int) -> FolderRow | None:
    row = conn.execute(f"{_SELECT} WHERE folders.id = ? AND gone = 0", (folder,)).fetchone()
    return row and _row(row)


def get_all(conn: sqlite3.Connection) -> list[FolderRow]:
    """All folders, naturally sorted; a parent may come after its children."""
    return [_row(row) for row in conn.execute(f"{_SELECT} WHERE gone = 0 ORDER BY sort, folders.id")]


def counts(conn: sqlite3.Connection) -> dict[int, FolderCount]:
    """What each folder holds of what stands in a timeline; those that hold nothing are left out."""
    newest = f"max(iif(state = {READ}, taken_ms, NULL))"
    rows = conn.execute(
        f"SELECT folder, count(*), id, version, {newest} FROM photos WHERE {IN_TIMELINE} GROUP BY folder"
    )
    return {folder: (count, photo, version, taken) for folder, count, photo, version, taken in rows}


def counts_by_root(conn: sqlite3.Connection, counted: Mapping[int, FolderCount]) -> dict[int, int]:
    """Root -> photos of it that stand in a timeline, from those of its folders."""
    sums: dict[int, int] = {}
    for folder, root in conn.execute("SELECT id, root FROM folders"):
        if folder in counted:
            sums[root] = sums.get(root, 0) + counted[folder][0]
    return sums


_SELECT = (
    "SELECT folders.id, folders.root, parent, relative, label, roots.offline IS NOT NULL, problem"
    " FROM folders JOIN roots ON roots.id = folders.root"
)


def _row(row: tuple[int, int, int | None, bytes, str, int, str | None]) -> FolderRow:
    folder_id, root_id, parent, relative, label, offline, problem = row
    return FolderRow(folder_id, root_id, parent, relative, label, bool(offline), problem)
