"""Writes pictures of the rarer formats for the tests, by their specifications: plain, and without the decoders' tricks."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL import Image

Colour = tuple[int, ...]
WIDTH, HEIGHT = 21, 13
"""Sides that are multiples of nothing."""


def wheel(x: int, y: int) -> Colour:
    """Return a colour for each place, of which neighbours differ and no channel is another."""
    return (12 * x, 19 * y, 255 - 6 * x - 9 * y)


def few(x: int, y: int) -> int:
    """Return one of 16 indices for each place."""
    return (x // 3 + 5 * (y // 3)) % 16


COLOURS = [(17 * n, 255 - 17 * n, (n * 90) % 256) for n in range(16)]
"""The colours of those indices."""


def tga(
    kind: int,
    bits: int,
    pixels: bytes,
    *,
    flags: int = 0x20,
    palette: tuple[int, int, bytes] = (0, 0, b""),
    words: bytes = b"",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    extension: bytes = b"",
) -> bytes:
    """Return a TGA.

    Args:
        flags: Bits of alpha, and 0x20: from the top, 0x10: from the right.
        palette: Bits of a colour, index of the first, and the colours.
        extension: The extension area of version 2.
    """
    map_bits, first, colours = palette
    count = len(colours) // max(1, (map_bits + 7) // 8)
    head = struct.pack("<BBBHHB4xHHBB", len(words), bool(count), kind, first, count, map_bits, *size, bits, flags)
    data = head + words + colours + pixels
    if not extension:
        return data
    return data + extension + struct.pack("<II", len(data), 0) + b"TRUEVISION-XFILE.\0"


def tga_extension(*, alpha: int, comment: bytes = b"", date: Sequence[int] = (0,) * 6) -> bytes:
    """Return the extension area of a TGA."""
    area = bytearray(495)
    area[:2] = struct.pack("<H", 495)
    area[43 : 43 + len(comment)] = comment
    area[367:379] = struct.pack("<6H", *date)
    area[494] = alpha
    return bytes(area)


def pcx(
    bits: int,
    planes: int,
    rows: bytes,
    *,
    version: int = 5,
    packed: bool = True,
    palette: bytes = b"",
    behind: bytes = b"",
    stride: int = 0,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> bytes:
    """Return a PCX of rows that hold each plane one after the other, at the place (3, 2)."""
    stride = stride or (size[0] * bits + 15) // 16 * 2
    head = struct.pack("<BBBB4H4x", 10, version, packed, bits, 3, 2, size[0] + 2, size[1] + 1)
    head += palette.ljust(48, b"\0")
    head += struct.pack("<xBH", planes, stride)
    data = b"".join(b"\xc1" + bytes((value,)) if value >= 192 else bytes((value,)) for value in rows)
    return head.ljust(128, b"\0") + (data if packed else rows) + behind


def dds(flags: int, bits: int, masks: Sequence[int], data: bytes, *, letters: bytes = bytes(4), more: bytes = b"", size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:  # fmt: skip
    """Return a DDS; `more` stands behind its header."""
    head = struct.pack("<4s7I44x", b"DDS ", 124, 0x1007, size[1], size[0], 0, 0, 1)
    return head + struct.pack("<II4s5I20x", 32, flags, letters, bits, *masks) + more + data


def ico(*entries: tuple[int, int, bytes]) -> bytes:
    """Return an icon of entries: what the directory says of the side and the bits, and the picture."""
    at, directory, data = 6 + 16 * len(entries), b"", b""
    for side, bits, picture in entries:
        directory += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, bits, len(picture), at + len(data))
        data += picture
    return struct.pack("<HHH", 0, 1, len(entries)) + directory + data


def icon_bitmap(side: int, bits: int, rows: bytes, mask: bytes, palette: bytes = b"") -> bytes:
    """Return a bitmap of an icon: colours from the bottom to the top, then the mask."""
    return struct.pack("<IiiHHIIiiII", 40, side, 2 * side, 1, bits, 0, 0, 0, 0, 0, 0) + palette + rows + mask


def icns(*elements: tuple[bytes, bytes]) -> bytes:
    """Return an icon of macOS."""
    body = b"".join(name + struct.pack(">I", len(data) + 8) + data for name, data in elements)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def psd(
    planes: Sequence[bytes],
    depth: int,
    mode: int,
    *,
    compression: int = 1,
    large: bool = False,
    palette: bytes = b"",
    resources: bytes = b"",
    layers: int = 0,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> bytes:
    """Return a Photoshop document.

    Args:
        planes: The rows of each channel, as they are stored.
        layers: The number of layers; negative: the first channel behind the colours is their transparency.
    """
    wide = ">Q" if large else ">I"
    head = b"8BPS" + struct.pack(">H6xHIIHH", 2 if large else 1, len(planes), size[1], size[0], depth, mode)
    section = struct.pack(">h2x", layers) if layers else b""
    section = struct.pack(wide, len(section)) + section + bytes(4) if layers else b""
    head += struct.pack(">I", len(palette)) + palette + struct.pack(">I", len(resources)) + resources
    head += struct.pack(wide, len(section)) + section + struct.pack(">H", compression)
    return head + _PSD_PACKERS[compression](planes, (size[0] * depth + 7) // 8, depth, large)


def resource(number: int, data: bytes) -> bytes:
    """Return an image resource of Photoshop."""
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + bytes(len(data) % 2)


def _rows(planes: Sequence[bytes], row: int) -> list[bytes]:
    return [plane[at : at + row] for plane in planes for at in range(0, len(plane), row)]


def _plain(planes: Sequence[bytes], row: int, depth: int, large: bool) -> bytes:
    return b"".join(planes)


def _packed(planes: Sequence[bytes], row: int, depth: int, large: bool) -> bytes:
    parts = [_pack_bits(line) for line in _rows(planes, row)]
    return struct.pack(f">{len(parts)}{'I' if large else 'H'}", *map(len, parts)) + b"".join(parts)


def _pack_bits(row: bytes) -> bytes:
    """Return a run for each pair of equal bytes, and what is between as it is."""
    out, at = b"", 0
    while at < len(row):
        if row[at : at + 1] == row[at + 1 : at + 2]:
            out, at = out + bytes((255, row[at])), at + 2
        else:
            out, at = out + bytes((0, row[at])), at + 1
    return out


def _zipped(planes: Sequence[bytes], row: int, depth: int, large: bool) -> bytes:
    return zlib.compress(b"".join(planes))


def _differences(planes: Sequence[bytes], row: int, depth: int, large: bool) -> bytes:
    return zlib.compress(b"".join(_row_differences(line, depth) for line in _rows(planes, row)))


def _row_differences(line: bytes, depth: int) -> bytes:
    if depth == 16:
        numbers = struct.unpack(f">{len(line) // 2}H", line)
        return struct.pack(f">{len(numbers)}H", *((now - then) % 65536 for now, then in zip(numbers, (0, *numbers), strict=False)))  # fmt: skip
    if depth == 32:
        line = b"".join(line[place::4] for place in range(4))
    return bytes((now - then) % 256 for now, then in zip(line, b"\0" + line, strict=False))


_PSD_PACKERS: tuple[Callable[[Sequence[bytes], int, int, bool], bytes], ...] = (_plain, _packed, _zipped, _differences)


def box(name: bytes, *content: bytes) -> bytes:
    """Return a box of JPEG 2000."""
    data = b"".join(content)
    return struct.pack(">I", len(data) + 8) + name + data


def codestream(image: Image.Image, **options: object) -> bytes:
    """Return a codestream of JPEG 2000 without loss."""
    out = io.BytesIO()
    image.save(out, "JPEG2000", no_jp2=True, **options)
    return out.getvalue()


def jp2(stream: bytes, *header: bytes, size: tuple[int, int] = (WIDTH, HEIGHT), components: int = 3, behind: bytes = b"") -> bytes:  # fmt: skip
    """Return a JPEG 2000 file: signature, brand, the boxes of its header, the codestream, and what stands behind it."""
    first = box(b"ihdr", struct.pack(">IIHBBBB", size[1], size[0], components, 7, 7, 0, 0))
    start = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 \0\0\0\0jp2 ")
    return start + box(b"jp2h", first, *header) + box(b"jp2c", stream) + behind


def colour_box(space: int) -> bytes:
    """Return the box of an enumerated colour space."""
    return box(b"colr", struct.pack(">BBBI", 1, 0, 0, space))


def profile_box(profile: bytes) -> bytes:
    """Return the box of an ICC profile."""
    return box(b"colr", b"\2\0\0", profile)


def qoi(channels: int, operations: bytes, size: tuple[int, int] = (WIDTH, HEIGHT), space: int = 0) -> bytes:
    """Return a QOI."""
    return b"qoif" + struct.pack(">IIBB", *size, channels, space) + operations + bytes(7) + b"\1"
