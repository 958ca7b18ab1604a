"""Decodes the bitmaps of icons of Windows, with the mask behind them (Windows SDK, ICONIMAGE)."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, ImageChops

from gallery.imaging.decoding.bmp_decoder import decode_bmp
from gallery.imaging.decoding.transparency import clear_where_zero
from gallery.imaging.metadata import bmp_info, ico
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError, read_fully

if TYPE_CHECKING:
    from gallery.imaging.metadata.bmp_info import BmpInfo

_ALPHA_BITS = 32
_MAX_HEADER_BYTES = 4096


def decode_ico(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the largest picture, which is no PNG, and whether all of it was there.

    Its height counts its mask as well; it has alpha of its own, or by the mask.

    Raises:
        DamagedError: There is none.
    """
    entry = ico.find_largest(BoundedReader.from_file(file))
    file.seek(entry.offset)
    stride = (entry.width * entry.bits + 31) // 32 * 4
    mask_stride = (entry.width + 31) // 32 * 4
    longest = _MAX_HEADER_BYTES + (stride + mask_stride) * entry.height
    data = bytearray(read_fully(file, longest))
    wide = data[:4] != b"\x0c\0\0\0"
    data[8 if wide else 6 : 12 if wide else 8] = struct.pack("<i" if wide else "<H", entry.height)
    image, complete = decode_bmp(io.BytesIO(bytes(data)))
    info = bmp_info.parse_info(BoundedReader.from_bytes(bytes(data)))
    if (info.width, info.height) != (entry.width, entry.height):
        raise DamagedError("an icon of another size than it says")
    pixels = data[info.pixel_offset :]
    alpha = _own_alpha(info, pixels, stride) or _mask(info, pixels[stride * entry.height :], mask_stride)
    return image if alpha is None else clear_where_zero(image, alpha), complete


def _own_alpha(info: BmpInfo, pixels: bytearray, stride: int) -> Image.Image | None:
    """Return the highest byte of each pixel of 32 bits; None where it is 0 everywhere: then the mask counts."""
    if info.bits != _ALPHA_BITS or info.compression != bmp_info.RGB:
        return None
    tops = bytes(pixels[3 : stride * info.height : 4]).ljust(info.width * info.height, b"\0")
    alpha = Image.frombytes("L", (info.width, info.height), tops, "raw", "L", 0, -1)
    return alpha if alpha.getbbox() else None


def _mask(info: BmpInfo, rows: bytearray, stride: int) -> Image.Image | None:
    """Return the mask, in which a bit of 0 shows the pixel; None where it is left out."""
    if len(rows) < stride * info.height or info.compression not in (bmp_info.RGB, bmp_info.BITFIELDS):
        return None
    mask = Image.frombytes("1", (info.width, info.height), bytes(rows), "raw", "1", stride, -1)
    return ImageChops.invert(mask.convert("L"))
