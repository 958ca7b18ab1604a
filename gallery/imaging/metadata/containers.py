"""The header of a picture file by its format: size, animation, EXIF, XMP, IPTC. No decoder is involved.

Own parsers, because a header is read for every file of a library: about 0.1 ms from one 64 KiB read, where opening the
picture with Pillow costs ten times that and, for WebP and AVIF, reads the whole file.
"""

from __future__ import annotations

import re
import struct
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.base.models import RAW_KINDS
from gallery.imaging.metadata import (
    bmff,
    bmp,
    cr3,
    crw,
    dds,
    gif,
    icc,
    icns,
    ico,
    jpeg2000,
    jxl,
    mrw,
    netpbm,
    pcx,
    png,
    psd,
    qoi,
    raf,
    raw_tiff,
    tga,
    tiff,
    x3f,
)
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import MPF_MAGIC, MpfSegment, PictureHeader
from gallery.imaging.metadata.photoshop_resources import find_iptc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EXIF, _XMP, _PHOTOSHOP = b"Exif\0", b"http://ns.adobe.com/xap/1.0/", b"Photoshop 3.0\0"
_FIRST_ICC_PART = b"ICC_PROFILE\0\1"
_XMP_STARTS = (_XMP, b"XMP\0")
"""The second is what a program of 2007 wrote."""
_XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_MAX_XMP_EXTENSION_BYTES = 1 << 20
"""Longer ones hold pictures: depth maps and panoramas."""
_MAX_XMP_EXTENSION_PARTS = 256
"""Of parts as long as a segment may be, an extension of that length has 17."""
_SOS, _EOI, _SOF2, _DHT, _JPG, _DAC = 0xDA, 0xD9, 0xC2, 0xC4, 0xC8, 0xCC
_MARKER = re.compile(rb"\xff[^\xff\x00\x01\xd0-\xd8]")
"""A marker with a length, or EOI. Not: fill bytes, those without a length (ITU-T T.81, table B.1), and the stuffed zero
of coded data (B.1.1.2, B.1.1.5)."""
_SEARCH_BYTES = 4096
_MAX_STRAY_BYTES = 1 << 20
"""So many bytes that belong to no segment are skipped; Pillow goes through them one by one."""


def parse(reader: BoundedReader, kind: str) -> PictureHeader:
    """Parse the header of a picture file.

    Args:
        reader: The file.
        kind: Its format, as `formats.sniff` names it.

    Raises:
        DamagedError: No size can be found.
        OSError: The file cannot be read.
    """
    try:
        header = _PARSERS[kind](reader)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise DamagedError(str(error)) from error
    if header.width <= 0 or header.height <= 0:
        raise DamagedError("a picture without width or height")
    return header


def _parse_jpeg(reader: BoundedReader) -> PictureHeader:
    """Walk the marker segments up to the first scan (ITU-T T.81, B.1.1 and B.2.1); stray bytes are skipped.

    Raises:
        DamagedError: There are very many of those, or of segments.
    """
    header, at, stray = PictureHeader(), 2, 0
    while len(four := reader.read_up_to(at, 4)) == 4:
        if not _MARKER.match(four):
            start, at = at, _next_marker(reader, at)
            stray += at - start
            if stray > _MAX_STRAY_BYTES:
                raise DamagedError("more between the segments of a JPEG than in them")
            continue
        marker = four[1]
        if marker in (_SOS, _EOI):
            header.first_scan_offset = at
            break
        length = int.from_bytes(four[2:], "big")
        _add_segment(header, marker, reader, at + 4, length - 2)
        at += 2 + max(length, 2)
    if reader.exhausted:
        raise DamagedError("a JPEG of very many segments")
    return header


def _next_marker(reader: BoundedReader, at: int) -> int:
    """Return where the next marker begins, if that is near; else where to look further."""
    page = reader.read_up_to(at, _SEARCH_BYTES)
    found = _MARKER.search(page)
    if found:
        return at + found.start()
    return at + max(1, len(page) - page.endswith(b"\xff"))


def _add_segment(header: PictureHeader, marker: int, reader: BoundedReader, at: int, length: int) -> None:
    """Add what a JPEG segment holds.

    EXIF (EXIF 3.0, 4.7) or XMP (XMP part 3, JPEG) in APP1, a list of pictures (CIPA DC-007, 5) in APP2, IPTC in APP13,
    an ICC profile in APP2 (ICC.1:2022, B.4), the size in SOFn (ITU-T T.81, B.2.2).
    """
    if marker == 0xE1:
        data = reader.read_up_to(at, length)
        if data.startswith(_EXIF) and header.exif is None:
            header.exif = BoundedReader.from_bytes(data)
        elif data.startswith(_XMP_STARTS) and header.xmp is None:
            header.xmp = data
        elif data.startswith(_XMP_EXTENSION):
            _add_xmp_extension(header, data[len(_XMP_EXTENSION) :])
    elif marker == 0xE2 and reader.read_up_to(at, len(MPF_MAGIC)) == MPF_MAGIC:
        header.mpf = MpfSegment(at + len(MPF_MAGIC), reader.read_up_to(at + len(MPF_MAGIC), length - len(MPF_MAGIC)))
    elif marker == 0xE2 and header.icc is None and reader.read_up_to(at, 13) == _FIRST_ICC_PART:
        header.icc = reader.read_up_to(at + 14, min(length - 14, icc.HEAD_BYTES))
        header.ambiguous |= header.width > 0  # behind the frame's header browsers take it, our decoder does not
    elif marker == 0xED and header.iptc is None:
        data = reader.read_up_to(at, length)
        if data.startswith(_PHOTOSHOP):
            header.iptc = find_iptc(data[len(_PHOTOSHOP) :])
    elif marker & 0xF0 == 0xC0 and marker not in (_DHT, _JPG, _DAC):
        bits, header.height, header.width, header.components = struct.unpack(">BHHB", reader.read_exactly(at, 6))
        header.progressive = marker == _SOF2
        header.ambiguous = marker > _SOF2 or bits != 8  # browsers decode no arithmetic, lossless or 12-bit ones


def _add_xmp_extension(header: PictureHeader, data: bytes) -> None:
    """Add a part of an extension: a digest of 32 bytes, the length of the whole, an offset, then the part.

    The digest is in the first packet (XMP part 3, 1.1.3.1). Parts of another or a long extension are left out, and
    those beyond a number.
    """
    header.xmp_extension_parts += 1
    if header.xmp_extension_parts > _MAX_XMP_EXTENSION_PARTS:
        return
    digest, length, offset = data[:32], *(int.from_bytes(data[at : at + 4], "big") for at in (32, 36))
    part = data[40:]
    if digest in (header.xmp or b"") and offset + len(part) <= length <= _MAX_XMP_EXTENSION_BYTES:
        header.xmp_extension = header.xmp_extension or bytearray(length)
        header.xmp_extension[offset : offset + len(part)] = part


def _parse_webp(reader: BoundedReader) -> PictureHeader:
    """Walk the chunks: the size is in the first, EXIF and XMP stand behind the picture (RFC 9649, 2.7)."""
    header, at, frames = PictureHeader(), 12, 0
    while len(head := reader.read_up_to(at, 8)) == 8:
        name, size = head[:4], int.from_bytes(head[4:], "little")
        if at == 12:
            header.width, header.height = _webp_size(name, reader.read_up_to(at + 8, 10))
        elif name == b"ICCP":
            header.icc = reader.read_up_to(at + 8, min(size, icc.HEAD_BYTES))
        elif name == b"ANMF":
            frames += 1
            header.first_frame = header.first_frame or _webp_frame(reader.read_up_to(at + 8, 12))
        elif name == b"EXIF":
            header.exif = header.exif or BoundedReader.from_bytes(reader.read_up_to(at + 8, size))
        elif name == b"XMP ":
            header.xmp = header.xmp or reader.read_up_to(at + 8, size)
        at += 8 + size + size % 2
    header.animated = frames > 1
    return header


def _webp_frame(data: bytes) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of a frame (RFC 9649, 2.7.1.1)."""
    if len(data) < 12:
        return None
    left, top, width, height = (int.from_bytes(data[at : at + 3], "little") for at in (0, 3, 6, 9))
    return 2 * left, 2 * top, 2 * left + width + 1, 2 * top + height + 1


def _webp_size(name: bytes, data: bytes) -> tuple[int, int]:
    """Return width and height from the first chunk: VP8X or VP8L (RFC 9649, 2.7 and 3), or VP8 (RFC 6386, 9.1).

    Raises:
        DamagedError: It is another chunk.
    """
    if name == b"VP8X":
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if name == b"VP8L" and data[:1] == b"\x2f":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF
    raise DamagedError("a WebP file without a picture")


_PARSERS: Mapping[str, Callable[[BoundedReader], PictureHeader]] = MappingProxyType(
    {
        "jpeg": _parse_jpeg,
        "png": png.parse,
        "gif": gif.parse,
        "webp": _parse_webp,
        "bmp": bmp.parse,
        "tiff": tiff.parse,
        "avif": bmff.parse,
        "heif": bmff.parse_cropped,
        "jp2": jpeg2000.parse,
        "jxl": jxl.parse,
        "psd": psd.parse,
        "ico": ico.parse,
        "icns": icns.parse,
        "tga": tga.parse,
        "qoi": qoi.parse,
        "dds": dds.parse,
        "pnm": netpbm.parse,
        "pcx": pcx.parse,
    }
    | dict.fromkeys(RAW_KINDS, raw_tiff.parse)
    | {"raf": raf.parse, "cr3": cr3.parse, "x3f": x3f.parse, "mrw": mrw.parse, "crw": crw.parse}
)
