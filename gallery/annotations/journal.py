"""The journal of acts in library.db: written in the transaction of the change itself, and read for undo and history."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from gallery.annotations import item_sets
from gallery.annotations.library_schema import IMPORT, REDO, RESTORE, SET, UNDO
from gallery.annotations.models import Act, ActKind, AnnotationChange
from gallery.annotations.values import FieldChange

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

_KINDS: dict[int, ActKind] = {SET: "set", UNDO: "undo", REDO: "redo", RESTORE: "restore", IMPORT: "import"}
_ORIGIN = "from"
"""The key in `acts.fields` of what was taken over."""
_COLUMNS = "id, at_ms, kind, fields, items, undoes, done"
SIDECAR = "sidecar"
"""acts.fields, "by": another program said it in a sidecar."""
EPOCH_SHIFT = 32
"""A revision is the library's epoch above this bit, and the number of its newest act below."""


def now_ms() -> int:
    """Return the time of an act: milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def add(
    conn: sqlite3.Connection,
    at_ms: int,
    kind: int,
    changes: Sequence[FieldChange],
    change: AnnotationChange | None = None,
    undoes: int | None = None,
    tiles: Mapping[int, int] | None = None,
    origin: str | None = None,
) -> Act:
    """Write an act with what it changed, and return it.

    Args:
        conn: a writing connection in a transaction.
        at_ms: when, milliseconds since 1970 UTC.
        kind: SET, UNDO, REDO, RESTORE or IMPORT.
        changes: the items and their values.
        change: what was said, of a SET.
        undoes: the act that is undone or done again.
        tiles: what stands for an item where the user sees it; of those that are in it only these count, else all.
        origin: what an IMPORT was taken from.
    """
    (number,) = conn.execute("SELECT coalesce(max(id), 0) + 1 FROM acts").fetchone()
    changed = set().union(*(part.items for part in changes))
    items = len({tiles[item] for item in changed if item in tiles} if tiles else ()) or len(changed)
    said = {_ORIGIN: origin} if origin else None if change is None else change.as_json()
    fields = None if said is None else json.dumps(said, ensure_ascii=False)
    conn.execute(
        "INSERT INTO acts (id, at_ms, kind, fields, items, undoes, latest) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, at_ms, kind, fields, items, undoes, number),
    )
    conn.executemany(
        "INSERT INTO act_changes (act, field, tag, before, after, items) VALUES (?, ?, ?, ?, ?, ?)",
        ((number, *part[:-1], item_sets.pack(part.items)) for part in changes),
    )
    return Act(number, at_ms, _KINDS[kind], change, items, undoes, "done", origin)


def add_of_sidecars(
    conn: sqlite3.Connection, at_ms: int, changes: Sequence[FieldChange], change: AnnotationChange
) -> Act:
    """Write an act by which the user took over what another program said in sidecars.

    It can be undone in the history, but is not what Ctrl+Z takes back: the user has not done it.
    """
    act = add(conn, at_ms, SET, changes, change)
    conn.execute("UPDATE acts SET latest = 0, fields = json_set(fields, '$.by', ?) WHERE id = ?", (SIDECAR, act.id))
    return act


def get(conn: sqlite3.Connection, act: int) -> Act | None:
    """Return an act, or None where there is none of that number."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM acts WHERE id = ?", (act,)).fetchone()
    return _act(row) if row else None


def get_only_item(conn: sqlite3.Connection, act: int) -> int | None:
    """Return the first item that an act changed: of an act about one photo what tells it from others; None: none."""
    return min((item for change in get_changes(conn, act) for item in change.items), default=None)


def get_changes(conn: sqlite3.Connection, act: int) -> list[FieldChange]:
    """Return what an act changed."""
    return [
        FieldChange(field, tag, before, after, item_sets.unpack(items))
        for field, tag, before, after, items in conn.execute(
            "SELECT field, tag, before, after, items FROM act_changes WHERE act = ?", (act,)
        )
    ]


def newest_done(conn: sqlite3.Connection) -> int | None:
    """Return the act that was done, or done again, last and is not undone; None where there is none."""
    newest = "SELECT id, latest FROM acts WHERE kind = ? AND done = 1 AND latest > 0 ORDER BY latest DESC LIMIT 1"
    rows = [row for kind in (SET, IMPORT) for row in conn.execute(newest, (kind,))]  # each by the index
    return max(rows, key=lambda row: row[1])[0] if rows else None


def newest_undo(conn: sqlite3.Connection) -> Act | None:
    """Return the undo that can be taken back: the last one, unless the user said something new after it."""
    row = conn.execute(
        f"SELECT {_COLUMNS} FROM acts WHERE kind = {UNDO} AND done = 1"
        f" AND id > (SELECT coalesce(max(id), 0) FROM acts WHERE kind IN ({SET}, {IMPORT}, {RESTORE}) AND latest > 0)"
        " ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return _act(row) if row else None


def changed_later(conn: sqlite3.Connection, act: int, field: int, tag: int) -> set[int]:
    """Return the items whose field was changed by acts that were said after an act, and still stand.

    Args:
        conn: any connection.
        act: an act that said something. One that is done again does not become a later one than those after it.
        field: one of library_schema.py.
        tag: which tag, where the field is TAG.
    """
    rows = conn.execute(
        "SELECT act_changes.items FROM acts JOIN act_changes ON act = acts.id AND field = ? AND tag = ?"
        f" WHERE acts.id > ? AND kind IN ({SET}, {IMPORT}) AND done = 1",
        (field, tag, act),
    )
    return set().union(*(item_sets.unpack(items) for (items,) in rows))


def set_done(conn: sqlite3.Connection, act: int, *, done: bool, by: int) -> None:
    """Note that an act was undone, or done again, by another one."""
    if done:
        conn.execute("UPDATE acts SET done = 1, latest = ? WHERE id = ?", (by, act))
    else:
        conn.execute("UPDATE acts SET done = 0 WHERE id = ?", (act,))


def history(conn: sqlite3.Connection, before: int | None, limit: int) -> list[Act]:
    """Return what the user did, the newest first, without the undoing itself: an act's state tells of that."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM acts WHERE kind IN ({SET}, {IMPORT}, {RESTORE}) AND id < ? ORDER BY id DESC LIMIT ?",
        ((1 << 62) if before is None else before, limit),
    )
    return [_act(row) for row in rows]


def count_said_after(conn: sqlite3.Connection, at_ms: int) -> int:
    """Return how many acts said something, or took something over, after a moment, milliseconds since 1970 UTC."""
    question = f"SELECT count(*) FROM acts WHERE kind NOT IN ({UNDO}, {REDO}, {RESTORE}) AND at_ms > ?"
    return int(conn.execute(question, (at_ms,)).fetchone()[0])


def last_moment(conn: sqlite3.Connection) -> int:
    """Return when the newest act was done, milliseconds since 1970 UTC; 0: there is none."""
    return int(conn.execute("SELECT coalesce(max(at_ms), 0) FROM acts").fetchone()[0])


def revision(conn: sqlite3.Connection) -> int:
    """Return the number that rises with each act, and is unrelated in another library."""
    (number,) = conn.execute(
        f"SELECT (value << {EPOCH_SHIFT}) + (SELECT coalesce(max(id), 0) FROM acts) FROM meta WHERE key = 'epoch'"
    ).fetchone()
    return int(number)


def is_own_revision(conn: sqlite3.Connection, asked: int) -> bool:
    """Return whether a revision is one of this library's past, and not of another or one before a restore."""
    now = revision(conn)
    return asked >> EPOCH_SHIFT == now >> EPOCH_SHIFT and asked <= now


def changed_since(conn: sqlite3.Connection, asked: int, fields: Collection[int] | None = None) -> list[int] | None:
    """Return the items whose annotation changed after a revision, in any of these fields (None: of all).

    None where it is none of this library's past.
    """
    if not is_own_revision(conn, asked):
        return None
    return changed_after(conn, asked & ((1 << EPOCH_SHIFT) - 1), fields)


def changed_after(conn: sqlite3.Connection, act: int, fields: Collection[int] | None = None) -> list[int]:
    """Return the items that acts of greater numbers have changed, in any of these fields (None: of all)."""
    rows: Iterable[tuple[bytes]] = (
        (items,)
        for field, items in conn.execute("SELECT field, items FROM act_changes WHERE act > ?", (act,))
        if fields is None or field in fields
    )
    return sorted(set().union(*(item_sets.unpack(items) for (items,) in rows)))


def _act(row: tuple[Any, ...]) -> Act:
    number, at_ms, kind, fields, items, undoes, done = row
    said = json.loads(fields) if fields else {}
    origin, by = said.pop(_ORIGIN, None), said.get("by")
    change = AnnotationChange.from_json(said) if said else None
    return Act(number, at_ms, _KINDS[kind], change, items, undoes, "done" if done else "undone", origin, by)
