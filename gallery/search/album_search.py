"""Photos in albums, by the names of these, and which albums a text may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import album_copy
from gallery.catalog.change_log import json_ids
from gallery.catalog.collation import plain
from gallery.search.nodes import Trait
from gallery.search.records import fold_value

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.search.index_snapshot import IndexSnapshot
    from gallery.search.nodes import InAlbum

SEPARATOR = "/"


def photos_in_albums(conn: sqlite3.Connection, snapshot: IndexSnapshot, leaf: InAlbum | Trait) -> int:
    """Return the files in the albums that a leaf means; a trait means all albums."""
    paths = [(album, SEPARATOR.join(map(fold_value, path))) for album, path in _paths(conn).items()]
    albums = [album for album, path in paths if isinstance(leaf, Trait) or _is_meant(path, leaf)]
    listed = "SELECT photo FROM json_each(?) CROSS JOIN album_photos ON album = value"
    return snapshot.of_photos(photo for (photo,) in conn.execute(listed, (json_ids(albums),)))


def paths_with(conn: sqlite3.Connection, typed: str) -> Sequence[str]:
    """Return the paths of albums whose own names hold a folded text, or whose paths do where it has a slash."""
    paths = album_copy.paths(album_copy.get_albums(conn)).values()
    return [
        SEPARATOR.join(path) for path in paths if typed in plain(SEPARATOR.join(path) if "/" in typed else path[-1])
    ]


def _paths(conn: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    return album_copy.paths(album_copy.get_albums(conn))


def _is_meant(path: str, leaf: InAlbum) -> bool:
    if leaf.part:
        return leaf.path in path
    return path == leaf.path or (leaf.below and path.startswith(leaf.path + SEPARATOR))
