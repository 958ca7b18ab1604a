"""The frame of a JPEG that stands inside another file: its size, and where its EXIF is (ITU-T T.81, B.1 and B.2.2)."""

from __future__ import annotations

import struct
from typing import NamedTuple

from gallery.imaging.metadata.bounded_reader import BoundedReader

_MAX_SEGMENTS = 256
"""So many are passed on the way to the frame; an EXIF, a profile and a preview of a camera are less than 100."""
_SOF0, _SOF2, _SOS, _EOI, _APP1 = 0xC0, 0xC2, 0xDA, 0xD9, 0xE1
"""SOF0 to SOF2 are the frames that are decoded; sensor data is often in lossless ones (SOF3)."""
_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"


class JpegFrame(NamedTuple):
    """What the beginning of a JPEG says."""

    width: int
    height: int
    progressive: bool
    """Whether all its coefficients have to be held while it is decoded."""
    exif: tuple[int, int] | None
    """Where in the file its EXIF starts, and its length."""
    xmp: tuple[int, int] | None
    """The same of its XMP packet (XMP part 3, 1.1.3)."""


def read_frame(reader: BoundedReader, offset: int) -> JpegFrame | None:
    """Return the frame of the JPEG that starts at an offset of a file; None if there is none that is a picture.

    Cameras of Minolta write another first byte.
    """
    if reader.read_up_to(offset, 3)[1:] != b"\xd8\xff":
        return None
    at, exif, xmp = offset + 2, None, None
    for _ in range(_MAX_SEGMENTS):
        head = reader.read_up_to(at, 10)
        if len(head) < 10 or head[0] != 0xFF or head[1] in (_SOS, _EOI):
            return None
        marker, length = head[1], int.from_bytes(head[2:4], "big")
        if _SOF0 <= marker <= _SOF2:
            bits, height, width, components = struct.unpack_from(">BHHB", head, 4)
            fits = bits == 8 and width and height and components in (1, 3)
            return JpegFrame(width, height, marker == _SOF2, exif, xmp) if fits else None
        if marker == _APP1 and head[4:10] == _EXIF:
            exif = exif or (at + 4, length - 2)
        elif marker == _APP1 and reader.read_up_to(at + 4, len(_XMP)) == _XMP:
            xmp = xmp or (at + 4 + len(_XMP), length - 2 - len(_XMP))
        at += 1 if marker == 0xFF else 2 + max(length, 2)
    return None


def read_xmp(reader: BoundedReader, offset: int) -> bytes | None:
    """Return the XMP packet of the JPEG that starts at an offset of a file."""
    frame = read_frame(reader, offset)
    return reader.read_up_to(*frame.xmp) or None if frame and frame.xmp else None


def read_exif(reader: BoundedReader, offset: int) -> BoundedReader | None:
    """Return the EXIF of the JPEG that starts at an offset of a file."""
    frame = read_frame(reader, offset)
    return BoundedReader.from_bytes(reader.read_up_to(*frame.exif)) if frame and frame.exif else None
