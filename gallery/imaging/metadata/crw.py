"""CRW, Canon's RAW format until 2004: heaps of records within each other (CIFF 1.0 revision 4). It has no EXIF."""

from __future__ import annotations

import struct
import time
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.raw_previews import add_previews, find_jpeg

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAMERA, _CAPTURE_TIME, _IMAGE, _PREVIEW, _THUMBNAIL = 0x080A, 0x180E, 0x1810, 0x2007, 0x2008
"""Records: the maker and the model, the time of the clock, the size and the turn, and two JPEG files."""
_NUMBER, _KIND, _INLINE, _HEAPS = 0x3FFF, 0x3800, 0x4000, (0x2800, 0x3000)
"""Bits of a tag: its number, the kind of its value; whether that stands in the entry itself. Kinds that are heaps."""
_MAX_HEAPS, _MAX_ENTRIES, _MAX_RECORD_BYTES = 32, 256, 64
_ORIENTATIONS = {0: 1, 90: 6, 180: 3, 270: 8}
"""EXIF orientation by the turn with the clock that makes the picture upright."""
_ASCII, _SHORT = 2, 3
_MAKE, _MODEL, _ORIENTATION, _DATE = 0x10F, 0x110, 0x112, 0x9003


class _Record(NamedTuple):
    offset: int
    length: int


def parse(reader: BoundedReader) -> PictureHeader:
    """Parse the header of a CRW file.

    Raises:
        DamagedError: It ends before its first heap.
    """
    records = dict[int, _Record]()
    start = reader.read_number(2, "<I")
    for tag, record in _iter_records(reader, start):
        records.setdefault(tag, record)
    width, height, rotation = _numbers(reader, records.get(_IMAGE), "<II4xi") or (0, 0, 0)
    orientation = _ORIENTATIONS.get(rotation % 360, 1)
    header = PictureHeader(exif=BoundedReader.from_bytes(_write_exif(reader, records, orientation)))
    places = (records[tag] for tag in (_PREVIEW, _THUMBNAIL) if tag in records)
    add_previews(header, (find_jpeg(reader, *place) for place in places), [(width, height)], orientation)
    return header


def _iter_records(reader: BoundedReader, start: int) -> Iterator[tuple[int, _Record]]:
    """Yield number and place of the records of all heaps. A heap ends with the place of its list of records."""
    waiting, seen = deque([_Record(start, reader.size - start)]), set[_Record]()
    while waiting and len(seen) < _MAX_HEAPS:
        heap = waiting.popleft()
        if heap in seen:
            continue
        seen.add(heap)
        at = heap.offset + int.from_bytes(reader.read_up_to(heap.offset + heap.length - 4, 4), "little")
        count = int.from_bytes(reader.read_up_to(at, 2), "little")
        data = reader.read_up_to(at + 2, 10 * min(count, _MAX_ENTRIES))
        for number, (tag, length, place) in enumerate(struct.iter_unpack("<HII", data[: len(data) // 10 * 10])):
            if tag & _INLINE:
                yield tag & _NUMBER, _Record(at + 2 + 10 * number + 2, 8)
            elif tag & _KIND in _HEAPS:
                waiting.append(_Record(heap.offset + place, length))
            else:
                yield tag & _NUMBER, _Record(heap.offset + place, length)


def _numbers(reader: BoundedReader, record: _Record | None, layout: str) -> tuple[int, ...] | None:
    """Return the numbers in a record; None if it is not there, or too short."""
    size = struct.calcsize(layout)
    if record is None or record.length < size:
        return None
    try:
        return struct.unpack(layout, reader.read_exactly(record.offset, size))
    except DamagedError:
        return None


def _write_exif(reader: BoundedReader, records: dict[int, _Record], orientation: int) -> bytes:
    """Return what the records say of camera and time as the TIFF structure that other formats have it in."""
    camera = records.get(_CAMERA, _Record(0, 0))
    names = reader.read_up_to(camera.offset, min(camera.length, _MAX_RECORD_BYTES)).split(b"\0")
    values = [(_MAKE, _ASCII, names[0] + b"\0"), (_MODEL, _ASCII, (names[1] if len(names) > 1 else b"") + b"\0")]
    values.append((_ORIENTATION, _SHORT, struct.pack("<HH", orientation, 0)))
    seconds = _numbers(reader, records.get(_CAPTURE_TIME), "<I")
    if seconds and seconds[0]:  # of the clock in the camera, as if that were UTC
        values.append((_DATE, _ASCII, time.strftime("%Y:%m:%d %H:%M:%S", time.gmtime(seconds[0])).encode() + b"\0"))
    entries, data = b"", b""
    behind = 8 + 2 + 12 * len(values) + 4
    for tag, kind, value in values:
        place = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", behind + len(data))
        data += value if len(value) > 4 else b""
        entries += struct.pack("<HHI", tag, kind, len(value) if kind == _ASCII else 1) + place
    return b"II*\0" + struct.pack("<IH", 8, len(values)) + entries + bytes(4) + data
