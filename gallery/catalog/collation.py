"""Names as people sort them: 2 before 10, capitals beside small letters. Pure."""

from __future__ import annotations

import re
from unicodedata import normalize

_SPACED = re.compile(r"[\s\0-\x20\x7f\ud800-\udfff]+")
_DIGITS = re.compile(r"[0-9]+")


def natural(text: str) -> str:
    """A key that sorts `text` naturally as plain text: each number is led by its length.

    >>> sorted(["img10", "IMG2", "img1"], key=natural)
    ['img1', 'IMG2', 'img10']
    """
    return _DIGITS.sub(_number, folded(text))


def folded(text: str) -> str:
    """`text` without the differences that people do not see: capitals, and how an accent is put together."""
    return text.casefold() if text.isascii() else normalize("NFC", normalize("NFC", text).casefold())


def _number(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0") or "0"
    return f"{min(len(digits), 999):03}{digits}"


def plain(text: str) -> str:
    """Folded, and with one space for white space and whatever else nobody types."""
    return spaced(folded(text))


def spaced(text: str) -> str:
    """With one plain space for each stretch of white space and control characters: a phrase is read like that too."""
    return _SPACED.sub(" ", text)
