"""Albums and which photos they hold, as the index has them: a copy of library.db, for listing and search.

The copy can be made again at any time (scan/annotation_linking.py). A photo stands in `album_photos` as long as it is
linked to an item; albums that are deleted have no row in `albums`, but what they held stays noted, since they may come
back. The functions that write need a connection in a writing transaction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.change_log import json_ids
from gallery.catalog.folders import IN_TIMELINE
from gallery.catalog.schema import BROKEN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

ORDERINGS = ("hand", "newest", "oldest")
"""Stored as their places in this list."""


class AlbumRow(NamedTuple):
    """An album, without what it holds."""

    id: int
    parent: int
    """The album that it lies in; 0: none."""
    place: int
    """Among the albums of its parent."""
    name: str
    ordering: int
    """Place in ORDERINGS."""
    cover: int | None
    """The chosen item; None: the first photo."""


class AlbumCount(NamedTuple):
    """What an album holds itself, without those that lie in it."""

    photos: int
    """Tiles that are shown."""
    first: int
    """The photo that comes first."""
    first_version: int


def put_albums(conn: sqlite3.Connection, albums: Sequence[AlbumRow]) -> bool:
    """Store which albums there are. Return whether anything is different now."""
    known = {row[0]: AlbumRow(*row) for row in conn.execute("SELECT * FROM albums")}
    wanted = {album.id: album for album in albums}
    if known == wanted:
        return False
    conn.executemany("DELETE FROM albums WHERE id = ?", ((album,) for album in known.keys() - wanted.keys()))
    conn.executemany(
        "INSERT INTO albums VALUES (?, ?, ?, ?, ?, ?)", (wanted[one] for one in wanted.keys() - known.keys())
    )
    conn.executemany(
        "UPDATE albums SET parent = ?2, place = ?3, name = ?4, ordering = ?5, cover = ?6 WHERE id = ?1",
        (album for album in albums if album.id in known and known[album.id] != album),
    )
    return True


def put_photos(conn: sqlite3.Connection, held: Mapping[int, Sequence[tuple[int, int]]]) -> int:
    """Store which albums hold photos: photo -> (album, place) of each. Return how many rows are different now."""
    photos = json_ids(held)
    rows = conn.execute(
        "SELECT album, photo, place FROM json_each(?) CROSS JOIN album_photos ON photo = json_each.value", (photos,)
    )
    known = {(album, photo): place for album, photo, place in rows}
    wanted = {(album, photo): place for photo, albums in held.items() for album, place in albums}
    gone = known.keys() - wanted.keys()
    conn.executemany("DELETE FROM album_photos WHERE album = ? AND photo = ?", gone)
    moved = [(place, *key) for key, place in wanted.items() if known.get(key, place) != place]
    conn.executemany("UPDATE album_photos SET place = ? WHERE album = ? AND photo = ?", moved)
    new = [(*key, place) for key, place in wanted.items() if key not in known]
    conn.executemany(
        "INSERT INTO album_photos SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?2)", new
    )
    return len(gone) + len(moved) + len(new)


def remove_photos(conn: sqlite3.Connection) -> None:
    """Forget what all albums hold."""
    conn.execute("DELETE FROM album_photos")


def get_albums(conn: sqlite3.Connection) -> list[AlbumRow]:
    """Return all albums, each behind the one it lies in and those before it there.

    Where one lies in an album that is gone, or in itself by way of others, it lies in none.
    """
    rows = [AlbumRow(*row) for row in conn.execute("SELECT * FROM albums ORDER BY place, id")]
    parents = {row.id: row.parent for row in rows}
    children: dict[int, list[AlbumRow]] = defaultdict(list)
    for row in rows:
        parent = row.parent if _is_rooted(row.id, parents) else 0
        children[parent].append(row._replace(parent=parent))
    found = list[AlbumRow]()
    waiting = children[0][::-1]
    while waiting:
        found.append(waiting.pop())
        waiting += children[found[-1].id][::-1]
    return found


def _is_rooted(album: int, parents: Mapping[int, int]) -> bool:
    """Return whether an album lies in albums that are there, the outermost of them in none; else its parent is none."""
    seen = {album}
    at = parents[album]
    while at in parents and at not in seen:
        seen.add(at)
        at = parents[at]
    return parents[album] in parents and album != at


def within(albums: Iterable[AlbumRow], album: int) -> list[int]:
    """Return an album and all that lie in it, in the order of `get_albums`; none where it is not there."""
    found: dict[int, None] = {}
    for row in albums:
        if row.id == album or row.parent in found:
            found[row.id] = None
    return list(found)


def subtrees(albums: Sequence[AlbumRow]) -> dict[int, list[int]]:
    """Return for each album itself and all that lie in it, as `within` does, from all in the order of `get_albums`."""
    sizes = Counter[int]()
    for row in reversed(albums):
        sizes[row.id] += 1
        sizes[row.parent] += sizes[row.id]
    ids = [row.id for row in albums]
    return {album: ids[at : at + sizes[album]] for at, album in enumerate(ids)}


def paths(albums: Iterable[AlbumRow]) -> dict[int, tuple[str, ...]]:
    """Return the names of each album with those that it lies in, the outermost first."""
    found: dict[int, tuple[str, ...]] = {}
    for row in albums:
        found[row.id] = (*found.get(row.parent, ()), row.name)
    return found


_TILES = (
    "album_photos CROSS JOIN photos AS file ON file.id = album_photos.photo"
    " CROSS JOIN photos ON photos.id = coalesce(file.member_of, file.id)"
)
"""What albums hold, with the photos whose tiles stand for it."""
_SHOWN = IN_TIMELINE.replace("state", "photos.state").replace("member_of", "photos.member_of")
_FIRST = (
    f"(photos.state = {BROKEN}) * 1e17 + CASE albums.ordering WHEN 0 THEN album_photos.place"
    " WHEN 1 THEN -coalesce(photos.taken_ms, -1e16) ELSE coalesce(photos.taken_ms, 1e16) END"
)
"""What the first photo of an album has the least of. One that cannot be shown comes last: it would be a poor cover."""


def get_contents(conn: sqlite3.Connection) -> dict[tuple[str, ...], tuple[AlbumRow, list[int]]]:
    """Return each album and which photos it holds, by its path, in their order; outer albums before those in them.

    Of several with one path the first counts, and holds what all of them do.
    """
    held: dict[int, list[int]] = defaultdict(list)
    for album, photo in conn.execute("SELECT album, photo FROM album_photos ORDER BY album, place, photo"):
        held[album].append(photo)
    found: dict[tuple[str, ...], tuple[AlbumRow, list[int]]] = {}
    rows = get_albums(conn)
    for row, path in zip(rows, paths(rows).values(), strict=True):
        found.setdefault(path, (row, []))[1].extend(held[row.id])
    return found


def count(conn: sqlite3.Connection) -> dict[int, AlbumCount]:
    """Return how many photos each album holds itself, and which comes first; without those that hold none."""
    rows = conn.execute(
        f"SELECT album, count(DISTINCT photos.id), photos.id, photos.version, min({_FIRST})"
        f" FROM {_TILES} JOIN albums ON albums.id = album WHERE {_SHOWN} GROUP BY album"
    )
    return {album: AlbumCount(photos, first, version) for album, photos, first, version, _ in rows}


def count_together(conn: sqlite3.Connection, albums: Sequence[int]) -> int:
    """Return how many photos several albums hold, each photo once."""
    statement = f"SELECT count(DISTINCT photos.id) FROM {_TILES} WHERE album IN (SELECT value FROM json_each(?))"
    return int(conn.execute(f"{statement} AND {_SHOWN}", (json_ids(albums),)).fetchone()[0])


def chosen_covers(conn: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """Return album -> (photo, version) of the covers that were chosen, are shown, and in their albums still."""
    rows = conn.execute(
        f"SELECT album, photos.id, photos.version FROM albums JOIN annotations ON item = cover"
        f" JOIN {_TILES} WHERE album_photos.photo = annotations.photo AND album = albums.id AND {_SHOWN}"
    )
    return {album: (photo, version) for album, photo, version in rows}


def albums_of(conn: sqlite3.Connection, photo: int) -> list[int]:
    """Return the albums that hold a photo, or a file of its group."""
    rows = conn.execute(
        "SELECT DISTINCT album FROM album_photos JOIN albums ON albums.id = album WHERE photo IN"
        " (SELECT id FROM photos WHERE id = ?1 OR member_of = ?1 OR id = (SELECT member_of FROM photos WHERE id = ?1))",
        (photo,),
    )
    return [album for (album,) in rows]
