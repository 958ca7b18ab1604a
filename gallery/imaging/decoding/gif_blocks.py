"""The blocks of a GIF up to the end of its first picture, and the rows that came of one that is cut (GIF89a)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.gif import colour_table_bytes, skip_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from gallery.imaging.metadata.bounded_reader import BoundedReader

_MAX_BLOCKS = 1 << 20
_PASSES = ((0, 8), (4, 8), (2, 4), (1, 2))
"""First row and step of the four passes of an interlaced picture (GIF89a, appendix E)."""


class FirstPicture(NamedTuple):
    """The first picture of a GIF."""

    interlaced: bool
    cut: bool
    """Whether the file ends before it does."""


def find_first_picture(reader: BoundedReader) -> FirstPicture:
    """Walk the blocks to the end of the first picture (GIF89a, appendix B)."""
    at = 13 + colour_table_bytes(reader.read_exactly(10, 1)[0])
    for _ in range(_MAX_BLOCKS):
        block = reader.read_up_to(at, 10)
        if block[:1] == b"!":
            at = skip_blocks(reader, at + 2)
        elif block[:1] == b"," and len(block) == 10:
            end = skip_blocks(reader, at + 11 + colour_table_bytes(block[9]))
            cut = end > reader.size or reader.read_up_to(end - 1, 1) != b"\0"
            return FirstPicture(bool(block[9] & 0x40), cut)
        else:
            return FirstPicture(interlaced=False, cut=len(block) < 10)
    return FirstPicture(interlaced=False, cut=False)


def fill_missing_rows(frame: Image.Image) -> Image.Image:
    """Return an interlaced picture in which rows that did not come are those that came above them.

    Args:
        frame: As the decoder leaves it; rows that did not come are of one value, 0.
    """
    height = frame.size[1]
    order = [row for start, step in _PASSES for row in range(start, height, step)]
    count = _count_filled(frame, order)
    # the last row that came may have come in part
    came = set(order[: count if count == height else max(1, count - 1)])
    filled, last = frame.copy(), 0
    for row in range(height):
        last = row if row in came else last
        if last != row:
            filled.paste(_row(frame, last), (0, row))
    return filled


def count_rows(frame: Image.Image) -> int:
    """Return how many rows came of a picture that is not interlaced."""
    return _count_filled(frame, range(frame.size[1]))


def _count_filled(frame: Image.Image, order: Sequence[int]) -> int:
    """Return how many rows came, in the order of the passes: all up to the last that is not empty."""
    return next((len(order) - at for at, row in enumerate(reversed(order)) if _row(frame, row).getbbox()), 0)


def _row(frame: Image.Image, row: int) -> Image.Image:
    return frame.crop((0, row, frame.size[0], row + 1))
