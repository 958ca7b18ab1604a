"""What a change sets, as fields and values of library.db."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations import tag_moves, tags, values
from gallery.annotations.library_schema import CAPTION, DATE, FAVOURITE, LABEL, PICK, PLACE, RATING, TAG, TITLE
from gallery.annotations.models import LABELS, OF_FILE, PICKS, AnnotationChange

if TYPE_CHECKING:
    import sqlite3

    from gallery.annotations.values import FieldChange, Value


def set_on_chosen(conn: sqlite3.Connection, change: AnnotationChange) -> list[FieldChange]:
    """Say a change of all items of `chosen` (`values.choose`), and return what changed, for the journal.

    A tag that nobody has any more is spelled as it is said; one that photos have stays as it is.
    """
    unused = tags.find_unused(conn, change.add_tags)
    changes = [part for target in targets_of(conn, change) for part in values.set_all(conn, *target)]
    return changes + tag_moves.spell_used(conn, unused)


def targets_of(conn: sqlite3.Connection, change: AnnotationChange) -> list[tuple[int, int, Value]]:
    """Return (field, tag, value) for everything that a change sets to one value for all, as the columns hold it."""
    plain: list[tuple[int, Value]] = [
        (FAVOURITE, None if change.favourite is None else int(change.favourite)),
        (RATING, change.rating),
        (PICK, None if change.pick is None else PICKS.index(change.pick)),
        (LABEL, None if change.label is None else LABELS.index(change.label)),
        (TITLE, change.title),
        (CAPTION, change.caption),
        (DATE, change.date),
        (PLACE, change.place),
    ]
    found: list[tuple[int, int, Value]] = [
        (field, 0, None if field in (DATE, PLACE) and value == OF_FILE else value)
        for field, value in plain
        if value is not None
    ]
    found += [(TAG, tags.put(conn, path), 1) for path in change.add_tags]
    return found + [(TAG, tags.put(conn, path), 0) for path in change.remove_tags]
