"""MRW, the RAW format of Minolta: blocks, one of which is a TIFF structure. It is in no public specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.metadata import exif, maker_notes
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.raw_previews import add_previews, find_jpeg
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_BLOCK = 8
_MAX_BLOCKS = 32
_MAX_TIFF_BYTES = 4 << 20
_SIZE_PLACE = 12
"""Where height and width of the photo stand in the block of the sensor's size."""


def parse(reader: BoundedReader) -> PictureHeader:
    """Parse the header of an MRW file.

    Raises:
        DamagedError: It has no block with a TIFF structure.
    """
    blocks = {name: (start, length) for name, start, length in _iter_blocks(reader)}
    if b"\0TTW" not in blocks:
        raise DamagedError("an MRW file without EXIF")
    base, length = blocks[b"\0TTW"]
    block = BoundedReader.from_bytes(reader.read_up_to(base, min(length, _MAX_TIFF_BYTES)))
    header = PictureHeader(exif=block)
    place, size = maker_notes.find_minolta_preview(Tiff(block))
    preview = find_jpeg(reader, base + place, size) if place else None
    sizes = [_photo_size(reader, blocks[b"\0PRD"][0])] if b"\0PRD" in blocks else []
    add_previews(header, [preview], sizes, exif.parse(block).orientation)
    return header


def announced_length(reader: BoundedReader) -> int:
    """Return where the sensor's data begins, which is behind all blocks: its length is not said.

    Raises:
        DamagedError: The file ends before it says so.
    """
    return _FIRST_BLOCK + reader.read_number(4, ">I") + 1


def _iter_blocks(reader: BoundedReader) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and length of what is in each block."""
    at, end = _FIRST_BLOCK, _FIRST_BLOCK + reader.read_number(4, ">I")
    for _ in range(_MAX_BLOCKS):
        head = reader.read_up_to(at, 8)
        if at >= end or len(head) < 8:
            return
        length = int.from_bytes(head[4:], "big")
        yield head[:4], at + 8, length
        at += 8 + length


def _photo_size(reader: BoundedReader, start: int) -> tuple[int, int]:
    data = reader.read_up_to(start + _SIZE_PLACE, 4)
    return int.from_bytes(data[2:], "big"), int.from_bytes(data[:2], "big")
