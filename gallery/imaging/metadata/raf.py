"""RAF, the RAW format of Fujifilm: a JPEG with the EXIF, then the sensor's data. It is in no public specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.jpeg_frame import read_exif, read_xmp
from gallery.imaging.metadata.raw_previews import add_previews, find_jpeg

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_JPEG_PLACE, _RECORDS_PLACE, _SENSOR_PLACE = 84, 92, 100
"""Where offset and length of the JPEG stand, of the records about the sensor, and of its data."""
_CROPPED_SIZE, _FULL_SIZE = 0x111, 0x100
_MAX_RECORDS = 256


def parse(reader: BoundedReader) -> PictureHeader:
    """Parse the header of a RAF file.

    Raises:
        DamagedError: It ends before the places of its parts.
    """
    offset, length = reader.read_number(_JPEG_PLACE, ">I"), reader.read_number(_JPEG_PLACE + 4, ">I")
    records = _read_records(reader, reader.read_number(_RECORDS_PLACE, ">I"))
    sizes = (records[tag] for tag in (_CROPPED_SIZE, _FULL_SIZE) if tag in records)
    header = PictureHeader(exif=read_exif(reader, offset), xmp=read_xmp(reader, offset))
    add_previews(header, [find_jpeg(reader, offset, length)], sizes)
    return header


def _read_records(reader: BoundedReader, at: int) -> dict[int, tuple[int, int]]:
    """Return width and height by tag: each record has a tag, a length, and of sizes the height first."""
    count = int.from_bytes(reader.read_up_to(at, 4), "big")
    found, at = dict[int, tuple[int, int]](), at + 4
    for _ in range(min(count, _MAX_RECORDS)):
        head = reader.read_up_to(at, 8)
        if len(head) < 8:
            break
        tag, length, height, width = (int.from_bytes(head[i : i + 2], "big") for i in (0, 2, 4, 6))
        if length == 4:
            found[tag] = width, height
        at += 4 + length
    return found


def announced_length(reader: BoundedReader) -> int:
    """Return where the data of the sensor ends.

    Raises:
        DamagedError: The file ends before it says so.
    """
    return reader.read_number(_SENSOR_PLACE, ">I") + reader.read_number(_SENSOR_PLACE + 4, ">I")
