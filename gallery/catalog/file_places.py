"""What the index has at paths that were known before roots or drives changed. Functions of a connection that read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.folders import CAN_BE_SHOWN, SEP, get_roots, is_inside, join
from gallery.catalog.schema import UNREAD

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gallery.catalog.folders import RootRow


class Occupant(NamedTuple):
    """What the index has at a path below one of its roots."""

    photo: int | None
    """None: no file, or it is gone."""
    fingerprint: bytes | None = None
    is_unread: bool = False
    """Whether its content may be another than is known."""
    is_away: bool = False
    """Whether its drive is not connected."""


def find_occupants(conn: sqlite3.Connection, places: Iterable[tuple[int, bytes, bytes]]) -> dict[int, Occupant]:
    """Return what is at each place.

    Args:
        conn: any connection to the index.
        places: (key, absolute path of a root, path below it); the root need not be one any more.

    Returns:
        By the keys; a place that lies below no root is left out.
    """
    roots = get_roots(conn)
    folders: dict[tuple[int, bytes], tuple[int, bool] | None] = {}
    found: dict[int, Occupant] = {}
    for key, base, below in places:
        path = join(base, below)
        root = next((root for root in roots if is_inside(path, root.path.rstrip(SEP))), None)
        if root is None:
            continue
        folder, _, name = path[len(root.path.rstrip(SEP)) + 1 :].rpartition(SEP)
        if (root.id, folder) not in folders:
            folders[root.id, folder] = _find_folder(conn, root, folder)
        found[key] = _occupant(conn, root, folders[root.id, folder], name)
    return found


def _find_folder(conn: sqlite3.Connection, root: RootRow, relative: bytes) -> tuple[int, bool] | None:
    """Return the id of a folder, and whether its drive is away."""
    row = conn.execute(
        "SELECT id, away IS NOT NULL FROM folders WHERE root = ? AND relative = ? AND gone = 0", (root.id, relative)
    ).fetchone()
    return row and (row[0], bool(row[1]))


def _occupant(conn: sqlite3.Connection, root: RootRow, folder: tuple[int, bool] | None, name: bytes) -> Occupant:
    offline = root.offline is not None
    if folder is None:
        return Occupant(None, is_away=offline)
    row = conn.execute(
        f"SELECT id, fingerprint, todo = 1 OR state = {UNREAD} FROM photos"
        f" WHERE folder = ? AND name = ? AND (state = {UNREAD} OR {CAN_BE_SHOWN})",
        (folder[0], name),
    ).fetchone()
    away = offline or folder[1]
    return Occupant(row[0], row[1], bool(row[2]), away) if row else Occupant(None, is_away=away)
