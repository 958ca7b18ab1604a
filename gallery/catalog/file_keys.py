"""All by which a file of the index can be recognised elsewhere or later. Functions of a connection, which only read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import is_inside, join

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class FileKeys(NamedTuple):
    """A file in the index, with all by which it can be recognised elsewhere or later."""

    photo: int
    root: bytes
    relative: bytes
    """Path below the root."""
    device: str | None
    """Id of its volume (scan/volume_id.py); None: nothing tells it."""
    size: int
    mtime_ns: int
    fingerprint: bytes | None
    inode: int | None
    item: int | None
    """The item that it is linked to."""
    state: int


def identify(conn: sqlite3.Connection, photos: Iterable[int], *, members: bool = True) -> list[FileKeys]:
    """Return the files of those of these photos that can be shown, by their ids; a tile stands for all its files.

    Args:
        conn: a connection to the index.
        photos: ids, each once.
        members: whether the other files of their groups are meant, too.
    """
    listed = "SELECT value AS photo FROM json_each(?)"
    if members:
        listed = (
            f"WITH asked (id) AS ({listed}), shown (id) AS (SELECT coalesce(member_of, photos.id) FROM asked"
            " JOIN photos ON photos.id = asked.id)"
            " SELECT id AS photo FROM shown UNION SELECT photos.id FROM shown JOIN photos ON member_of = shown.id"
        )
    found = find_files(conn, f"({listed})", json_ids(photos))
    return [file for file in found if file.state in (1, 2)]


def find_files(conn: sqlite3.Connection, source: str, *values: str) -> list[FileKeys]:
    """Return the files of a table or question with a column `photo`."""
    mounts = [(root, relative, _volume(device)) for root, relative, device in conn.execute(_MOUNTS)]
    found = []
    for photo, root, path, device, folder, name, *keys in conn.execute(
        f"{_FILES.format(source=source)} ORDER BY photos.id", values
    ):
        inner = [(len(at), volume) for of, at, volume in mounts if of == root and is_inside(folder, at)]
        volume = max(inner)[1] if inner else _volume(device)
        found.append(FileKeys(photo, path, join(folder, name), volume or None, *keys))
    return found


_MOUNTS = "SELECT root, relative, device FROM folders WHERE device IS NOT NULL AND gone = 0"
_FILES = (
    "SELECT photos.id, root, path, roots.device, relative, name, size, mtime_ns, fingerprint, inode, item, photos.state"
    " FROM (SELECT photo FROM {source}) AS asked CROSS JOIN photos ON photos.id = asked.photo"
    " JOIN folders ON folders.id = folder JOIN roots ON roots.id = root"
    " LEFT JOIN annotations ON annotations.photo = photos.id"
)


@lru_cache(64)
def _volume(identity: str | None) -> str:
    """Return the id of the volume in an identity (RootRow.identity), "" where there is none."""
    return (identity or "").partition(":")[2].partition(":")[2]
