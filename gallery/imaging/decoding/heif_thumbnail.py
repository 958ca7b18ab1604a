"""A HEIC whose thumbnail is its primary picture: 2 to 12 ms instead of 220 to 740 for what a grid shows."""

from __future__ import annotations

from typing import BinaryIO

from gallery.imaging.metadata import bmff
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully

_MIN_OVERSAMPLING = 1.3
"""From 416 or 512 pixels down to 320 the thumbnail is as good as our JPEG; from 320 it is not (SSIM .81 to .97)."""


def with_thumbnail_as_primary(file: BinaryIO, target: int) -> bytes | None:
    """The file's bytes with the thumbnail in the primary picture's place; None where it is absent or too small."""
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
    # libheif would still list the old picture as a thumbnail's owner
    data[reference + 4 : reference + 8] = b"free"
    return bytes(data)


def _find_thumbnail(reader: BoundedReader, target: int) -> tuple[int, int, tuple[int, int]] | None:
    """Where the reference stands, which item the thumbnail is, and where the primary item's number stands."""
    for name, start, end in bmff.iter_boxes(reader, 0, reader.size):
        if name == b"meta":
            items = bmff.parse_items(reader, start, end)
            for reference, item, owners in items.thumbnails:
                if items.primary in owners and max(bmff.size_of(reader, items, item)) >= _MIN_OVERSAMPLING * target:
                    return reference, item, items.primary_field
    return None
