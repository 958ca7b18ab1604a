"""What library.db knows of sidecars: which are behind, what each held last, and where two programs disagreed.

What is to be written is a question to these tables, so that a crash loses nothing: an act is noted by its number in
the journal, a photo that has moved by a trigger.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gallery.annotations import item_sets, journal, values
from gallery.annotations import items as item_rows
from gallery.annotations.change_values import set_on_chosen
from gallery.annotations.library_schema import CAPTION, DATE, FAVOURITE, LABEL, PICK, PLACE, RATING, TAG, TITLE
from gallery.annotations.models import Annotation, AnnotationChange
from gallery.annotations.sidecar_models import OF_TAG, Behind, ConflictRow, LeftSidecar, Outcome, Record
from gallery.annotations.sidecar_rows import find_left, find_written, forget_left, keep, leave, record_of, trim_left

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from gallery.annotations.items import KnownItem
    from gallery.annotations.store import AnnotationStore

_NOTED = "sidecars"
"""The row of `meta` with the revision up to which acts are noted."""
FIRST_DELAY_MS, MAX_DELAY_MS = 60_000, 3_600_000
"""After a sidecar that could not be written, before it is tried again: twice as long each time."""
JOURNAL_FIELDS = {
    "rating": (RATING, PICK), "pick": (PICK,), "label": (LABEL,), "favourite": (FAVOURITE,), "title": (TITLE,),
    "caption": (CAPTION,), "date": (DATE,), "date.created": (DATE,), "place": (PLACE,),
}  # fmt: skip
"""The fields of the journal of which those of a sidecar (sidecars/fields.py) are made; tags are made of TAG."""
_MORE_THAN_XMP = frozenset({"title", "caption", "date", "place"})
"""Fields that the user may say in a form of which a sidecar has less."""
_NOTED_FIELDS = frozenset({TAG}.union(*JOURNAL_FIELDS.values()))
"""Acts about other fields, such as albums, change no sidecar."""


class SidecarRecords:
    """These tables, in the library of a store. Every method may be called on any thread.

    One that writes returns when it is on the disk.

    Every method raises AnnotationsError as those of AnnotationStore do.
    """

    def __init__(self, store: AnnotationStore) -> None:
        """Take the store whose file they are in."""
        self._store = store

    def note_acts(self) -> None:
        """Note the items of all acts since the last call; the first one, and one of another library, notes all."""
        with self._store.reading() as conn:
            if _noted(conn) == journal.revision(conn):
                return
        with self._store.writing() as conn:
            changed = journal.changed_since(conn, _noted(conn), _NOTED_FIELDS)
            if changed is None or _noted(conn) == 0:
                conn.execute(f"INSERT OR REPLACE INTO unwritten (item) {_ALL_SAID}")
            else:
                _note(conn, changed)
            conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_NOTED, journal.revision(conn)))

    def note(self, items: Iterable[int]) -> None:
        """Note items whose sidecars another program may have changed."""
        with self._store.writing() as conn:
            _note(conn, items)

    def make_due(self) -> None:
        """Have all of them looked at now."""
        with self._store.writing() as conn:
            conn.execute("UPDATE unwritten SET due_ms = 0 WHERE due_ms > 0")

    def take(self, limit: int, now_ms: int | None = None) -> list[Behind]:
        """Return items that are behind and due, those of one folder together."""
        now = _now_ms() if now_ms is None else now_ms
        with self._store.reading() as conn:
            conn.execute("BEGIN")  # all from one state
            rows = sorted(conn.execute(_BEHIND, (now, limit)).fetchall(), key=lambda row: row[3])  # by folder
            said = values.read(conn, [row[0] for row in rows])
            newest = journal.revision(conn) & ((1 << journal.EPOCH_SHIFT) - 1)
            return [_behind(row, said.get(row[0], Annotation()), newest) for row in rows]

    def begin(self, outcomes: Sequence[Outcome]) -> set[int]:
        """Keep what is about to be done, before a sidecar is written: what it held, what is taken over, conflicts.

        Returns:
            Items of which something would be taken over, and about which something else was said meanwhile: nothing is
            kept of these, and they are to be looked at again.
        """
        if not any(one.record or one.adopt or one.conflicts for one in outcomes):
            return set()
        overtaken: set[int] = set()
        with self._store.writing() as conn:
            now = _now_ms()
            changes: dict[str, list[int]] = defaultdict(list)
            for one in outcomes:
                if one.adopt and not _is_still_said(conn, one):
                    overtaken.add(one.behind.item)
                    continue
                keep(conn, one)
                _add_conflicts(conn, one, now)
                if one.adopt:
                    changes[json.dumps(one.adopt, sort_keys=True)].append(one.behind.item)
            for text, items in changes.items():
                _adopt(conn, now, items, AnnotationChange.from_json(json.loads(text)))
        return overtaken

    def finish(self, outcomes: Sequence[Outcome], names: Collection[bytes] | None = None) -> None:
        """Keep what was done, and when the others are tried again.

        Args:
            outcomes: of one folder.
            names: of all files in it, where it could be listed: what is known of others is forgotten.
        """
        if not outcomes:
            return
        with self._store.writing() as conn:
            for one in outcomes:
                if one.is_done:
                    keep(conn, one)
                    _remove_done(conn, one.behind)
                else:
                    _put_off(conn, one)
            if names is not None:
                trim_left(conn, outcomes[0].behind.folder, names)
            _forget_gone(conn)

    def said(self, items: Sequence[int]) -> dict[int, Annotation]:
        """Return what was said about items; those of which nothing was said are left out."""
        return self._store.read(items)

    def said_at(self, item: int, name: str, act: int) -> int:
        """Return when a field of an item was said last after an act, milliseconds since 1970 UTC; 0: not since."""
        with self._store.reading() as conn:
            return _said_at(conn, item, (TAG,) if name.startswith(OF_TAG) else JOURNAL_FIELDS[name], act)

    def of_other(self, item: int, folder: int, name: bytes, size: int, mtime_ns: int) -> Record | None:
        """Return what was written last into a sidecar, as it is now, for another item that is or was beside it."""
        with self._store.reading() as conn:
            return find_written(conn, item, folder, name, size, mtime_ns)

    def left(self) -> list[LeftSidecar]:
        """Return the sidecars of items whose files are gone or elsewhere, those of one folder together."""
        with self._store.reading() as conn:
            return find_left(conn)

    def leave(self, found: Sequence[tuple[LeftSidecar, bytes]]) -> list[LeftSidecar]:
        """Keep of sidecars that they are about to be given back, as `leave` of sidecar_rows.py; return those that are.

        Args:
            found: with the names of the photos that lie beside them now.
        """
        if not found:
            return []
        with self._store.writing() as conn:
            return [one for one, photo in found if leave(conn, one, photo)]

    def forget_left(self, left: Iterable[LeftSidecar]) -> None:
        """Forget sidecars that were given back, or are not any more as they were left."""
        if places := [(one.record.folder, one.record.name) for one in left]:
            with self._store.writing() as conn:
                forget_left(conn, places)

    def waiting(self) -> int:
        """Return how many sidecars are behind."""
        with self._store.reading() as conn:
            return int(conn.execute("SELECT count(*) FROM unwritten").fetchone()[0])

    def problems(self) -> list[tuple[bytes, str, int]]:
        """Return the folders (absolute paths) where sidecars cannot be written, why, and how many photos that is."""
        with self._store.reading() as conn:
            rows = conn.execute(
                "SELECT root, relative, problem, count(*) FROM unwritten JOIN items ON items.id = item JOIN folders"
                " ON folders.id = folder WHERE problem IS NOT NULL GROUP BY root, relative, problem LIMIT 500"
            ).fetchall()
        sep = item_rows.SEP
        return [(root + sep + relative if relative else root, why, count) for root, relative, why, count in rows]

    def conflicts(self) -> list[tuple[ConflictRow, KnownItem]]:
        """Return the conflicts, the newest first, with the files."""
        with self._store.reading() as conn:
            rows = conn.execute("SELECT * FROM sidecar_conflicts ORDER BY id DESC LIMIT 1000").fetchall()
            found = [_conflict(row) for row in rows]
            known = {row.item: item_rows.get(conn, row.item) for row in found}
        return [(row, item) for row in found if (item := known[row.item]) is not None]

    def count_conflicts(self) -> int:
        """Return how many conflicts are listed."""
        with self._store.reading() as conn:
            return int(conn.execute("SELECT count(*) FROM sidecar_conflicts").fetchone()[0])

    def remove_conflict(self, conflict: int) -> None:
        """Take a conflict off the list. Does nothing if it is not there any more."""
        with self._store.writing() as conn:
            conn.execute("DELETE FROM sidecar_conflicts WHERE id = ?", (conflict,))


_ALL_SAID = (
    "SELECT item FROM (SELECT item FROM marks UNION SELECT item FROM texts UNION SELECT item FROM item_tags"
    " UNION SELECT item FROM sidecars)"
)
_BEHIND = (
    "SELECT unwritten.item, root, relative, items.folder, items.name, items.size, items.mtime_ns,"
    " sidecars.folder, sidecars.photo, sidecars.name, sidecars.size, sidecars.mtime_ns, sidecars.act, held, before,"
    " writing FROM unwritten CROSS JOIN items ON items.id = unwritten.item AND gone = 0"
    " JOIN folders ON folders.id = items.folder LEFT JOIN sidecars ON sidecars.item = unwritten.item"
    " WHERE due_ms <= ? ORDER BY due_ms, unwritten.item LIMIT ?"
)
"""In the order of the index `unwritten_due`: else all that are due would be sorted for each few."""


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _noted(conn: sqlite3.Connection) -> int:
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (_NOTED,)).fetchone()
    return int(row[0]) if row else 0


def _note(conn: sqlite3.Connection, items: Iterable[int]) -> None:
    conn.execute(
        "INSERT OR REPLACE INTO unwritten (item) SELECT value FROM json_each(?) WHERE value IN (SELECT id FROM items)",
        (json.dumps(list(items)),),
    )


def _behind(row: Sequence[Any], said: Annotation, newest: int) -> Behind:
    item, root, relative, folder, name, size, mtime_ns, *record = row
    return Behind(item, root, relative, folder, name, size, mtime_ns, said, record_of(record), newest)


def _adopt(conn: sqlite3.Connection, now: int, items: list[int], change: AnnotationChange) -> None:
    values.choose(conn, [(items, None, None)])
    changes = set_on_chosen(conn, change)
    if changes:
        journal.add_of_sidecars(conn, now, changes, change)


def _add_conflicts(conn: sqlite3.Connection, one: Outcome, now: int) -> None:
    for name, ours, theirs, taken in one.conflicts:
        said = getattr(one.behind.said, name) if name in _MORE_THAN_XMP else None
        conn.execute("DELETE FROM sidecar_conflicts WHERE item = ? AND field = ?", (one.behind.item, name))
        conn.execute(
            "INSERT INTO sidecar_conflicts (item, field, ours, theirs, ours_taken, at_ms, said)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (one.behind.item, name, json.dumps(ours), json.dumps(theirs), taken, now, said),
        )


def _is_still_said(conn: sqlite3.Connection, one: Outcome) -> bool:
    return values.read(conn, [one.behind.item]).get(one.behind.item, Annotation()) == one.behind.said


def _remove_done(conn: sqlite3.Connection, behind: Behind) -> None:
    """Take an item off those that are behind, unless it has moved or changed meanwhile."""
    conn.execute(
        "DELETE FROM unwritten WHERE item = ?1 AND (SELECT (folder, name, size, mtime_ns) = (?2, ?3, ?4, ?5)"
        " FROM items WHERE id = ?1)",
        (behind.item, behind.folder, behind.photo, behind.size, behind.mtime_ns),
    )


def _put_off(conn: sqlite3.Connection, one: Outcome) -> None:
    delay = f"min({MAX_DELAY_MS}, {FIRST_DELAY_MS} << min(tries, 10))" if not one.is_soon else "1000"
    conn.execute(
        f"UPDATE unwritten SET due_ms = ? + {delay}, tries = tries + 1, problem = ? WHERE item = ?",
        (_now_ms(), one.problem, one.behind.item),
    )


def _forget_gone(conn: sqlite3.Connection) -> None:
    """Forget items whose photos were deleted: should one come back, the trigger notes it."""
    conn.execute("DELETE FROM unwritten WHERE due_ms = 0 AND item IN (SELECT id FROM items WHERE gone != 0)")


def _said_at(conn: sqlite3.Connection, item: int, fields: Sequence[int], act: int) -> int:
    rows = conn.execute(
        "SELECT at_ms, act_changes.items FROM act_changes JOIN acts ON acts.id = act"
        " WHERE act > ? AND field IN (SELECT value FROM json_each(?)) ORDER BY act DESC",
        (act, json.dumps(list(fields))),
    )
    return next((at for at, packed in rows if item in item_sets.unpack(packed)), 0)


def _conflict(row: Sequence[Any]) -> ConflictRow:
    number, item, name, ours, theirs, taken, at_ms, said = row
    return ConflictRow(number, item, name, json.loads(ours), json.loads(theirs), bool(taken), at_ms, said)
