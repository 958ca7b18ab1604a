"""The header of a QOI: its size (The Quite OK Image Format, version 1.0).

It has a field for linear colours, too, which nobody follows: Pillow sets it in every picture that it writes.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

HEADER_BYTES = 14


def parse(reader: BoundedReader) -> PictureHeader:
    """Read the size."""
    return PictureHeader(*struct.unpack(">4xII2x", reader.read_exactly(0, HEADER_BYTES)))
