"""Decodes QOI files (The Quite OK Image Format, version 1.0).

Pillow's decoder, in Python as well, takes four times as long, and fills up files that are cut with black.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, BinaryIO

from gallery.imaging.decoding.plain_rows import decode_rows
from gallery.imaging.decoding.transparency import drop_empty_alpha
from gallery.imaging.metadata import qoi
from gallery.imaging.metadata.bounded_reader import read_fully

if TYPE_CHECKING:
    from PIL import Image

_RGB, _RGBA = 0xFE, 0xFF
_CLEAR = bytes(4)
_PADDING = bytes(8)
"""What stands behind the pixels, but for its last byte; more than an operation has."""


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
    """Return up to `count` pixels of four bytes, as many as the data has."""
    seen, pixel, slot = [_CLEAR] * 64, b"\0\0\0\xff", 53
    out, left, at, end = bytearray(), count, 0, len(data)
    data += _PADDING
    while left > 0 and at < end:
        code = data[at]
        at += 1
        if code < 0x40:
            pixel = seen[code]
            if pixel == _CLEAR:  # also where nothing has been seen in this place
                code, seen[0] = 0, _CLEAR
            slot = code
        elif 0xC0 <= code < _RGB:
            seen[slot] = pixel
            run = min((code & 63) + 1, left)
            out += pixel * run
            left -= run
            continue
        else:
            red, green, blue, alpha = pixel
            if code < 0x80:
                red = red + (code >> 4 & 3) - 2 & 255
                green = green + (code >> 2 & 3) - 2 & 255
                blue = blue + (code & 3) - 2 & 255
            elif code < 0xC0:
                more, diff = data[at], (code & 63) - 32
                at += 1
                red = red + diff + (more >> 4) - 8 & 255
                green = green + diff & 255
                blue = blue + diff + (more & 15) - 8 & 255
            elif code == _RGB:
                red, green, blue = data[at : at + 3]
                at += 3
            else:
                red, green, blue, alpha = data[at : at + 4]
                at += 4
            if at > end:
                break
            pixel = bytes((red, green, blue, alpha))
            slot = (red * 3 + green * 5 + blue * 7 + alpha * 11) & 63
            seen[slot] = pixel
        out += pixel
        left -= 1
    return bytes(out)
