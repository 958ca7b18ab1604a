"""The directory of an icon or cursor of Windows: which of its pictures is shown (Windows SDK, ICONDIR)."""

from __future__ import annotations

import struct
from typing import NamedTuple

from gallery.imaging.metadata import png
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader

_MAX_ENTRIES = 256
_MAX_PNG_BYTES = 16 << 20
"""So much of a PNG is looked at for its colours."""
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_EMPTY_PIXELS = 4 << 20
"""A bitmap of more pixels than are in the file is none, if it has so many."""
_DIB_HEADERS = frozenset((12, 40, 52, 56, 108, 124))
_PNG_BITS = 32
"""A PNG goes before a bitmap of its size."""


class Entry(NamedTuple):
    """A picture of an icon, as its own header describes it: what the directory says is often wrong."""

    width: int
    height: int
    bits: int
    """Bits of a pixel."""
    offset: int
    length: int
    is_png: bool


def parse(reader: BoundedReader) -> PictureHeader:
    """Read the size of the picture that is shown."""
    entry = find_largest(reader)
    if entry.is_png:
        return parse_png(reader, entry.offset, entry.length)
    return PictureHeader(entry.width, entry.height)


def parse_png(reader: BoundedReader, offset: int, length: int) -> PictureHeader:
    """Return the header of a PNG that is part of a file."""
    return png.parse(BoundedReader.from_bytes(reader.read_up_to(offset, min(length, _MAX_PNG_BYTES))))


def find_largest(reader: BoundedReader) -> Entry:
    """Return the picture with the most pixels, of equal ones that with the most bits, of these the first.

    Raises:
        DamagedError: There is none.
    """
    count = min(reader.read_number(4, "<H"), _MAX_ENTRIES)
    directory = reader.read_up_to(6, 16 * count)
    places = (struct.unpack_from("<8xII", directory, at) for at in range(0, len(directory) - 15, 16))
    entries = [entry for length, offset in places if (entry := _read_entry(reader, offset, length)) is not None]
    if not entries:
        raise DamagedError("an icon without a picture")
    return max(entries, key=lambda entry: (entry.width * entry.height, entry.bits))


def _read_entry(reader: BoundedReader, offset: int, length: int) -> Entry | None:
    """Return what the header of a picture says; None if it is none."""
    head = reader.read_up_to(offset, 26)
    if len(head) < 26:
        return None
    if head.startswith(PNG_SIGNATURE):
        width, height = struct.unpack_from(">II", head, 16)
        return Entry(width, height, _PNG_BITS, offset, length, is_png=True) if width and height else None
    size = int.from_bytes(head[:4], "little")
    if size not in _DIB_HEADERS:
        return None
    width, height, _, bits = struct.unpack_from("<HHHH" if size == 12 else "<iiHH", head, 4)
    # the rows of colours stand above those of the mask
    height = abs(height) // 2
    if width * height > _MAX_EMPTY_PIXELS and width * bits * height // 8 > reader.size:
        return None
    return Entry(width, height, bits, offset, length, is_png=False) if width > 0 < height else None
