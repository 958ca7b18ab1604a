"""Many different things said at once, which stood in a file or in another program; and all that was said, read out.

Functions of a connection to library.db.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from gallery.annotations import albums as album_rows
from gallery.annotations import items as item_rows
from gallery.annotations import journal, tag_moves, tags, values
from gallery.annotations.album_models import ORDERINGS, TOP, clean_path
from gallery.annotations.change_values import targets_of
from gallery.annotations.library_schema import IMPORT, TAG
from gallery.annotations.models import Applied
from gallery.annotations.undoing import now_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from gallery.annotations.album_models import Album, Ordering
    from gallery.annotations.items import KnownItem
    from gallery.annotations.models import Annotation, AnnotationChange, FileIdentity
    from gallery.annotations.values import FieldChange, Value

_PAGE = 5_000
"""Items that are read at once."""


class Part(NamedTuple):
    """What is said about some of the files of an act."""

    files: Sequence[FileIdentity]
    change: AnnotationChange


class AlbumPart(NamedTuple):
    """What an import says of an album. Files are places among those of all parts."""

    files: Sequence[int]
    """In the order of the album."""
    ordering: Ordering = "hand"
    cover: int | None = None
    """None: the first file."""


def apply_parts(
    conn: sqlite3.Connection,
    parts: Sequence[Part],
    origin: str,
    revision: int | None = None,
    tiles: Sequence[int] | None = None,
    *,
    only_unsaid: bool = True,
    albums: Mapping[str, AlbumPart] | None = None,
) -> Applied:
    """Say each part of its files, as one act of the kind IMPORT.

    Args:
        conn: a writing connection in a transaction.
        parts: any number; of a file that two parts give a value of one field, the first counts.
        origin: what they were taken from, for the history.
        revision: as in `AnnotationStore.apply`.
        tiles: as there, of the files of all parts.
        only_unsaid: whether a field of a file of which something was said stays as it is.
        albums: what comes into which albums, by paths. What is not there yet is made; one that is keeps its order and
            its cover.
    """
    files = [file for part in parts for file in part.files]
    if revision is not None and not journal.is_own_revision(conn, revision):
        files = [file._replace(item=None) for file in files]
    found = item_rows.items_of(conn, files)
    changes: list[FieldChange] = []
    unused = tags.find_unused(conn, {path: None for part in parts for path in part.change.add_tags})
    for (field, tag), wanted in _by_field(conn, parts, found).items():
        values.choose(conn, ((items, value, None) for value, items in wanted.items()))
        changes += values.set_chosen(conn, field, tag, only_unsaid=only_unsaid)
    changes += tag_moves.spell_used(conn, unused)
    for path, part in (albums or {}).items():
        album, made = album_rows.put_path(conn, TOP, clean_path(path))
        changes += made + album_rows.add(conn, album, [found[at] for at in part.files])
        if made:
            cover = {} if part.cover is None else {"cover": found[part.cover]}
            changes += album_rows.change(conn, album, {"ordering": ORDERINGS.index(part.ordering), **cover})
    item_rows.forget_given(conn, found)
    seen = dict(zip(found, tiles or (), strict=tiles is not None))
    act = journal.add(conn, now_ms(), IMPORT, changes, tiles=seen, origin=origin) if changes else None
    return Applied(act, found, journal.revision(conn))


def _by_field(
    conn: sqlite3.Connection, parts: Sequence[Part], items: Sequence[int]
) -> dict[tuple[int, int], dict[Value, list[int]]]:
    """Return the items that are to get each value, by field and tag."""
    found: dict[tuple[int, int], dict[Value, list[int]]] = defaultdict(lambda: defaultdict(list))
    put = cache(partial(tags.put, conn))
    at = 0
    for part in parts:
        own = items[at : at + len(part.files)]
        at += len(part.files)
        for field, _, value in targets_of(conn, replace(part.change, add_tags=(), remove_tags=())):
            found[field, 0][value] += own
        for said, paths in ((1, part.change.add_tags), (0, part.change.remove_tags)):
            for path in paths:  # numbered once, however many parts name them
                found[TAG, put(path)][said] += own
    return found


def read_all(conn: sqlite3.Connection) -> Iterator[tuple[KnownItem, Annotation]]:
    """Yield every item of which something is said, with what is said, by their numbers.

    Args:
        conn: a connection in a transaction, so that all is of one moment.
    """
    last = 0
    while page := item_rows.get_after(conn, last, _PAGE):
        said = values.read(conn, [known.item for known in page])
        yield from ((known, said[known.item]) for known in page if known.item in said)
        last = page[-1].item


def read_by_place(conn: sqlite3.Connection) -> list[tuple[KnownItem, Annotation]]:
    """Return all of `read_all`, sorted by the places of the files: alike in every library that says the same."""

    def place(one: tuple[KnownItem, Annotation]) -> tuple[bytes, bytes, bool, int, int]:
        file = one[0].identity
        return file.root, file.relative, one[0].gone, file.size, file.mtime_ns

    return sorted(read_all(conn), key=place)


def album_paths(conn: sqlite3.Connection) -> dict[int, str]:
    """Return the path of each album, by its number."""
    known = {album.id: album for album in album_rows.get_all(conn)}
    found: dict[int, str] = {}
    for number, album in known.items():
        names, above = [album.name], album.parent
        while above in known and len(names) <= len(known):
            names.append(known[above].name)
            above = known[above].parent
        found[number] = "/".join(reversed(names))
    return found


class AlbumContent(NamedTuple):
    """An album with what it holds."""

    path: str
    """With those that it lies in: "Trips/Italy"."""
    ordering: Ordering
    items: tuple[int, ...]
    """In the order that the user gave them."""
    cover: int | None = None
    """The chosen item, where the album holds it."""


def read_albums(conn: sqlite3.Connection) -> list[AlbumContent]:
    """Return all albums, each behind the one that it lies in and those before it there."""
    inner: dict[int, list[Album]] = defaultdict(list)
    for album in album_rows.get_all(conn):
        inner[album.parent].append(album)
    held: dict[int, list[int]] = defaultdict(list)
    for number, item in conn.execute("SELECT album, item FROM album_items ORDER BY album, place, item"):
        held[number].append(item)
    found: list[AlbumContent] = []
    below = [(album, album.name) for album in reversed(inner[TOP])]
    while below:
        album, path = below.pop()
        found.append(AlbumContent(path, album.ordering, tuple(held[album.id]), _cover(album, held[album.id])))
        below += [(one, f"{path}/{one.name}") for one in reversed(inner[album.id])]
    return found


def _cover(album: Album, held: Sequence[int]) -> int | None:
    return album.cover if album.cover in held else None
