"""Rewrites a HEIC so that its thumbnail is the primary item: 2 to 12 ms instead of 220 to 740 for what a grid shows."""

from __future__ import annotations

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
    file.seek(0)
    size = file.seek(0, 2)
    file.seek(0)
    reader = BoundedReader(file, size, read_fully(file, min(size, PAGE_BYTES)))
    try:
        found = _find_thumbnail(reader, target)
    except (DamagedError, IndexError):
        return None
    if found is None:
        return None
    file.seek(0)
    data = bytearray(read_fully(file, size))
    reference, item, (primary_at, width) = found
    data[primary_at : primary_at + width] = item.to_bytes(width, "big")
    # else libheif would still list the thumbnail as one of the photo
    data[reference + 4 : reference + 8] = b"free"
    return bytes(data)


def _find_thumbnail(reader: BoundedReader, target: int) -> tuple[int, int, tuple[int, int]] | None:
    """Return the offset of the thumbnail's reference box, its item number, and `Items.primary_field`."""
    for name, start, end in bmff.iter_boxes(reader, 0, reader.size):
        if name == b"meta":
            items = bmff.parse_items(reader, start, end)
            for reference, item, owners in items.thumbnails:
                if items.primary in owners and max(bmff.size_of(reader, items, item)) >= _MIN_OVERSAMPLING * target:
                    return reference, item, items.primary_field
    return None
