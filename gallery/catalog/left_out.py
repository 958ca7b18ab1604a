"""What lies in folders and is not shown: how much of each kind. Functions of a connection.

Most is what listings have counted (the table `left_out`, by the kinds of imaging/left_out_kinds.py). The files without
a suffix whose headers were read, and which are no pictures, are rows of `photos`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import SUBTREE
from gallery.catalog.schema import IS_NO_PICTURE
from gallery.catalog.visible_folders import WITHIN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from gallery.catalog.visible_folders import Within

NO_PICTURES = "other"
"""Kind of the files without a suffix that are no pictures."""
FOR_THE_OWNER = ("hidden", "link", "hidden_folder", "nomedia")
"""Kinds of what is left out on purpose. Visitors of a site are told of none: a row of the list has the name of the
folder that a file .nomedia keeps out of the gallery, and would say that there is something to look for."""
_FOR_VISITORS = f"kind NOT IN {FOR_THE_OWNER}"
_COUNTS = (
    "SELECT folder, kind, count FROM left_out UNION ALL"
    f" SELECT folder, '{NO_PICTURES}', count(*) FROM problems CROSS JOIN photos ON photos.id = photo"
    f" WHERE {IS_NO_PICTURE} GROUP BY folder"
)


@dataclass(frozen=True, slots=True)
class CountedFolders:
    """Where is counted: in one folder, with all below it or alone; None: in all, within top folders (None: everywhere).

    Of one that is named, it is not asked whether it is visible. Within top folders FOR_THE_OWNER is not counted.
    """

    folder: int | None = None
    subfolders: bool = True
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """How much of one kind is left out in one folder; `root` is the path of its root, `relative` its own below it."""

    kind: str
    folder: int
    count: int
    root: bytes
    relative: bytes


def put(conn: sqlite3.Connection, folder: int, counts: Mapping[str, int]) -> bool:
    """Store what a listing has counted in a folder, in place of what was known. Return whether that is different."""
    known = dict(conn.execute("SELECT kind, count FROM left_out WHERE folder = ?", (folder,)))
    if known == counts:
        return False
    conn.execute("DELETE FROM left_out WHERE folder = ?", (folder,))
    conn.executemany("INSERT INTO left_out VALUES (?, ?, ?)", ((folder, *item) for item in counts.items()))
    return True


def count(conn: sqlite3.Connection, where: CountedFolders) -> dict[str, int]:
    """Return how much is left out in some folders, by kind."""
    condition, values = _condition(where)
    rows = conn.execute(f"SELECT kind, sum(count) FROM ({_COUNTS}) WHERE {condition} GROUP BY kind", values)
    return dict(rows.fetchall())


def get_for_visitors(conn: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """Return (folder, kind, count) of all folders, of what visitors may know; in no order, a kind may come twice."""
    return conn.execute(f"SELECT * FROM ({_COUNTS}) WHERE {_FOR_VISITORS}").fetchall()


def list_by_folder(conn: sqlite3.Connection, where: CountedFolders, limit: int) -> list[LeftOutRow]:
    """Return what is left out by kind and folder; of each kind `limit` rows, where there is most first."""
    condition, values = _condition(where)
    rows = conn.execute(
        f"WITH sums AS (SELECT kind, folder, sum(count) AS total FROM ({_COUNTS}) WHERE {condition} GROUP BY 1, 2),"
        " ranks AS (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY total DESC, folder) AS rank FROM sums)"
        " SELECT kind, folder, total, roots.path, relative"
        " FROM ranks JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
        " WHERE rank <= ? ORDER BY kind, rank",
        (*values, limit),
    )
    return [LeftOutRow(*row) for row in rows]


def _condition(where: CountedFolders) -> tuple[str, tuple[int | str, ...]]:
    """Return the SQL that says of `folder` whether it is counted, and its parameters."""
    present = "folder IN (SELECT id FROM folders WHERE gone = 0)"
    if where.within is not None:
        present += f" AND {_FOR_VISITORS}"
    if where.folder is not None:
        return f"folder {f'IN ({SUBTREE})' if where.subfolders else '= ?'} AND {present}", (where.folder,)
    if where.within is not None:
        return f"folder IN {WITHIN} AND {present}", (json_ids(where.within),)
    return present, ()
