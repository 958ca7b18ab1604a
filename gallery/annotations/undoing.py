"""Takes acts of the journal back, and does them again, in a writing transaction of library.db."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

from gallery.annotations import album_undoing, journal, tag_moves, values
from gallery.annotations.library_schema import ALBUM, REDO, UNDO
from gallery.annotations.models import UndoResult
from gallery.annotations.undone_values import oldest_undone, skip_undone
from gallery.base.errors import NotFoundError, UsageError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from gallery.annotations.values import FieldChange


def now_ms() -> int:
    """Return the time, milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def undo(conn: sqlite3.Connection, number: int, *, is_last: bool = False) -> UndoResult:
    """Take an act back.

    Args:
        conn: a writing connection in a transaction.
        number: the act.
        is_last: whether it is taken back as the last one: then it is undone also where another program has changed all
            of it since, so that the next undo comes to the act before it.

    Raises:
        NotFoundError: there is no such act.
        UsageError: it is undone already, or cannot be undone.
    """
    act = journal.get(conn, number)
    if act is None:
        raise NotFoundError(Sentence("error-act-unknown"))
    if act.kind not in {"set", "import"}:
        raise UsageError(Sentence("error-act-final"))
    if act.state == "undone":
        raise UsageError(Sentence("error-act-undone"))
    changes, kept, refused = _reverse(conn, number, number)
    if changes or (not refused and (is_last or not kept)):
        journal.set_done(conn, number, done=False, by=journal.add(conn, now_ms(), UNDO, changes, undoes=number).id)
    return _result(conn, number, changes, kept)


def undo_all(conn: sqlite3.Connection, numbers: Iterable[int]) -> list[UndoResult]:
    """Take several acts back, the newest first, so that none is in the way of one before it.

    Those that are undone already are passed over. Raises what `undo` does.
    """
    results = []
    for number in sorted(set(numbers), reverse=True):
        act = journal.get(conn, number)
        if act is None or act.state == "done":
            results.append(undo(conn, number))
    return results


def redo_all(conn: sqlite3.Connection, acts: Collection[int]) -> list[UndoResult]:
    """Do again what was undone last, as long as it is one of these acts."""
    results = []
    while (newest := journal.newest_undo(conn)) and newest.undoes is not None and newest.undoes in acts:
        results.append(redo(conn, newest.id, newest.undoes))
    return results


def redo(conn: sqlite3.Connection, undo: int, act: int) -> UndoResult:
    """Do an act again that an undo took back."""
    changes, kept, _ = _reverse(conn, undo, act)
    redo = journal.add(conn, now_ms(), REDO, changes, undoes=act).id
    journal.set_done(conn, undo, done=False, by=redo)
    journal.set_done(conn, act, done=True, by=redo)
    return _result(conn, act, changes, kept)


def _reverse(conn: sqlite3.Connection, number: int, act: int) -> tuple[list[FieldChange], set[int], set[int]]:
    """Give items the values back that they had before an act or an undo.

    Args:
        conn: a writing connection in a transaction.
        number: the act that said something, or its undo.
        act: the act that said something, in both cases.

    Returns:
        What changed, the items of which a field was kept, because a later act has changed it, and the albums of which
        something was kept.
    """
    changes: dict[tuple[int, int], list[FieldChange]] = defaultdict(list)
    for part in journal.get_changes(conn, number):
        changes[part.field, part.tag].append(part)
    oldest = oldest_undone(conn, act) if number == act else None
    about_albums = {tag: said for (field, tag), said in changes.items() if field == ALBUM}
    done, kept, refused = album_undoing.reverse(conn, act, oldest, about_albums, redo=number != act)
    for (field, tag), said in sorted(changes.items(), key=lambda change: change[0][1] < 0):  # spelling last
        if field == ALBUM:
            continue
        if tag < 0:
            given = [part for part in said if part.items or done]  # a name without items was given with the values
            written, left = tag_moves.set_back_names(conn, given)
            done, kept = done + written, kept | left
            continue
        parts = skip_undone(conn, act, oldest, said)
        later = journal.changed_later(conn, act, field, tag)
        values.choose(
            conn, (([item for item in part.items if item not in later], part.before, part.after) for part in parts)
        )
        written = values.set_expected(conn, field, tag)
        kept |= {item for part in parts for item in part.items} - {item for part in written for item in part.items}
        done += written
    return done, kept, refused


def _result(conn: sqlite3.Connection, number: int, changes: Sequence[FieldChange], kept: set[int]) -> UndoResult:
    act = journal.get(conn, number)
    assert act is not None, "it was there in this transaction"  # noqa: S101
    undone = frozenset().union(*(part.items for part in changes)) - kept
    return UndoResult(act, undone, frozenset(kept), journal.revision(conn), changes)
