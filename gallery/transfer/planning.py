"""Compares what a source says with what is said already: what would come, what is kept, what is the same. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gallery.annotations.importing import AlbumPart
from gallery.annotations.models import Annotation, AnnotationChange
from gallery.transfer.entries import ALBUMS, KINDS, LISTS, PLAIN, RANKS, REMOVED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gallery.catalog.file_search import FileWords
    from gallery.transfer.entries import AlbumLook

_UNSAID = {"favourite": False, "pick": "none", "label": "none", "rating": 0, "title": "", "caption": ""}
"""What holds where neither user nor file says anything."""


@dataclass(slots=True)
class Count:
    """Of one kind: photos that would get something, those that have another value from the user, those that have it."""

    new: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    same: set[int] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    """Of lists: which there are."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one photo would get."""

    new: dict[str, Any]
    """Values by kind, of which the user has said nothing."""
    other: dict[str, Any]
    """Values by kind, of which the user has said something else."""


@dataclass(slots=True)
class Plan:
    """What would come, by photo and kind."""

    wishes: dict[int, Wish] = field(default_factory=dict)
    albums: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """(place, photo) of those that each album would get, by its path; in the order in which the albums are made."""
    counts: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in KINDS})

    def add(
        self,
        photo: int,
        tile: int,
        wanted: Mapping[str, Any],
        said: Annotation,
        words: FileWords | None,
        inside: Collection[str] = (),
    ) -> None:
        """Compare what is wanted for a photo with what is said of it.

        Args:
            photo: the file.
            tile: the photo that stands for it, which is counted.
            wanted: values by kind.
            said: what the user said.
            words: what the file says by itself, which need not be said again; None: it does not matter.
            inside: paths of the albums that hold it, without capitals.
        """
        wish = Wish({}, {})
        self._add_albums(wish, photo, tile, wanted, inside)
        for kind, value in wanted.items():
            if kind in (ALBUMS, RANKS):
                continue
            name = "tags" if kind == REMOVED else kind
            sort = _sort_value if kind in PLAIN else _sort_list
            results = zip(sort(kind, value, said, words), (wish.new, wish.other, None), _COUNTS, strict=True)
            for found, store, count in results:
                if found is not None:
                    getattr(self.counts[name], count).add(tile)
                    if store is not None:
                        store[kind] = found
            if kind in LISTS:
                self.counts[kind].values.update(value)
        if wish.new or wish.other:
            self.wishes[photo] = wish

    def _add_albums(
        self, wish: Wish, photo: int, tile: int, wanted: Mapping[str, Any], inside: Collection[str]
    ) -> None:
        count = self.counts[ALBUMS]
        for path in wanted.get(ALBUMS, ()):
            count.values.add(path)
            if path.casefold() in inside:
                count.same.add(tile)
                continue
            count.new.add(tile)
            wish.new.setdefault(ALBUMS, []).append(path)
            rank = wanted.get(RANKS, {}).get(path, len(self.albums.get(path, ())))
            self.albums.setdefault(path, []).append((rank, photo))

    def changes(self, kinds: Collection[str], *, replace: bool) -> dict[AnnotationChange, list[int]]:
        """Return the photos that get each change; an empty one where they come into albums and nothing else is said.

        Args:
            kinds: what is taken over.
            replace: whether it takes the place of what the user has said.
        """
        found: dict[AnnotationChange, list[int]] = {}
        for photo, wish in self.wishes.items():
            change = _change(wish, kinds, replace=replace)
            if change is not None:
                found.setdefault(change, []).append(photo)
        return found


_COUNTS = ("new", "kept", "same")
_Sorted = tuple[Any, Any, Any]
"""What is new, what is other than the user said, what is the same; None: nothing."""


def _sort_value(kind: str, value: Any, said: Annotation, words: FileWords | None) -> _Sorted:
    mine = getattr(said, kind)
    if mine is not None:
        return (None, None, value) if mine == value else (None, value, None)
    if words is not None:
        holds = getattr(words, kind, None)
        if value == (_UNSAID.get(kind) if holds is None else holds):
            return None, None, value
    return value, None, None


def _sort_list(kind: str, wanted: tuple[str, ...], said: Annotation, words: FileWords | None) -> _Sorted:
    mine, against = (said.removed_tags, said.tags) if kind == REMOVED else (said.tags, said.removed_tags)
    known = {tag.casefold() for tag in mine} | {tag.casefold() for tag in (words.tags if words else ())}
    refused = {tag.casefold() for tag in against}
    other = tuple(tag for tag in wanted if tag.casefold() in refused)
    new = tuple(tag for tag in wanted if tag.casefold() not in known | refused)
    same = tuple(tag for tag in wanted if tag.casefold() in known - refused)
    return new or None, other or None, same or None


def _change(wish: Wish, kinds: Collection[str], *, replace: bool) -> AnnotationChange | None:
    values: dict[str, Any] = {}
    lists: dict[str, list[str]] = {"add_tags": [], "remove_tags": []}
    for source in (wish.new, wish.other) if replace else (wish.new,):
        for kind, value in source.items():
            if ("tags" if kind == REMOVED else kind) not in kinds:
                continue
            if kind in PLAIN:
                values[kind] = value
            elif kind != ALBUMS:
                lists["remove_tags" if kind == REMOVED else "add_tags"] += value
    if not values and not any(lists.values()) and not (ALBUMS in kinds and ALBUMS in wish.new):
        return None
    return AnnotationChange.from_json({**values, **lists})


def album_part(files: Sequence[tuple[int, int]], look: AlbumLook | None) -> AlbumPart:
    """Return what is said of an album.

    Args:
        files: (place in the album of the source, place among the files of the act), in order.
        look: how it is shown there.
    """
    if look is None:
        return AlbumPart([at for _, at in files])
    cover = next((at for rank, at in files if rank == look.cover), None)
    return AlbumPart([at for _, at in files], look.ordering, cover)
