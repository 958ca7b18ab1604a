"""Checks that the answers of a decode process can be stored: it may say anything, as the file does that it reads.

One value that SQLite cannot hold would undo the transaction with those of its good neighbours, again and again.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_MAX_INTEGER = (1 << 63) - 1


def is_storable(value: object) -> bool:
    """Return whether SQLite holds a value: numbers of 64 bits, finite ones, text without half a surrogate pair."""
    if value is None:
        return True
    if isinstance(value, int):
        return abs(value) <= _MAX_INTEGER
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, str) and _is_text(value)


def check_values(values: Mapping[str, Any], optional: Collection[str] = ()) -> dict[str, Any]:
    """Return values by name, without the optional ones that cannot be stored.

    Raises:
        ValueError: another one cannot be.
    """
    wrong = [name for name, value in values.items() if not is_storable(value)]
    if not set(optional).issuperset(wrong):
        raise ValueError(f"values that cannot be stored: {', '.join(wrong)}")
    return {name: value for name, value in values.items() if name not in wrong}


def _is_text(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
