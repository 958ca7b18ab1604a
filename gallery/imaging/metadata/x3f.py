"""X3F, the RAW format of Sigma and Foveon: sections, of which some are JPEG (X3F RAW File Format Specification 1.1)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader, Preview
from gallery.imaging.metadata.jpeg_frame import read_exif
from gallery.imaging.metadata.raw_previews import MAX_PREVIEWS, add_previews, find_jpeg

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION_PLACE, _VERSION_4 = 4, 4 << 16
_SIZE_PLACE, _SIZE_PLACE_4 = 28, 40
"""Where width, height and turn stand before version 4, which is in no public specification, and from then on."""
_IMAGE_HEADER_BYTES, _JPEG = 28, 18
_MAX_SECTIONS = 64
_ORIENTATIONS = {0: 1, 90: 6, 180: 3, 270: 8}
"""EXIF orientation by the turn with the clock that makes the picture upright."""


def parse(reader: BoundedReader) -> PictureHeader:
    """Parse the header of an X3F file.

    Raises:
        DamagedError: It has no list of sections.
    """
    place = _SIZE_PLACE if reader.read_number(_VERSION_PLACE, "<I") < _VERSION_4 else _SIZE_PLACE_4
    width, height, rotation = struct.unpack("<3I", reader.read_exactly(place, 12))
    header = PictureHeader(orientation=_ORIENTATIONS.get(rotation, 1))
    add_previews(header, _find_previews(reader), [(width, height)], header.orientation or 1)
    blocks = (read_exif(reader, one.offset) for one in reversed(header.previews))
    header.exif = next((block for block in blocks if block is not None), None)
    return header


def _find_previews(reader: BoundedReader) -> Iterator[Preview | None]:
    """Yield the sections of pictures that are JPEG; the file ends with the place of the list of all sections."""
    start = reader.read_number(reader.size - 4, "<I")
    if reader.read_exactly(start, 4) != b"SECd":
        raise DamagedError("an X3F file without sections")
    count, looked_at = reader.read_number(start + 8, "<I"), 0
    for at in range(start + 12, start + 12 + 12 * min(count, _MAX_SECTIONS), 12):
        offset, length, name = struct.unpack("<II4s", reader.read_exactly(at, 12))
        if name not in (b"IMAG", b"IMA2") or looked_at >= MAX_PREVIEWS:
            continue
        looked_at += 1
        if reader.read_up_to(offset, 4) == b"SECi" and reader.read_number(offset + 12, "<I") == _JPEG:
            yield find_jpeg(reader, offset + _IMAGE_HEADER_BYTES, length - _IMAGE_HEADER_BYTES)
