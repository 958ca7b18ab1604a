"""The header of a DDS: size and how its first surface is stored (DirectX, DDS_HEADER and DDS_HEADER_DXT10)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.imaging import colour_space
from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_HEADER_BYTES, _MORE_BYTES = 128, 20
_MAX_BITS = 128
_ALPHA, _ALPHA_ONLY, _FOUR_LETTERS, _PALETTE, _RGB, _GREY = 1, 2, 4, 0x20, 0x40, 0x20000
"""Flags of the format of pixels (DDS_PIXELFORMAT, dwFlags)."""
_BLOCKS_BY_LETTERS = {
    b"DXT1": "BC1", b"DXT2": "BC2", b"DXT3": "BC2", b"DXT4": "BC3", b"DXT5": "BC3", b"BC4U": "BC4", b"ATI1": "BC4",
    b"BC4S": "BC4S", b"BC5U": "BC5", b"ATI2": "BC5", b"BC5S": "BC5S",
}  # fmt: skip
_PREMULTIPLIED = frozenset((b"DXT2", b"DXT4"))
_BLOCKS_BY_NUMBER = {
    **dict.fromkeys((70, 71, 72), "BC1"), **dict.fromkeys((73, 74, 75), "BC2"), **dict.fromkeys((76, 77, 78), "BC3"),
    79: "BC4", 80: "BC4", 81: "BC4S", 82: "BC5", 83: "BC5", 84: "BC5S", 94: "BC6H", 95: "BC6H", 96: "BC6HS",
    **dict.fromkeys((97, 98, 99), "BC7"),
}  # fmt: skip
"""Blocks by DXGI_FORMAT."""
_RGBA8, _BGRA8 = (0xFF, 0xFF00, 0xFF0000, 0xFF000000), (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
_BGRX8 = (0xFF0000, 0xFF00, 0xFF, 0)
_PLAIN_BY_NUMBER = {
    **dict.fromkeys((27, 28, 29), (32, _RGBA8)), **dict.fromkeys((87, 90, 91), (32, _BGRA8)),
    **dict.fromkeys((88, 92, 93), (32, _BGRX8)), 24: (32, (0x3FF, 0xFFC00, 0x3FF00000, 0xC0000000)),
    85: (16, (0xF800, 0x7E0, 0x1F, 0)), 86: (16, (0x7C00, 0x3E0, 0x1F, 0x8000)), 115: (16, (0xF00, 0xF0, 0xF, 0xF000)),
    49: (16, (0xFF, 0xFF00, 0, 0)), **dict.fromkeys((60, 61, 65), (8, (0xFF, 0xFF, 0xFF, 0))),
}  # fmt: skip
"""Bits of a pixel, and where red, green, blue and alpha are in it, by DXGI_FORMAT."""
_LINEAR = frozenset(("BC6H", "BC6HS"))


@dataclass(frozen=True, slots=True)
class DdsInfo:
    """How the first surface is stored: the largest one, of a cube its first face."""

    width: int
    height: int
    blocks: str
    """The compression, BC1 to BC7; empty for plain pixels."""
    bits: int
    """Bits of a plain pixel."""
    masks: tuple[int, int, int, int]
    """Where red, green, blue and alpha are in a plain pixel; 0 for none."""
    has_palette: bool
    unknown: str
    """The format in words, where it is none of these."""
    data_offset: int
    is_premultiplied: bool = False
    """Whether colours have been multiplied by alpha."""


def parse(reader: BoundedReader) -> PictureHeader:
    """Read the size."""
    info = parse_info(reader)
    header = PictureHeader(info.width, info.height)
    if info.blocks in _LINEAR:
        header.colour = colour_space.from_gamma(1.0, None)
    return header


def parse_info(reader: BoundedReader) -> DdsInfo:
    """Parse all that is needed to decode the pixels.

    Raises:
        DamagedError: The header contradicts itself.
    """
    head = reader.read_exactly(0, _HEADER_BYTES)
    height, width = struct.unpack_from("<II", head, 12)
    flags, letters, bits, *masks = struct.unpack_from("<I4sI4I", head, 80)
    if flags & _FOUR_LETTERS and letters == b"DX10":
        return _parse_number(reader, width, height)
    if bits > _MAX_BITS:
        raise DamagedError("a DDS file of very long pixels")
    blocks = _BLOCKS_BY_LETTERS.get(letters, "") if flags & _FOUR_LETTERS else ""
    unknown = ""
    if flags & _GREY:  # writers disagree about its masks
        masks = [0xFF, 0xFF, 0xFF, 0xFF00] if flags & _ALPHA else [(1 << bits) - 1] * 3 + [0]
    elif flags & _FOUR_LETTERS and not blocks:
        unknown = letters.decode("latin-1") if letters.isalnum() else f"format {int.from_bytes(letters, 'little')}"
    elif not flags & (_FOUR_LETTERS | _RGB | _PALETTE | _ALPHA_ONLY):
        unknown = f"pixels of kind {flags:#x}"
    if flags & _ALPHA_ONLY:
        masks = [masks[3]] * 3 + [0]
    red, green, blue, alpha = (int(mask) for mask in masks)
    masked = red, green, blue, alpha if flags & _ALPHA else 0
    has_palette, multiplied = bool(flags & _PALETTE), letters in _PREMULTIPLIED
    return DdsInfo(width, height, blocks, bits, masked, has_palette, unknown, _HEADER_BYTES, multiplied)


def _parse_number(reader: BoundedReader, width: int, height: int) -> DdsInfo:
    """Parse the header of DirectX 10, which numbers the formats."""
    number = reader.read_number(_HEADER_BYTES, "<I")
    bits, masks = _PLAIN_BY_NUMBER.get(number, (0, (0, 0, 0, 0)))
    blocks = _BLOCKS_BY_NUMBER.get(number, "")
    unknown = "" if blocks or bits else f"DXGI format {number}"
    return DdsInfo(width, height, blocks, bits, masks, False, unknown, _HEADER_BYTES + _MORE_BYTES)
