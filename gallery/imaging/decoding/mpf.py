"""The previews that cameras keep behind a JPEG (CIPA DC-007, Multi-Picture Format), as far as they can be trusted."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError, read_fully
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.header import Pictures

MARK = b"MPF\0"
_ENTRIES = 0xB002
_KIND = 0xFFFFFF
_PREVIEWS = frozenset((0x010001, 0x010002))
"""Large thumbnails, of VGA and of Full HD size (DC-007, table 4); other kinds are panoramas, depths, gain maps."""
_LARGEST = 4 << 20
"""Bytes: those of Full HD have less than one million."""
_MOST = 2
"""So many are tried, or a list of thousands would cost minutes. Cameras keep one of each size."""
_EOI = b"\xff\xd9"


def previews(file: BinaryIO, pictures: Pictures) -> Iterator[bytes]:
    """The files of the previews, one by one, smallest first; none where the photo is not the one they were made of.

    An editor that writes the photo anew cannot know of the previews behind it: then its end is no longer where the
    first entry says.
    """
    try:
        entries = _entries(pictures)
    except DamagedError:
        return
    end = entries[0][1] if entries else 0
    places = sorted(
        (size, pictures.at + offset) for kind, size, offset in entries[1:] if kind in _PREVIEWS and size <= _LARGEST
    )
    if places and _ends(file, end):
        for size, start in [place for place in places if place[1] >= end][:_MOST]:
            yield _read(file, start, size)


def _entries(pictures: Pictures) -> list[tuple[int, int, int]]:
    """Kind, size and offset of each picture, the photo first. Offsets count from the structure's own start."""
    image = Tiff(BoundedReader.over(pictures.data))
    data = image.raw(image.directory(image.first).get(_ENTRIES))
    whole = data[: len(data) // 16 * 16]
    order = "<" if pictures.data[:2] == b"II" else ">"
    return [(kind & _KIND, size, offset) for kind, size, offset, _ in struct.iter_unpack(order + "LLLL", whole)]


def _ends(file: BinaryIO, end: int) -> bool:
    return end > len(_EOI) and _read(file, end - len(_EOI), len(_EOI)) == _EOI


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return read_fully(file, size)
