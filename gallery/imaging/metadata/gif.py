"""The header of a GIF: size, number of frames, place of the first one (GIF89a, 17 to 23), XMP."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_COMMENT = b"\xfe"
"""Label of a comment extension (GIF89a, 24)."""
_MAX_COMMENT_BYTES = 1 << 20
_XMP_START = b"\x21\xff\x0bXMP Da"
"""The first nine bytes of the application extension that holds XMP, which goes on "taXMP" (XMP part 3, 1.1.2)."""
_XMP_HEAD_BYTES = 14
_MAX_XMP_BYTES = 1 << 20


def parse(reader: BoundedReader) -> PictureHeader:
    """Count image descriptors up to the second, which makes it animated; nothing is decoded.

    A first frame that is larger than the screen, or reaches out of it, enlarges it, as in browsers; later ones do not.

    Raises:
        DamagedError: A comment is so long that Pillow, which puts it together block by block, would take minutes.
    """
    width, height, flags = struct.unpack("<HHB", reader.read_exactly(6, 5))
    header, at, frames = PictureHeader(width, height), 13 + colour_table_bytes(flags), 0
    while frames < 2 and (block := reader.read_up_to(at, 10)):
        if block[0] == 0x2C and len(block) == 10:
            frames += 1
            if frames == 1:
                _add_first_frame(header, *struct.unpack_from("<4H", block, 1))
            at = skip_blocks(reader, at + 11 + colour_table_bytes(block[9]))
        elif block[0] == 0x21:
            start, at = at, skip_blocks(reader, at + 2)
            if block[1:2] == _COMMENT and (at - start > _MAX_COMMENT_BYTES or reader.exhausted):
                raise DamagedError("a GIF comment that is no comment")
            if block.startswith(_XMP_START):  # no sub-blocks, but a trailer that leads whoever skips such out of it
                header.xmp = reader.read_up_to(start + _XMP_HEAD_BYTES, min(at - start, _MAX_XMP_BYTES))
        else:
            break
    header.animated = frames > 1
    return header


def _add_first_frame(header: PictureHeader, left: int, top: int, width: int, height: int) -> None:
    """Add the place of the first frame, and enlarge the screen to hold it."""
    header.first_frame = left, top, left + width, top + height
    header.width, header.height = max(header.width, left + width), max(header.height, top + height)


def colour_table_bytes(flags: int) -> int:
    """Return the length of the colour table that the packed fields announce (GIF89a, 18 and 20)."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def skip_blocks(reader: BoundedReader, at: int) -> int:
    """Return the offset behind the data sub-blocks that begin here (GIF89a, 15)."""
    while length := reader.read_up_to(at, 1):
        at += 1 + length[0]
        if not length[0]:
            break
    return at
