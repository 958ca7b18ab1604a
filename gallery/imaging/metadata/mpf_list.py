"""The list of the pictures behind a JPEG (CIPA DC-007, Multi-Picture Format)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from gallery.imaging.metadata.header import MpfSegment

_MP_ENTRY_TAG = 0xB002
_TYPE_MASK = 0xFFFFFF


class MpfEntry(NamedTuple):
    """One picture of the list."""

    mp_type: int
    """What it is: a large thumbnail, a part of a panorama ... (DC-007, table 4); 0: undefined."""
    size: int
    """Bytes."""
    offset: int
    """From the start of the structure; that of the photo itself is 0."""


def read_entries(segment: MpfSegment) -> list[MpfEntry]:
    """Return the pictures of the list, the photo first (DC-007, 5.2.3).

    Raises:
        DamagedError: The list makes no sense.
    """
    image = Tiff(BoundedReader.from_bytes(segment.data))
    data = image.raw(image.directory(image.first).get(_MP_ENTRY_TAG))
    whole = data[: len(data) // 16 * 16]
    order = "<" if segment.data[:2] == b"II" else ">"
    return [
        MpfEntry(mp_type & _TYPE_MASK, size, offset)
        for mp_type, size, offset, _ in struct.iter_unpack(order + "LLLL", whole)
    ]
