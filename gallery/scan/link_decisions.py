"""Decides which photos of the index are files that something was said about, of all at once. Pure.

`annotations/identity.py` decides of one file. Here is what takes several: where the content of an item is now, as seen
from each file that it may be, and which of them it is where several could be.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.annotations.identity import Ambiguous, Candidate, Copy, Linked, Whereabouts, link
from gallery.annotations.items import same_content
from gallery.catalog.folders import join

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from gallery.annotations.identity import Link
    from gallery.annotations.items import KnownItem
    from gallery.annotations.models import FileIdentity
    from gallery.catalog.file_places import Occupant


@dataclass(frozen=True, slots=True)
class Noted:
    """A photo that is to be linked, as it is now, and the items that it may be."""

    photo: int
    file: FileIdentity
    known: Sequence[KnownItem]


def is_same(file: FileIdentity, known: KnownItem) -> bool:
    """Return whether a file is at the place of an item, with its content: then nothing else can be that item."""
    then = known.identity
    return _path(file) == _path(then) and same_content(file, then.size, then.mtime_ns, then.fingerprint)


def is_at(file: FileIdentity, known: KnownItem) -> bool:
    """Return whether a file is at the place of an item."""
    return _path(file) == _path(known.identity)


def decide(
    noted: Sequence[Noted],
    occupants: Mapping[int, Occupant],
    moved_here: Container[int] = (),
    linked: Mapping[int, int] | None = None,
) -> dict[int, Link]:
    """Return photo -> what it is to the items that it may be.

    Args:
        noted: all photos to which the items of any of them may have gone.
        occupants: what is at the places of the items, by their numbers; absent: its root is in no list any more.
        moved_here: photos whose content was another photo's before.
        linked: item -> photo that the index has for it.
    """
    scene, linked = _Scene(noted, occupants), linked or {}

    def is_stranger(one: Noted) -> bool:
        rows = {linked[known.item] for known in one.known if known.item in linked and is_at(one.file, known)}
        return one.photo in moved_here or bool(rows - {one.photo})

    links = {one.photo: link(one.file, scene.candidates(one), is_edited=not is_stranger(one)) for one in noted}
    return _settle_claims(noted, links)


def find_replaced(noted: Sequence[Noted], unsure: Mapping[int, Sequence[int]]) -> set[int]:
    """Return the items at whose places other files seem to be now: photo -> items that it may be.

    Their own files are gone as far as anybody has seen. That is noted in the store, since the signs are in the index
    alone: with a new one the file in their place would be an edited one.
    """
    return {
        known.item
        for one in noted
        for known in one.known
        if known.item in unsure.get(one.photo, ()) and is_at(one.file, known) and not is_same(one.file, known)
    }


class _Scene:
    """Where the contents of items are, as far as index and noted photos tell."""

    def __init__(self, noted: Sequence[Noted], occupants: Mapping[int, Occupant]) -> None:
        self._occupants = occupants
        self._with_content: dict[bytes, list[Noted]] = defaultdict(list)
        for one in noted:
            if one.file.fingerprint:
                self._with_content[one.file.fingerprint].append(one)
        self._known_contents = {known.identity.fingerprint for one in noted for known in one.known}
        self._noted = {one.photo: one for one in noted}

    def candidates(self, one: Noted) -> list[Candidate]:
        """Return the items that a photo may be, with their whereabouts as seen from it."""
        return [Candidate(_seen_from(one.file, known), self._whereabouts(one, known)) for known in one.known]

    def _whereabouts(self, one: Noted, known: KnownItem) -> Whereabouts:
        if _path(one.file) == _path(known.identity):
            return Whereabouts.ELSEWHERE if self._has_left(one.photo, known) else Whereabouts.MISSING
        at_place = self._occupants.get(known.item)
        if at_place is None:
            return Whereabouts.MISSING
        if at_place.is_away:
            return Whereabouts.AWAY
        if at_place.photo is None:
            return Whereabouts.MISSING
        if at_place.is_unread or at_place.fingerprint == known.identity.fingerprint:
            return Whereabouts.THERE
        return Whereabouts.MISSING if self._has_left(at_place.photo, known) else Whereabouts.THERE

    def _has_left(self, occupant: int, known: KnownItem) -> bool:
        """Return whether the content of an item went from its place, where another one is; else it was edited there.

        It has where what is there now is the content of another item, or where a file elsewhere has the content and
        may have the number on its volume. One with another number is a copy, made before the file was edited.
        """
        here = self._noted.get(occupant)
        if here is None or here.file.fingerprint in self._known_contents:
            return True
        then = known.identity
        others = (one.file for one in self._with_content[then.fingerprint or b""] if one.photo != occupant)
        return any(other.inode == then.inode or not (other.inode and then.inode) for other in others)


def _settle_claims(noted: Sequence[Noted], links: dict[int, Link]) -> dict[int, Link]:
    """Let each item be one photo at most: where it may be several, the same signs as in identity.py tell which."""
    claims: dict[int, list[Noted]] = defaultdict(list)
    for one in noted:
        found = links[one.photo]
        if isinstance(found, Linked):
            claims[found.item].append(one)
    settled = dict(links)
    for item, claimants in claims.items():
        if len(claimants) > 1:
            then = next(known.identity for known in claimants[0].known if known.item == item)
            best = _most_alike(claimants, then)
            for one in claimants:
                alone: Link = Linked(item) if len(best) == 1 and one is best[0] else Copy((item,))
                settled[one.photo] = Ambiguous((item,)) if len(best) > 1 and one in best else alone
    return settled


def _most_alike(claimants: Sequence[Noted], then: FileIdentity) -> Sequence[Noted]:
    signs: tuple[Callable[[FileIdentity], bool], ...] = (
        lambda now: _path(now) == _path(then),
        lambda now: (now.device, now.inode) == (then.device, then.inode) and then.inode is not None,
        lambda now: now.mtime_ns == then.mtime_ns,
        lambda now: now.relative == then.relative,
        lambda now: os.path.basename(now.relative) == os.path.basename(then.relative),
    )
    for sign in signs:
        if len(claimants) > 1:
            claimants = [one for one in claimants if sign(one.file)] or claimants
    return claimants


def _seen_from(file: FileIdentity, known: KnownItem) -> KnownItem:
    """Return an item with its place below the root of the file, where the path is the same: roots may lie in others."""
    if _path(file) != _path(known.identity):
        return known
    return known._replace(identity=known.identity._replace(root=file.root, relative=file.relative))


def _path(file: FileIdentity) -> bytes:
    return join(file.root, file.relative)
