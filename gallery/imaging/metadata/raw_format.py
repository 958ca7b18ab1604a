"""Tells RAW files of cameras from other TIFF files, by what is in them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.tiff import Directory, Tiff, child_offsets, is_derived, is_sensor_data

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAKE, _MODEL, _DNG_VERSION = 0x10F, 0x110, 0xC612
_MAX_DIRECTORIES = 32
"""So many places are looked at: cameras write three to eight."""
_FIELD_TYPES = range(1, 19)
"""Of TIFF 6.0, and of BigTIFF."""
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

    A RAW file holds what a sensor measured, or has the name of one and the maker of a camera. A DNG says that it is one
    (DNG 1.7, DNGVersion); so do pictures that were developed from one, where a program has copied all of its tags.

    Args:
        reader: The file.
        named_raw: Whether its name is that of a RAW file.
    """
    try:
        image = Tiff(reader)
        first = image.directory(image.first)
        has_sensor_data = any(is_sensor_data(image, found) for _, found in iter_directories(image))
    except DamagedError:
        return None
    if _DNG_VERSION in first:
        # of one that was cut, the thumbnail may be left
        return "dng" if has_sensor_data or (named_raw and is_derived(image, first)) else None
    make = (image.text(first.get(_MAKE)) or image.text(first.get(_MODEL)) or "").lower()
    known = next((kind for start, kind in _FORMATS_BY_MAKER if make.startswith(start)), None)
    if named_raw and known:
        return known
    return (known or "raw") if has_sensor_data else None


def iter_directories(image: Tiff) -> Iterator[tuple[int, Directory]]:
    """Yield offset and entries of the directories of a file and of those that they refer to, each once.

    Raises:
        DamagedError: There is none.
    """
    seen = set[int]()
    for offset, found in image.chain():
        waiting = deque[tuple[int, Directory | None]]([(offset, found)])
        while waiting and len(seen) < _MAX_DIRECTORIES:
            place, page = waiting.popleft()
            if place in seen:
                continue
            seen.add(place)
            page = _read_child(image, place) if page is None else page
            if page is None:
                continue
            yield place, page
            waiting.extend((child, None) for child in child_offsets(image, page))
        if len(seen) >= _MAX_DIRECTORIES:
            return


def _read_child(image: Tiff, place: int) -> Directory | None:
    """Return the directory at an offset; None if there is none: Sony's A100 has its sensor's data there."""
    try:
        found = image.directory(place)
    except DamagedError:
        return None
    return found if 2 * sum(entry.type in _FIELD_TYPES for entry in found.values()) > len(found) else None
