"""Shared by the tests of imaging: references to files, and a PNG that says what it likes."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from gallery.base.models import FileRef

if TYPE_CHECKING:
    from pathlib import Path

Put = Callable[[str, bytes], FileRef]
"""The fixture `put`: writes a file of this name and returns its reference."""


def reference(path: Path) -> FileRef:
    """Return a file as the scanner would see it, its folder as root."""
    status = path.stat()
    return FileRef(os.fsencode(path.parent), os.fsencode(path.name), status.st_size, status.st_mtime_ns)


def png_file(width: int, height: int, data: bytes = b"") -> bytes:
    """Return an RGB PNG that announces this size, whatever its compressed data holds."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff_file(width: int, height: int, data: bytes) -> bytes:
    """Return an uncompressed RGB TIFF that announces this size, whatever there is of its one strip."""
    tags = ((256, width), (257, height), (258, 8), (259, 1), (262, 2), (273, 130), (277, 3), (278, height))
    entries = [struct.pack("<HHII", tag, 4, 1, value) for tag, value in (*tags, (279, 3 * width * height))]
    head = b"II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + bytes(4)
    return head.ljust(130, b"\0") + data
