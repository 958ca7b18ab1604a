"""JPEG XL files: the codestream alone, or in boxes with EXIF, XMP and a gain map (ISO/IEC 18181-2, 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging import libjxl
from gallery.imaging.metadata import jxl_codestream
from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_BOX_BYTES = 4 << 20
_GAIN_MAP = b"jhgm"
"""The box of one (18181-2, 9.11)."""
_SAMPLE_BITS = 32
"""What the decoder holds of a sample, whatever its depth: an integer or a float."""


def parse(reader: BoundedReader) -> PictureHeader:
    """Parse the header of a JPEG XL file."""
    header = PictureHeader()
    codestream = b""
    if reader.read_up_to(0, 2) == jxl_codestream.SIGNATURE:
        codestream = reader.read_up_to(0, jxl_codestream.HEADER_BYTES)
    else:
        for name, start, end in _boxes(reader):
            if name in (b"jxlc", b"jxlp"):
                codestream += _read_codestream(reader, start + 4 * (name == b"jxlp"), end, len(codestream))
            else:
                _add_box(header, name, reader, start, end)
    _add_codestream(header, jxl_codestream.parse(codestream))
    return header


def _boxes(reader: BoundedReader) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes of a file, and none behind one whose length makes no sense."""
    try:
        yield from iter_boxes(reader, 0, reader.size)
    except DamagedError:
        return


def _read_codestream(reader: BoundedReader, start: int, end: int, known: int) -> bytes:
    """Return what a box has of the beginning of the codestream, which may be in parts (9.9 and 9.10)."""
    length = min(end - start, jxl_codestream.HEADER_BYTES - known)
    return reader.read_up_to(start, length) if length > 0 else b""


def _add_box(header: PictureHeader, name: bytes, reader: BoundedReader, start: int, end: int) -> None:
    """Add what a box holds, which may be compressed (9.7): EXIF (9.4), XMP (9.5); or that there is a gain map.

    The first of each kind counts, whatever is in it: thousands of boxes of some bytes could unpack to megabytes each.
    """
    is_compressed = name == b"brob"
    if is_compressed:
        name = reader.read_up_to(start, 4)
    header.has_gain_map |= name == _GAIN_MAP
    found = {b"Exif": header.exif, b"xml ": header.xmp}
    if name not in found or found[name] is not None:
        return
    data = reader.read_up_to(start, min(end - start, _MAX_BOX_BYTES))
    if is_compressed:
        data = libjxl.decompress(data, _MAX_BOX_BYTES) or b""
    if name == b"xml ":
        header.xmp = data
    else:
        # four bytes say how far behind them the TIFF structure starts
        header.exif = BoundedReader.from_bytes(data[4 + int.from_bytes(data[:4], "big") :])


def _add_codestream(header: PictureHeader, found: jxl_codestream.Codestream) -> None:
    header.width, header.height = found.width, found.height
    header.orientation = found.orientation
    header.animated = found.animated
    header.components = 1 if found.is_grey else 4 if found.has_black else 3
    header.stored_bits = _SAMPLE_BITS * found.channels
    header.colour = found.hdr
