"""The header of a BMP file: Windows and OS/2, with or without a file header (Windows SDK, wingdi.h; OS/2 Toolkit)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

RGB, RLE8, RLE4, BITFIELDS, JPEG, PNG, ALPHABITFIELDS, HUFFMAN, RLE24 = 0, 1, 2, 3, 4, 5, 6, 103, 104
"""biCompression; OS/2's 3 and 4 mean something else than Windows' and are counted from 100 here."""
_FILE_HEADER_BYTES = 14
_CORE, _INFO = 12, 40
_WINDOWS_HEADERS = frozenset((40, 52, 56, 108, 124))
"""BITMAPINFOHEADER, versions 2, 3, 4 and 5."""
_MAX_PALETTE = 256


@dataclass(frozen=True, slots=True)
class BmpInfo:
    """What the headers of a BMP file say."""

    width: int
    height: int
    top_down: bool
    bits: int
    """Bits of a pixel."""
    compression: int
    masks: tuple[int, int, int, int]
    """Where red, green, blue and alpha are in a pixel of 16 or 32 bits; 0 for none."""
    palette_offset: int
    palette_entry: int
    """Bytes of an entry of the palette."""
    colours: int
    """Entries of the palette, 256 at most."""
    pixel_offset: int
    image_bytes: int
    """Length of the pixels as the header has it; 0 where it does not say."""


def parse_info(reader: BoundedReader) -> BmpInfo:
    """Parse all that is needed to decode the pixels.

    Raises:
        DamagedError: The header is too short.
    """
    start, pixel_offset = find_info(reader)
    size = reader.read_number(start, "<I")
    core = size == _CORE
    # a core header has 16-bit sizes; a negative height means rows from the top
    sizes = ("<H", "<H", 2) if core else ("<i", "<i", 4)
    width = reader.read_number(start + 4, sizes[0])
    height = reader.read_number(start + 4 + sizes[2], sizes[1])
    bits = reader.read_number(start + 4 + 2 * sizes[2] + 2, "<H")
    compression = _compression(reader, start, size)
    masks, mask_bytes = _masks(reader, start, size, compression, bits)
    entry = 3 if core else 4
    palette_offset = start + size + mask_bytes
    announced = reader.read_number(start + 32, "<I") if size >= 36 else 0
    colours = min(announced or (1 << bits if bits <= 8 else 0), 1 << 16)
    if not pixel_offset:
        pixel_offset = palette_offset + colours * entry
    room = max(0, pixel_offset - palette_offset) // entry
    return BmpInfo(
        width=width,
        height=abs(height),
        top_down=height < 0,
        bits=bits,
        compression=compression,
        masks=masks,
        palette_offset=palette_offset,
        palette_entry=entry,
        colours=min(colours, room, _MAX_PALETTE) if room else min(colours, _MAX_PALETTE),
        pixel_offset=pixel_offset,
        image_bytes=reader.read_number(start + 20, "<I") if size >= 24 else 0,
    )


def find_info(reader: BoundedReader) -> tuple[int, int]:
    """Return where the info header starts, and the offset of the pixels; 0 where they follow the palette.

    A file begins with a file header, or, as on the clipboard, with the info header itself, or with the header of an
    OS/2 array of bitmaps, of which the first counts.
    """
    at = _FILE_HEADER_BYTES if reader.read_up_to(0, 2) == b"BA" else 0
    if reader.read_up_to(at, 2) != b"BM":
        return 0, 0
    return at + _FILE_HEADER_BYTES, reader.read_number(at + 10, "<I")


def _compression(reader: BoundedReader, start: int, size: int) -> int:
    value = reader.read_number(start + 16, "<I") if size >= 20 else RGB
    return value + 100 if size not in _WINDOWS_HEADERS and value in (3, 4) else value


def _masks(
    reader: BoundedReader, start: int, size: int, compression: int, bits: int
) -> tuple[tuple[int, int, int, int], int]:
    """Return the masks, and how many bytes behind the header they take.

    Raises:
        DamagedError: The file ends before.
    """
    default = (0x7C00, 0x3E0, 0x1F, 0) if bits == 16 else (0xFF0000, 0xFF00, 0xFF, 0)
    behind = {BITFIELDS: 12, ALPHABITFIELDS: 16}.get(compression, 0) if size == _INFO else 0
    stored = [reader.read_number(start + 40 + 4 * at, "<I") for at in range(min(4, max(behind, size - 40) // 4))]
    alpha = stored[3] if len(stored) == 4 and (size >= 56 or behind == 16) and size in _WINDOWS_HEADERS else 0
    if compression not in (BITFIELDS, ALPHABITFIELDS):
        # browsers take the alpha of a newer header at all times
        return (*default[:3], alpha if bits in (16, 32) else 0), 0
    if len(stored) < 3:
        raise DamagedError("a BMP file without the masks it announces")
    return (stored[0], stored[1], stored[2], alpha), behind
