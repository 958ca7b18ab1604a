"""Takes back what acts did to albums, in whatever order, and does it again.

An item's place in an album, and each column of an album, is undone on its own. It goes back to what the last act before
that still stands gave it, unless an act after it stands that gave it something else. An album is unmade when the act
that made it is undone and nobody uses it: then, or when the last act that used it is undone, too.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gallery.annotations import album_order, albums, item_sets
from gallery.annotations.album_models import MAX_DEPTH, TOP
from gallery.annotations.library_schema import ALBUM, IMPORT, REDO, RESTORE, SET, UNDO

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from gallery.annotations.values import FieldChange

_Pairs = dict[int | str, tuple[Any, Any]]
"""Before and after: the place of an item by its number, a column by its name."""

_ROWS = (
    "SELECT done, before, after, act_changes.items FROM acts"
    " JOIN act_changes ON act = acts.id AND field = ? AND tag = ?"
)
_LATER = f"{_ROWS} WHERE acts.id > ? AND kind IN ({SET}, {IMPORT}) AND done = 1"
_EARLIER = f"{_ROWS} WHERE acts.id BETWEEN ? AND ? AND kind NOT IN ({UNDO}, {REDO}, {RESTORE}) ORDER BY acts.id DESC"
_UNMADE = (
    "SELECT act, tag FROM acts JOIN act_changes ON act = acts.id AND field = ? JOIN albums ON albums.id = tag"
    f" WHERE kind IN ({SET}, {IMPORT}) AND done = 0 AND NOT deleted"
    " AND typeof(before) = 'text' AND json_extract(before, '$.deleted') = 1"
)
_PARENTAGE = {"parent", "place"}


def reverse(
    conn: sqlite3.Connection, act: int, oldest: int | None, changes: Mapping[int, Sequence[FieldChange]], *, redo: bool
) -> tuple[list[FieldChange], set[int], set[int]]:
    """Give albums back what they were and held before an act or an undo, unless a later act has changed it.

    Args:
        conn: a writing connection in a transaction.
        act: the act that said something, also where its undo is taken back.
        oldest: the first act before it that is undone or was done again (oldest_undone); None: none, or nothing is
            undone here.
        changes: what the act, or its undo, changed, by the albums.
        redo: whether its undo is taken back.

    Returns:
        What changed, the items whose places were kept, and the albums of which something else was kept.
    """
    done: list[FieldChange] = []
    kept: set[int] = set()
    refused: set[int] = set()
    wanted: dict[int, dict[str, Any]] = {}
    for album, parts in changes.items():
        pairs = _pairs_before(conn, act, oldest, album, parts)
        later = _changed_later(conn, act, album)
        now = albums.places_of(conn, album, [one for one in pairs if isinstance(one, int)])
        columns = albums.values_of(conn, album)
        places: dict[int, int | None] = {}
        wanted[album] = {}
        for one, (old, new) in pairs.items():
            if isinstance(one, int):
                if one not in later and now.get(one) == new:
                    places[one] = old
                else:
                    kept.add(one)
            elif later & (_PARENTAGE if one in _PARENTAGE else {one}) or columns[one] != new:
                refused.add(album)
            elif old != new:
                wanted[album][one] = old
        done += albums.put(conn, album, places)
    changed, left = _change_all(conn, act, wanted, redo=redo)
    done += changed
    if not redo and (done or not (kept or refused or left)):
        done += _unmake(conn, act)
    return done, kept, refused | left


def _pairs_before(
    conn: sqlite3.Connection, act: int, oldest: int | None, album: int, parts: Sequence[FieldChange]
) -> _Pairs:
    """Return what an act changed of an album, with what was there before the undone acts right below."""
    pairs: _Pairs = {}
    for part in parts:
        for one, (old, new) in _pairs(part.before, part.after, part.items).items():
            pairs[one] = (pairs.get(one, (old,))[0], new)
    still = set(pairs) - {"deleted"} if oldest is not None else set()  # comes back, and is unmade if nobody uses it
    for done, before, after, packed in conn.execute(_EARLIER, (ALBUM, album, oldest, act - 1)) if still else ():
        for one, (old, new) in _pairs(before, after, item_sets.unpack(packed)).items():
            if one not in still:
                continue
            if done:
                still.discard(one)
            elif pairs[one][0] == new:
                pairs[one] = (old, pairs[one][1])
    return pairs


def _pairs(before: Any, after: Any, items: Sequence[int]) -> _Pairs:
    if isinstance(before, bytes) and isinstance(after, bytes):
        return dict(zip(items, zip(album_order.unpack(before), album_order.unpack(after), strict=True), strict=True))
    old, new = json.loads(str(before)), json.loads(str(after))
    return {name: (old[name], new[name]) for name in old}


def _changed_later(conn: sqlite3.Connection, act: int, album: int) -> set[int | str]:
    """Return the items whose places, and the columns that acts after one changed that still stand."""
    found: set[int | str] = set()
    for _, _, after, packed in conn.execute(_LATER, (ALBUM, album, act)):
        found |= set(item_sets.unpack(packed)) if isinstance(after, bytes) else json.loads(after).keys()
    return found


def _change_all(
    conn: sqlite3.Connection, act: int, wanted: Mapping[int, dict[str, Any]], *, redo: bool
) -> tuple[list[FieldChange], set[int]]:
    """Change columns of albums, each as soon as it can be. Return what changed, and which albums could not be."""
    done: list[FieldChange] = []
    open_albums = [album for album, columns in wanted.items() if columns]
    progress = True
    while progress:
        progress = False
        for album in tuple(open_albums):
            if _can_be(conn, act, album, wanted[album], redo=redo):
                done += albums.change(conn, album, wanted[album])
                open_albums.remove(album)
                progress = True
    for album in open_albums:
        rest = {name: value for name, value in wanted[album].items() if name not in {*_PARENTAGE, "deleted"}}
        done += albums.change(conn, album, rest)
    return done, set(open_albums)


def _can_be(conn: sqlite3.Connection, act: int, album: int, columns: Mapping[str, Any], *, redo: bool) -> bool:
    """Return whether an album may become so: none is unmade that is used, and none lies in one that is not there."""
    state = {**albums.values_of(conn, album), **columns}
    if columns.get("deleted"):
        return not (_holds_one(conn, album) if redo else _is_used(conn, act, album, act))
    if state["deleted"] or not columns.keys() & {"parent", "deleted"}:
        return True
    above = albums.within_which(conn, state["parent"])
    is_there = state["parent"] == TOP or not albums.values_of(conn, state["parent"])["deleted"]
    return is_there and album not in above and len(above) + albums.height_of(conn, album) <= MAX_DEPTH


def _is_used(conn: sqlite3.Connection, act: int, album: int, undone: int) -> bool:
    """Return whether an act stands that changed an album after it was made, or one that lies in it, deleted or not.

    Args:
        conn: any connection.
        act: the act that made it.
        album: its number.
        undone: the act that is undone now, which does not count.
    """
    stands = f"SELECT 1 FROM acts JOIN act_changes ON act = acts.id WHERE kind IN ({SET}, {IMPORT}) AND done = 1"
    later = f"{stands} AND acts.id > ? AND acts.id != ? AND field = ? AND tag = ?"
    inner = f"{stands} AND acts.id != ? AND field = ? AND tag IN (SELECT id FROM albums WHERE parent = ?)"
    return (
        _holds_one(conn, album)
        or conn.execute(later, (act, undone, ALBUM, album)).fetchone() is not None
        or conn.execute(inner, (undone, ALBUM, album)).fetchone() is not None
    )


def _holds_one(conn: sqlite3.Connection, album: int) -> bool:
    """Return whether an album lies in one."""
    return conn.execute("SELECT 1 FROM albums WHERE parent = ? AND NOT deleted", (album,)).fetchone() is not None


def _unmake(conn: sqlite3.Connection, undone: int) -> list[FieldChange]:
    """Unmake the albums whose making was undone while they were used, and are not any more. Return what changed."""
    done: list[FieldChange] = []
    progress = True
    while progress:
        progress = False
        makers: dict[int, list[int]] = defaultdict(list)
        for act, album in conn.execute(_UNMADE, (ALBUM,)).fetchall():
            makers[album].append(act)
        for album, acts in makers.items():
            if not _is_used(conn, min(acts), album, undone):
                done += albums.change(conn, album, {"deleted": 1})
                progress = True
    return done
