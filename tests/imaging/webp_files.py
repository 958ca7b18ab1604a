"""Animated WebP files put together chunk by chunk (RFC 9649, 2.7): Pillow writes none whose frames are smaller."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.pictures import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

_ANIMATION, _ALPHA = 2, 16


def animated_webp(
    size: tuple[int, int],
    frames: Iterable[tuple[Image.Image, tuple[int, int]]],
    *,
    alpha: bool = False,
    quality: int | None = None,
) -> bytes:
    """Return an animation of pictures at their places (even numbers), each of which stays for a minute.

    Args:
        size: Width and height of the whole.
        frames: The pictures, and their left and top.
        alpha: Whether the file says that parts of it may be clear.
        quality: Of the pictures; None: lossless.
    """
    body = _chunk(b"VP8X", bytes([_ANIMATION | _ALPHA * alpha, 0, 0, 0]) + _three(size[0] - 1) + _three(size[1] - 1))
    body += _chunk(b"ANIM", bytes((0, 0, 255, 255, 0, 0)))
    for image, (left, top) in frames:
        place = _three(left // 2) + _three(top // 2) + _three(image.width - 1) + _three(image.height - 1)
        body += _chunk(
            b"ANMF",
            place
            + _three(60_000)
            + b"\0"
            + encoded("WEBP", image, lossless=quality is None, quality=quality or 80)[12:],
        )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _three(number: int) -> bytes:
    return struct.pack("<I", number)[:3]


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
