"""The header of a PNG: IHDR, colour, animation, eXIf, and in iTXt, zTXt and tEXt XMP and ImageMagick's raw profiles.

PNG Specification, third edition (W3C), 5.3 and 11.
"""

from __future__ import annotations

import binascii
import string
import struct
import zlib

from gallery.imaging.metadata import apng, png_colour
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.capture_time import parse_text_date
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.tiff import decode_text

_DATA = frozenset((b"IDAT", b"fdAT", b"fcTL"))
"""Chunks of the picture itself, of which there may be very many (11.2.3; APNG: 11.3.6)."""
_MAX_CHUNKS = 10_000
"""So many others may be there; Pillow goes through them one by one."""
_MAX_TEXTS = 64
"""After so many texts that may be packed no more is looked at: 4 MiB of one take 10 ms to unpack."""
_MAX_TEXT_BYTES = 4 << 20
"""Of one text chunk so much is looked at, compressed or not."""
_PALETTE = 3
"""A colour type (PNG 3rd edition, 11.2.1)."""
_XMP_KEY, _CREATION_TIME_KEY, _RAW_PROFILE_KEY = b"XML:com.adobe.xmp", b"Creation Time", b"Raw profile type "


def parse(reader: BoundedReader) -> PictureHeader:
    """Walk the chunks of a PNG file.

    Raises:
        DamagedError: It does not begin with IHDR, or is made of chunks that are not the picture.
    """
    if reader.read_exactly(12, 4) != b"IHDR":
        raise DamagedError("a PNG file without its header")
    width, height, bits, colour_type = struct.unpack(">IIBB", reader.read_exactly(16, 10))
    header, at = PictureHeader(width, height, components=1 if colour_type in (0, 4) else 3, bits=bits), 8
    animation, colours = apng.Animation(), dict[bytes, bytes]()
    before_data = True
    chunks = texts = 0
    while len(head := reader.read_up_to(at, 8)) == 8 and head[4:] != b"IEND":
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        chunks += name not in _DATA
        if chunks > _MAX_CHUNKS:
            raise DamagedError("a PNG of very many chunks")
        texts += name in (b"iTXt", b"zTXt")
        before_data = before_data and name != b"IDAT"
        if before_data and name in png_colour.CHUNKS:
            _add_whole_chunk(colours, name, reader.read_up_to(at + 8, min(length, _MAX_TEXT_BYTES) + 4))
        elif name in apng.CHUNKS and not animation.settled:
            content = reader.read_up_to(at + 8, min(length, apng.HEAD_BYTES))
            animation.add(name, content, (width, height), before_data=before_data)
        elif name == b"eXIf" or (name in (b"iTXt", b"zTXt", b"tEXt") and texts <= _MAX_TEXTS):
            _add_chunk(header, name, reader.read_up_to(at + 8, min(length, _MAX_TEXT_BYTES)))
        at += 12 + length
    animation.describe(header)
    png_colour.add_colour(header, colours, has_palette=colour_type == _PALETTE)
    return header


def _add_whole_chunk(chunks: dict[bytes, bytes], name: bytes, data: bytes) -> None:
    """Add the first chunk of a name whose check sum, behind its data, is right: others do not count (13.2)."""
    if name not in chunks and data[-4:] == zlib.crc32(name + data[:-4]).to_bytes(4, "big"):
        chunks[name] = data[:-4]


def _add_chunk(header: PictureHeader, name: bytes, data: bytes) -> None:
    """Add an eXIf or text chunk to the header."""
    if name == b"eXIf":
        header.exif = header.exif or BoundedReader.from_bytes(data)
    else:
        _add_text(header, name, data)


def _add_text(header: PictureHeader, name: bytes, data: bytes) -> None:
    """Add XMP (XMP part 3, PNG) or a raw profile from a text chunk: keyword, NUL, then what depends on the chunk."""
    key, _, rest = data.partition(b"\0")
    if key not in (_XMP_KEY, _CREATION_TIME_KEY) and not key.startswith(_RAW_PROFILE_KEY):
        return
    if name == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
    else:
        packed, rest = name == b"zTXt", rest[1:] if name == b"zTXt" else rest
    text = _inflate(rest) if packed else rest
    if key == _XMP_KEY:
        header.xmp = header.xmp or text
    elif key == _CREATION_TIME_KEY:
        header.created = header.created or parse_text_date(decode_text(text[:100]))
    else:
        _add_raw_profile(header, key.removeprefix(_RAW_PROFILE_KEY), text)


def _add_raw_profile(header: PictureHeader, kind: bytes, text: bytes) -> None:
    """Add a raw profile as ImageMagick writes it: a name, a length, then the data in hexadecimal lines."""
    try:
        _, length, *lines = text.split(None, 2)
        digits = b"".join(lines).translate(None, string.whitespace.encode())
        data = binascii.unhexlify(digits[: 2 * int(length)])
    except ValueError:  # binascii.Error is one
        return  # a broken profile costs the profile
    if kind == b"exif" or (kind == b"APP1" and data.startswith(b"Exif")):
        header.exif = header.exif or BoundedReader.from_bytes(data)
    elif kind in (b"xmp", b"APP1") and b"<" in data:
        header.xmp = header.xmp or data
    elif kind == b"iptc":
        header.iptc = header.iptc or data[data.find(b"\x1c\x02") :]


def _inflate(data: bytes) -> bytes:
    """Return the decompressed beginning of zlib data, however much more there is; nothing if it is broken."""
    try:
        return zlib.decompressobj().decompress(data, _MAX_TEXT_BYTES)
    except zlib.error:
        return b""  # a broken text costs the text
