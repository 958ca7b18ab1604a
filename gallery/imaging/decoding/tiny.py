"""Makes tiny pictures: what the page shows of a photo while it flies past (`imaging/tiny_file.py` keeps them).

A tiny picture is its width and height in blocks, a byte each, then its blocks, row by row. A block of 4 x 4 pixels is
one of BC1 (DXT1) with two colours between its ends: two RGB565 numbers, then two bits for each pixel, little-endian
(Khronos Data Format 1.3, 18.1). So 32 x 24 pixels take 386 bytes, and the page unpacks them in microseconds.
Runs in a decode process.
"""

from __future__ import annotations

import io
import math

from PIL import Image

from gallery.imaging.tiny_file import MAX_BLOCKS

_SIDE = 4
_CODES = (0, 2, 3, 1)
"""How a pixel names its colour, from the first end to the second."""
_DRAFT = (72, 72)
"""A JPEG is decoded at the scale at which its sides are at least so long."""


def make(image: Image.Image) -> bytes:
    """Return the tiny picture of a picture in RGB. Takes 0.5 ms of a thumbnail."""
    columns, rows = _grid(image.width / image.height)
    small = image.convert("RGB").resize((columns * _SIDE, rows * _SIDE), Image.Resampling.BOX)
    colours, light = small.tobytes(), small.convert("L").tobytes()
    out = bytearray((columns, rows))
    for row in range(0, small.height, _SIDE):
        for column in range(0, small.width, _SIDE):
            out += _block(colours, light, [(row + y) * small.width + column for y in range(_SIDE)])
    return bytes(out)


def shrink(jpeg: bytes) -> bytes:
    """Return the tiny picture of a thumbnail.

    Raises:
        OSError, SyntaxError, ValueError: it cannot be decoded.
    """
    image = Image.open(io.BytesIO(jpeg), formats=("JPEG",))
    image.draft("RGB", _DRAFT)
    return make(image)


def _grid(aspect: float) -> tuple[int, int]:
    """Return how many blocks wide and high the picture of a shape is: nearly as many as there may be."""
    rows = max(1, min(MAX_BLOCKS, int(math.sqrt(MAX_BLOCKS / aspect))))
    return max(1, min(MAX_BLOCKS // rows, round(rows * aspect))), rows


def _block(colours: bytes, light: bytes, starts: list[int]) -> bytes:
    """Return a block: its ends are its lightest and its darkest pixel.

    Args:
        colours: of the whole picture, three bytes a pixel.
        light: of the whole picture, a byte a pixel.
        starts: where the four rows of the block begin, in pixels.
    """
    seen = b"".join(light[start : start + _SIDE] for start in starts)
    most, least = max(seen), min(seen)
    first, second = (_colour(colours, starts, seen.index(value)) for value in (most, least))
    span, bits = most - least, 0
    if first != second:
        for value in reversed(seen):
            bits = bits << 2 | _CODES[((most - value) * 6 + span) // (2 * span)]
    return first.to_bytes(2, "little") + second.to_bytes(2, "little") + bits.to_bytes(4, "little")


def _colour(colours: bytes, starts: list[int], pixel: int) -> int:
    at = 3 * (starts[pixel // _SIDE] + pixel % _SIDE)
    red, green, blue = colours[at : at + 3]
    return (red >> 3) << 11 | (green >> 2) << 5 | blue >> 3
