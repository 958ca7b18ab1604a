"""Whether a picture file ends before its own structure says: by markers, chunks and offsets."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from gallery.base.models import RAW_KINDS
from gallery.imaging.decoding import gif_blocks, psd_decoder, tiff_layout
from gallery.imaging.metadata import bmff, bmp_info, containers, mrw, raf, raw_length
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EOI = b"\xff\xd9"
_ENDLESS = 1 << 63
"""The end of a box that goes on to the end of the file."""
_MAX_BLOCKS = 1 << 20
_MAX_SEARCHED = 1 << 20
"""Bytes at the end of a JPEG in which the end marker is looked for; what cameras put behind it may be longer, but then
the file is none that ends early."""


def ends_early(kind: str, file: BinaryIO) -> bool:
    """Return whether a file ends before the picture does. A structure that cannot be followed says no.

    Args:
        kind: Its format, as `formats.sniff` names it.
        file: The file.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    reader = BoundedReader(file, size, read_fully(file, min(size, PAGE_BYTES)))
    try:
        if kind in _LENGTHS:
            return _LENGTHS[kind](reader) > size
        return kind in _CHECKS and _CHECKS[kind](reader)
    except (DamagedError, IndexError, OSError):
        return False


def announced_length(kind: str, data: bytes) -> int:
    """Return how long a WebP, AVIF or HEIF file says that it is; 0 if that cannot be found.

    Args:
        kind: Its format.
        data: What there is of it.
    """
    try:
        return _LENGTHS[kind](BoundedReader.from_bytes(data))
    except (DamagedError, IndexError):
        return 0


def _jpeg_ends_early(reader: BoundedReader) -> bool:
    """Look for the end marker behind the first scan (ITU-T T.81, B.1.1.3)."""
    start = max(containers.parse(reader, "jpeg").first_scan_offset, 2, reader.size - _MAX_SEARCHED)
    return _EOI not in reader.read_up_to(start, reader.size - start)


def _png_ends_early(reader: BoundedReader) -> bool:
    """Walk the chunks to IEND (PNG, third edition, 5.3)."""
    at = 8
    for _ in range(_MAX_BLOCKS):
        head = reader.read_up_to(at, 8)
        at += 12 + int.from_bytes(head[:4], "big")
        if len(head) < 8 or at > reader.size:
            return True
        if head[4:] == b"IEND":
            return False
    return False


def _gif_ends_early(reader: BoundedReader) -> bool:
    """Walk the blocks to the end of the first picture (GIF89a, appendix B)."""
    return gif_blocks.find_first_picture(reader).cut


def _bmp_ends_early(reader: BoundedReader) -> bool:
    """Compare the length of the pixels, or of their runs."""
    info = bmp_info.parse_info(reader)
    packed = info.compression not in (bmp_info.RGB, bmp_info.BITFIELDS, bmp_info.ALPHABITFIELDS)
    length = info.image_bytes if packed else (info.width * info.bits + 31) // 32 * 4 * info.height
    return info.pixel_offset + length > reader.size


def _tiff_ends_early(reader: BoundedReader) -> bool:
    """Compare where strips and tiles end."""
    layout = tiff_layout.read_layout(Tiff(reader))
    ends = (start + count for start, count in zip(layout.offsets, layout.byte_counts, strict=False))
    return max(ends, default=0) > reader.size


def _riff_length(reader: BoundedReader) -> int:
    """Return the length that RIFF announces (RFC 9649, 2.4)."""
    return reader.read_number(4, "<I") + 8


def _boxes_length(reader: BoundedReader) -> int:
    """Return the furthest end of a box or of an item's extent (ISO/IEC 14496-12, 4.2 and 8.11.3)."""
    end = 0
    for name, start, stop in bmff.iter_boxes(reader, 0, _ENDLESS):
        end = max(end, stop if stop < _ENDLESS else 0)
        if name == b"meta":
            items = bmff.parse_items(reader, start, min(stop, reader.size))
            extents = (extent for found in items.extents.values() for extent in found)
            end = max(end, *(offset + length for method, offset, length in extents if method == 0), 0)
    return end


_LENGTHS: Mapping[str, Callable[[BoundedReader], int]] = {
    "webp": _riff_length,
    "avif": _boxes_length,
    "heif": _boxes_length,
    **{kind: partial(raw_length.announced_length, kind=kind) for kind in RAW_KINDS},
    "cr3": _boxes_length,
    "raf": raf.announced_length,
    "mrw": mrw.announced_length,
    "crw": lambda _: 0,  # the list of its records closes it
    "x3f": lambda _: 0,  # it ends with its list of sections
}
"""How long a file says that it is."""
_CHECKS: Mapping[str, Callable[[BoundedReader], bool]] = {
    "jpeg": _jpeg_ends_early,
    "png": _png_ends_early,
    "gif": _gif_ends_early,
    "bmp": _bmp_ends_early,
    "tiff": _tiff_ends_early,
    "psd": psd_decoder.ends_early,
}
"""Of other formats a decoder finds out."""
