"""Decodes BMP files: every depth and mask, run lengths, palettes (Windows SDK, Bitmap Storage; OS/2 Toolkit).

Pillow's decoder knows the usual masks only, and gives up where a row of runs is too short.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from gallery.imaging.decoding import transparency
from gallery.imaging.decoding.decoding_errors import RareVariantError
from gallery.imaging.decoding.masked_pixels import take_masks
from gallery.imaging.metadata import bmp_info
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully

if TYPE_CHECKING:
    from gallery.imaging.metadata.bmp_info import BmpInfo

_PALETTE_BITS = frozenset((1, 2, 4, 8))
_RUN_LENGTHS = {bmp_info.RLE8: 8, bmp_info.RLE4: 4, bmp_info.RLE24: 24}
"""Bits of a pixel by kind of run lengths."""


def decode_bmp(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the picture, in RGB or RGBA, and whether all of it was there.

    Raises:
        RareVariantError: It uses what is not decoded.
        DamagedError: The header contradicts itself.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    info = bmp_info.parse_info(BoundedReader(file, size, read_fully(file, min(size, PAGE_BYTES))))
    file.seek(info.palette_offset)
    palette = _read_palette(info, read_fully(file, info.colours * info.palette_entry))
    file.seek(info.pixel_offset)
    data = read_fully(file, size)
    if info.compression in (bmp_info.JPEG, bmp_info.PNG):
        return _decode_embedded(info, data), True
    if info.compression in _RUN_LENGTHS and _RUN_LENGTHS[info.compression] == info.bits:
        return _decode_runs(info, data, palette)
    _check_supported(info)
    return _decode_rows(info, data, palette)


def _check_supported(info: BmpInfo) -> None:
    """Check that plain rows of such pixels can be decoded.

    Raises:
        RareVariantError: They cannot.
    """
    if info.compression == bmp_info.HUFFMAN:
        raise RareVariantError("Huffman compression")
    if info.compression not in (bmp_info.RGB, bmp_info.BITFIELDS, bmp_info.ALPHABITFIELDS):
        raise DamagedError("a BMP file with a compression that does not fit its pixels")
    if info.bits not in (*_PALETTE_BITS, 16, 24, 32):
        raise RareVariantError(f"{info.bits} bits a pixel")


def _read_palette(info: BmpInfo, data: bytes) -> bytes:
    """Return red, green and blue of 256 colours; those that the file has not are black."""
    entry = info.palette_entry
    out = bytearray(3 * 256)
    count = len(data) // entry
    for place in range(3):
        out[place : 3 * count : 3] = data[2 - place :: entry][:count]
    return bytes(out)


def _decode_embedded(info: BmpInfo, data: bytes) -> Image.Image:
    """Decode the JPEG or PNG file in the place of the pixels.

    Raises:
        DamagedError: It has more pixels than the header says, for which memory has been counted.
    """
    image = Image.open(io.BytesIO(data), formats=("JPEG" if info.compression == bmp_info.JPEG else "PNG",))
    if image.width * image.height > info.width * info.height:
        raise DamagedError("a picture larger than the one it stands in")
    image.load()
    return image


def _decode_rows(info: BmpInfo, data: bytes, palette: bytes) -> tuple[Image.Image, bool]:
    """Decode rows of plain pixels, each padded to four bytes; rows that are missing are clear, as in browsers."""
    stride = (info.width * info.bits + 31) // 32 * 4
    # the padding of the last row is often left out
    came = min(info.height, (len(data) + stride - (info.width * info.bits + 7) // 8) // stride)
    image = _decode_padded(info, data[: stride * info.height].ljust(stride * info.height, b"\0"), palette, stride)
    return _clear_behind(info, image, came), came == info.height


def _clear_behind(info: BmpInfo, image: Image.Image, rows: int) -> Image.Image:
    """Return the picture with the rows clear that stand in the file behind so many."""
    top, bottom = (0, rows) if info.top_down else (info.height - rows, info.height)
    return transparency.clear_outside(image, (0, top, info.width, bottom))


def _decode_padded(info: BmpInfo, data: bytes, palette: bytes, stride: int) -> Image.Image:
    """Decode all rows of plain pixels, each of `stride` bytes."""
    size, order = (info.width, info.height), 1 if info.top_down else -1
    if info.bits in _PALETTE_BITS:
        raw = "P" if info.bits == 8 else f"P;{info.bits}"
        return _in_colours(Image.frombytes("P", size, data, "raw", raw, stride, order), palette)
    if info.bits == 24:
        return Image.frombytes("RGB", size, data, "raw", "BGR", stride, order)
    if info.bits == 32 and info.masks == (0xFF0000, 0xFF00, 0xFF, 0):
        return Image.frombytes("RGB", size, data, "raw", "BGRX", stride, order)
    image = take_masks(size, data, info.bits, info.masks, stride)
    return image if info.top_down else image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def _in_colours(indices: Image.Image, palette: bytes) -> Image.Image:
    indices.putpalette(palette)
    return indices.convert("RGB")


def _decode_runs(info: BmpInfo, data: bytes, palette: bytes) -> tuple[Image.Image, bool]:
    """Decode run lengths. As in Chromium, pixels that no run reaches are black, and rows behind the last run clear."""
    canvas = _Canvas(info.width, info.height, 3 if info.bits == 24 else 1)
    rows = canvas.draw(data, info.bits)
    return _clear_behind(info, _paint(info, canvas, palette), rows), rows == info.height


def _paint(info: BmpInfo, canvas: _Canvas, palette: bytes) -> Image.Image:
    """Return the pixels of a canvas in their colours."""
    size, order = (info.width, info.height), 1 if info.top_down else -1
    if info.bits == 24:
        return Image.frombytes("RGB", size, bytes(canvas.pixels), "raw", "BGR", 0, order)
    image = _in_colours(Image.frombytes("P", size, bytes(canvas.pixels), "raw", "P", 0, order), palette)
    if 0 in canvas.reached:
        reached = Image.frombytes("L", size, bytes(canvas.reached), "raw", "L", 0, order)
        image = Image.composite(image, Image.new("RGB", size), reached)
    return image


class _Canvas:
    """The pixels that run lengths draw on, in the order of the file (wingdi.h, Bitmap Compression)."""

    def __init__(self, width: int, height: int, depth: int) -> None:
        self._width, self._height, self._depth = width, height, depth
        self.pixels = bytearray(width * height * depth)
        self.reached = bytearray(width * height)
        """255 for each pixel that has been drawn."""

    def draw(self, data: bytes, bits: int) -> int:
        """Draw runs until their end, or until they leave the picture.

        Returns:
            How many rows have come: all if the runs ended properly, though some may be empty.
        """
        at, x, y = 0, 0, 0
        while at + 1 < len(data) and y < self._height:
            count, value = data[at], data[at + 1]
            at += 2
            if count:
                run = data[at - 1 : at - 1 + bits // 8] if bits > 8 else data[at - 1 : at]
                at += len(run) - 1
                x = self._put(x, y, _repeat(run, bits, count))
            elif value == 0:
                x, y = 0, y + 1
            elif value == 1:
                return self._height
            elif value == 2:
                across, down = (*data[at : at + 2], 0, 0)[:2]
                x, y, at = x + across, y + down, at + 2
            else:
                length = (value * bits + 7) // 8
                x = self._put(x, y, _expand(data[at : at + length], bits)[: value * self._depth])
                at += length + length % 2
        # the mark of the end is left out by some writers
        return min(self._height, y + (x >= self._width))

    def _put(self, x: int, y: int, run: bytes) -> int:
        """Put a run of pixels into a row, as far as it has room; return the column behind it."""
        room = max(0, self._width - x)
        count = len(run) // self._depth
        drawn, start = min(count, room), y * self._width + x
        self.pixels[start * self._depth : (start + drawn) * self._depth] = run[: drawn * self._depth]
        self.reached[start : start + drawn] = b"\xff" * drawn
        return x + count


def _repeat(run: bytes, bits: int, count: int) -> bytes:
    """Return a pixel, or with four bits two in turn, so often as to make `count` pixels."""
    if bits == 4:
        return (_expand(run, 4) * (count // 2 + 1))[:count]
    return run * count


def _expand(data: bytes, bits: int) -> bytes:
    """Return indices of four bits as bytes; others as they are."""
    if bits != 4:
        return data
    out = bytearray(2 * len(data))
    out[0::2], out[1::2] = data.translate(_UPPER_HALVES), data.translate(_LOWER_HALVES)
    return bytes(out)


_UPPER_HALVES = bytes(value >> 4 for value in range(256))
_LOWER_HALVES = bytes(value & 15 for value in range(256))
