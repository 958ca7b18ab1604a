"""Writes the rows of roots: which there are, and which of them took over the folders of another.

Every function here runs inside a transaction of the indexer's, whose connection it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import folders, photos
from gallery.library.root_paths import contained_roots

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gallery.settings.settings import RootPath


def align_roots(conn: sqlite3.Connection, known: Iterable[RootPath]) -> list[int]:
    """Make the index hold these roots and no others.

    Returns:
        The ids of the roots that lie inside another one, which has taken over their folders.
    """
    changed, merged = False, []
    outside = sorted(known, key=lambda root: len(root.path))  # an outer path is shorter
    paths = {root.id: root.path for root in outside}
    for row in folders.get_roots(conn):
        if paths.get(row.id) != row.path:
            folders.remove_root(conn, row.id)
            changed = True
    for root in outside:
        folders.put_root(conn, root.id, root.path)
    while outside:
        outer = outside.pop(0)
        for inner, inside in contained_roots(outside, outer.path):
            outside.remove(inner)
            merged.append(inner.id)
            _merge(conn, inner, outer, inside)
    folders.delete_gone(conn)
    if changed or merged:
        photos.raise_generation(conn)
    return merged


def _merge(conn: sqlite3.Connection, inner: RootPath, outer: RootPath, inside: bytes) -> None:
    """Let the root `outer` take over the folders of the root `inner`, which lies at `inside` below it."""
    if not inside or folders.find(conn, outer.id, inside) is not None:
        folders.remove_root(conn, inner.id)  # the outer one has all of it already
    else:
        folders.merge_root(conn, inner.id, outer.id, inside)


def add_root(conn: sqlite3.Connection, added: RootPath, inner: Iterable[tuple[RootPath, bytes]]) -> int:
    """Insert a root, let it take over the roots that lie inside it, and return the id of its folder."""
    folder = folders.put_root(conn, added.id, added.path)
    for root, inside in inner:
        folders.merge_root(conn, root.id, added.id, inside)
        photos.raise_generation(conn)
    return folder


def remove_root(conn: sqlite3.Connection, root_id: int) -> int:
    """Delete a root with its folders and photos, and return the new generation."""
    folders.remove_root(conn, root_id)
    return photos.raise_generation(conn)


def folder_in_root(conn: sqlite3.Connection, root: RootPath, inside: bytes) -> int:
    """Return the id of the folder at `inside` below a root, made known now if the scan has not reached it yet."""
    return folders.find(conn, root.id, inside) or folders.put_chain(conn, root.id, root.path, inside)
