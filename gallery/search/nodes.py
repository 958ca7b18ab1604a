"""The tree of a query: leaves that a photo matches or not, combined by AllOf, AnyOf and Not. Pure values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryMistake:
    """A part of the query that means nothing: [start, end) in code points, and why, in a sentence for the user."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Word:
    """A leaf: the folded text is contained in the text of the field, or of any text field if the field is empty."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A leaf: a number of the photo is at least `low`, at most `high`.

    Units: as in `Metadata`, bytes, pixels, milliseconds.
    """

    field: str
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, slots=True)
class Days:
    """A leaf: taken on a local day from `first` on and before `after`; days are numbered since 1970-01-01."""

    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Month:
    """A leaf: taken in this month, 1 to 12, of any year; with a day, 1 to 31: on this day of it."""

    number: int
    day: int = 0


@dataclass(frozen=True, slots=True)
class Glob:
    """A leaf: a name of the file or of a folder above it is as the folded pattern says, with `*` and `?`.

    The field is as in `Word`; with another one than "name" and "folder" the pattern may begin and end anywhere.
    """

    pattern: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A leaf: the photo has this folded tag, a path as travel/italy; with `below`, that or one below it."""

    path: str
    below: bool


@dataclass(frozen=True, slots=True)
class InAlbum:
    """A leaf: the photo is in an album whose path, as trips/italy, holds this folded text.

    Without `part` in the one that has this path, with `below` also in those that lie in it.
    """

    path: str
    part: bool = True
    below: bool = False


@dataclass(frozen=True, slots=True)
class FilePath:
    """A leaf: the file, or all files below the folder, of a path; of one part: every file and folder of this name.

    The parts are folded. They may begin above the root, or with the drive of another computer: the places that agree
    with the most parts at the end are meant.
    """

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trait:
    """A leaf: the photo has one of a few values of a filter: ("has", "gps"), ("is", "square"), ("color", "blue")."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Near:
    """A leaf: taken at most `km` from a place or point.

    `place` is the folded name of the place, `within` how its region or country begins, or empty. `point` has latitude
    and longitude in degrees; None: the place's.
    """

    place: str
    within: str
    point: tuple[float, float] | None
    km: float


@dataclass(frozen=True, slots=True)
class Not:
    """The node does not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every node matches; without nodes every photo matches."""

    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one node matches."""

    nodes: tuple[Node, ...]


Leaf = Word | Number | Days | Month | Glob | Tag | InAlbum | FilePath | Trait | Near
Node = Leaf | Not | AllOf | AnyOf
