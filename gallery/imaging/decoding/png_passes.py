"""Completes a PNG that is cut or breaks off (PNG, third edition, 7 to 9).

Of an interlaced one the passes that came stand for what did not; of another the rows that did not come are clear.
"""

from __future__ import annotations

import contextlib
import zlib
from typing import TYPE_CHECKING

from PIL import Image

from gallery.imaging.decoding.decode_task import clear_below
from gallery.imaging.decoding.repairs import packed_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""First column and row, and the steps across and down, of each pass."""
_ONE_PASS = ((0, 0, 1, 1),)
_GRIDS = ((8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2), (1, 1))
"""Steps across and down between the pixels that are known behind each pass."""
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples of a pixel by colour type."""
_HEADER_END = 29
"""Where the fields of the header end (11.2.1)."""
_LAST_FILTER = 4
"""The highest type of filter (9.2)."""


def fill_missing_passes(image: Image.Image, data: bytes) -> Image.Image | None:
    """Return the picture with each pixel that did not come as the nearest above and to the left that came, or clear.

    Args:
        image: As far as it has been decoded.
        data: The file.

    Returns:
        None if not even one row came.
    """
    passes = _plan_passes(data)
    came = _count_rows(data, (length for rows, length in passes for _ in range(rows)))
    if not came:
        return None
    if len(passes) == 1:
        return clear_below(image, came)
    whole, rows = _split_by_passes(came, passes)
    if whole == len(_PASSES):
        return image
    limit = min(image.size[1], _PASSES[whole][1] + rows * _PASSES[whole][3])
    if not whole:
        return clear_below(_fill_grid(image, *_GRIDS[0]), limit)
    filled = _fill_grid(image, *_GRIDS[whole - 1])
    if rows:
        # of the pass that was cut, the rows that came are finer
        top = _fill_grid(image, *_GRIDS[whole]).crop((0, 0, image.size[0], limit))
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


def _plan_passes(data: bytes) -> list[tuple[int, int]]:
    """Return rows and bytes of a row of each pass, of which a picture that is not interlaced has one.

    Each row begins with the byte of its filter; a pass without columns has no rows.
    """
    if len(data) < _HEADER_END:
        return []
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    bits = data[24] * _CHANNELS.get(data[25], 1)
    plan = []
    for column, row, across, down in _PASSES if data[28] == 1 else _ONE_PASS:
        columns, rows = max(0, -(-(width - column) // across)), max(0, -(-(height - row) // down))
        plan.append((rows if columns else 0, 1 + (columns * bits + 7) // 8))
    return plan


def _split_by_passes(came: int, passes: list[tuple[int, int]]) -> tuple[int, int]:
    """Return how many passes came whole, and how many rows of the next one."""
    for whole, (rows, _) in enumerate(passes):
        if came < rows:
            return whole, came
        came -= rows
    return len(passes), 0


def _count_rows(data: bytes, lengths: Iterator[int]) -> int:
    """Return how many rows came whole before the data ends or breaks, or a row has a filter that does not exist."""
    begun, row, at = 0, 0, 0  # where the next row begins, and where the part does, in unpacked bytes
    length = next(lengths, 0)
    for part in _unpack(data):
        while length and row < at + len(part):
            if part[row - at] > _LAST_FILTER:
                return begun
            begun, row, length = begun + 1, row + length, next(lengths, 0)
        at += len(part)
    return begun if row <= at else begun - 1


def _unpack(data: bytes) -> Iterator[bytes]:
    """Yield the bytes of the rows in parts, as far as they can be unpacked."""
    inflater = zlib.decompressobj()
    with contextlib.suppress(zlib.error):
        for packed in packed_parts(data):
            yield inflater.decompress(packed)
