"""Checks which numbers may be ids of roots, folders, photos and saved searches."""

from __future__ import annotations

LARGEST_ID = 2**32 - 1
"""Ids are stored and sent as unsigned 32-bit numbers."""


def is_id(value: object) -> bool:
    """Return whether `value` is an int (no bool) from 1 to LARGEST_ID."""
    return type(value) is int and 0 < value <= LARGEST_ID
