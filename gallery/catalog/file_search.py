"""Finds files of the index for what another program says about them: by place, by name, by content. Only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog import folders, photos
from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import CAN_BE_SHOWN, join

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable


class FoundFile(NamedTuple):
    """A file that can be shown, and what it may be recognised by."""

    photo: int
    root: bytes
    relative: bytes
    name: bytes
    size: int
    mtime_ns: int
    fingerprint: bytes | None


class PlaceFinder:
    """Finds photos by their places; folders are looked up once. For one connection and one thread."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Take a connection to the index, in a transaction."""
        self._conn = conn
        self.roots = {root.path: root.id for root in folders.get_roots(conn)}
        """Ids by path."""
        self._folders: dict[tuple[int, bytes], int | None] = {}

    def find(self, root: bytes, relative: bytes) -> int | None:
        """Return the photo at a path below a root, or None where none can be shown."""
        if root not in self.roots:
            return None
        above, _, name = relative.rpartition(folders.SEP)
        key = self.roots[root], above
        if key not in self._folders:
            self._folders[key] = folders.find(self._conn, *key)
        folder = self._folders[key]
        return None if folder is None else photos.find_by_name(self._conn, folder, name)


def find_files(
    conn: sqlite3.Connection, names: Collection[bytes], fingerprints: Collection[bytes]
) -> Iterable[FoundFile]:
    """Yield the files that have one of these names or contents. Goes through all photos: 2 s for a million."""
    places = {row.id: (row.root, row.relative) for row in folders.get_all(conn)}
    roots = {root.id: root.path for root in folders.get_roots(conn)}
    for photo, folder, name, size, mtime_ns, fingerprint in conn.execute(
        f"SELECT id, folder, name, size, mtime_ns, fingerprint FROM photos WHERE {CAN_BE_SHOWN} ORDER BY id"
    ):
        if (name in names or fingerprint in fingerprints) and folder in places:
            root, relative = places[folder]
            yield FoundFile(photo, roots[root], join(relative, name), name, size, mtime_ns, fingerprint)


def group_files(conn: sqlite3.Connection, listed: Iterable[int]) -> dict[int, int]:
    """Return photo -> the photo whose tile stands for it, of all files of the groups that these photos are in."""
    return dict(
        conn.execute(
            "WITH shown (id) AS (SELECT DISTINCT coalesce(member_of, photos.id) FROM json_each(?)"
            " JOIN photos ON photos.id = value) SELECT id, id FROM shown"
            " UNION ALL SELECT photos.id, member_of FROM shown JOIN photos ON member_of = shown.id"
            f" AND photos.{CAN_BE_SHOWN}",
            (json_ids(listed),),
        )
    )


class FileWords(NamedTuple):
    """What the file of a photo, or its sidecar, says by itself; and the item that the photo is linked to."""

    item: int | None
    rating: int | None
    title: str | None
    caption: str | None
    tags: tuple[str, ...]


def file_words(conn: sqlite3.Connection, listed: Iterable[int]) -> dict[int, FileWords]:
    """Return the words of the files of photos, by their ids."""
    rows = conn.execute(
        "SELECT value, item, details.rating, details.title, details.caption, details.tags FROM json_each(?)"
        " LEFT JOIN annotations ON annotations.photo = value LEFT JOIN details ON details.photo = value",
        (json_ids(listed),),
    )
    return {
        photo: FileWords(item, rating, title, caption, tuple(filter(None, (tags or "").split("\n"))))
        for photo, item, rating, title, caption, tags in rows
    }
