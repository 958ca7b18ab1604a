"""The header of a PCX, or of the first page of a DCX (ZSoft PCX File Format Technical Reference Manual)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.weak_signatures import is_pcx

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_PAGES = b"\xb1\x68\xde\x3a"
"""What a DCX begins with; the offsets of its pages follow."""
_HEADER_BYTES = 128
_WHITE_AND_BLACK = b"\xff\xff\xff\0\0\0"
_WITHOUT_PALETTE = 3
"""The version whose pictures are in the colours of the screen."""


@dataclass(frozen=True, slots=True)
class PcxInfo:
    """What the header of a PCX says."""

    width: int
    height: int
    bits: int
    """Bits of a sample."""
    planes: int
    stride: int
    """Bytes of a row of one plane."""
    packed: bool
    """Whether run lengths stand for the bytes."""
    palette: bytes | None
    """Red, green and blue of 16 colours; None for those of the screen."""
    is_white_first: bool
    """Whether the palette begins with white and black: then a single bit of 0 is white."""
    pixel_offset: int


def parse(reader: BoundedReader) -> PictureHeader:
    """Read the size."""
    info = parse_info(reader)
    header = PictureHeader(info.width, info.height)
    header.stored_bits = 8 * info.stride * info.planes // info.width
    return header


def parse_info(reader: BoundedReader) -> PcxInfo:
    """Parse all that is needed to decode the pixels.

    Raises:
        DamagedError: There is no such header.
    """
    start = reader.read_number(4, "<I") if reader.read_up_to(0, 4) == _PAGES else 0
    head = reader.read_exactly(start, _HEADER_BYTES)
    if not is_pcx(head):
        raise DamagedError("a PCX file without its header")
    version, packed, bits, left, top, right, bottom = struct.unpack_from("<xBBB4H", head)
    planes, stride = struct.unpack_from("<BH", head, 65)
    palette = None if version == _WITHOUT_PALETTE else head[16:64]
    width, height = right - left + 1, bottom - top + 1
    inverse = head[16:22] == _WHITE_AND_BLACK  # whatever the version: writers of scans put it there
    return PcxInfo(width, height, bits, planes, stride, bool(packed), palette, inverse, start + _HEADER_BYTES)
