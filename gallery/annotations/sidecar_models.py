"""Values that library.db and the writer of sidecars hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from gallery.annotations.models import Annotation


class Record(NamedTuple):
    """A sidecar as it was when it was read or written last."""

    folder: int
    photo: bytes
    """What its photo was called."""
    name: bytes
    size: int
    mtime_ns: int
    act: int
    held: dict[str, Any]
    before: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """An item whose sidecar is to be looked at."""

    item: int
    root: bytes
    folder_path: bytes
    """Of its folder, below the root."""
    folder: int
    photo: bytes
    size: int
    mtime_ns: int
    said: Annotation
    record: Record | None
    act: int
    """The newest act that `said` knows."""


class ConflictRow(NamedTuple):
    """A field of which two programs said different things."""

    id: int
    item: int
    field: str
    ours: Any
    theirs: Any
    ours_taken: bool
    at_ms: int


@dataclass(slots=True)
class Outcome:
    """What became of an item that was behind."""

    behind: Behind
    record: Record | None = None
    """None: no sidecar is kept for it."""
    adopt: dict[str, Any] = field(default_factory=dict)
    """Fields of an AnnotationChange."""
    conflicts: list[tuple[str, Any, Any, bool]] = field(default_factory=list)
    """Field, ours, theirs, whether ours was taken."""
    is_done: bool = False
    problem: str | None = None
    """Where it is not done: why not, as a sentence; None: it waits for its drive."""
    is_soon: bool = False
    """Where it is not done: whether it can be tried again at once."""
