"""Completes a PNG that is cut (PNG, third edition, 7 and 8).

Of an interlaced one the passes that came stand for what did not; of another the rows that did not come are clear.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from PIL import Image

from gallery.imaging.decoding.repairs import png_chunks
from gallery.imaging.decoding.task import clear_below

if TYPE_CHECKING:
    from collections.abc import Iterator

_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""First column and row, and the steps across and down, of each pass."""
_GRIDS = ((8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2), (1, 1))
"""Steps across and down between the pixels that are known behind each pass."""
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples of a pixel by colour type."""


def fill_missing_passes(image: Image.Image, data: bytes) -> Image.Image:
    """Return the picture with each pixel that did not come as the nearest above and to the left that came.

    Args:
        image: As far as it has been decoded.
        data: The file.
    """
    if len(data) < 29:
        return image
    if data[28] != 1:
        width, height = image.size
        return clear_below(image, min(height, _count_bytes(data) // (1 + (width * _pixel_bits(data) + 7) // 8)))
    whole, rows = _count_passes(data)
    if whole == len(_PASSES):
        return image
    filled = _fill_grid(image, *_GRIDS[whole - 1]) if whole else image
    limit = min(image.size[1], _PASSES[whole][1] + rows * _PASSES[whole][3])
    if rows:
        # of the pass that was cut, the rows that came are finer
        top = _fill_grid(image, *_GRIDS[whole]).crop((0, 0, image.size[0], limit))
        filled = filled.copy()
        filled.paste(top, (0, 0))
    return filled


def _fill_grid(image: Image.Image, across: int, down: int) -> Image.Image:
    """Return a picture of blocks, each in the colour of its first pixel."""
    width, height = image.size
    size = -(-width // across), -(-height // down)
    # the transform takes the middle of each pixel: half a step back leads to the first of the block
    pick = (across, 0, (1 - across) / 2, 0, down, (1 - down) / 2)
    small = image.transform(size, Image.Transform.AFFINE, pick, Image.Resampling.NEAREST)
    spread = (1 / across, 0, 0, 0, 1 / down, 0)
    return small.transform((width, height), Image.Transform.AFFINE, spread, Image.Resampling.NEAREST)


def _count_passes(data: bytes) -> tuple[int, int]:
    """Return how many passes came whole, and how many rows of the next one."""
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    bits = _pixel_bits(data)
    left = _count_bytes(data)
    for whole, (column, row, across, down) in enumerate(_PASSES):
        columns, rows = -(-(width - column) // across), -(-(height - row) // down)
        # each row begins with the byte of its filter; a pass without columns has no rows
        length = 1 + (columns * bits + 7) // 8
        if columns <= 0 or rows <= 0:
            continue
        if left < rows * length:
            return whole, left // length
        left -= rows * length
    return len(_PASSES), 0


def _pixel_bits(data: bytes) -> int:
    """Return the bits of a pixel, by depth and colour type in the header (PNG, third edition, 11.2.1)."""
    return data[24] * _CHANNELS.get(data[25], 1)


def _count_bytes(data: bytes) -> int:
    """Return how many bytes of rows the compressed data holds, as far as it goes."""
    inflater, count = zlib.decompressobj(), 0
    try:
        for part in _packed_parts(data):
            count += len(inflater.decompress(part))
    except zlib.error:
        return count
    return count


def _packed_parts(data: bytes) -> Iterator[bytes]:
    """Yield the content of the IDAT chunks in small pieces, so that their unpacked bytes need little room."""
    for name, chunk in png_chunks(data):
        if name == b"IDAT":
            length = int.from_bytes(chunk[:4], "big")
            content = chunk[8 : 8 + length]
            yield from (content[at : at + 4096] for at in range(0, len(content), 4096))
