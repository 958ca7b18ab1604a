"""Rewrites a HEIC so that its thumbnail is the primary item: 2 to 12 ms instead of 220 to 740 for what a grid shows.

And one whose thumbnail and photo have changed places so that the photo is.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from gallery.imaging.metadata import bmff
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully

_MIN_OVERSAMPLING = 1.3
"""Pixels of the thumbnail for each of the result, along a side.

From 416 or 512 pixels down to 320 the thumbnail is as good as the JPEG that is made of it; from 320 it is not (SSIM .81
to .97).
"""


def with_thumbnail_as_primary(file: BinaryIO, target: int) -> bytes | None:
    """Return the bytes of a HEIC with its thumbnail as primary item (ISO/IEC 14496-12, 8.11.4).

    Args:
        file: The file.
        target: Pixels of the long side of the result.

    Returns:
        None if there is no thumbnail, or a too small one.
    """
    reader = _open_reader(file)
    try:
        found = _find_thumbnail(reader, target)
    except (DamagedError, IndexError):
        return None
    if found is None:
        return None
    reference, item, (primary_at, width) = found
    # else libheif would still list the thumbnail as one of the photo
    data = _without_references(file, [reference])
    data[primary_at : primary_at + width] = item.to_bytes(width, "big")
    return bytes(data)


def with_photo_as_primary(file: BinaryIO) -> bytes | None:
    """Return the bytes of a HEIC whose primary item is said to be a thumbnail of another, without that.

    Some writers have the ends of the reference the wrong way round (23008-12, 6.4.1): libheif would take the thumbnail
    for the photo.

    Returns:
        None if it is said of none, as usual.
    """
    reader = _open_reader(file)
    try:
        wrong = [
            reference
            for name, start, end in bmff.iter_boxes(reader, 0, reader.size)
            if name == b"meta"
            for items in [bmff.parse_items(reader, start, end)]
            for reference, item, _ in items.thumbnails
            if item == items.primary
        ]
    except (DamagedError, IndexError):
        return None
    return bytes(_without_references(file, wrong)) if wrong else None


def _open_reader(file: BinaryIO) -> BoundedReader:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return BoundedReader(file, size, read_fully(file, min(size, PAGE_BYTES)))


def _without_references(file: BinaryIO, references: list[int]) -> bytearray:
    """Return the bytes of a file in which the reference boxes at these offsets are of a type that nobody reads."""
    file.seek(0)
    data = bytearray(file.read())
    for at in references:
        data[at + 4 : at + 8] = b"free"
    return data


def _find_thumbnail(reader: BoundedReader, target: int) -> tuple[int, int, tuple[int, int]] | None:
    """Return the offset of the thumbnail's reference box, its item number, and `Items.primary_field`."""
    for name, start, end in bmff.iter_boxes(reader, 0, reader.size):
        if name == b"meta":
            items = bmff.parse_items(reader, start, end)
            for reference, item, owners in items.thumbnails:
                if items.primary in owners and max(bmff.size_of(reader, items, item)) >= _MIN_OVERSAMPLING * target:
                    return reference, item, items.primary_field
    return None
