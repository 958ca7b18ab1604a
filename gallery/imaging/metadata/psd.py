"""The header and the image resources of a Photoshop document (Adobe Photoshop File Formats Specification, 2019).

A document of layers usually has the picture that they make behind them, as one that knows no layers shows it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from collections.abc import Iterator

BITMAP, GREY, INDEXED, RGB, CMYK, MULTICHANNEL, DUOTONE, LAB = 0, 1, 2, 3, 4, 7, 8, 9
"""Colour modes (File Header Section)."""
_IPTC, _ICC, _VERSION, _EXIF, _EXIF_MORE, _XMP = 1028, 1039, 1057, 1058, 1059, 1060
"""Image resources."""
_SIGNATURES = frozenset((b"8BIM", b"8BPS", b"MeSa", b"PHUT", b"AgHg", b"DCSR"))
_MAX_RESOURCES = 1024
_MAX_RESOURCE_BYTES = 4 << 20
_HEADER_BYTES = 26
_DEPTHS = frozenset((1, 8, 16, 32))
_MAX_CHANNELS = 56
_PALETTE_BYTES = 768
_LARGE = 2
"""The version of large documents (PSB), in which some lengths have eight bytes, and row counts four."""
_COMPONENTS = {GREY: 1, BITMAP: 1, DUOTONE: 1, CMYK: 4}


@dataclass(frozen=True, slots=True)
class PsdInfo:
    """What the sections of a document say."""

    width: int
    height: int
    channels: int
    depth: int
    """Bits of a sample: 1, 8, 16, or 32 for floats."""
    mode: int
    is_large: bool
    palette: bytes
    """All reds, all greens, all blues of 256 colours; empty but for indexed colours."""
    has_picture: bool
    """Whether the picture that the layers make was saved, as the document says; if not, white stands there."""
    has_alpha: bool
    """Whether the channel behind the colours says where that picture is clear."""
    compression: int
    data_offset: int
    """Where the channels begin, or the lengths of their rows."""


def parse(reader: BoundedReader) -> PictureHeader:
    """Read size, colour, EXIF, XMP and IPTC."""
    info = parse_info(reader)
    header = PictureHeader(info.width, info.height, components=_COMPONENTS.get(info.mode, 3))
    # zipped channels are unpacked all at once, beside what is made of them
    header.stored_bits = info.channels * info.depth * (2 if info.compression > 1 else 1)
    for number, start, length in _iter_resources(reader):
        if number in (_ICC, _EXIF, _EXIF_MORE, _XMP, _IPTC):
            _add_resource(header, number, reader.read_up_to(start, min(length, _MAX_RESOURCE_BYTES)))
    return header


def parse_info(reader: BoundedReader) -> PsdInfo:
    """Parse all that is needed to decode the picture.

    Raises:
        DamagedError: The file ends before it, or has channels of a number or a depth that there is not.
    """
    version, channels, height, width, depth, mode = struct.unpack(">4xH6xHIIHH", reader.read_exactly(0, _HEADER_BYTES))
    large = version == _LARGE
    start, length = _find_layers(reader, wide=large)
    if not 0 < channels <= _MAX_CHANNELS or depth not in _DEPTHS:
        raise DamagedError("a Photoshop document of an impossible number of channels, or depth of them")
    return PsdInfo(
        width=width,
        height=height,
        channels=channels,
        depth=depth,
        mode=mode,
        is_large=large,
        palette=_read_palette(reader) if mode == INDEXED else b"",
        has_picture=_has_picture(reader),
        has_alpha=_first_alpha_is_clearness(reader, start, length, wide=large),
        compression=int.from_bytes(reader.read_up_to(start + length, 2), "big"),
        data_offset=start + length + 2,
    )


def _find_layers(reader: BoundedReader, *, wide: bool) -> tuple[int, int]:
    """Return where the section of layers begins, behind its length, and that length."""
    resources = _HEADER_BYTES + 4 + reader.read_number(_HEADER_BYTES, ">I")
    layers = resources + 4 + reader.read_number(resources, ">I")
    return layers + (8 if wide else 4), reader.read_number(layers, ">Q" if wide else ">I")


def _read_palette(reader: BoundedReader) -> bytes:
    has_colours = reader.read_number(_HEADER_BYTES, ">I")
    return reader.read_up_to(_HEADER_BYTES + 4, _PALETTE_BYTES) if has_colours else b""


def _first_alpha_is_clearness(reader: BoundedReader, start: int, length: int, *, wide: bool) -> bool:
    """Return whether the number of layers is negative, which says so (Layer info)."""
    field = 8 if wide else 4
    if length < field + 2 or not int.from_bytes(reader.read_up_to(start, field), "big"):
        return _has_alpha_of_deep_layers(reader, start, length, wide=wide)
    return int.from_bytes(reader.read_up_to(start + field, 2), "big", signed=True) < 0


def _has_alpha_of_deep_layers(reader: BoundedReader, start: int, length: int, *, wide: bool) -> bool:
    """Return the same of a document of 16 or 32 bits, whose layers stand in a block of their own (Lr16, Lr32, Mtrn)."""
    field, end = 8 if wide else 4, start + length
    at = start + field
    at += 4 + int.from_bytes(reader.read_up_to(at, 4), "big")  # behind the global mask
    for _ in range(_MAX_RESOURCES):
        head = reader.read_up_to(at, 12 + field)
        if at + 12 > end or head[:4] not in (b"8BIM", b"8B64"):
            return False
        long = wide and head[4:8] in _LONG_BLOCKS
        width = 8 if long else 4
        size = int.from_bytes(head[8 : 8 + width], "big")
        if head[4:8] in (b"Lr16", b"Lr32"):
            return int.from_bytes(reader.read_up_to(at + 8 + width, 2), "big", signed=True) < 0
        if head[4:8] in (b"Mtrn", b"Mt16", b"Mt32"):
            return True
        at += 8 + width + (size + 3) // 4 * 4
    return False


_LONG_BLOCKS = frozenset(b"LMsk Lr16 Lr32 Layr Mt16 Mt32 Mtrn Alph FMsk lnk2 FEid FXid PxSD".split())
"""Blocks whose length has eight bytes in a large document (Additional Layer Information)."""


def _has_picture(reader: BoundedReader) -> bool:
    """Return whether the picture was saved: unless the version resource says no (hasRealMergedData)."""
    for number, start, length in _iter_resources(reader):
        if number == _VERSION and length > 4:
            return reader.read_up_to(start + 4, 1) != b"\0"
    return True


def _iter_resources(reader: BoundedReader) -> Iterator[tuple[int, int, int]]:
    """Yield number, offset and length of the content of each image resource."""
    at = _HEADER_BYTES + 4 + reader.read_number(_HEADER_BYTES, ">I")
    end = at + 4 + reader.read_number(at, ">I")
    at += 4
    for _ in range(_MAX_RESOURCES):
        head = reader.read_up_to(at, 7)
        if at + 12 > end or head[:4] not in _SIGNATURES:
            return
        name = head[6] + 1
        start = at + 6 + name + name % 2
        length = int.from_bytes(reader.read_up_to(start, 4), "big")
        yield int.from_bytes(head[4:6], "big"), start + 4, length
        at = start + 4 + length + length % 2


def _add_resource(header: PictureHeader, number: int, data: bytes) -> None:
    if number == _ICC:
        header.icc = header.icc or data
    elif number == _XMP:
        header.xmp = header.xmp or data
    elif number == _IPTC:
        header.iptc = header.iptc or data
    else:
        header.exif = header.exif or BoundedReader.from_bytes(data)
