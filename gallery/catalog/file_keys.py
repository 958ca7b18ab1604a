"""All by which a file of the index can be recognised elsewhere or later. Functions of a connection, which only read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import is_inside, join

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable


class FileKeys(NamedTuple):
    """A file in the index, with all by which it can be recognised elsewhere or later."""

    photo: int
    root: bytes
    relative: bytes
    """Path below the root."""
    size: int
    mtime_ns: int
    fingerprint: bytes | None
    device: str | None
    """Id of its volume (scan/volume_id.py); None: nothing tells it."""
    inode: int | None
    item: int | None
    """The item that it is linked to."""
    state: int
    tile: int
    """The photo whose tile stands for it: itself, where it has its own."""


def identify(conn: sqlite3.Connection, photos: Iterable[int], *, members: bool = True) -> list[FileKeys]:
    """Return the files of those of these photos that can be shown, by their ids; a tile stands for all its files.

    Args:
        conn: a connection to the index.
        photos: ids, each once.
        members: whether the other files of their groups are meant, too.
    """
    found = find_files(conn, _LISTED, json_ids(photos))
    if members:
        named, tiles = {file.photo for file in found}, {file.tile for file in found}
        others = tiles.union(photo for (photo,) in conn.execute(_MEMBERS, (json_ids(tiles),))) - named
        if others:
            found = sorted(found + find_files(conn, _LISTED, json_ids(others)))
    return [file for file in found if file.state in (1, 2)]


def find_changed(conn: sqlite3.Connection, files: Collection[FileKeys]) -> list[int]:
    """Return the photos whose files are elsewhere now, or others, than they were."""
    now = {one.photo: one for one in identify(conn, (one.photo for one in files), members=False)}
    return [file.photo for file in files if not _is_same(file, now.get(file.photo))]


def _is_same(then: FileKeys, now: FileKeys | None) -> bool:
    """Return whether a file is where and what it was, whatever it is linked to and seen by."""
    return now is not None and now._replace(item=None, tile=0) == then._replace(item=None, tile=0)


_LISTED = "(SELECT value AS photo FROM json_each(?))"
_MEMBERS = "SELECT id FROM photos WHERE member_of IN (SELECT value FROM json_each(?))"


def find_files(conn: sqlite3.Connection, source: str, *values: str) -> list[FileKeys]:
    """Return the files of a table or question with a column `photo`, by their ids."""
    rows = sorted(conn.execute(_FILES.format(source=source), values))  # no two ids are the same
    places = _places(conn, {row[1] for row in rows})
    found = []
    for photo, folder, name, size, mtime_ns, fingerprint, *keys in rows:
        root, above, volume = places[folder]
        found.append(FileKeys(photo, root, above + name, size, mtime_ns, fingerprint, volume, *keys))
    return found


def _places(conn: sqlite3.Connection, folders: Iterable[int]) -> dict[int, tuple[bytes, bytes, str | None]]:
    """Return for each folder the path of its root, what stands before the names in it, and the id of its volume."""
    mounts = [(root, relative, _volume(device)) for root, relative, device in conn.execute(_MOUNTS)]
    found = {}
    for folder, root, path, device, relative in conn.execute(_FOLDERS, (json_ids(folders),)):
        inner = [(len(at), volume) for of, at, volume in mounts if of == root and is_inside(relative, at)]
        volume = max(inner)[1] if inner else _volume(device)
        found[folder] = path, join(relative, b""), volume or None
    return found


_MOUNTS = "SELECT root, relative, device FROM folders WHERE device IS NOT NULL AND gone = 0"
_FOLDERS = (
    "SELECT folders.id, root, path, roots.device, relative FROM folders JOIN roots ON roots.id = root"
    " WHERE folders.id IN (SELECT value FROM json_each(?))"
)
_FILES = (
    "SELECT photos.id, folder, name, size, mtime_ns, fingerprint, inode, item, photos.state,"
    " coalesce(member_of, photos.id)"
    " FROM (SELECT photo FROM {source}) AS asked CROSS JOIN photos ON photos.id = asked.photo"
    " LEFT JOIN annotations ON annotations.photo = photos.id"
)


@lru_cache(64)
def _volume(identity: str | None) -> str:
    """Return the id of the volume in an identity (RootRow.identity), "" where there is none."""
    return (identity or "").partition(":")[2].partition(":")[2]
