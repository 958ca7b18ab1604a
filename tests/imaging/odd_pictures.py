"""Picture files with headers that are rare: colours by numbers, orientations stored oddly, GIF frames of their own size."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image

from tests.imaging.rendering import four_colours
from tests.pictures import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable

Box = tuple[int, int, int, int]
SHORT, LONG = 3, 4
PATCHES = ((64, 64, 64), (128, 128, 128), (192, 192, 192), (200, 60, 60), (60, 200, 60), (60, 60, 200), (255, 0, 128))
"""Colours that tell colour spaces apart."""
ADOBE = (0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
"""Chromaticities of Adobe RGB as cHRM has them: white, red, green, blue."""


def patches() -> Image.Image:
    """Return a strip of the colours of `PATCHES`, 16 pixels wide each."""
    image = Image.new("RGB", (16 * len(PATCHES), 16))
    for number, colour in enumerate(PATCHES):
        image.paste(colour, (16 * number, 0, 16 * number + 16, 16))
    return image


def patch_colours(image: Image.Image) -> list[tuple[int, ...]]:
    """Return the colours in the middle of the patches."""
    found = [image.convert("RGB").getpixel((16 * number + 8, 8)) for number in range(len(PATCHES))]
    return [colour for colour in found if isinstance(colour, tuple)]


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def gamma(value: float) -> bytes:
    """Return a gAMA chunk."""
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


def chromaticities(*values: float) -> bytes:
    """Return a cHRM chunk: white, red, green, blue."""
    return chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in values)))


def cicp(primaries: int, transfer: int, matrix: int = 0, full: int = 1) -> bytes:
    """Return a cICP chunk."""
    return chunk(b"cICP", bytes([primaries, transfer, matrix, full]))


def profile_chunk(profile: bytes) -> bytes:
    """Return an iCCP chunk."""
    return chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile))


def png_with(chunks: bytes, image: Image.Image | None = None, *, behind: bool = False) -> bytes:
    """Return a PNG with more chunks before its picture data, or behind."""
    data = encoded("PNG", image or patches())
    at = data.index(b"IEND" if behind else b"IDAT") - 4
    return data[:at] + chunks + data[at:]


def avif_with(primaries: int, transfer: int, image: Image.Image | None = None, **options: object) -> bytes:
    """Return an AVIF whose colr box names these code points."""
    data = encoded("AVIF", image or patches(), quality=100, subsampling="4:4:4", **options)
    at = data.index(b"nclx") + 4
    return data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :]


def exif_block(*entries: tuple[int, int, bytes], order: str = "<", before: bytes = b"") -> bytes:
    """Return EXIF with orientation entries: (field type, count, the four bytes of the value)."""
    body = b"".join(struct.pack(order + "HHL", 0x112, *entry[:2]) + entry[2] for entry in entries)
    magic = b"II*\0" if order == "<" else b"MM\0*"
    directory = struct.pack(order + "LH", 8, len(entries)) + body + bytes(4)
    return b"Exif\0\0" + before + magic + directory


def short(value: int) -> tuple[int, int, bytes]:
    """Return an entry as the specification asks for it."""
    return SHORT, 1, struct.pack("<HH", value, 0)


def jpeg_with(exif: bytes, image: Image.Image | None = None) -> bytes:
    """Return a JPEG with this EXIF segment."""
    data = encoded("JPEG", image or four_colours(80, 40), quality=95)
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def gif(screen: tuple[int, int], frames: Iterable[Box], background: int = 2) -> bytes:
    """Return a GIF of plain red frames at these places (left, top, width, height); its background colour is green."""
    palette = bytes((0, 0, 0, 220, 20, 20, 20, 200, 20, 20, 20, 220))
    data = b"GIF89a" + struct.pack("<HHBBB", *screen, 0x91, background, 0) + palette
    for left, top, width, height in frames:
        data += b"\x2c" + struct.pack("<4HB", left, top, width, height, 0) + _lzw([1] * (width * height), 2)
    return data + b";"


def _lzw(pixels: list[int], bits: int) -> bytes:
    """Return pixels in LZW codes that are cleared before they grow (GIF89a, appendix F)."""
    clear, codes = 1 << bits, []
    for at, pixel in enumerate(pixels):
        codes += [clear, pixel] if at % 2 == 0 else [pixel]
    codes.append(clear + 1)
    stream = 0
    for at, code in enumerate(codes):
        stream |= code << at * (bits + 1)
    data = stream.to_bytes(len(codes) * (bits + 1) // 8 + 1, "little")
    blocks = (data[at : at + 255] for at in range(0, len(data), 255))
    return bytes([bits]) + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"


def bmp_with(image: Image.Image, fields: bytes, profile: bytes = b"") -> bytes:
    """Return a BMP of 24 bits with a header of version 5: `fields` from its colour space type on, then a profile."""
    plain = encoded("BMP", image)
    pixels = plain[int.from_bytes(plain[10:14], "little") :]
    header = struct.pack("<I", 124) + plain[18:54] + bytes(16) + fields
    header += bytes(112 - len(header)) + struct.pack("<III", 124 + len(pixels), len(profile), 0)
    start = 14 + len(header)
    return b"BM" + struct.pack("<IHHI", start + len(pixels) + len(profile), 0, 0, start) + header + pixels + profile


def box(name: bytes, *content: bytes) -> bytes:
    """Return a box of an ISO base media file (ISO/IEC 14496-12, 4.2)."""
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + name + body


def cropped_heif(width: int, height: int, aperture: tuple[int, ...], *, long: bool = False) -> bytes:
    """The boxes of a HEIF whose primary item has ispe, clap and irot; it holds no picture."""
    properties = box(b"ipco", box(b"ispe", struct.pack(">III", 0, width, height)), box(b"clap", struct.pack(">8i", *aperture)), box(b"irot", b"\1"))  # fmt: skip
    indices = struct.pack(">HHH", 1, 0x8002, 0x8003) if long else bytes((1, 0x82, 0x83))
    flags = 0x01000001 if long else 0
    association = box(b"ipma", struct.pack(">II", flags, 1), struct.pack(">I" if long else ">H", 1), b"\3", indices)
    meta = box(b"meta", bytes(4), box(b"pitm", bytes(4), b"\0\1"), box(b"iprp", properties, association))
    return box(b"ftyp", b"heic", bytes(4), b"mif1") + meta
