"""What a change sets, as fields and values of library.db."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations import tags
from gallery.annotations.library_schema import CAPTION, DATE, FAVOURITE, LABEL, PICK, PLACE, RATING, TAG, TITLE
from gallery.annotations.models import LABELS, OF_FILE, PICKS, AnnotationChange

if TYPE_CHECKING:
    import sqlite3

    from gallery.annotations.values import Value


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
    return found + [(TAG, tags.put(conn, path, is_added=False), 0) for path in change.remove_tags]
