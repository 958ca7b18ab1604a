"""APNG files put together chunk by chunk: frames of one colour, of any size and place, sound or broken."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from tests.imaging.odd_pictures import chunk
from tests.imaging.rendering import BLUE, GREEN, RED

if TYPE_CHECKING:
    from tests.imaging.rendering import Colour

SIZE = (80, 60)
BOX = (20, 15, 60, 45)
"""Left, top, right and bottom of a frame that is smaller than the picture."""
ALL = (0, 0, *SIZE)


def rows(size: tuple[int, int], colour: Colour) -> bytes:
    """Return the packed data of a picture of one colour; grey for one number."""
    return zlib.compress((b"\0" + bytes(colour) * size[0]) * size[1], 0)


def animation(frames: int = 2) -> bytes:
    """Return an acTL chunk."""
    return chunk(b"acTL", struct.pack(">II", frames, 0))


def control(number: int, box: tuple[int, int, int, int] = ALL) -> bytes:
    """Return an fcTL chunk whose frame stays for a minute."""
    left, top, right, bottom = box
    return chunk(b"fcTL", struct.pack(">5I2H2B", number, right - left, bottom - top, left, top, 60, 1, 0, 0))


def frame(number: int, box: tuple[int, int, int, int] = ALL, colour: Colour = GREEN) -> bytes:
    """Return an fdAT chunk."""
    return frame_of(number, rows((box[2] - box[0], box[3] - box[1]), colour))


def frame_of(number: int, packed: bytes) -> bytes:
    """Return an fdAT chunk with this data."""
    return chunk(b"fdAT", struct.pack(">I", number) + packed)


def hidden(colour: Colour = RED) -> bytes:
    """Return the IDAT chunk of a picture that no frame control stands before."""
    return chunk(b"IDAT", rows(SIZE, colour))


def apng(*chunks: bytes, colour_type: int = 2) -> bytes:
    """Return a PNG of these chunks between its header and its end."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *SIZE, 8, colour_type, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def with_hidden_picture(box: tuple[int, int, int, int] = ALL, frames: int = 2) -> bytes:
    """Return an APNG whose red picture is no part of its animation: a green frame, then blue ones."""
    later = b"".join(control(2 * at) + frame(2 * at + 1, colour=BLUE) for at in range(1, frames))
    return apng(animation(frames), hidden(), control(0, box), frame(1, box), later)
