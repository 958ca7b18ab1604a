"""The boxes of a JPEG 2000 file and the main header of its codestream (ISO/IEC 15444-1, annexes A and I; 15444-2)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOC_SIZ, _COD, _SOT = b"\xff\x4f\xff\x51", b"\xff\x52", b"\xff\x90"
_EXIF = frozenset((b"JpgTiffExif->JP2", bytes.fromhex("0537cdab9d0c4431a72afa561f2a113e")))
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_IPTC = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
"""What the contents of UUID boxes are (XMP part 3, 1.1.4); of EXIF the second is Photoshop's."""
_MAX_BOX_BYTES = 4 << 20
_MAX_MARKERS = 1024
_MAX_COMPONENTS = 16384
_MAX_COLOURS, _MAX_DEPTH = 1024, 38
"""Entries of a palette, and bits of one (I.5.3.4)."""
_MAX_CHANNELS = 1024
"""So many channels are looked at in the boxes that map and define them: more than any picture has that is decoded."""
_ENUMERATED, _RESTRICTED_ICC, _ANY_ICC = 1, 2, 3
"""Methods of a colour specification box (I.5.3.3; 15444-2, M.11.7.3)."""
GREY, SRGB, SYCC, CMYK, CIELAB = 17, 16, 18, 12, 14
"""Enumerated colour spaces (I.5.3.3; 15444-2, M.11.7.3.1)."""
_COLOURS = {GREY: 1, CMYK: 4}


@dataclass(frozen=True, slots=True)
class Component:
    """A component of the codestream (A.5.1)."""

    bits: int
    signed: bool
    step: tuple[int, int]
    """Pixels across and down for each sample."""


@dataclass(slots=True)
class Codestream:
    """What the main header of the codestream says."""

    offset: int
    """Where it begins in the file."""
    width: int
    height: int
    components: tuple[Component, ...]
    corner: tuple[int, int]
    """Where on the grid of the codestream the picture begins."""
    tile_size: tuple[int, int]
    tile_corner: tuple[int, int]
    """Where the first tile begins on that grid."""
    levels: int = 0
    """How often the picture can be halved without decoding all of it."""
    first_tile: int = 0
    """Where its first part of a tile begins."""

    @property
    def is_subsampled(self) -> bool:
        """Whether some components have a lower resolution than the picture."""
        return any(component.step != (1, 1) for component in self.components)


@dataclass(slots=True)
class Jp2Info:
    """What boxes and codestream say of the pixels."""

    codestream: Codestream
    colour_space: int | None = None
    """The enumerated colour space, None where a profile or nothing stands for it."""
    icc: bytes | None = None
    palette: tuple[bytes, ...] = ()
    """The columns of the palette, one for each channel that is made of the indices."""
    mapping: tuple[tuple[int, int | None], ...] = ()
    """Component, and column of the palette, of each channel."""
    definitions: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Type (0 colour, 1 opacity, 2 premultiplied opacity) and association of each channel that is defined."""


def parse(reader: BoundedReader) -> PictureHeader:
    """Read size, colour, EXIF, XMP and IPTC; what stands behind the picture as well."""
    info = parse_info(reader)
    stream = info.codestream
    components = _COLOURS.get(info.colour_space or 0, min(len(stream.components), 3) if not info.palette else 3)
    header = PictureHeader(stream.width, stream.height, components=1 if components < 3 else components, icc=info.icc)
    # a sample of one bit takes as much room as one of eight
    header.stored_bits = sum(max(8, component.bits) for component in stream.components)
    header.reductions = stream.levels
    for name, start, end in _boxes(reader):
        if name == b"uuid":
            _add_uuid(header, reader.read_up_to(start, 16), reader, start + 16, end)
    return header


def parse_info(reader: BoundedReader) -> Jp2Info:
    """Parse what is needed to decode the pixels.

    Raises:
        DamagedError: There is no codestream.
    """
    if reader.read_up_to(0, 4) == _SOC_SIZ:
        return Jp2Info(_parse_codestream(reader, 0))
    found, stream = None, None
    for name, start, end in _boxes(reader):
        if name == b"jp2h" and found is None:
            found = start, end
        elif name == b"jp2c":
            stream = _parse_codestream(reader, start)
            break
    if stream is None:
        raise DamagedError("a JPEG 2000 file without a codestream")
    info = Jp2Info(stream)
    if found is not None:
        _add_header_boxes(info, reader, *found)
    return info


def _boxes(reader: BoundedReader) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes of a file; of a codestream alone none, and none behind one whose length makes no sense."""
    if reader.read_up_to(0, 4) != _SOC_SIZ:
        try:
            yield from iter_boxes(reader, 0, reader.size)
        except DamagedError:
            return


def _parse_codestream(reader: BoundedReader, start: int) -> Codestream:
    """Parse the marker segments up to the first part of a tile (A.5.1, A.6.1)."""
    if reader.read_up_to(start, 4) != _SOC_SIZ:
        raise DamagedError("a codestream without its header")
    length = reader.read_number(start + 4, ">H")
    right, bottom, left, top, *tiles = struct.unpack(">8I", reader.read_exactly(start + 8, 32))
    count = reader.read_number(start + 40, ">H")
    data = reader.read_exactly(start + 42, 3 * min(count, _MAX_COMPONENTS))
    components = tuple(
        Component((depth & 127) + 1, bool(depth & 128), (across, down))
        for depth, across, down in struct.iter_unpack("3B", data)
    )
    size = right - left, bottom - top
    found = Codestream(start, *size, components, (left, top), (tiles[0], tiles[1]), (tiles[2], tiles[3]))
    _add_markers(found, reader, start + 4 + length)
    return found


def _add_markers(found: Codestream, reader: BoundedReader, at: int) -> None:
    """Add how often the picture can be halved, and where the first part of a tile stands."""
    for _ in range(_MAX_MARKERS):
        marker = reader.read_up_to(at, 4)
        if len(marker) < 4 or marker[:2] == _SOT:
            break
        if marker[:2] == _COD:
            found.levels = min(reader.read_number(at + 9, ">B"), 32)
        at += 2 + int.from_bytes(marker[2:], "big")
    found.first_tile = at


def _add_header_boxes(info: Jp2Info, reader: BoundedReader, start: int, end: int) -> None:
    """Add what the JP2 header box holds (I.5.3); of several colour specifications the first that is known."""
    try:
        for name, inner, stop in iter_boxes(reader, start, end):
            data = reader.read_up_to(inner, min(stop - inner, _MAX_BOX_BYTES))
            if name == b"colr" and info.colour_space is None and info.icc is None:
                _add_colour(info, data)
            elif name == b"pclr" and not info.palette:
                info.palette = _parse_palette(data)
            elif name == b"cmap" and not info.mapping:
                entries = struct.iter_unpack(">HBB", data[: min(len(data) // 4, _MAX_CHANNELS) * 4])
                info.mapping = tuple((component, column if mapped else None) for component, mapped, column in entries)
            elif name == b"cdef" and not info.definitions:
                entries = struct.iter_unpack(">3H", data[2 : 2 + min((len(data) - 2) // 6, _MAX_CHANNELS) * 6])
                info.definitions = {channel: (kind, place) for channel, kind, place in entries}
    except (DamagedError, struct.error, IndexError):
        return  # the picture is there without them


def _add_colour(info: Jp2Info, data: bytes) -> None:
    if data[0] == _ENUMERATED:
        info.colour_space = int.from_bytes(data[3:7], "big")
    elif data[0] in (_RESTRICTED_ICC, _ANY_ICC):
        info.icc = data[3:]


def _parse_palette(data: bytes) -> tuple[bytes, ...]:
    """Return the columns of a palette, eight bits an entry (I.5.3.4).

    Raises:
        DamagedError: It has more entries or bits than a palette may have, or less data than it announces.
    """
    entries, columns = struct.unpack_from(">HB", data)
    depths = [(depth & 127) + 1 for depth in data[3 : 3 + columns]]
    widths = [(depth + 7) // 8 for depth in depths]
    start, row = 3 + columns, sum(widths)
    within = 0 < entries <= _MAX_COLOURS and max(depths, default=_MAX_DEPTH + 1) <= _MAX_DEPTH
    if not within or len(data) < start + entries * row:
        raise DamagedError("a palette that makes no sense")
    ends = list(accumulate(widths, initial=start))
    return tuple(
        _spread_column([data[at : at + width] for at in range(place, place + entries * row, row)], depth)
        for place, width, depth in zip(ends, widths, depths, strict=False)
    )


def _spread_column(values: list[bytes], depth: int) -> bytes:
    """Return big-endian numbers of so many bits as bytes: 255 is the highest that there may be."""
    top = (1 << depth) - 1
    return bytes(min(255, int.from_bytes(value, "big") * 255 // top) for value in values)


def _add_uuid(header: PictureHeader, name: bytes, reader: BoundedReader, start: int, end: int) -> None:
    """Add the content of a UUID box (I.7.2)."""
    data = reader.read_up_to(start, min(end - start, _MAX_BOX_BYTES)) if name in _EXIF | {_XMP, _IPTC} else b""
    if name in _EXIF:
        header.exif = header.exif or BoundedReader.from_bytes(data)
    elif name == _XMP:
        header.xmp = header.xmp or data
    elif name == _IPTC:
        header.iptc = header.iptc or data
