"""The header of a BMP: size and colour (Windows SDK, wingdi.h, BITMAPINFOHEADER to BITMAPV5HEADER)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from gallery.imaging import colour_space
from gallery.imaging.metadata import bmp_info
from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_V4_BYTES, _V5_BYTES = 108, 124
_CALIBRATED, _EMBEDDED = 0, int.from_bytes(b"MBED", "big")
"""Colour space types: endpoints and gammas in the header; a profile behind the pixels."""
_MAX_PROFILE_BYTES = 4 << 20


def parse(reader: BoundedReader) -> PictureHeader:
    """Read the size and the colour."""
    info = bmp_info.parse_info(reader)
    header = PictureHeader(info.width, info.height)
    start, _ = bmp_info.find_info(reader)
    length = reader.read_number(start, "<I")
    if length >= _V4_BYTES:
        _add_colour(header, reader, start, length)
    return header


def _add_colour(header: PictureHeader, reader: BoundedReader, start: int, length: int) -> None:
    """Add the profile or the calibrated colours; of any other type the colours are those of sRGB."""
    kind = reader.read_number(start + 56, "<I")
    if kind == _EMBEDDED and length >= _V5_BYTES:
        offset, size = struct.unpack("<II", reader.read_exactly(start + 112, 8))
        header.icc = reader.read_up_to(start + offset, min(size, _MAX_PROFILE_BYTES)) or None
    elif kind == _CALIBRATED:
        *endpoints, _, gamma, _ = struct.unpack("<9i3I", reader.read_exactly(start + 60, 48))
        primaries = _chromaticities(endpoints)
        if primaries and gamma:
            header.colour = colour_space.from_gamma(65536 / gamma, primaries)


def _chromaticities(endpoints: list[int]) -> colour_space.Primaries | None:
    """Return chromaticities of the XYZ of red, green and blue, whose sum is white; None if one is black."""
    colours = [endpoints[at : at + 3] for at in (0, 3, 6)]
    colours.append([sum(channel) for channel in zip(*colours, strict=True)])
    if any(sum(colour) <= 0 for colour in colours):
        return None
    (rx, ry), (gx, gy), (bx, by), (wx, wy) = ((x / (x + y + z), y / (x + y + z)) for x, y, z in colours)
    return rx, ry, gx, gy, bx, by, wx, wy
