"""Boxes of HEIF and AVIF: size, turn, colour, EXIF, XMP, animation (ISO/IEC 14496-12, 4.2 and 8.11; 23008-12)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.imaging.metadata import gain_map
from gallery.imaging.metadata.bmff_colour import add_colour
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.byte_cursor import Cursor
from gallery.imaging.metadata.capture_time import parse_quicktime_time
from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_BOXES = 4096
"""Boxes of one level, items, extents and references that are looked at; the rest of a longer list is not."""
_MAX_ITEM_BYTES = 4 << 20
_MAX_ENTRIES = 100_000
"""Extents, and references, of all items together. A list may announce millions of entries of no length."""
_MAX_XMP_ITEMS = 16
"""So many items are looked at for XMP."""
_BOX_HEAD = struct.Struct(">I4s").unpack_from
"""Size and type of a box."""
_TIFF_STARTS = (b"II*\0", b"MM\0*", b"Exif")
_CHILD_BOXES = {b"mdia": b"minf", b"minf": b"stbl", b"stbl": b"stsz"}
"""The way from a track to its sample sizes (14496-12, 8.4 to 8.7)."""
_ORIENTATIONS = {None: (1, 8, 3, 6), 0: (4, 5, 2, 7), 1: (2, 7, 4, 5)}
"""EXIF orientation by mirror axis and number of quarter turns, the turns coming first.

irot counts quarter turns against the clock; axis 0 of imir swaps top and bottom, 1 left and right (23008-12, 6.5.10 and
6.5.12).
"""


@dataclass(slots=True)
class Items:
    """What the `meta` box says about the items of the file (14496-12, 8.11)."""

    primary: int = 0
    """Number of the primary item, the picture to show."""
    item_types: dict[int, bytes] = field(default_factory=dict)
    """Type by item number."""
    extents: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    """(construction method, offset, length) of each extent by item number; method 1 counts from idat, others from 0."""
    properties: list[tuple[bytes, int, int]] = field(default_factory=list)
    """(type, start, end) of each property, which the associations count from 1."""
    associations: dict[int, list[int]] = field(default_factory=dict)
    """Numbers of properties, in the order they apply, by item number."""
    thumbnails: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    """(offset of the reference box, thumbnail item, items it is a thumbnail of)."""
    primary_field: tuple[int, int] = (0, 0)
    """Where in the file the number of the primary item stands, and its width in bytes."""
    idat_offset: int = 0
    """Where the content of the idat box starts in the file."""


def parse(reader: BoundedReader, *, crop: bool = False) -> PictureHeader:
    """Parse the header of an AVIF or HEIF file.

    Args:
        reader: The file.
        crop: Whether the clean aperture counts as the size.
    """
    header, brands = PictureHeader(orientation=1), (0, 0)
    for name, start, end in iter_boxes(reader, 0, reader.size):
        if name == b"ftyp":
            brands = start, end
        elif name == b"meta":
            found = parse_items(reader, start, end)
            _add_still(header, reader, found, crop=crop)
            header.has_gain_map = gain_map.is_in_items(found, reader, brands)
        elif name == b"moov":
            _add_sequence(header, reader, start, end)
    return header


def parse_cropped(reader: BoundedReader) -> PictureHeader:
    """Parse the header of a HEIF file: libheif cuts to the clean aperture, which decoders of AVIF do not."""
    return parse(reader, crop=True)


def iter_boxes(reader: BoundedReader, start: int, end: int, most: int = _MAX_BOXES) -> Iterator[tuple[bytes, int, int]]:
    """Yield (type, start, end) of the content of each box between two offsets, at most so many (14496-12, 4.2).

    Raises:
        DamagedError: A box is smaller than its own header.
    """
    for _ in range(most):
        head = reader.read_up_to(start, 16) if start + 8 <= end else b""
        if len(head) < 8:
            return
        (size, name), body = _BOX_HEAD(head), 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), 16
        stop = start + size if size else end
        if size < body and size:
            raise DamagedError("a box smaller than its own header")
        yield name, start + body, min(end, stop)
        start = stop


def parse_items(reader: BoundedReader, start: int, end: int) -> Items:
    """Parse the content of a `meta` box, which begins with four bytes of version and flags (14496-12, 8.11.1)."""
    found = Items()
    for name, inner, stop in iter_boxes(reader, start + 4, end):
        if (parse_box := _BOX_PARSERS.get(name)) is not None:
            parse_box(found, reader, inner, stop)
    return found


def _parse_pitm(found: Items, reader: BoundedReader, start: int, _end: int) -> None:
    """Parse the primary item box (14496-12, 8.11.4)."""
    wide = reader.read_exactly(start, 1)[0] > 0
    found.primary = reader.read_number(start + 4, ">I" if wide else ">H")
    found.primary_field = start + 4, 4 if wide else 2


def _parse_iinf(found: Items, reader: BoundedReader, start: int, end: int) -> None:
    """Parse the item information box (14496-12, 8.11.6)."""
    for number, at in _iter_entries(reader, start, end):
        found.item_types[number] = reader.read_exactly(at, 4)


def _iter_entries(reader: BoundedReader, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield number of each item of an item information box, and where its type stands (14496-12, 8.11.6)."""
    wide = reader.read_exactly(start, 1)[0] > 0
    for name, inner, _ in iter_boxes(reader, start + (8 if wide else 6), end):
        version = reader.read_exactly(inner, 1)[0]
        if name == b"infe" and version >= 2:
            long = version > 2
            yield reader.read_number(inner + 4, ">I" if long else ">H"), inner + (10 if long else 8)


def iter_item_types(reader: BoundedReader, start: int, end: int) -> Iterator[int]:
    """Yield where in the file the type of each item stands; the arguments are those of the content of a `meta` box."""
    for name, inner, stop in iter_boxes(reader, start + 4, end):
        if name == b"iinf":
            yield from (at for _, at in _iter_entries(reader, inner, stop))


def _parse_iloc(found: Items, reader: BoundedReader, start: int, end: int) -> None:
    """Parse the item location box (14496-12, 8.11.3)."""
    data = reader.read_exactly(start, min(end - start, _MAX_ITEM_BYTES))
    version, sizes = data[0], data[4:6]
    widths = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4, sizes[1] & 15 if version else 0
    id_width = 4 if version == 2 else 2
    cursor, left = Cursor(data, 6), _MAX_ENTRIES
    for _ in range(min(cursor.take(id_width), _MAX_BOXES)):
        number, method = cursor.take(id_width), cursor.take(2) & 15 if version else 0
        cursor.take(2)
        base, extents = cursor.take(widths[2]), []
        count = min(cursor.take(2), _MAX_BOXES, left)
        left -= count
        for _ in range(count):
            cursor.take(widths[3])
            extents.append((method, base + cursor.take(widths[0]), cursor.take(widths[1])))
        found.extents[number] = extents


def _parse_iref(found: Items, reader: BoundedReader, start: int, end: int) -> None:
    """Parse the thumbnail references of the item reference box (14496-12, 8.11.12)."""
    width, left = 4 if reader.read_exactly(start, 1)[0] else 2, _MAX_ENTRIES
    for name, inner, stop in iter_boxes(reader, start + 4, end):
        if name == b"thmb":
            cursor = Cursor(reader.read_exactly(inner, min(stop - inner, _MAX_ITEM_BYTES)), 0)
            source, count = cursor.take(width), min(cursor.take(2), _MAX_BOXES, left)
            left -= count
            targets = tuple(cursor.take(width) for _ in range(count))
            found.thumbnails.append((inner - 8, source, targets))


def _parse_iprp(found: Items, reader: BoundedReader, start: int, end: int) -> None:
    """Parse the item properties box (23008-12, 9.3)."""
    for name, inner, stop in iter_boxes(reader, start, end):
        if name == b"ipco":
            found.properties.extend(iter_boxes(reader, inner, stop))
        elif name == b"ipma":
            _parse_ipma(found, reader.read_exactly(inner, min(stop - inner, _MAX_ITEM_BYTES)))


def _parse_ipma(found: Items, data: bytes) -> None:
    """Parse the association of properties with items (23008-12, 9.3)."""
    long_id, long_index = data[0] > 0, bool(data[3] & 1)
    cursor = Cursor(data, 4)
    for _ in range(min(cursor.take(4), _MAX_BOXES)):
        number, count = cursor.take(4 if long_id else 2), cursor.take(1)
        indices = [cursor.take(2) & 0x7FFF if long_index else cursor.take(1) & 0x7F for _ in range(count)]
        found.associations.setdefault(number, indices)


def _parse_idat(found: Items, _reader: BoundedReader, start: int, _end: int) -> None:
    """Note where the item data box starts (14496-12, 8.11.11)."""
    found.idat_offset = start


_BOX_PARSERS = {
    b"pitm": _parse_pitm,
    b"iinf": _parse_iinf,
    b"iloc": _parse_iloc,
    b"iref": _parse_iref,
    b"iprp": _parse_iprp,
    b"idat": _parse_idat,
}


def properties_of(found: Items, item: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (type, start, end) of the properties of an item in the order they apply."""
    for index in found.associations.get(item, ()):
        if 0 < index <= len(found.properties):
            yield found.properties[index - 1]


def size_of(reader: BoundedReader, found: Items, item: int) -> tuple[int, int]:
    """Return width and height of an item before orientation (ispe; 23008-12, 6.5.3); (0, 0) if the file has none."""
    for name, start, _ in properties_of(found, item):
        if name == b"ispe":
            return reader.read_number(start + 4, ">I"), reader.read_number(start + 8, ">I")
    return 0, 0


def orientation_of(reader: BoundedReader, found: Items, item: int) -> int:
    """Return the EXIF orientation that does what irot and imir of an item do (23008-12, 6.5.10 and 6.5.12)."""
    quarter, mirror, mirrored_first = 0, None, False
    for name, start, _ in properties_of(found, item):
        if name == b"irot":
            quarter, mirrored_first = reader.read_exactly(start, 1)[0] & 3, mirror is not None
        elif name == b"imir":
            mirror = reader.read_exactly(start, 1)[0] & 1
    # mirroring first is the same as turning the other way first
    return _ORIENTATIONS[mirror][-quarter % 4 if mirrored_first else quarter]


def _clean_aperture(reader: BoundedReader, found: Items, item: int) -> tuple[int, int] | None:
    """Return width and height of the clean aperture, which are fractions (14496-12, 12.1.4); None if there is none."""
    for name, start, _ in properties_of(found, item):
        if name == b"clap":
            wide, wide_by, high, high_by = (reader.read_number(start + 4 * at, ">I") for at in range(4))
            return (wide // wide_by, high // high_by) if wide_by and high_by else None
    return None


def _add_still(header: PictureHeader, reader: BoundedReader, found: Items, *, crop: bool) -> None:
    """Add what the primary item, the EXIF item and the XMP item hold."""
    header.width, header.height = size_of(reader, found, found.primary)
    if crop and (clean := _clean_aperture(reader, found, found.primary)):
        header.width, header.height = min(header.width, clean[0]), min(header.height, clean[1])
    header.orientation = orientation_of(reader, found, found.primary)
    add_colour(header, reader, properties_of(found, found.primary))
    texts = 0
    for item, kind in found.item_types.items():
        if kind == b"Exif" and header.exif is None:
            data = read_item(reader, found, item)
            # four bytes, which some leave out, say how far behind them the TIFF structure starts (23008-12, A.2.1)
            start = 0 if data[:4] in _TIFF_STARTS else 4 + int.from_bytes(data[:4], "big")
            header.exif = BoundedReader.from_bytes(data[start:])
        elif kind == b"mime" and header.xmp is None and texts < _MAX_XMP_ITEMS:
            texts += 1
            data = read_item(reader, found, item)
            header.xmp = data if b"<x:xmpmeta" in data or b"<rdf:RDF" in data else None


def read_item(reader: BoundedReader, found: Items, item: int) -> bytes:
    """Return the content of an item: its extents one after the other, up to 4 MiB of it."""
    parts, left = [], _MAX_ITEM_BYTES
    for method, offset, length in found.extents.get(item, ()):
        start = offset + (found.idat_offset if method == 1 else 0)
        parts.append(reader.read_up_to(start, min(length, left)))
        left -= len(parts[-1])
        if not left:
            break
    return b"".join(parts)


def _add_sequence(header: PictureHeader, reader: BoundedReader, start: int, end: int) -> None:
    """Add what the tracks of a `moov` box say: more than one sample moves; their size counts if there is no still."""
    for name, track, stop in iter_boxes(reader, start, end):
        if name == b"trak":
            _add_track(header, reader, track, stop, b"mdia")
        elif name == b"mvhd":  # the creation time is longer in version 1 (14496-12, 8.2.2)
            data = reader.read_up_to(track, 12)
            header.created = parse_quicktime_time(int.from_bytes(data[4 : 12 if data[:1] == b"\1" else 8], "big"))


def _add_track(header: PictureHeader, reader: BoundedReader, start: int, end: int, child: bytes) -> None:
    """Follow the one path that leads to the sample sizes, so that boxes nested for ever are not followed."""
    for name, inner, stop in iter_boxes(reader, start, end):
        if name == b"tkhd" and not header.width:
            # width and height close the box, in 16.16 fixed point (14496-12, 8.3.2)
            header.width, header.height = (
                reader.read_number(stop - 8, ">I") >> 16,
                reader.read_number(stop - 4, ">I") >> 16,
            )
        elif name == child and child in _CHILD_BOXES:
            _add_track(header, reader, inner, stop, _CHILD_BOXES[child])
        elif name == child == b"stsz" and reader.read_number(inner + 8, ">I") > 1:
            header.animated = True
