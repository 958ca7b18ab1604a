"""The previews that cameras store behind a JPEG, as far as they can be trusted (CIPA DC-007, Multi-Picture Format)."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from gallery.imaging.metadata.bounded_reader import DamagedError, read_fully
from gallery.imaging.metadata.mpf_list import read_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.header import MpfSegment

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
        entries = read_entries(segment)
    except DamagedError:
        return
    end = entries[0].size if entries else 0
    places = sorted(
        (entry.size, segment.offset + entry.offset)
        for entry in entries[1:]
        if entry.mp_type in _PREVIEW_TYPES and entry.size <= _MAX_PREVIEW_BYTES
    )
    if places and _ends_at(file, end):
        for size, start in [place for place in places if place[1] >= end][:_MAX_PREVIEWS]:
            yield _read(file, start, size)


def _ends_at(file: BinaryIO, end: int) -> bool:
    """Return whether an end-of-image marker stands before this offset."""
    return end > len(_EOI) and _read(file, end - len(_EOI), len(_EOI)) == _EOI


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return read_fully(file, size)
