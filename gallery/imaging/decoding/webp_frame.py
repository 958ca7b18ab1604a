"""Takes the first frame out of an animated WebP that breaks off in a later one (RFC 9649, 2.7)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_HEAD_BYTES, _FRAME_BYTES = 12, 16
"""Of the file; of a frame, before its own chunks."""
_ICC, _ALPHA = 0x20, 0x10
"""Flags of VP8X: there is a profile, there is transparency."""


def extract(data: bytes) -> tuple[bytes, int] | None:
    """Return the first frame as a WebP file as far as it goes, and how long that should be.

    Args:
        data: An animated file.

    Returns:
        None if no frame begins in it.
    """
    profile = b""
    for name, start, length in _iter_chunks(data, _HEAD_BYTES):
        if name == b"ICCP":
            profile = _chunk(name, data[start : start + length])
        elif name == b"ANMF" and len(data) > start + _FRAME_BYTES:
            size = data[start + 6 : start + 12]  # width and height less one, as in VP8X
            flags = (_ICC if profile else 0) | _ALPHA
            head = _chunk(b"VP8X", bytes((flags, 0, 0, 0)) + size) + profile
            content = data[start + _FRAME_BYTES : start + length]
            whole = 4 + len(head) + length - _FRAME_BYTES
            return b"RIFF" + struct.pack("<I", whole) + b"WEBP" + head + content, whole + 8
    return None


def place(frame: Image.Image, size: tuple[int, int], box: tuple[int, int, int, int]) -> Image.Image:
    """Return a frame at its place in the whole picture, clear around it.

    Args:
        frame: As it was decoded.
        size: Of the whole.
        box: Left, top, right and bottom of the frame in it.
    """
    return frame.convert("RGBA").crop((-box[0], -box[1], size[0] - box[0], size[1] - box[1]))


def _iter_chunks(data: bytes, at: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and length of each chunk; the last may be cut."""
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], at + 8, length
        at += 8 + length + length % 2


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
