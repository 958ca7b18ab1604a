"""Keys by which names are sorted and compared: 2 before 10, capitals beside small letters. Pure."""

from __future__ import annotations

import re
from unicodedata import normalize

_SPACED = re.compile(r"[\s\0-\x20\x7f\ud800-\udfff]+")
_DIGITS = re.compile(r"[0-9]+")


def natural(text: str) -> str:
    """Return a key that, compared as text, sorts `text` naturally: each number in it is led by its length.

    >>> sorted(["img10", "IMG2", "img1"], key=natural)
    ['img1', 'IMG2', 'img10']
    """
    return _DIGITS.sub(_number, folded(text))


def folded(text: str) -> str:
    """Return `text` without capitals, and with accents composed (NFC), as searches compare it."""
    return text.casefold() if text.isascii() else normalize("NFC", normalize("NFC", text).casefold())


def _number(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0") or "0"
    return f"{min(len(digits), 999):03}{digits}"


def plain(text: str) -> str:
    """Return `text` folded and spaced: the form in which searches look for words."""
    return spaced(folded(text))


def spaced(text: str) -> str:
    """Return `text` with one space for each stretch of white space, control characters and lone surrogates.

    A phrase in a query is parsed like that too.
    """
    return _SPACED.sub(" ", text)
