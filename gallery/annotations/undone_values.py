"""Which value a photo goes back to when an act is undone and acts before it are undone already."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gallery.annotations import item_sets
from gallery.annotations.library_schema import REDO, RESTORE, UNDO
from gallery.annotations.values import FieldChange

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from gallery.annotations.values import Value

_SAYS = f"kind NOT IN ({UNDO}, {REDO}, {RESTORE})"
_EARLIER = (
    "SELECT done, before, after, act_changes.items FROM acts"
    " JOIN act_changes ON act = acts.id AND field = ? AND tag = ?"
    f" WHERE acts.id BETWEEN ? AND ? AND {_SAYS} ORDER BY acts.id DESC"
)


def skip_undone(
    conn: sqlite3.Connection, act: int, oldest: int | None, parts: Sequence[FieldChange]
) -> list[FieldChange]:
    """Return what an act changed, with what the last act before it says that stands now, or what was before them all.

    Rated 3, then 5, then the 3 is undone: the 5 stands, and the 3 is what was there before it. When the 5 is undone,
    too, the photo goes back to what was before both, as if neither had been said. Where the 3 was undone when another
    program said the 5, and is done again, the photo goes back to the 3.

    Args:
        conn: a connection to library.db.
        act: the act that is to be undone.
        oldest: the first act before it that is undone or was done again (oldest_undone); None: there is none.
        parts: what it changed in one field, of one tag.
    """
    if not parts or oldest is None:
        return list(parts)
    field, tag = parts[0].field, parts[0].tag
    pairs = {item: (part.before, part.after) for part in parts for item in part.items}
    open_items = set(pairs)
    for done, before, after, packed in conn.execute(_EARLIER, (field, tag, oldest, act - 1)):
        touched = open_items.intersection(item_sets.unpack(packed))
        if done:
            pairs |= {item: (after, pairs[item][1]) for item in touched if pairs[item][0] != after}
            open_items -= touched
        else:
            pairs |= {item: (before, pairs[item][1]) for item in touched if pairs[item][0] == after}
        if not open_items:
            break
    return _grouped(field, tag, pairs.items())


def oldest_undone(conn: sqlite3.Connection, act: int) -> int | None:
    """Return the first act before one that is undone, or was done again; None: there is none."""
    moved = f"SELECT min(id) FROM acts WHERE id < ? AND (done = 0 OR latest > id) AND {_SAYS}"
    row = conn.execute(moved, (act,)).fetchone()
    return None if row[0] is None else int(row[0])


def _grouped(field: int, tag: int, pairs: Iterable[tuple[int, tuple[Value, Value]]]) -> list[FieldChange]:
    groups: dict[tuple[Value, Value], list[int]] = defaultdict(list)
    for item, values in pairs:
        groups[values].append(item)
    return [FieldChange(field, tag, before, after, items) for (before, after), items in groups.items()]
