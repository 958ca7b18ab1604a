"""Settings of a camera and stars without a filter, as users type them: `f/2.8`, `1/250`, `iso 800`, `5 stars`. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PATTERNS = (
    ("f", re.compile(r"f/?(\d{1,2}(?:[.,]\d{1,2})?)", re.ASCII)),
    ("exposure", re.compile(r"(1/(?=0*[1-9])\d{1,5}) ?s?(?:ec)?", re.ASCII)),
    ("iso", re.compile(r"iso[ -]?(\d{1,7})", re.ASCII)),
    ("iso", re.compile(r"(\d{2,7}) iso", re.ASCII)),
    ("rating", re.compile(r"([0-5])[ -]stars?", re.ASCII)),
    ("focal", re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?) ?mm", re.ASCII)),
)
_STARS = re.compile("[★⭐]{1,5}")


def parse_leading(words: Sequence[str]) -> tuple[int, tuple[str, str] | None]:
    """Read the setting that the words begin with.

    Args:
        words: at least one, folded.

    Returns:
        How many words it takes, and (name of the filter, its value); 1 and None where the words begin with none.
    """
    for count in (2, 1):
        text = " ".join(words[:count])
        if _STARS.fullmatch(text):
            return 1, ("rating", str(len(text)))
        for field, pattern in _PATTERNS:
            if len(words) >= count and (match := pattern.fullmatch(text)):
                return count, (field, match[1])
    return 1, None
