"""The header of a TGA: size, pixels, palette; in version 2 also date, comment and what alpha means (TGA 2.0)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.imaging.formats import TGA_FOOTER
from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.capture_time import make_taken
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.tiff import decode_text
from gallery.imaging.weak_signatures import is_tga

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

PALETTE, COLOUR, GREY = 1, 2, 3
"""Kinds of pictures (field 3); a packed one is 8 more."""
_HEADER_BYTES, _FOOTER_BYTES, _EXTENSION_BYTES = 18, 26, 495
_NO_ALPHA = frozenset((0, 1, 2))
"""Types of attributes that are no alpha: none, undefined, undefined but to be kept (field 24)."""
PREMULTIPLIED = 4
"""Type of attributes with which colours have been multiplied by alpha."""
_COMMENT_LINES = range(43, 43 + 4 * 81, 81)
"""Where the four lines of the author's comment begin in the extension area (field 12)."""


@dataclass(frozen=True, slots=True)
class TgaInfo:
    """What the header of a TGA says."""

    width: int
    height: int
    kind: int
    packed: bool
    """Whether run lengths stand for the pixels."""
    bits: int
    """Bits of a pixel."""
    alpha_bits: int
    right_to_left: bool
    top_down: bool
    palette_offset: int
    palette_bits: int
    first_colour: int
    """The index that the first colour of the palette has."""
    colours: int
    pixel_offset: int
    alpha_type: int | None
    """What the alpha of the file is (field 24); None where it does not say."""

    @property
    def has_alpha(self) -> bool:
        """Whether the extension area says that the attribute bits are alpha, or nothing against it."""
        return self.alpha_type not in _NO_ALPHA


def parse(reader: BoundedReader) -> PictureHeader:
    """Read the size, and what the extension area says of the picture."""
    info = parse_info(reader)
    header = PictureHeader(info.width, info.height, components=1 if info.kind == GREY else 3)
    if extension := _read_extension(reader):
        month, day, year, *clock = struct.unpack_from("<6H", extension, 367)
        header.created = make_taken(tuple(map(str, (year, month, day, *clock))), None, None, "text") if month else None
        lines = (decode_text(extension[at : at + 81]) for at in _COMMENT_LINES)
        header.caption = "\n".join(filter(None, lines)) or None
    return header


def parse_info(reader: BoundedReader) -> TgaInfo:
    """Parse all that is needed to decode the pixels.

    Raises:
        DamagedError: There is no such header.
    """
    head = reader.read_exactly(0, _HEADER_BYTES)
    if not is_tga(head):
        raise DamagedError("a TGA file without its header")
    words, mapped, kind, first, colours, map_bits, width, height, bits, flags = struct.unpack("<BBBHHB4xHHBB", head)
    extension = _read_extension(reader)
    palette_offset = _HEADER_BYTES + words
    return TgaInfo(
        width=width,
        height=height,
        kind=kind & 7,
        packed=bool(kind & 8),
        bits=bits,
        alpha_bits=flags & 15,
        right_to_left=bool(flags & 0x10),
        top_down=bool(flags & 0x20),
        palette_offset=palette_offset,
        palette_bits=map_bits,
        first_colour=first,
        colours=colours if mapped else 0,
        pixel_offset=palette_offset + (colours * ((map_bits + 7) // 8) if mapped else 0),
        alpha_type=extension[494] if extension else None,
    )


def _read_extension(reader: BoundedReader) -> bytes | None:
    """Return the extension area, None if the file has none (fields 10 to 24)."""
    footer = reader.read_up_to(reader.size - _FOOTER_BYTES, _FOOTER_BYTES)
    offset = int.from_bytes(footer[:4], "little")
    if not footer.endswith(TGA_FOOTER) or not offset:
        return None
    extension = reader.read_up_to(offset, _EXTENSION_BYTES)
    whole = len(extension) == _EXTENSION_BYTES and int.from_bytes(extension[:2], "little") >= _EXTENSION_BYTES
    return extension if whole else None
