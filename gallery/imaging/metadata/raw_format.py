"""Tells RAW files of cameras from other TIFF files, by what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.tiff import Directory, Tiff, is_sensor_data, iter_children

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAKE, _MODEL, _DNG_VERSION = 0x10F, 0x110, 0xC612
_MAX_DIRECTORIES = 32
"""So many are looked at: cameras write three to eight."""
_FORMATS_BY_MAKER = (
    ("nikon", "nef"),
    ("canon", "cr2"),
    ("sony", "arw"),
    ("pentax", "pef"),
    ("ricoh", "pef"),
    ("samsung", "srw"),
    ("hasselblad", "3fr"),
    ("phase one", "iiq"),
    ("leaf", "mos"),
    ("mamiya", "mef"),
    ("seiko epson", "erf"),
    ("epson", "erf"),
    ("eastman kodak", "dcr"),
    ("kodak", "dcr"),
    ("olympus", "orf"),
    ("panasonic", "rw2"),
)
"""By the beginning of EXIF's Make, or Model, in small letters. Formats of one maker that differ in their names only,
such as NEF and NRW, or ARW, SR2 and SRF, are one."""


def recognise(reader: BoundedReader, *, named_raw: bool) -> str | None:
    """Return the RAW format of a file that begins as a TIFF does; None if it is a TIFF.

    A DNG says that it is one (DNG 1.7, DNGVersion). Others hold what a sensor measured, or have the name of a RAW file
    and the maker of a camera.

    Args:
        reader: The file.
        named_raw: Whether its name is that of a RAW file.
    """
    try:
        image = Tiff(reader)
        first = image.directory(image.first)
    except DamagedError:
        return None
    if _DNG_VERSION in first:
        return "dng"
    make = (image.text(first.get(_MAKE)) or image.text(first.get(_MODEL)) or "").lower()
    known = next((kind for start, kind in _FORMATS_BY_MAKER if make.startswith(start)), None)
    if named_raw and known:
        return known
    has_sensor_data = any(is_sensor_data(image, found) for _, found in iter_directories(image))
    return (known or "raw") if has_sensor_data else None


def iter_directories(image: Tiff) -> Iterator[tuple[int, Directory]]:
    """Yield offset and entries of the directories of a file and of those that they refer to, each once.

    Raises:
        DamagedError: There is none.
    """
    seen = set[int]()
    for offset, found in image.chain():
        waiting = [(offset, found)]
        while waiting and len(seen) < _MAX_DIRECTORIES:
            place, page = waiting.pop(0)
            if place in seen:
                continue
            seen.add(place)
            yield place, page
            waiting += iter_children(image, page)
        if len(seen) >= _MAX_DIRECTORIES:
            return
