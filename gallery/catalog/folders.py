"""Roots and folders in the index. Functions of a connection; the caller owns the transaction.

A folder is found by its root and its path below it (`relative`, b"" for the root itself). Paths are bytes. A folder
that is no longer on the disk is gone, but keeps its row until the next start, in case it was renamed.
"""

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
CAN_BE_SHOWN = "state IN (1, 2)"
"""SQL: the file can be shown (schema.READ, BROKEN), by a tile of its own or as a member of a group (file_groups.py).
The numbers are literal so that partial indexes are used."""
IN_TIMELINE = f"{CAN_BE_SHOWN} AND member_of IS NULL"
"""SQL: the photo is in a timeline: it has a tile of its own. Members of groups have none."""
OFFLINE_FOLDERS = (
    "(SELECT folders.id FROM folders JOIN roots ON roots.id = root WHERE offline IS NOT NULL OR away IS NOT NULL)"
)
"""SQL: the folders whose drives are away: that of their root, or one that is mounted inside it."""
SUBTREE = (
    "WITH RECURSIVE inside (id) AS (SELECT ? UNION SELECT folders.id FROM folders JOIN inside ON parent = inside.id)"
    " SELECT id FROM inside"
)
"""SQL: a folder, the one parameter, and all folders below it."""
FolderCount = tuple[int, int, int, int | None]
"""(photos in a folder, and id, version and taken_ms of the newest that can be shown). Time None: none can."""


@dataclass(frozen=True, slots=True)
class RootRow:
    """A root.

    `identity` is root_status.identity_of() its folder as last seen; `offline` says why it is away, or is None.
    """

    id: int
    path: bytes
    identity: str | None
    offline: str | None


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A folder. `label` is its name as text; `problem` says why it cannot be listed, or is None.

    `reason` says why the drive that it lies on is away, or is None.
    """

    id: int
    root: int
    parent: int | None
    relative: bytes
    label: str
    reason: str | None
    problem: str | None

    @property
    def offline(self) -> bool:
        """Whether the drive that it lies on is away."""
        return self.reason is not None


def join(relative: bytes, name: bytes) -> bytes:
    """Return the path of `name` in a folder: relative to a root if `relative` is, absolute if it is absolute."""
    return relative + (b"" if relative.endswith(SEP) else SEP) + name if relative else name


def basename(path: bytes) -> bytes:
    """Return the last name of an absolute path, or the path itself if it is the top of a drive."""
    return os.path.basename(path.rstrip(SEP)) or path


def is_inside(relative: bytes, folder: bytes) -> bool:
    """Return whether a path below a root is that of the folder, or of something in it."""
    return not folder or relative == folder or relative.startswith(folder + SEP)


def get_roots(conn: sqlite3.Connection) -> list[RootRow]:
    """Return all roots by id."""
    return [RootRow(*row) for row in conn.execute("SELECT id, path, device, offline FROM roots ORDER BY id")]


def get_root(conn: sqlite3.Connection, root_id: int) -> RootRow | None:
    """Return a root, or None if there is none of this id."""
    row = conn.execute("SELECT id, path, device, offline FROM roots WHERE id = ?", (root_id,)).fetchone()
    return row and RootRow(*row)


def get_names_in(conn: sqlite3.Connection, folder: int) -> set[bytes]:
    """Return the names of files and folders directly in a folder, as the index has them."""
    found = conn.execute(f"SELECT name FROM photos WHERE folder = ? AND state != {GONE}", (folder,))
    return {row[0] for row in found} | {basename(relative) for relative in get_children(conn, folder)}


def put_root(conn: sqlite3.Connection, root_id: int, path: bytes) -> int:
    """Insert a root, or update its path. Return the id of its folder."""
    conn.execute(
        "INSERT INTO roots (id, path) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET path = excluded.path",
        (root_id, path),
    )
    return put(conn, root_id, None, b"", basename(path))


def set_root_identity(conn: sqlite3.Connection, root_id: int, identity: str | None) -> None:
    """Store which folder of which drive a root is (RootRow.identity)."""
    conn.execute("UPDATE roots SET device = ?1 WHERE id = ?2 AND device IS NOT ?1", (identity, root_id))


def set_offline(conn: sqlite3.Connection, root_id: int, reason: str | None) -> bool:
    """Store why a root is away, or that it is not (None). Return whether this changed anything."""
    done = conn.execute("UPDATE roots SET offline = ?1 WHERE id = ?2 AND offline IS NOT ?1", (reason, root_id))
    return done.rowcount > 0


def remove_root(conn: sqlite3.Connection, root_id: int) -> None:
    """Delete a root with its folders and photos."""
    conn.execute("DELETE FROM photos WHERE folder IN (SELECT id FROM folders WHERE root = ?)", (root_id,))
    conn.execute("DELETE FROM folders WHERE root = ?", (root_id,))
    conn.execute("DELETE FROM roots WHERE id = ?", (root_id,))


def put(conn: sqlite3.Connection, root_id: int, parent: int | None, relative: bytes, name: bytes) -> int:
    """Insert a folder, or update its parent, which may differ after roots were merged. Return its id."""
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
    """Insert the folder `relative` of the root at `path` with all folders above it. Return its id."""
    folder, below = put(conn, root_id, None, b"", basename(path)), b""
    for name in relative.split(SEP) if relative else ():
        below = join(below, name)
        folder = put(conn, root_id, folder, below, name)
    return folder


def find(conn: sqlite3.Connection, root_id: int, relative: bytes) -> int | None:
    """Return the id of a folder, or None if it is not known or gone."""
    row = conn.execute(
        "SELECT id FROM folders WHERE root = ? AND relative = ? AND gone = 0", (root_id, relative)
    ).fetchone()
    return row and int(row[0])


def get_listing_hash(conn: sqlite3.Connection, root_id: int, relative: bytes) -> bytes | None:
    """Return the hash of the listing that the rows of a folder agree with; None if they may not agree with any."""
    row = conn.execute(
        "SELECT mark FROM folders WHERE root = ? AND relative = ? AND gone = 0", (root_id, relative)
    ).fetchone()
    return None if row is None or row[0] is None else bytes(row[0])


def set_listing_hash(conn: sqlite3.Connection, root_id: int, relative: bytes, value: bytes | None) -> None:
    """Store the hash of the listing that the rows agree with. Other changes of the rows have to delete it."""
    conn.execute(
        "UPDATE folders SET mark = ?1 WHERE root = ?2 AND relative = ?3 AND gone = 0 AND mark IS NOT ?1",
        (value, root_id, relative),
    )


def get_children(conn: sqlite3.Connection, folder: int) -> dict[bytes, int]:
    """Return relative path -> id of the folders directly in a folder."""
    return dict(conn.execute("SELECT relative, id FROM folders WHERE parent = ? AND gone = 0", (folder,)))


def find_unreadable_children(conn: sqlite3.Connection, folder: int) -> set[bytes]:
    """Return those of the folders directly in a folder that could not be listed, or hold files that may not be read."""
    rows = conn.execute(
        "SELECT relative FROM folders WHERE parent = ? AND gone = 0 AND (problem IS NOT NULL OR id IN (SELECT folder"
        " FROM problems CROSS JOIN photos ON photos.id = photo WHERE code = 'unreadable'))",
        (folder,),
    )
    return {row[0] for row in rows}


def get_subtree(conn: sqlite3.Connection, folder: int) -> list[int]:
    """Return the ids of a folder and of all folders below it."""
    return [row[0] for row in conn.execute(SUBTREE, (folder,))]


def mark_gone(conn: sqlite3.Connection, folder: int) -> int:
    """Mark a folder, all below it and their photos as gone from the disk; forget what they left out.

    Returns:
        How many photos, and kinds of what was left out, are not told of any more.
    """
    count = 0
    conn.execute("UPDATE folders SET mark = NULL WHERE id = (SELECT parent FROM folders WHERE id = ?)", (folder,))
    for inner in get_subtree(conn, folder):
        done = conn.execute(
            f"UPDATE photos SET state = {GONE}, todo = 0 WHERE folder = ? AND state != {GONE}", (inner,)
        )
        count += done.rowcount
        count += conn.execute("DELETE FROM left_out WHERE folder = ?", (inner,)).rowcount
        conn.execute(
            "UPDATE folders SET gone = 1, problem = NULL, mark = NULL, device = NULL, away = NULL WHERE id = ?",
            (inner,),
        )
    return count


def mark_content_gone(conn: sqlite3.Connection, folder: int) -> None:
    """Mark all that is in a folder as gone from the disk. What is found there again keeps its id."""
    for inner in get_children(conn, folder).values():
        mark_gone(conn, inner)
    conn.execute(f"UPDATE photos SET state = {GONE}, todo = 0 WHERE folder = ?", (folder,))
    conn.execute("DELETE FROM left_out WHERE folder = ?", (folder,))
    conn.execute("UPDATE folders SET mark = NULL WHERE id = ?", (folder,))


def restore_renamed(conn: sqlite3.Connection, old: int, new: int) -> bool:
    """Give the gone folder `old`, which was renamed, the place of `new`. Return False if `old` is not gone."""
    row = conn.execute("SELECT gone FROM folders WHERE id = ?", (old,)).fetchone()
    if not row or not row[0]:
        return False
    root_id, parent, relative, label, sort = conn.execute(
        "SELECT root, parent, relative, label, sort FROM folders WHERE id = ?", (new,)
    ).fetchone()
    conn.execute("UPDATE left_out SET folder = ? WHERE folder = ?", (old, new))
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
    """Delete photos and folders that have been gone since an earlier start, on drives that are present."""
    here = "(SELECT folders.id FROM folders JOIN roots ON roots.id = root WHERE offline IS NULL AND away IS NULL)"
    # few or none, which SQLite does not know: it would look through the photos of every folder
    conn.execute(f"DELETE FROM photos INDEXED BY photos_gone WHERE state = {GONE} AND folder IN {here}")
    conn.execute(f"DELETE FROM folders WHERE gone = 1 AND id IN {here}")


def set_problem(conn: sqlite3.Connection, folder: int, problem: str | None) -> bool:
    """Store why a folder cannot be listed, or that it can (None). Return whether this changed anything."""
    done = conn.execute("UPDATE folders SET problem = ?1 WHERE id = ?2 AND problem IS NOT ?1", (problem, folder))
    return done.rowcount > 0


def get(conn: sqlite3.Connection, folder: int) -> FolderRow | None:
    """Return a folder, or None if it is not known or gone."""
    row = conn.execute(f"{_SELECT} WHERE folders.id = ? AND gone = 0", (folder,)).fetchone()
    return row and _row(row)


def get_all(conn: sqlite3.Connection) -> list[FolderRow]:
    """Return all folders in natural order of their names; a parent may come after its children."""
    return [_row(row) for row in conn.execute(f"{_SELECT} WHERE gone = 0 ORDER BY sort, folders.id")]


def counts(conn: sqlite3.Connection) -> dict[int, FolderCount]:
    """Return folder -> count of the photos directly in it that are in a timeline, without empty folders."""
    newest = f"max(iif(state = {READ}, taken_ms, NULL))"
    rows = conn.execute(
        f"SELECT folder, count(*), id, version, {newest} FROM photos WHERE {IN_TIMELINE} GROUP BY folder"
    )
    return {folder: (count, photo, version, taken) for folder, count, photo, version, taken in rows}


def counts_by_root(conn: sqlite3.Connection, counted: Mapping[int, FolderCount]) -> dict[int, int]:
    """Return root -> number of its photos in a timeline, from the counts of all folders."""
    sums: dict[int, int] = {}
    for folder, root in conn.execute("SELECT id, root FROM folders"):
        if folder in counted:
            sums[root] = sums.get(root, 0) + counted[folder][0]
    return sums


_SELECT = (
    "SELECT folders.id, folders.root, parent, relative, label, coalesce(roots.offline, away), problem"
    " FROM folders JOIN roots ON roots.id = folders.root"
)


def _row(row: tuple[int, int, int | None, bytes, str, str | None, str | None]) -> FolderRow:
    return FolderRow(*row)
