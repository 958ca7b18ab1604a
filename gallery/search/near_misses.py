"""Words that are nearly the one that was typed: a letter too many or too few, another one, two swapped. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_LETTERS = 3
"""Shorter words are near to too many."""
_LONG = 6
"""From this length on two letters may be wrong."""


def find_near(typed: str, words: Iterable[str], count: int = 3) -> list[str]:
    """Return the words that begin nearly as the typed one, the nearest first, at most `count`."""
    if len(typed) < MIN_LETTERS:
        return []
    limit, letters = 1 + (len(typed) >= _LONG), set(typed)
    found = []
    for word in words:
        if len(word) + limit >= len(typed) and len(letters.difference(word)) <= limit:
            far = distance_to_beginning(typed, word)
            if far <= limit:
                found.append((far, abs(len(word) - len(typed)), word))
    return [word for _, _, word in sorted(found)[:count]]


def distance_to_beginning(typed: str, word: str) -> int:
    """Return how many letters differ between the typed word and the beginning of another that is nearest to it.

    Two letters that are swapped count as one (optimal string alignment).

    >>> distance_to_beginning("fuij", "fujifilm"), distance_to_beginning("lisbn", "lisbon")
    (1, 1)
    """
    word = word[: len(typed) + 2]
    before: list[int] = []
    row = list(range(len(word) + 1))
    for at, letter in enumerate(typed, 1):
        older, before, row = before, row, [at]
        for place, other in enumerate(word, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != other))
            if at > 1 and place > 1 and letter == word[place - 2] and typed[at - 2] == other:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
    return min(row)
