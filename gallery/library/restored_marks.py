"""The marks that photos have again after an undo, for the answer: the page shows them before the index has followed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gallery.annotations.library_schema import FAVOURITE, LABEL, PICK, RATING
from gallery.annotations.models import LABELS, PICKS
from gallery.catalog import annotation_copy

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from gallery.annotations.values import FieldChange, Value

_MARKS = (FAVOURITE, RATING, PICK, LABEL)


def restored_marks(
    conn: sqlite3.Connection, changes: Iterable[FieldChange], linked: Mapping[int, int]
) -> list[dict[str, Any]]:
    """Return what tiles show of an undo or a redo: [{"set", "ids"}], photos that have the same value of a field now.

    Titles, captions and tags are on no tile.

    Args:
        conn: a connection to the index.
        changes: items with their values now.
        linked: item -> photo of those that the index has not linked yet.
    """
    found: dict[tuple[int, Value], list[int]] = defaultdict(list)
    for change in changes:
        if change.field in _MARKS:
            photos = {**linked, **dict(annotation_copy.find_linked(conn, change.items))}
            there = [photos[item] for item in change.items if item in photos]
            for value, ids in _effective(conn, change, there).items():
                found[change.field, value] += ids
    return [{"set": _set_of(field, value), "ids": ids} for (field, value), ids in found.items() if ids]


def _effective(conn: sqlite3.Connection, change: FieldChange, photos: list[int]) -> dict[Value, list[int]]:
    """Divide photos by what counts now: what was said, else what their files say."""
    if change.field != RATING or change.after is not None:
        return {change.after: photos}
    ratings = annotation_copy.ratings_of_files(conn, photos)
    found: dict[Value, list[int]] = defaultdict(list)
    for photo in photos:
        found[ratings.get(photo, 0)].append(photo)
    return found


def _set_of(field: int, value: Value) -> dict[str, Any]:
    number = int(value or 0)
    if field == FAVOURITE:
        return {"favourite": bool(number)}
    if field == RATING:
        return {"rating": number}
    return {"pick": PICKS[number]} if field == PICK else {"label": LABELS[number]}
