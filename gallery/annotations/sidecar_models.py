"""Values that library.db and the writer of sidecars hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from gallery.annotations.models import Annotation, FileIdentity

OF_TAG = "tag:"
"""Before a tag, which is a field of a sidecar of its own: tag:travel/italy."""


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
    writing: dict[str, Any] | None = None
    """What is being written: `hash` of the bytes, and what they hold; None: nothing is."""


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
    said: str | None
    """What the user had said, where XMP may have less of it."""


class LeftSidecar(NamedTuple):
    """A sidecar that an item has left behind: its file is gone, or elsewhere."""

    item: int
    root: bytes
    folder_path: bytes
    """Below the root."""
    record: Record
    file: FileIdentity
    """What the file of the item is like."""


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
