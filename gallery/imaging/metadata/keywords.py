"""Tags, and names of people, that programs write into pictures and beside them: cleaned, and each told once. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_WORDS = 250
_MAX_LENGTH = 200
"""Letters of a tag, with those above it. A file may carry any number of any length."""
_INTERNAL = "_digikam"
"""What digiKam keeps for itself begins so."""


def clean(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return texts on one line each, without those that are empty, too long, or there already in other capitals.

    A text with semicolons is several: some programs write all tags into one.
    """
    found: dict[str, str] = {}
    for part in (part for text in texts for part in (text or "").split(";")):
        plain = " ".join((part if part.isprintable() else _printable(part)).split())
        if plain and len(plain) <= _MAX_LENGTH and not plain.lower().startswith(_INTERNAL):
            found.setdefault(plain.casefold(), plain)
        if len(found) >= _MAX_WORDS:
            break
    return tuple(found.values())


def _printable(text: str) -> str:
    """Return a text with blanks for control characters, lone surrogates and other signs that nobody can see."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def join_path(text: str, separator: str) -> str:
    """Return a tag with those above it as "Places/Italy/Rome", whichever sign the program puts between them."""
    return "/".join(part.strip() for part in text.split(separator) if part.strip())


def merge_tags(paths: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
    """Return tags: paths without those that others go on from, and words that stand in none of them.

    Programs write a tag up to four times: alone, and with those above it, in fields of their own.
    """
    whole = clean(paths)
    if not whole:  # as nearly always: the words of most photos are none
        return clean(words)
    folded = [f"{path.casefold()}/" for path in whole]
    ends = [path for path in whole if sum(other.startswith(f"{path.casefold()}/") for other in folded) == 1]
    parts = "\n".join(f"/{path}" for path in folded)  # not split: "AC/DC" may be one of them
    return clean((*ends, *(word for word in clean(words) if f"/{word.casefold()}/" not in parts)))


def to_lines(texts: Iterable[str]) -> str | None:
    """Return texts as the index stores them, a line each; None for none."""
    return "\n".join(texts) or None
