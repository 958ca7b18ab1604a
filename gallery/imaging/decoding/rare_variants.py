"""Names what a file uses that its decoder does not know, by its header: such a file is whole, not damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.decoding import tiff_layout
from gallery.imaging.metadata import bmff
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FRAMES = {
    0xC3: "lossless JPEG compression",
    0xC5: "hierarchical JPEG compression",
    0xC6: "hierarchical JPEG compression",
    0xC7: "hierarchical JPEG compression",
    0xC9: "arithmetic coding",
    0xCA: "arithmetic coding",
    0xCB: "lossless JPEG compression",
    0xCD: "hierarchical JPEG compression",
    0xCE: "hierarchical JPEG compression",
    0xCF: "hierarchical JPEG compression",
}
"""By the marker of the frame (ITU-T T.81, table B.1)."""
_NO_FRAMES = frozenset((0xC4, 0xC8, 0xCC))
_ITEM_CODECS = {
    b"av01": "AV1",
    b"avc1": "AVC",
    b"evc1": "EVC",
    b"j2k1": "JPEG 2000",
    b"jpeg": "JPEG",
    b"lhv1": "layered HEVC",
    b"mski": "a mask",
    b"unci": "uncompressed data",
    b"vvc1": "VVC",
}
"""What an item of this type is coded with, where it is not HEVC (MPEG-4 registration authority, item types)."""
_JPEG_IN_TIFF = frozenset((6, 7))
"""Compressions whose strips are JPEG (TIFF 6.0, section 22; Adobe Photoshop TIFF Technical Notes)."""
_MAX_AVIF_SIDE, _MAX_AVIF_PIXELS = 32768, 16384 * 16384
"""What libavif decodes at most (avif.h, AVIF_DEFAULT_IMAGE_DIMENSION_LIMIT and AVIF_DEFAULT_IMAGE_SIZE_LIMIT)."""
_DERIVED = frozenset((b"grid", b"iovl", b"iden", b"tmap"))
"""Items that are made of others (ISO/IEC 23008-12, 6.6)."""


def find_rare_part(kind: str, reader: BoundedReader) -> str | None:
    """Return what the file uses, in words that follow "it uses"; None where its header names nothing unusual.

    Args:
        kind: Its format, as `formats.sniff` names it.
        reader: The file.
    """
    finder = _FINDERS.get(kind)
    try:
        return finder(reader) if finder is not None else None
    except (DamagedError, IndexError, OSError):
        return None


def _jpeg_part(reader: BoundedReader) -> str | None:
    """Look at the frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while len(head := reader.read_up_to(at, 10)) == 10:
        marker = head[1]
        if head[0] != 0xFF or marker in (0xDA, 0xD9):
            return None
        if marker & 0xF0 == 0xC0 and marker not in _NO_FRAMES:
            depth = head[4]
            whole = 0 < head[9] <= 4 and 2 <= depth <= 16
            deep = f"{depth} bits a channel" if depth != 8 else None
            return (_FRAMES.get(marker) or deep) if whole else None
        at += 1 if marker == 0xFF else 2 + int.from_bytes(head[2:4], "big")
    return None


def _tiff_part(reader: BoundedReader) -> str | None:
    layout = tiff_layout.read_layout(Tiff(reader))
    if layout.compression in _JPEG_IN_TIFF and layout.offsets and layout.byte_counts:
        return _jpeg_part(BoundedReader.from_bytes(reader.read_up_to(layout.offsets[0], layout.byte_counts[0])))
    return None if tiff_layout.pillow_suffices(layout) else tiff_layout.unsupported_part(layout)


def _avif_part(reader: BoundedReader) -> str | None:
    """Look whether the picture is larger than libavif decodes."""
    header = bmff.parse(reader)
    too_long = max(header.width, header.height) > _MAX_AVIF_SIDE
    too_large = too_long or header.width * header.height > _MAX_AVIF_PIXELS
    return f"{header.width} x {header.height} pixels, more than its decoder takes" if too_large else None


def _heif_part(reader: BoundedReader) -> str | None:
    """Look at what the primary item is coded with, or whether there is none at all."""
    moving = False
    for name, start, end in bmff.iter_boxes(reader, 0, reader.size):
        moving |= name == b"moov"
        if name == b"meta" and (items := bmff.parse_items(reader, start, end)).item_types:
            return _item_part(items, items.primary)
    return "a sequence of frames without a still picture" if moving else None


def _item_part(items: bmff.Items, number: int) -> str | None:
    kind = items.item_types.get(number)
    if kind in _DERIVED:
        parts = [_ITEM_CODECS.get(other) for other in items.item_types.values()]
        codec = next((part for part in parts if part), None)
        return f"a picture made of others in {codec}" if codec else None
    codec = _ITEM_CODECS.get(kind or b"")
    return f"{codec} compression" if codec else None


_FINDERS: Mapping[str, Callable[[BoundedReader], str | None]] = {
    "jpeg": _jpeg_part,
    "tiff": _tiff_part,
    "avif": _avif_part,
    "heif": _heif_part,
}
