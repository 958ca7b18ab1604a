"""What a query means, as a tree: leaves that a photo fits or not, put together by all, any and not. Pure values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryMistake:
    """A part of what was typed that means nothing: [start, end) in code points, and why in a sentence."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Word:
    """These letters stand somewhere in the text of a field; without a field in any of them. Folded."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the photo lies from `low` to `high`, both included. Units: those of `Metadata`, bytes, pixels."""

    field: str
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, slots=True)
class Days:
    """Taken on one of these local days since 1970-01-01: from `first`, before `after`."""

    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Month:
    """Taken in this month, 1 to 12, of any year."""

    number: int


@dataclass(frozen=True, slots=True)
class Trait:
    """One of a few things that a photo is or has: ("has", "gps"), ("is", "square"), ("color", "blue")…"""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part fits; without parts everything does."""

    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part fits."""

    nodes: tuple[Node, ...]


Leaf = Word | Number | Days | Month | Trait
Node = Leaf | Not | AllOf | AnyOf
