"""What becomes of a date that is shifted, or gets a time zone. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base import edtf

if TYPE_CHECKING:
    from gallery.annotations.models import AnnotationChange
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
