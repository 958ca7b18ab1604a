"""What somebody sees who may see some top folders and all below them. Functions of a connection, which only read.

`within` stands for these folders everywhere: the ids of the top folders, in order. None is said for everything, with
the paths of this computer: the desktop. Nothing that lies beside or above a top folder is told, not even its name.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gallery.catalog import folders
from gallery.catalog.change_log import json_ids
from gallery.catalog.database_check import check_file, open_unchanged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from gallery.catalog.folders import FolderRow

Within = tuple[int, ...]
AWAY = "It is not connected."
"""Said of any folder whose drive is away: the reason itself is for the owner, and may name places."""
WITHIN = (
    "(WITH RECURSIVE visible (id) AS (SELECT value FROM json_each(?)"
    " UNION SELECT below.id FROM folders AS below JOIN visible ON parent = visible.id) SELECT id FROM visible)"
)
"""SQL: top folders, the one parameter (`change_log.json_ids`), and all folders below them."""


@dataclass(frozen=True, slots=True)
class TopFolders:
    """Top folders that were named: those found, without those inside others; and the names of none, or of several."""

    within: Within
    missing: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


def resolve_tops(conn: sqlite3.Connection, names: Sequence[str] | None) -> TopFolders:
    """Find top folders by their names from the root on, such as `Holidays` or `Pictures/2023`.

    Names are compared as they are shown, letter by letter. A name that is missing or ambiguous stands for no folder.

    Args:
        conn: any connection to the index.
        names: None: every root.
    """
    if names is None:
        return TopFolders(tuple(sorted(row[0] for row in conn.execute(f"{_ROOTS} ORDER BY id"))))
    found = {name: _find(conn, name.split("/")) for name in names}
    tops = {ids[0] for ids in found.values() if len(ids) == 1}
    return TopFolders(
        tuple(sorted(top for top in tops if not tops.intersection(_ids_above(conn, top)))),
        tuple(name for name, ids in found.items() if not ids),
        tuple(name for name, ids in found.items() if len(ids) > 1),
    )


def resolve_tops_in_file(index: Path, names: Sequence[str]) -> TopFolders | None:
    """Find top folders in the file of an index, which is not changed; None where there is none that can be read."""
    if check_file(index) != "ok":
        return None
    try:
        with open_unchanged(index) as conn:
            return resolve_tops(conn, names)
    except sqlite3.Error:  # of another version: it is taken further, or set aside, at the next start
        return None


def _find(conn: sqlite3.Connection, labels: Sequence[str]) -> list[int]:
    """Return the folders that are called so from their roots on."""
    found = [row[0] for row in conn.execute(f"{_ROOTS} AND label = ?", (labels[0],))]
    for label in labels[1:]:
        below = "SELECT id FROM folders WHERE parent IN (SELECT value FROM json_each(?)) AND gone = 0 AND label = ?"
        found = [row[0] for row in conn.execute(below, (json_ids(found), label))]
    return found


def _ids_above(conn: sqlite3.Connection, folder: int) -> list[int]:
    return [row[0] for row in conn.execute(_ABOVE, (folder,))][1:]


def get_tops(conn: sqlite3.Connection, within: Within) -> dict[int, int]:
    """Return folder -> its top folder, of all visible folders."""
    return dict(conn.execute(_TOPS, (json_ids(within),)).fetchall())


def get_rows(conn: sqlite3.Connection, within: Within) -> list[FolderRow]:
    """Return the visible folders in natural order of their names. Each top folder is a root: of its own id."""
    tops = get_tops(conn, within)
    return [
        replace(row, root=tops[row.id], parent=row.parent if row.parent in tops else None, reason=row.reason and AWAY)
        for row in folders.get_all(conn)
        if row.id in tops
    ]


def get_names(conn: sqlite3.Connection, folder: int, within: Within) -> list[str]:
    """Return the names from the top folder down to this folder; none if the folder is not visible."""
    above = conn.execute(_ABOVE, (folder,)).fetchall()
    last = max((at for at, (found, _) in enumerate(above) if found in within), default=-1)
    return [label for _, label in above[last::-1]] if last >= 0 else []


def is_visible(conn: sqlite3.Connection, folder: int, within: Within | None) -> bool:
    """Return whether a folder is on the disk, and within the top folders (None: any folder is)."""
    found = folders.get(conn, folder) is not None
    return found and (within is None or bool(get_names(conn, folder, within)))


def find_visible(conn: sqlite3.Connection, photos: Collection[int], within: Within) -> set[int]:
    """Return those of the photos that lie in visible folders: each is looked up, whatever the library holds besides."""
    return {row[0] for row in conn.execute(_PHOTOS, (json_ids(photos), json_ids(within)))}


_ROOTS = "SELECT id FROM folders WHERE parent IS NULL AND gone = 0"
_TOPS = (
    "WITH RECURSIVE visible (id, top) AS (SELECT value, value FROM json_each(?)"
    " UNION SELECT folders.id, top FROM folders JOIN visible ON parent = visible.id) SELECT id, top FROM visible"
)
_ABOVE = (  # each has one parent, so that they come in their order
    "WITH RECURSIVE above (id, label, parent) AS (SELECT id, label, parent FROM folders WHERE id = ?"
    " UNION SELECT folders.id, folders.label, folders.parent FROM above JOIN folders ON folders.id = above.parent)"
    " SELECT id, label FROM above"
)
_PHOTOS = (
    "WITH RECURSIVE above (photo, id) AS (SELECT id, folder FROM photos WHERE id IN (SELECT value FROM json_each(?))"
    " UNION SELECT photo, parent FROM above JOIN folders ON folders.id = above.id WHERE parent IS NOT NULL)"
    " SELECT photo FROM above WHERE id IN (SELECT value FROM json_each(?))"
)
