"""The directory of an icon of Windows: which of its pictures is shown (Windows SDK, ICONDIR)."""

from __future__ import annotations

import struct
from typing import NamedTuple

from gallery.imaging.metadata import bmp_info, png
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.icon_members import PNG_SIGNATURE, choose, is_whole_png

_MAX_ENTRIES = 256
_MAX_PNG_BYTES = 16 << 20
"""So much of a PNG is looked at for its colours."""
_MAX_EMPTY_PIXELS = 4 << 20
"""A bitmap of more pixels than are in the file is none, if it has so many."""
_DIB_HEADERS = frozenset((12, 40, 52, 56, 108, 124))
_MAX_HEADER_BYTES = 4096
"""The header of a bitmap with its palette."""
_DEPTHS, _COMPRESSIONS = frozenset((1, 4, 8, 16, 24, 32)), frozenset((bmp_info.RGB, bmp_info.BITFIELDS))
"""Bits of a pixel, and compressions, of bitmaps in icons."""
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
    """Return the picture that is shown: the largest that is whole.

    Raises:
        DamagedError: There is none.
    """
    count = min(reader.read_number(4, "<H"), _MAX_ENTRIES)
    directory = reader.read_up_to(6, 16 * count)
    places = dict.fromkeys(struct.unpack_from("<8xII", directory, at) for at in range(0, len(directory) - 15, 16))
    entries = [entry for length, offset in places if (entry := _read_entry(reader, offset, length)) is not None]
    starts = [entry.offset for entry in entries]
    ends = {start: min((other for other in starts if other > start), default=reader.size) for start in starts}
    return choose(entries, lambda entry: _is_whole(reader, entry, ends[entry.offset]))


def _is_whole(reader: BoundedReader, entry: Entry, next_start: int) -> bool:
    """Return whether all of a picture is there, before the next one; of a bitmap, all but the mask."""
    if entry.is_png:
        return is_whole_png(reader, entry.offset, entry.length)
    try:
        info = bmp_info.parse_info(BoundedReader.from_bytes(reader.read_up_to(entry.offset, _MAX_HEADER_BYTES)))
    except DamagedError:
        return False
    stride, last = (entry.width * entry.bits + 31) // 32 * 4, (entry.width * entry.bits + 7) // 8
    end = entry.offset + info.pixel_offset + stride * (entry.height - 1) + last
    return entry.bits in _DEPTHS and info.compression in _COMPRESSIONS and end <= min(next_start, reader.size)


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
