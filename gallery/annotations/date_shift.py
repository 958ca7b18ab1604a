"""What becomes of dates that are shifted, or get a time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations import values
from gallery.annotations.change_values import set_on_chosen
from gallery.annotations.library_schema import DATE
from gallery.base import edtf

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from gallery.annotations.models import AnnotationChange
    from gallery.annotations.values import FieldChange, Value, Writer
    from gallery.base.edtf import InexactDate

_DAY_S = 86_400


def shifted_date(date: InexactDate, change: AnnotationChange) -> str | None:
    """Return the date that a photo gets by a change that `is_by_date`; None: it stays as it is.

    A day is shifted by whole days, a month and what is less exact by nothing; a time zone belongs to a time. What would
    lie outside of the calendar stays.
    """
    unit = date.precision & edtf.UNIT
    if change.offset_min is not None:
        return _encode(date._replace(offset_min=change.offset_min)) if unit == edtf.TIME else None
    seconds = change.shift_s or 0
    if unit == edtf.TIME or (unit == edtf.DAY and seconds % _DAY_S == 0):
        return _encode(date._replace(begin_ms=date.begin_ms + 1000 * seconds))
    return None


def _encode(date: InexactDate) -> str | None:
    try:
        return edtf.encode(date)
    except ValueError:
        return None


def date_writer(seen: Sequence[InexactDate | None], change: AnnotationChange) -> Writer:
    """Return what says a change that `is_by_date` in the transaction of its act (`AnnotationStore.apply`).

    Args:
        seen: the date that each file itself has, in the order of the files; it counts where none was said.
        change: what is said; of what is not of dates the same of all files.
    """

    def write(conn: sqlite3.Connection, items: Sequence[int]) -> list[FieldChange]:
        values.choose(conn, [(items, None, None)])
        changes = set_on_chosen(conn, change)
        dates = _new_dates(values.read_texts(conn, items, DATE), items, seen, change)
        return changes + values.set_each(conn, DATE, 0, dates)

    return write


def _new_dates(
    said: Mapping[int, str], items: Sequence[int], seen: Sequence[InexactDate | None], change: AnnotationChange
) -> dict[int, Value]:
    """Return the items that get another date, with it."""
    found: dict[int, Value] = {}
    for item, seen_date in zip(items, seen, strict=True):
        date = edtf.parse(said[item]) if item in said else seen_date
        new = date and shifted_date(date, change)
        if new is not None:
            found[item] = new
    return found
