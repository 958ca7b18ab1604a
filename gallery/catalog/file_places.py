"""What the index has at paths that were known before roots or drives changed. Functions of a connection that read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.annotation_copy import SAYS_SOMETHING
from gallery.catalog.folders import CAN_BE_SHOWN, SEP, get_roots, is_inside, join
from gallery.catalog.schema import UNREAD
from gallery.catalog.sidecars import decode_sidecars

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gallery.base.models import Sidecar
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


class Stranger(NamedTuple):
    """A photo with sidecars, about which nothing was said."""

    name: bytes
    size: int
    mtime_ns: int
    fingerprint: bytes | None
    sidecars: tuple[Sidecar, ...]
    is_undecided: bool
    """Whether it is to be read, or to be found out which file it is."""


def find_strangers(
    conn: sqlite3.Connection, folders: Iterable[tuple[bytes, bytes]]
) -> dict[tuple[bytes, bytes], list[Stranger]]:
    """Return the photos with sidecars about which nothing was said.

    Args:
        conn: any connection to the index.
        folders: (absolute path of a root, path below it); the root need not be one any more.

    Returns:
        By the folders; those whose drive is away, or that lie below no root, are left out.
    """
    roots = get_roots(conn)
    found = {}
    for base, below in folders:
        path = join(base, below) if below else base
        root = next((root for root in roots if is_inside(path, root.path.rstrip(SEP))), None)
        if root is None or root.offline is not None:
            continue
        folder = _find_folder(conn, root, path[len(root.path.rstrip(SEP)) + 1 :])
        if folder is not None and not folder[1]:
            rows = conn.execute(_STRANGERS, (folder[0],))
            found[base, below] = [_stranger(*row) for row in rows]
    return found


def _stranger(
    name: bytes, size: int, mtime_ns: int, fingerprint: bytes | None, sidecars: str, undecided: int
) -> Stranger:
    return Stranger(name, size, mtime_ns, fingerprint, decode_sidecars(sidecars), bool(undecided))


_STRANGERS = (
    "SELECT name, size, mtime_ns, fingerprint, sidecars, todo = 1"
    " OR EXISTS (SELECT 1 FROM unlinked WHERE photo = photos.id)"
    " OR EXISTS (SELECT 1 FROM unsure WHERE photo = photos.id)"
    f" FROM photos WHERE folder = ? AND sidecars IS NOT NULL AND {CAN_BE_SHOWN}"
    f" AND NOT EXISTS (SELECT 1 FROM annotations WHERE photo = photos.id AND {SAYS_SOMETHING})"
)


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
