"""The previews that cameras store behind a JPEG, as far as they can be trusted (CIPA DC-007, Multi-Picture Format)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError, read_fully
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.header import MpfSegment

_MP_ENTRY_TAG = 0xB002
_TYPE_MASK = 0xFFFFFF
_PREVIEW_TYPES = frozenset((0x010001, 0x010002))
"""MP types of large thumbnails, of VGA and Full HD size (DC-007, table 4); others are panoramas, depths, gain maps."""
_MAX_PREVIEW_BYTES = 4 << 20
"""Longer ones are none: those of Full HD have less than one million bytes."""
_MAX_PREVIEWS = 2
"""So many are tried: a list of thousands would cost minutes. Cameras store one of each size."""
_EOI = b"\xff\xd9"


def read_previews(file: BinaryIO, segment: MpfSegment) -> Iterator[bytes]:
    """Yield the JPEG files of the previews, smallest first; none if the photo is not the one they were made of.

    An editor that writes the photo anew cannot know of the previews behind it: then the end of the photo is no longer
    where the first entry says.
    """
    try:
        entries = _read_entries(segment)
    except DamagedError:
        return
    end = entries[0][1] if entries else 0
    places = sorted(
        (size, segment.offset + offset)
        for mp_type, size, offset in entries[1:]
        if mp_type in _PREVIEW_TYPES and size <= _MAX_PREVIEW_BYTES
    )
    if places and _ends_at(file, end):
        for size, start in [place for place in places if place[1] >= end][:_MAX_PREVIEWS]:
            yield _read(file, start, size)


def _read_entries(segment: MpfSegment) -> list[tuple[int, int, int]]:
    """Return (MP type, length, offset) of each picture, the photo first (DC-007, 5.2.3).

    Offsets count from the start of the structure, but that of the photo is 0.
    """
    image = Tiff(BoundedReader.from_bytes(segment.data))
    data = image.raw(image.directory(image.first).get(_MP_ENTRY_TAG))
    whole = data[: len(data) // 16 * 16]
    order = "<" if segment.data[:2] == b"II" else ">"
    return [
        (mp_type & _TYPE_MASK, size, offset) for mp_type, size, offset, _ in struct.iter_unpack(order + "LLLL", whole)
    ]


def _ends_at(file: BinaryIO, end: int) -> bool:
    """Return whether an end-of-image marker stands before this offset."""
    return end > len(_EOI) and _read(file, end - len(_EOI), len(_EOI)) == _EOI


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return read_fully(file, size)
