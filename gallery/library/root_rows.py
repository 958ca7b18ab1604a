"""Writes the rows of roots: which there are, and which of them took over the folders of another.

Every function here runs inside a transaction of the indexer's, whose connection it is given, and touches no drive:
what must be asked of a drive the caller has asked before (root_paths.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import folders, mounted_drives, photos
from gallery.settings.settings import RootPath

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from gallery.library.root_paths import NestedRoot


def read_roots(conn: sqlite3.Connection) -> list[RootPath]:
    """Return the roots that the index holds."""
    return [RootPath(row.id, row.path) for row in folders.get_roots(conn)]


def align_roots(conn: sqlite3.Connection, known: Collection[RootPath], nested: Iterable[NestedRoot]) -> None:
    """Make the index hold the roots `known` and no others, without those that lie inside another one.

    Args:
        conn: in a writing transaction.
        known: the roots of the settings.
        nested: those of them whose folders another one takes over (`root_paths.nested_roots`).
    """
    changed = False
    paths = {root.id: root.path for root in known}
    for row in folders.get_roots(conn):
        if paths.get(row.id) != row.path:
            folders.remove_root(conn, row.id)
            changed = True
    for root in known:
        folders.put_root(conn, root.id, root.path)
    for pair in nested:
        _merge(conn, pair)
        changed = True
    folders.delete_gone(conn)
    if changed:
        photos.raise_generation(conn)


def _merge(conn: sqlite3.Connection, nested: NestedRoot) -> None:
    """Let the outer root take over the folders of the inner one."""
    outer, inner, inside = nested
    if not inside or folders.find(conn, outer.id, inside) is not None:
        folders.remove_root(conn, inner.id)  # the outer one has all of it already
    else:
        mounted_drives.merge_root(conn, inner.id, outer.id, inside)


def add_root(conn: sqlite3.Connection, added: RootPath, inner: Iterable[tuple[RootPath, bytes]]) -> int:
    """Insert a root, let it take over the roots that lie inside it, and return the id of its folder."""
    folder = folders.put_root(conn, added.id, added.path)
    for root, inside in inner:
        mounted_drives.merge_root(conn, root.id, added.id, inside)
        photos.raise_generation(conn)
    return folder


def remove_root(conn: sqlite3.Connection, root_id: int) -> int:
    """Delete a root with its folders and photos, and return the new generation."""
    folders.remove_root(conn, root_id)
    return photos.raise_generation(conn)


def folder_in_root(conn: sqlite3.Connection, root: RootPath, inside: bytes) -> int:
    """Return the id of the folder at `inside` below a root, made known now if the scan has not reached it yet."""
    return folders.find(conn, root.id, inside) or folders.put_chain(conn, root.id, root.path, inside)
