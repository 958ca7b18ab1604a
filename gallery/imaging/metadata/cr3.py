"""CR3, the RAW format of Canon since 2018: boxes of ISO/IEC 14496-12. What is in Canon's own is in no specification."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from gallery.imaging.metadata import bmff, exif
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader, Preview
from gallery.imaging.metadata.raw_previews import MAX_PREVIEWS, add_previews, find_jpeg
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.tiff import Entry

_METADATA = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_PREVIEWS = bytes.fromhex("eaf42b5e1c984b88b9fbb7dc406e4d16")
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""XMP part 3, ISO base media file format."""
_MAX_XMP_BYTES = 1 << 20
_TYPE_BYTES = 16
_FRONT_BYTES = 64
"""The beginning of THMB and PRVW, in which the JPEG starts behind sizes."""
_MAX_DIRECTORY_BYTES = 1 << 20
_WIDTH, _HEIGHT = 0x100, 0x101
_WAY_TO_SAMPLES = {b"trak": b"mdia", b"mdia": b"minf", b"minf": b"stbl"}

Box = tuple[bytes, int, int]


def parse(reader: BoundedReader) -> PictureHeader:
    """Parse the header of a CR3 file."""
    directories, places, xmp = dict[bytes, BoundedReader](), list[tuple[int, int]](), b""
    for name, start, end in _iter_boxes(reader, 0, reader.size):
        if name == b"moov":
            for inner in _iter_boxes(reader, start, end):
                _add_moov(directories, places, reader, inner)
        elif name == b"uuid":
            kind, content = reader.read_up_to(start, _TYPE_BYTES), start + _TYPE_BYTES
            if kind == _PREVIEWS:
                _add_previews(places, reader, content + 8, end)
            elif kind == _XMP and end - content <= _MAX_XMP_BYTES:
                xmp = xmp or reader.read_up_to(content, end - content)
    first = directories.get(b"CMT1")
    header = PictureHeader(exif=first, xmp=xmp or None)
    add_previews(header, _found(reader, places), [_picture_size(first)], exif.parse(first).orientation)
    empty = BoundedReader.from_bytes(b"")
    header.exif_parts = directories.get(b"CMT2", empty), directories.get(b"CMT4", empty)
    return header


def _iter_boxes(reader: BoundedReader, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two offsets, as far as they can be followed."""
    try:
        yield from bmff.iter_boxes(reader, start, end)
    except DamagedError:
        return  # what stands before stays found


def _add_moov(
    directories: dict[bytes, BoundedReader], places: list[tuple[int, int]], reader: BoundedReader, box: Box
) -> None:
    """Add what a box of `moov` holds: directories of EXIF and a thumbnail, or a track whose only sample is a JPEG."""
    name, start, end = box
    if name == b"trak":
        with contextlib.suppress(DamagedError):  # it costs that track
            places.extend(_first_sample(reader, box))
    elif name == b"uuid" and reader.read_up_to(start, _TYPE_BYTES) == _METADATA:
        _add_previews(places, reader, start + _TYPE_BYTES, end)
        for inner, at, stop in _iter_boxes(reader, start + _TYPE_BYTES, end):
            if inner[:3] == b"CMT" and stop - at <= _MAX_DIRECTORY_BYTES:
                directories.setdefault(inner, BoundedReader.from_bytes(reader.read_up_to(at, stop - at)))


def _add_previews(places: list[tuple[int, int]], reader: BoundedReader, start: int, end: int) -> None:
    """Add the JPEG files in the boxes between two offsets."""
    for name, at, stop in _iter_boxes(reader, start, end):
        if name in (b"THMB", b"PRVW"):
            jpeg = reader.read_up_to(at, _FRONT_BYTES).find(b"\xff\xd8\xff")
            if jpeg >= 0:
                places.append((at + jpeg, stop - at - jpeg))


def _first_sample(reader: BoundedReader, track: Box) -> Iterator[tuple[int, int]]:
    """Yield offset and length of the first sample of a track, if that is said (14496-12, 8.7)."""
    box: Box | None = track
    for wanted in _WAY_TO_SAMPLES.values():
        box = box and next((one for one in _iter_boxes(reader, box[1], box[2]) if one[0] == wanted), None)
    if box is None:
        return
    tables = {name: at for name, at, _ in _iter_boxes(reader, box[1], box[2])}
    if b"stsz" not in tables:
        return
    # one length for all, or a list of them
    length = reader.read_number(tables[b"stsz"] + 4, ">I") or reader.read_number(tables[b"stsz"] + 12, ">I")
    if b"co64" in tables:
        yield reader.read_number(tables[b"co64"] + 8, ">Q"), length
    elif b"stco" in tables:
        yield reader.read_number(tables[b"stco"] + 8, ">I"), length


def _found(reader: BoundedReader, places: list[tuple[int, int]]) -> Iterator[Preview | None]:
    for offset, length in places[:MAX_PREVIEWS]:
        yield find_jpeg(reader, offset, length)


def _picture_size(directory: BoundedReader | None) -> tuple[int, int]:
    """Return the size that the first directory of EXIF says."""
    if directory is None:
        return 0, 0
    try:
        image = Tiff(directory)
        found = image.directory(image.first)
    except DamagedError:
        return 0, 0

    def side(entry: Entry | None) -> int:
        return int(image.number(entry) or 0)

    return side(found.get(_WIDTH)), side(found.get(_HEIGHT))
