"""Albums in library.db: which there are, what they hold, and changes of both with their undoing.

The functions that write need a writing connection in a transaction, and return what changed for the journal: rows of
the field ALBUM (library_schema.py).
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gallery.annotations import album_order
from gallery.annotations.album_models import MAX_ALBUMS, MAX_DEPTH, ORDERINGS, TOP, Album
from gallery.annotations.library_schema import ALBUM
from gallery.annotations.tags import folded
from gallery.annotations.values import FieldChange
from gallery.base.errors import NotFoundError, UsageError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

_COLUMNS = "id, parent, place, name, ordering, cover"
_CHANGEABLE = ("parent", "place", "name", "ordering", "cover", "deleted")
FIELD = ALBUM
GONE = Sentence("error-album-gone")


def get_all(conn: sqlite3.Connection) -> list[Album]:
    """Return all albums that are not deleted, each behind those before it in its parent."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM albums WHERE NOT deleted ORDER BY place, id")
    return [_album(row) for row in rows]


def get(conn: sqlite3.Connection, album: int) -> Album:
    """Return an album.

    Raises:
        NotFoundError: there is none, or it is deleted.
    """
    row = conn.execute(f"SELECT {_COLUMNS} FROM albums WHERE id = ? AND NOT deleted", (album,)).fetchone()
    if row is None:
        raise NotFoundError(GONE)
    return _album(row)


def _album(row: tuple[Any, ...]) -> Album:
    number, parent, place, name, ordering, cover = row
    return Album(number, parent, place, name, ORDERINGS[ordering], cover)


def put_path(conn: sqlite3.Connection, parent: int, names: Sequence[str]) -> tuple[int, list[FieldChange]]:
    """Return the album of a path below an album, which is made, with those above it, where there is none yet.

    Raises:
        UsageError: there are too many albums.
    """
    album, changes, level = parent, list[FieldChange](), len(within_which(conn, parent))
    if level + len(names) > MAX_DEPTH:
        raise UsageError(Sentence("error-album-depth", count=MAX_DEPTH - 1))
    for name in names:
        found = [one.id for one in _children(conn, album) if folded(one.name) == folded(name)]
        if not found:
            changes += _make(conn, album, name)
            found = [changes[-1].tag]
        album = found[0]
    return album, changes


def _make(conn: sqlite3.Connection, parent: int, name: str) -> list[FieldChange]:
    (number, count) = conn.execute("SELECT coalesce(max(id), 0) + 1, sum(NOT deleted) FROM albums").fetchone()
    if (count or 0) >= MAX_ALBUMS:
        raise UsageError(Sentence("error-album-number", count=MAX_ALBUMS))
    places = album_order.moved_places([(one.id, one.place) for one in _children(conn, parent)], [number], None)
    conn.execute(
        "INSERT INTO albums (id, parent, place, name, deleted) VALUES (?, ?, ?, ?, 1)",
        (number, parent, places.pop(number), name),
    )
    return [*_set_places(conn, places), *change(conn, number, {"deleted": 0})]


def change(conn: sqlite3.Connection, album: int, values: Mapping[str, Any]) -> list[FieldChange]:
    """Give columns of an album new values."""
    before = values_of(conn, album)
    after = {name: value for name, value in values.items() if before[name] != value}
    if not after:
        return []
    columns = ", ".join(f"{name} = :{name}" for name in after)
    conn.execute(f"UPDATE albums SET {columns} WHERE id = :album", {**after, "album": album})
    told = {name: before[name] for name in after}
    return [FieldChange(ALBUM, album, json.dumps(told, ensure_ascii=False), json.dumps(after, ensure_ascii=False), [])]


def move(conn: sqlite3.Connection, album: int, parent: int, before: int | None) -> list[FieldChange]:
    """Put an album into another one, before one of those that lie there; None: behind them.

    Raises:
        UsageError: it would lie in itself, or too deep.
    """
    above = within_which(conn, parent)
    if album in above:
        raise UsageError(Sentence("error-album-in-itself"))
    if len(above) + height_of(conn, album) > MAX_DEPTH:
        raise UsageError(Sentence("error-album-depth", count=MAX_DEPTH - 1))
    order = [(one.id, one.place) for one in _children(conn, parent) if one.id != album]
    places = album_order.moved_places(order, [album], before)
    moved = change(conn, album, {"parent": parent, "place": places.pop(album)})
    return moved + _set_places(conn, places)


def delete(conn: sqlite3.Connection, album: int) -> list[FieldChange]:
    """Delete an album with those that lie in it. What they held stays noted, so that it can be undone."""
    return [part for one in _within(conn, album) for part in change(conn, one, {"deleted": 1})]


def add(conn: sqlite3.Connection, album: int, items: Sequence[int]) -> list[FieldChange]:
    """Put items at the end of an album, in their order; those that it holds stay where they are."""
    held = places_of(conn, album, items)
    new = list(dict.fromkeys(item for item in items if item not in held))
    if not new:
        return []
    (last,) = conn.execute("SELECT coalesce(max(place), 0) FROM album_items WHERE album = ?", (album,)).fetchone()
    places = album_order.places_between(last, None, len(new))
    if places is None:  # only after hundreds of millions
        return put(conn, album, album_order.moved_places(_order(conn, album), new, None))
    return put(conn, album, dict(zip(new, places, strict=True)))


def remove(conn: sqlite3.Connection, album: int, items: Iterable[int]) -> list[FieldChange]:
    """Take items out of an album."""
    return put(conn, album, dict.fromkeys(items))


def reorder(conn: sqlite3.Connection, album: int, items: Sequence[int], before: int | None) -> list[FieldChange]:
    """Put items that an album holds before another one of it, in their order; None: at the end."""
    held = places_of(conn, album, items)
    moved = list(dict.fromkeys(item for item in items if item in held))
    return put(conn, album, album_order.moved_places(_order(conn, album), moved, before))


def hand_over(conn: sqlite3.Connection, to: Mapping[int, int]) -> list[FieldChange]:
    """Give items the places in albums that others have, source -> target, and let them be covers in their stead.

    A target keeps the place that it has.
    """
    held: dict[int, dict[int, int | None]] = defaultdict(dict)
    rows = conn.execute(
        "SELECT album, item, place FROM json_each(?) CROSS JOIN album_items ON item = value ORDER BY album, place",
        (json.dumps(list(to)),),
    ).fetchall()
    for album, source, place in rows:
        held[album] |= {source: None, to[source]: place}
    changes: list[FieldChange] = []
    for album, wanted in held.items():
        own = places_of(conn, album, set(to.values()))
        changes += put(conn, album, {**wanted, **own})
    covers = [(one.id, to[one.cover]) for one in get_all(conn) if one.cover is not None and one.cover in to]
    return changes + [part for album, item in covers for part in change(conn, album, {"cover": item})]


def put(conn: sqlite3.Connection, album: int, places: Mapping[int, int | None]) -> list[FieldChange]:
    """Give items places in an album, None: take them out. Return what changed."""
    known = places_of(conn, album, places)
    changed = sorted(item for item, place in places.items() if known.get(item) != place)
    if not changed:
        return []
    gone = [(album, item) for item in changed if places[item] is None]
    there = [(album, item, places[item]) for item in changed if places[item] is not None]
    conn.executemany("DELETE FROM album_items WHERE album = ? AND item = ?", gone)
    conn.executemany("INSERT OR REPLACE INTO album_items (album, item, place) VALUES (?, ?, ?)", there)
    before = album_order.pack([known.get(item) for item in changed])
    after = album_order.pack([places[item] for item in changed])
    return [FieldChange(ALBUM, album, before, after, changed)]


def places_of(conn: sqlite3.Connection, album: int, items: Collection[int]) -> dict[int, int]:
    """Return the places of those of these items that an album holds."""
    rows = conn.execute(
        "SELECT item, place FROM json_each(?) CROSS JOIN album_items ON item = json_each.value WHERE album = ?",
        (json.dumps(list(items)), album),
    )
    return dict(rows.fetchall())


def _order(conn: sqlite3.Connection, album: int) -> list[tuple[int, int]]:
    """Return (item, place) of all that an album holds, in order."""
    return conn.execute("SELECT item, place FROM album_items WHERE album = ? ORDER BY place, item", (album,)).fetchall()


def values_of(conn: sqlite3.Connection, album: int) -> dict[str, Any]:
    """Return the columns of an album, also of a deleted one."""
    row = conn.execute(f"SELECT {', '.join(_CHANGEABLE)} FROM albums WHERE id = ?", (album,)).fetchone()
    return dict(zip(_CHANGEABLE, row, strict=True))


def _children(conn: sqlite3.Connection, parent: int) -> list[Album]:
    return [album for album in get_all(conn) if album.parent == parent]


def _set_places(conn: sqlite3.Connection, places: Mapping[int, int]) -> list[FieldChange]:
    return [part for album, place in places.items() for part in change(conn, album, {"place": place})]


def within_which(conn: sqlite3.Connection, album: int) -> list[int]:
    """Return an album and those that it lies in, the innermost first."""
    parents, found = dict(conn.execute("SELECT id, parent FROM albums").fetchall()), list[int]()
    while album != TOP and album in parents and album not in found:
        found.append(album)
        album = parents[album]
    return found


def _within(conn: sqlite3.Connection, album: int) -> list[int]:
    """Return an album and all that lie in it, the outermost first."""
    children: dict[int, list[int]] = {}
    for one in get_all(conn):
        children.setdefault(one.parent, []).append(one.id)
    found = [album]
    for inner in found:
        found += [child for child in children.get(inner, ()) if child not in found]
    return found


def height_of(conn: sqlite3.Connection, album: int) -> int:
    """Return how many albums lie inside each other from one on, itself counted."""
    within = set(_within(conn, album))
    return max(len([one for one in within_which(conn, inner) if one in within]) for inner in within)
