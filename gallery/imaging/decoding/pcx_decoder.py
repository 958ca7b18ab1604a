"""Decodes PCX files of every kind (ZSoft PCX File Format Technical Reference Manual).

Pillow's decoder knows neither four colours, nor 16 in one plane, nor 8 in three, nor rows that are not packed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, ImageChops

from gallery.imaging.decoding import run_lengths
from gallery.imaging.decoding.decode_task import clear_below
from gallery.imaging.decoding.plain_rows import count_rows, decode_rows
from gallery.imaging.decoding.transparency import drop_unannounced_alpha
from gallery.imaging.metadata import pcx
from gallery.imaging.metadata.bounded_reader import BoundedReader, read_fully

if TYPE_CHECKING:
    from gallery.imaging.metadata.pcx import PcxInfo

_RUNS_OF_NOTHING_BYTES = 1 << 16
_PALETTE_BYTES, _PALETTE_MARK = 769, 12
_SCREEN = bytes.fromhex(
    "000000 0000aa 00aa00 00aaaa aa0000 aa00aa aa5500 aaaaaa 555555 5555ff 55ff55 55ffff ff5555 ff55ff ffff55 ffffff"
)
"""The colours of a screen of 16 (IBM Enhanced Graphics Adapter)."""


def decode_pcx(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the picture, and whether all of it was there.

    Raises:
        CutShortError: Nothing of it was there.
    """
    info = pcx.parse_info(BoundedReader.from_file(file))
    needed = info.stride * info.planes * info.height
    file.seek(info.pixel_offset)
    # no packing is worse than a mark for each byte, but for runs of nothing
    stored = read_fully(file, 2 * needed + _RUNS_OF_NOTHING_BYTES if info.packed else needed)
    data = run_lengths.unpack_pcx(stored, needed) if info.packed else stored
    if info.bits == 8 and info.planes > 1:
        image, complete = _merge_planes(info, data)
    elif info.bits == 1 and info.planes == 1:
        raw = "1;I" if info.is_white_first else "1"
        image, complete = decode_rows("1", (info.width, info.height), data, raw, info.stride)
    elif info.planes == 1:
        image, complete = _decode_indices(info, data, _large_palette(file) if info.bits == 8 else _palette(info))
    else:
        image, complete = _decode_bit_planes(info, data)
    return image, complete


def _palette(info: PcxInfo) -> bytes:
    return _SCREEN if info.palette is None or not any(info.palette) else info.palette


def _large_palette(file: BinaryIO) -> bytes:
    """Return the palette of 256 colours at the end of the file; without one, all greys."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _PALETTE_BYTES))
    stored = read_fully(file, _PALETTE_BYTES)
    whole = len(stored) == _PALETTE_BYTES and stored[0] == _PALETTE_MARK
    return stored[1:] if whole else bytes(value for grey in range(256) for value in (grey,) * 3)


def _decode_indices(info: PcxInfo, data: bytes, palette: bytes) -> tuple[Image.Image, bool]:
    raw = "P" if info.bits == 8 else f"P;{info.bits}"
    return decode_rows("P", (info.width, info.height), data, raw, info.stride, palette)


def _merge_planes(info: PcxInfo, data: bytes) -> tuple[Image.Image, bool]:
    """Return rows of which each has all its reds, then its greens and blues, and perhaps its alphas."""
    planes, came = _split_planes(info, data, "L", info.stride)
    image = Image.merge("RGBA", planes) if info.planes == 4 else Image.merge("RGB", planes)
    return clear_below(drop_unannounced_alpha(image) if info.planes == 4 else image, came), came == info.height


def _decode_bit_planes(info: PcxInfo, data: bytes) -> tuple[Image.Image, bool]:
    """Return rows of which each has the lowest bits of its indices, then the next ones."""
    planes, came = _split_planes(info, data, "1", 8 * info.stride)
    indices = Image.new("L", (info.width, info.height))
    for number, plane in enumerate(planes):
        bits = plane.convert("L").point([(value >> 7) << number for value in range(256)])
        indices = ImageChops.add(indices, bits)
    indices.putpalette(_palette(info))
    return clear_below(indices, came), came == info.height


def _split_planes(info: PcxInfo, data: bytes, mode: str, plane_width: int) -> tuple[list[Image.Image], int]:
    """Return the planes, which stand side by side in each row, and how many rows of them came.

    Raises:
        CutShortError: None came, or too few.
    """
    row = info.stride * info.planes
    came = count_rows(len(data), row, info.height)
    data = data[: row * came].ljust(row * info.height, b"\0")
    wide = Image.frombytes(mode, (plane_width * info.planes, info.height), data, "raw", mode)
    lefts = range(0, plane_width * info.planes, plane_width)
    return [wide.crop((left, 0, left + info.width, info.height)) for left in lefts], came
