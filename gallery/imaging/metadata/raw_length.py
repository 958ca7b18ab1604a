"""How long a RAW file that is a TIFF file must be, by the places of the strips and tiles in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gallery.imaging.metadata.raw_format import iter_directories
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.tiff import Directory

COUNTED = frozenset(("dng", "cr2", "nef", "arw", "pef", "srw"))
"""Formats whose byte counts are those of the data in the file. Others count unpacked samples, or nothing."""
_SEGMENTS = ((0x111, 0x117), (0x144, 0x145))
"""Offsets and lengths of strips, and of tiles."""
_MAX_SEGMENTS = 1 << 14
_PANASONIC_START, _NOWHERE = 0x118, 0xFFFFFFFF
"""RawDataOffset of an RW2, whose StripOffsets are often of this value."""


def announced_length(reader: BoundedReader, kind: str) -> int:
    """Return how long a file says that it is; where its counts mean something else, it only must reach the data.

    Args:
        reader: The file.
        kind: Its format.

    Raises:
        DamagedError: It has no directory.
    """
    image = Tiff(reader)
    if kind == "rw2":
        start = int(image.number(image.directory(image.first).get(_PANASONIC_START)) or 0)
        return start + 1 if start != _NOWHERE else 0
    pages = (page for _, page in iter_directories(image))
    return int(max((end for page in pages for end in _ends(image, page, counted=kind in COUNTED)), default=0))


def _ends(image: Tiff, page: Directory, *, counted: bool) -> Iterator[float]:
    """Yield where the strips and tiles of a directory end, or, without their counts, where they begin to be there."""
    for start_tag, length_tag in _SEGMENTS:
        starts = image.numbers(page.get(start_tag), _MAX_SEGMENTS)
        lengths = image.numbers(page.get(length_tag), _MAX_SEGMENTS)
        for start, length in zip(starts, lengths, strict=False):
            if math.isfinite(start + length):
                yield start + (length if counted else min(length, 1))
