"""Makes JPEGs with other pictures behind them, as cameras and phones write them (CIPA DC-007)."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence


def jpeg(size: tuple[int, int], colour: tuple[int, int, int], **options: object) -> bytes:
    """Return a JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **options)
    return out.getvalue()


def with_previews(photo: bytes, previews: Sequence[tuple[int, bytes]], order: str = "<", *, shift: int = 0) -> bytes:
    """Return a JPEG with others behind it, as cameras write them; `shift` makes the photo's entry wrong by so many bytes."""
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(order + "HL", 42, 8)
    directory = struct.pack(order + "HHHLL", 1, 0xB002, 7, 16 * (len(previews) + 1), 26) + bytes(4)
    length = len(head) + len(directory) + 16 * (len(previews) + 1)
    at = 2 + 4 + 4  # behind SOI, the segment's head and its name
    end = len(photo) + 4 + 4 + length
    entries = struct.pack(order + "LLLHH", 0x030000, end + shift, 0, 0, 0)
    start = end
    for kind, data in previews:
        entries += struct.pack(order + "LLLHH", kind, len(data), start - at, 0, 0)
        start += len(data)
    body = b"MPF\0" + head + directory + entries
    segment = b"\xff\xe2" + struct.pack(">H", len(body) + 2) + body
    return photo[:2] + segment + photo[2:] + b"".join(data for _, data in previews)
