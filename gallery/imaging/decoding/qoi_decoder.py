"""Decodes QOI files (The Quite OK Image Format, version 1.0).

Pillow's decoder, in Python as well, takes four times as long, and fills up files that are cut with black.
"""

from __future__ import annotations

import contextlib
import io
import struct
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from gallery.imaging.decoding.plain_rows import decode_rows
from gallery.imaging.decoding.transparency import drop_empty_alpha
from gallery.imaging.metadata import qoi
from gallery.imaging.metadata.bounded_reader import read_fully

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_DIFF, _LUMA, _RUN, _RGB, _RGBA = 0x40, 0x80, 0xC0, 0xFE, 0xFF
"""The first codes of four of the operations, and those of the other two; an index is what is less."""
_LANES = 0x00FF00FF00FF00FF
"""Where red, green, blue and alpha, from the lowest on, are in a pixel: apart, so that one addition and one AND change
all of them by a step that wraps around."""
_CHUNK_OPERATIONS = 1 << 16


def decode_qoi(file: BinaryIO) -> tuple[Image.Image, bool]:
    """Return the picture, and whether all of it was there.

    Raises:
        CutShortError: Nothing of it was there.
    """
    file.seek(0)
    width, height, channels = struct.unpack(">4xIIBx", read_fully(file, qoi.HEADER_BYTES))
    size = file.seek(0, io.SEEK_END)
    file.seek(qoi.HEADER_BYTES)
    pixels = _unpack(read_fully(file, min(size, 5 * width * height)), width * height)
    image, complete = decode_rows("RGBA", (width, height), pixels, "RGBA", 4 * width)
    return (image.convert("RGB") if complete and channels == 3 else drop_empty_alpha(image)), complete


def _unpack(data: bytes, count: int) -> bytes:
    """Return `count` pixels of four bytes, or as many as the data has."""
    codes = iter(data)
    out, pixels = bytearray(), _iter_pixels(codes)
    while len(out) < 4 * count and (part := next(pixels)):
        out += struct.pack(f"<{len(part)}Q", *part)[::2]
    return bytes(out[: 4 * count])


def _iter_pixels(codes: Iterator[int]) -> Iterator[list[int]]:
    """Yield the pixels of many operations at a time; none at the end of the data, or before an operation that is cut.

    One loop, because a call for each pixel would take longer than all that is done for it. The place of a pixel among
    those that have been seen is a sum modulo 64, of which a lane that wraps around changes nothing: so it follows from
    the place before and the step.
    """
    diffs, lumas = _steps()
    seen, pixel, slot = [0] * 64, 0xFF << 48, 53
    while True:
        pixels: list[int] = []
        with contextlib.suppress(StopIteration):
            for code in islice(codes, _CHUNK_OPERATIONS):
                if code < _DIFF:
                    pixel = seen[code]
                    slot = code if pixel else 0  # also where nothing has been seen
                elif code < _RUN:
                    step, move = diffs[code] if code < _LUMA else lumas[code][next(codes)]
                    pixel = pixel + step & _LANES
                    slot = slot + move & 63
                elif code < _RGB:
                    pixels += [pixel] * (code - _RUN)
                else:
                    red, green, blue = next(codes), next(codes), next(codes)
                    alpha = next(codes) if code == _RGBA else pixel >> 48
                    pixel = red | green << 16 | blue << 32 | alpha << 48
                    slot = red * 3 + green * 5 + blue * 7 + alpha * 11 & 63
                seen[slot] = pixel
                pixels.append(pixel)
        yield pixels


@lru_cache(1)
def _steps() -> tuple[list[tuple[int, int]], list[list[tuple[int, int]]]]:
    """Return the steps by code, and by code and second byte; for other operations what is not looked up."""
    diffs = [_step((code >> 4 & 3) - 2, (code >> 2 & 3) - 2, (code & 3) - 2) for code in range(_LUMA)]
    return diffs, [_luma_steps((code & 0x3F) - 32) if code >= _LUMA else [] for code in range(_RUN)]


def _luma_steps(green: int) -> list[tuple[int, int]]:
    """Return the steps by the second byte of an operation that names that of green in its first one."""
    return [_step(green + (byte >> 4) - 8, green, green + (byte & 15) - 8) for byte in range(256)]


def _step(red: int, green: int, blue: int) -> tuple[int, int]:
    """Return what changes a pixel by these steps, and what changes its place among the seen ones."""
    return red & 0xFF | (green & 0xFF) << 16 | (blue & 0xFF) << 32, red * 3 + green * 5 + blue * 7 & 63
