"""Decides which of the files that something was said about a file is: the ladder of identity, as a function. Pure.

1. Its place, with the same content: it is that item.
2. Its content, at another place: by device, inode, size and time, or by the fingerprint (size, head and tail). The item
   moves along if its own file is no longer there; if it is, the file is a copy, and nothing was said about it. Where
   several items may have moved, time, path and name tell which; where they do not, the user is asked.
3. Its place, with another content: edited in place, unless that content went elsewhere, or the item was seen to be
   deleted meanwhile, or the content was another file's before, or is older: then another file was put in its place.

What cannot be told is never guessed: words on another photo are worse than a question.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from gallery.annotations.items import same_content

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gallery.annotations.items import KnownItem
    from gallery.annotations.models import FileIdentity

WEAK = "~"
"""Volume ids that begin so are of few bits, and cameras give some of them to many cards."""


class Whereabouts(Enum):
    """Where the content of an item is now, as index and disk say."""

    THERE = auto()
    """At the place where the item was seen last."""
    MISSING = auto()
    """Not there: no file, or one of another content."""
    ELSEWHERE = auto()
    """Not there, but at a third place, which is neither that nor the file in question, and no other item's."""
    AWAY = auto()
    """Not known: its drive is not connected, or its root is being scanned."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a file may be (`AnnotationStore.find`), and where its content is."""

    known: KnownItem
    whereabouts: Whereabouts

    @property
    def item(self) -> int:
        """Its number."""
        return self.known.item


class Linked(NamedTuple):
    """The file is this item: what was said about the item is said about it."""

    item: int


class Copy(NamedTuple):
    """The file is a copy of these items, whose own files are still there: nothing was said about it."""

    items: tuple[int, ...]


class Ambiguous(NamedTuple):
    """The file may be any of these items, or none: the user is to be asked."""

    items: tuple[int, ...]


class Unknown(NamedTuple):
    """Nothing was said about the file."""


Link = Linked | Copy | Ambiguous | Unknown


def link(file: FileIdentity, candidates: Sequence[Candidate], *, is_edited: bool = True) -> Link:
    """Return what a file is to the items that it may be; see the docstring of the module.

    Args:
        file: as it is now, with all keys that are known of it.
        candidates: what `AnnotationStore.find` gave for it.
        is_edited: whether it may be an edited one at its place: False where its content was another file's before.
    """
    here = [candidate for candidate in candidates if _is_at_place(file, candidate)]
    others = [_settle(file, candidate) for candidate in candidates if candidate not in here]
    if same := [candidate for candidate in here if _has_content_of(file, candidate)]:
        return _one_of([candidate for candidate in same if not candidate.known.gone] or same)
    others = [other for other in others if _has_content_of(file, other)]
    if found := _moved(file, others):
        return found
    if any(other.whereabouts is Whereabouts.AWAY for other in others):
        return Ambiguous(_items(others))
    return _edited(file, here, others, is_edited=is_edited)


def _moved(file: FileIdentity, others: Sequence[Candidate]) -> Link | None:
    """Return the item that came here from elsewhere; None where none did."""
    free = [other for other in others if other.whereabouts in {Whereabouts.MISSING, Whereabouts.ELSEWHERE}]
    signs: tuple[Callable[[FileIdentity, FileIdentity], bool], ...] = (
        _is_same_inode,
        lambda a, b: a.mtime_ns == b.mtime_ns,
        lambda a, b: a.relative == b.relative,
        lambda a, b: os.path.basename(a.relative) == os.path.basename(b.relative),
    )
    for sign in signs:
        if len(free) > 1:
            free = [other for other in free if sign(file, other.known.identity)] or free
    return _one_of(free) if free else None


def _edited(file: FileIdentity, here: Sequence[Candidate], others: Sequence[Candidate], *, is_edited: bool) -> Link:
    """Return what a file with a content of its own is to the items of its place; `others` are what it is a copy of."""
    here = [candidate for candidate in here if candidate.whereabouts is not Whereabouts.ELSEWHERE]
    if any(not candidate.known.gone for candidate in here):  # those before were deleted, this one came in their place
        here = [candidate for candidate in here if not candidate.known.gone]
    if not here:
        return Copy(_items(others)) if others else Unknown()
    is_older = file.mtime_ns < here[0].known.identity.mtime_ns  # nobody has edited it since
    if others or len(here) > 1 or here[0].known.gone or is_older or not is_edited:
        return Ambiguous(_items(here))
    return Linked(here[0].item)


def _settle(file: FileIdentity, candidate: Candidate) -> Candidate:
    """Say of an item on a drive that is away whether this file's drive is that one, under another name."""
    if candidate.whereabouts is not Whereabouts.AWAY:
        return candidate
    then, now = candidate.known.identity.device, file.device
    if not then or not now:
        return candidate
    weak = then.startswith(WEAK) or now.startswith(WEAK)
    if then == now and (not weak or candidate.known.identity.relative == file.relative):
        return replace(candidate, whereabouts=Whereabouts.MISSING)
    return candidate if weak else replace(candidate, whereabouts=Whereabouts.THERE)


def _is_at_place(file: FileIdentity, candidate: Candidate) -> bool:
    known = candidate.known.identity
    return (known.root, known.relative) == (file.root, file.relative)


def _has_content_of(file: FileIdentity, candidate: Candidate) -> bool:
    known = candidate.known.identity
    if _is_at_place(file, candidate):
        return same_content(file, known.size, known.mtime_ns, known.fingerprint)
    return (file.fingerprint is not None and file.fingerprint == known.fingerprint) or _is_same_inode(file, known)


def _is_same_inode(file: FileIdentity, known: FileIdentity) -> bool:
    keys = (file.device, file.inode)
    return all(keys) and (*keys, file.size, file.mtime_ns) == (known.device, known.inode, known.size, known.mtime_ns)


def _one_of(candidates: Sequence[Candidate]) -> Link:
    return Linked(candidates[0].item) if len(candidates) == 1 else Ambiguous(_items(candidates))


def _items(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    return tuple(sorted(candidate.item for candidate in candidates))
