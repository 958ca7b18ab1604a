"""What the parser makes of a query: the tree, and where in the text its parts stand. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.search.nodes import AllOf, Node, QueryMistake


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or filter of the query: text[start:end] without a `-` before it.

    `value` begins at `value_start`, after the colon of a filter (`field` is its folded name), and has no quotes.
    """

    start: int
    end: int
    field: str | None
    value: str
    value_start: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts that must all match: text[start:end], with the `-` before it and the alternatives of an `or`."""

    start: int
    end: int
    node: Node


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed query: its tree, the mistakes in the order of their positions, its terms and its parts in order."""

    node: AllOf
    mistakes: tuple[QueryMistake, ...] = ()
    terms: tuple[Term, ...] = ()
    parts: tuple[Part, ...] = ()
