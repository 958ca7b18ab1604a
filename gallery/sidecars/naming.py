"""Which file is the sidecar of a photo, by the names in its folder. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.formats import is_candidate, is_raw_name
from gallery.scan.sidecar_names import match_sidecars

if TYPE_CHECKING:
    from collections.abc import Collection

_XMP = b".xmp"


class Choice(NamedTuple):
    """The sidecar of a photo."""

    name: bytes
    is_short: bool
    """Whether it is named after the stem alone (photo.xmp), so that it says itself which file it is about."""
    is_shared: bool
    """Whether it fits other files, too: it is about this one only if it says so."""


def long_name(photo: bytes) -> bytes:
    """Return the name that digiKam and darktable give a sidecar, which fits no other file."""
    return photo + _XMP


def choose_sidecars(photos: Collection[bytes], names: Collection[bytes]) -> dict[bytes, Choice]:
    """Return the sidecar of each photo: the one that is there and counts most, else the one to be made.

    photo.jpg.xmp is made; of a RAW file photo.xmp, as Adobe's programs do, where no other file has its stem.

    Args:
        photos: names of photos of one folder.
        names: of all files in it.
    """
    asked = {_stem(photo).lower() for photo in photos}
    near = {name for name in names if not asked.isdisjoint((_stem(name).lower(), _stem(_stem(name)).lower()))}
    sidecars = [name for name in near if name.lower().endswith(_XMP)]
    others = near.difference(sidecars)
    pictures = {name for name in others if is_candidate(name)} | set(photos)
    stems = Counter(_stem(name).lower() for name in others | set(photos))
    matched = match_sidecars(pictures, sidecars, others - pictures)
    found = {}
    for photo in photos:
        there = matched.get(photo)
        if there:
            name, shared = there[0]
            found[photo] = Choice(name, name[: -len(_XMP)].lower() != photo.lower(), shared)
        elif is_raw_name(photo) and stems[_stem(photo).lower()] == 1:
            found[photo] = Choice(_stem(photo) + _XMP, is_short=True, is_shared=False)
        else:
            found[photo] = Choice(long_name(photo), is_short=False, is_shared=False)
    return found


def suffix(photo: bytes) -> str:
    """Return the suffix of a photo without its dot, as photoshop:SidecarForExtension has it."""
    return photo.rpartition(b".")[2].decode("ascii", "replace").upper()


def _stem(name: bytes) -> bytes:
    stem, dot, _ = name.rpartition(b".")
    return stem if dot and stem else name
