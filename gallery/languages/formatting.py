"""Puts a text together as the page does (`ui/js/pure/text/texts.js`): variables, numbers, choices. Pure.

The rules are those of CLDR (`plurals.xml`, and the numbers of `main/en.xml`, `main/de.xml`): English and German count
1 as `one`, all other whole numbers as `other`, and write thousands in groups of three, from 1,000 on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gallery.languages.fluent import Pattern

_GROUPING = {"en": ",", "de": "."}
"""What stands between the thousands, by the language."""
_ISOLATE = "\u2068{}\u2069"
"""Around a name in a line that goes from right to left: the name may go the other way."""


def format_text(pattern: Pattern, values: Mapping[str, str | int], tag: str, direction: str = "ltr") -> str:
    """Return a text with its variables filled in.

    Args:
        pattern: the text.
        values: the variables by their names.
        tag: the language of the text.
        direction: where its lines begin: "ltr" or "rtl".

    Raises:
        KeyError: a variable is missing.
    """
    if isinstance(pattern, str):
        return pattern
    return "".join(part if isinstance(part, str) else _fill(part, values, tag, direction) for part in pattern)


def format_number(number: int, tag: str) -> str:
    """Return a whole number as a language writes it: "1,204".

    >>> format_number(-1204, "de")
    '-1.204'
    """
    return f"{number:,}".replace(",", _GROUPING[tag])


def plural_category(number: int) -> str:
    """Return the plural category of CLDR of a whole number, in English and in German."""
    return "one" if abs(number) == 1 else "other"


def _fill(part: list[object], values: Mapping[str, str | int], tag: str, direction: str) -> str:
    """Return what stands for a variable, or what is chosen by it."""
    name, *choice = part
    value = values[str(name)]
    if choice:
        return format_text(_chosen(choice, value), values, tag, direction)
    if isinstance(value, int):
        return format_number(value, tag)
    return value if direction == "ltr" else _ISOLATE.format(value)


def _chosen(choice: list[object], value: str | int) -> Pattern:
    """Return the variant that a value asks for: its own, that of its plural category, or the last."""
    variants, last = cast("tuple[dict[str, Pattern], str]", choice)
    names = (str(value), plural_category(value) if isinstance(value, int) else "", last)
    return variants[next(name for name in names if name in variants)]
