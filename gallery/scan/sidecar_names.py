"""Which files beside photos are their sidecars, by their names alone; for Google's see `takeout_names`. Pure.

`photo.jpg.xmp` is what digiKam and darktable write, `photo.xmp` what Adobe's programs and Capture One write. Where a
photo has both, both are read, and the longer name comes first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.models import SOUND_SUFFIXES
from gallery.scan import takeout_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_XMP = b".xmp"
SUFFIXES = (_XMP, takeout_names.SUFFIX, *SOUND_SUFFIXES)
"""In lower case."""
MAX_SIDECARS = 4
"""So many XMP files of one photo are read: capitals alone make thousands of names that fit."""
_OTHER_OWNERS = frozenset((b"3gp", b"avi", b"m4v", b"mkv", b"mov", b"mp4", b"mts", b"webm", b"jxl", b"xcf"))
"""Suffixes of files that `photo.xmp` may be about, whether they are shown or not: films, and pictures that are not."""


class NamedSidecar(NamedTuple):
    """The name of a sidecar, and whether it fits the names of other files, too."""

    name: bytes
    shared: bool


def match_sidecars(
    photos: Collection[bytes], sidecars: Collection[bytes], others: Iterable[bytes]
) -> dict[bytes, list[NamedSidecar]]:
    """Return the sidecars of each photo that has any, those that count most first: XMP, Google's, then sounds.

    Args:
        photos: names of the pictures of a folder.
        sidecars: names with one of the SUFFIXES.
        others: names of the folder's other files; of some, such as films, a sidecar may be, too.
    """
    found: dict[bytes, list[NamedSidecar]] = {}
    unmatched: list[bytes] = []
    of_google = {name for name in sidecars if name.lower().endswith(takeout_names.SUFFIX)}
    sounds = {name for name in sidecars if name.lower().endswith(SOUND_SUFFIXES)}
    for sidecar in sorted(set(sidecars) - of_google - sounds):
        base = sidecar[: -len(_XMP)]
        if base in photos:
            found.setdefault(base, []).append(NamedSidecar(sidecar, shared=False))
        else:
            unmatched.append(sidecar)
    if unmatched:
        for photo, named in _match_inexact(photos, unmatched, others):
            found.setdefault(photo, []).append(named)
    found = {photo: named[:MAX_SIDECARS] for photo, named in found.items()}
    for photo, name, is_guess in takeout_names.match_takeout(photos, of_google) if of_google else ():
        found.setdefault(photo, []).append(NamedSidecar(name, shared=is_guess))
    for sound, owners in match_sounds(photos, sounds).items():
        for photo in owners:
            found.setdefault(photo, []).append(NamedSidecar(sound, shared=len(owners) > 1))
    return found


def match_sounds(photos: Collection[bytes], names: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """Return the photos of each sound among these names that has a photo's stem; the files of one photo share one.

    One sound of each stem: capitals alone make many names that fit.
    """
    sounds = {_stem(name).lower(): name for name in sorted(names) if name.lower().endswith(SOUND_SUFFIXES)}
    if not sounds:
        return {}
    stems = _group(photos, lambda name: _stem(name).lower())
    return {sound: stems[stem][:MAX_SIDECARS] for stem, sound in sorted(sounds.items()) if stem in stems}


def _match_inexact(
    photos: Collection[bytes], sidecars: Iterable[bytes], others: Iterable[bytes]
) -> Iterator[tuple[bytes, NamedSidecar]]:
    """Yield photos and sidecars whose names have other capitals, then those that have no suffix between."""
    names, stems = _group(photos, bytes.lower), _group(photos, lambda name: _stem(name).lower())
    exact_stems = _group(photos, _stem)
    stems_of_others = {_stem(name).lower() for name in others if name.rpartition(b".")[2].lower() in _OTHER_OWNERS}
    spread: Counter[bytes] = Counter()
    short: list[tuple[bytes, NamedSidecar]] = []
    for sidecar in sidecars:
        base = sidecar[: -len(_XMP)]
        folded = base.lower()
        # to the letter, else in other capitals: cards and cameras write IMG_1.JPG, programs IMG_1.jpg.xmp
        owners = names.get(folded) or exact_stems.get(base) or stems.get(folded, [])
        spread[folded] += len(owners) > 1
        if len(owners) > 1 and spread[folded] > MAX_SIDECARS:
            continue  # thousands of photos and of sidecars whose names differ in capitals alone would make millions
        if folded in names:
            yield from ((photo, NamedSidecar(sidecar, len(owners) > 1)) for photo in owners)
            continue
        shared = len(owners) > 1 or folded in stems_of_others
        short += [(photo, NamedSidecar(sidecar, shared)) for photo in owners]
    yield from short


def _stem(name: bytes) -> bytes:
    """Return a name without its suffix."""
    stem, dot, _ = name.rpartition(b".")
    return stem if dot and stem else name


def _group(names: Iterable[bytes], key: Callable[[bytes], bytes]) -> dict[bytes, list[bytes]]:
    """Return the names by a key of each."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for name in names:
        found[key(name)].append(name)
    return found
