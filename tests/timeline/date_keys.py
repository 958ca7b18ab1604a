"""Keys of dates, as timelines are sorted by them."""

from __future__ import annotations

from gallery.base.edtf import RANKS, TIME


def date_key(moment_ms: int, precision: int = TIME) -> int:
    """The key of a date that begins at a moment."""
    return moment_ms * RANKS + RANKS - 1 - precision
