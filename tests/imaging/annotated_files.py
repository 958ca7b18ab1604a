"""JPEGs with EXIF, XMP and IPTC made for the tests."""

from __future__ import annotations

import struct
from typing import Any

from PIL import Image

from tests.pictures import encoded, picture

IMAGE = picture(64, 48)


def exif(
    first: dict[int, Any] | None = None, shot: dict[int, Any] | None = None, gps: dict[int, Any] | None = None
) -> bytes:
    made = Image.Exif()
    made.update(first or {})
    made.get_ifd(0x8769).update(shot or {})
    made.get_ifd(0x8825).update(gps or {})
    return made.tobytes()


def jpeg(*segments: tuple[int, bytes], **options: Any) -> bytes:
    """Return a JPEG with segments behind its first marker."""
    data = encoded("JPEG", IMAGE, **options)
    made = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments)
    return data[:2] + made + data[2:]


def iptc(*data_sets: tuple[int, bytes]) -> tuple[int, bytes]:
    data = b"".join(b"\x1c\x02" + struct.pack(">BH", number, len(text)) + text for number, text in data_sets)
    return 0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data
