"""What was said about one file, given to another: by the user, who knows that they are the same. An act like others.

Values move from item to item, and the journal has them on both sides: so the act is undone as any other is. What the
other file has in a field already stays, and then the first keeps its own. An item that has nothing left is noted in
`given`: a file with its content is that other item's copy, not the item itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations import albums, journal, values
from gallery.annotations import items as item_rows
from gallery.annotations.library_schema import SET
from gallery.annotations.models import AnnotationChange, Applied
from gallery.annotations.undoing import now_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.annotations.models import FileIdentity
    from gallery.annotations.values import FieldChange, Value


def give(conn: sqlite3.Connection, pairs: Sequence[tuple[int, FileIdentity]], note: str) -> Applied:
    """Give to files what was said about items.

    Args:
        conn: a writing connection in a transaction.
        pairs: (item, file that gets its words); each item once, each file once.
        note: what the history says of it.

    Returns:
        The act (None: there was nothing to give), and the item of each file.
    """
    targets = item_rows.items_of(conn, [file for _, file in pairs])
    to = {source: target for (source, _), target in zip(pairs, targets, strict=True) if source != target}
    held = values.read_fields(conn, [*to, *to.values()])
    changes, left = _move(conn, to, held)
    changes += albums.hand_over(conn, to)
    if not changes:
        return Applied(None, targets, journal.revision(conn))
    act = journal.add(conn, now_ms(), SET, changes, AnnotationChange(note=note))
    changed = {item for part in changes for item in part.items} - to.keys()
    conn.execute("UPDATE acts SET items = ? WHERE id = ?", (len(changed), act.id))
    conn.executemany("INSERT OR REPLACE INTO given VALUES (?, ?)", ((item, act.id) for item in to.keys() - left))
    return Applied(journal.get(conn, act.id), targets, journal.revision(conn))


def _move(
    conn: sqlite3.Connection, to: dict[int, int], held: dict[tuple[int, int], dict[int, Value]]
) -> tuple[list[FieldChange], set[int]]:
    """Move values. Return what changed, and the items that keep something, because the other file has its own."""
    changes: list[FieldChange] = []
    left: set[int] = set()
    for (field, tag), said in held.items():
        wanted: dict[int, Value] = {}
        for source, target in to.items():
            if source not in said:
                continue
            if target in said and said[target] != said[source]:
                left.add(source)
            else:
                wanted |= {target: said[source], source: None}
        changes += values.set_each(conn, field, tag, wanted)
    return changes, left
