"""Copies of picture files without the parts that a decoder stumbles over and the picture does not need."""

from __future__ import annotations

import struct
import zlib
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from gallery.imaging.metadata import bmff
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_END = b"\0\0\0\0IEND\xae\x42\x60\x82"
_PART_BYTES = 4096
_PNG_CRITICAL = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND"))
_PNG_COLOUR = frozenset((b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP"))
"""Chunks that say what the pixels mean (PNG, third edition, 11.3)."""
_LEAST = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4}
"""Their lengths."""
_SOS, _EOI = 0xDA, 0xD9
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""JPEG markers without a length (ITU-T T.81, table B.1)."""
_JFIF, _ICC, _ADOBE = 0xE0, 0xE2, 0xEE
_RESERVED_MATRICES = frozenset((3, *range(18, 256)))
"""MatrixCoefficients without a meaning (ITU-T H.273, 8.3); 2 says that nothing is said."""
_SHORTEST = {_JFIF: (b"JFIF\0", 14), _ICC: (b"ICC_PROFILE\0", 14), _ADOBE: (b"Adobe", 12)}
"""Application segments that say what colours mean: how they begin, and their least length (JFIF 1.02; ICC.1, annex B;
Adobe Technical Note 5116)."""


def without_odd_segments(data: bytes) -> bytes | None:
    """Return a JPEG without what no picture needs: stray bytes, comments, application segments but those about colours.

    None if it has no scan.
    """
    out, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data):
        at = data.find(b"\xff", at)
        if at < 0 or at + 4 > len(data):
            return None
        marker = data[at + 1]
        if marker in (0, 0xFF) or marker in _STANDALONE:
            at += 1
            continue
        if marker == _SOS:
            return b"".join(out) + data[at:]
        if marker == _EOI:
            return None
        end = at + 2 + (data[at + 2] << 8 | data[at + 3])
        if _is_needed(marker, data[at + 4 : end]):
            out.append(data[at:end])
        at = max(end, at + 2)
    return None


def _is_needed(marker: int, content: bytes) -> bool:
    """Return whether a JPEG segment is about the picture."""
    if 0xC0 <= marker < 0xE0:
        return True
    magic, length = _SHORTEST.get(marker, (b"", 0))
    return bool(magic) and content.startswith(magic) and len(content) >= length


def without_texts(data: bytes) -> bytes | None:
    """Return a PNG with the chunks of its picture and its colours only; of the latter those that are sound."""
    if not data.startswith(PNG_SIGNATURE):
        return None
    return PNG_SIGNATURE + b"".join(
        chunk
        for name, chunk in png_chunks(data)
        if name in _PNG_CRITICAL or (name in _PNG_COLOUR and _is_sound(name, chunk))
    )


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and bytes of each PNG chunk (PNG, third edition, 5.3); the last may be cut."""
    at = len(PNG_SIGNATURE)
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at:end]
        at = end


def png_chunk(name: bytes, content: bytes) -> bytes:
    """Return a PNG chunk (PNG, third edition, 5.3)."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def packed_parts(data: bytes) -> Iterator[bytes]:
    """Yield the content of the IDAT chunks of a PNG in small pieces, so that their unpacked bytes need little room.

    Only of the first run of them: decoders read no further (PNG, third edition, 5.6).
    """
    chunks = dropwhile(lambda one: one[0] != b"IDAT", png_chunks(data))
    for _, chunk in takewhile(lambda one: one[0] == b"IDAT", chunks):
        content = chunk[8 : 8 + int.from_bytes(chunk[:4], "big")]
        yield from (content[at : at + _PART_BYTES] for at in range(0, len(content), _PART_BYTES))


def up_to_damage(data: bytes) -> bytes | None:
    """Return a PNG as `without_texts` does, whose data ends before the byte at which it cannot be unpacked.

    At that byte the decoder drops the row before it as well: the last one, if it is the check sum that is wrong.
    """
    plain = without_texts(data)
    if plain is None:
        return None
    before = takewhile(lambda one: one[0] != b"IDAT", png_chunks(plain))
    packed = b"".join(_sound_parts(plain))
    return PNG_SIGNATURE + b"".join(chunk for _, chunk in before) + png_chunk(b"IDAT", packed) + PNG_END


def _sound_parts(data: bytes) -> Iterator[bytes]:
    """Yield the packed data of a PNG up to the byte at which it cannot be unpacked."""
    inflater = zlib.decompressobj()
    for part in packed_parts(data):
        before = inflater.copy()
        try:
            inflater.decompress(part)
        except zlib.error:
            yield _sound_beginning(before, part)
            return
        yield part
        if inflater.eof:
            return


def _sound_beginning(inflater: zlib._Decompress, part: bytes) -> bytes:
    """Return what of a part comes before the byte at which it cannot be unpacked."""
    for at in range(len(part)):
        try:
            inflater.decompress(part[at : at + 1])
        except zlib.error:
            return part[:at]
    return part


def _is_sound(name: bytes, chunk: bytes) -> bool:
    """Return whether the check sum of a chunk is right, and a profile can be unpacked."""
    if zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big") or len(chunk) - 12 < _LEAST.get(name, 0):
        return False
    if name != b"iCCP":
        return True
    rest = chunk[8:-4].partition(b"\0")[2]
    try:
        return rest[:1] == b"\0" and bool(zlib.decompressobj().decompress(rest[1:], 1 << 20))
    except zlib.error:
        return False


def with_plain_boxes(data: bytes) -> bytes | None:
    """Return a HEIF or AVIF file of the same length without what its decoder stumbles over.

    Its major brand is the usual one, EXIF and XMP items are of a type that nobody reads, groups of items are none, and
    colours with constant luminance, of which the decoders know nothing, are taken as those without (ITU-T H.273, 8.3,
    10 and 9). None if there is nothing to change.
    """
    reader, out = BoundedReader.from_bytes(data), bytearray(data)
    try:
        for name, start, end in bmff.iter_boxes(reader, 0, reader.size):
            if name == b"ftyp":
                out[start : start + 4] = b"avif" if b"avif" in data[start:end] else b"heic"
            elif name == b"meta":
                _simplify_items(out, reader, start, end)
    except (DamagedError, IndexError, struct.error):
        return None
    return bytes(out) if out != data else None


def _simplify_items(out: bytearray, reader: BoundedReader, start: int, end: int) -> None:
    """Change the content of a `meta` box for `with_plain_boxes`."""
    for kind in bmff.iter_item_types(reader, start, end):
        if bytes(out[kind : kind + 4]) in (b"Exif", b"mime"):
            out[kind : kind + 4] = b"free"
    for name, inner, _ in bmff.iter_boxes(reader, start + 4, end):
        if name == b"grpl":
            out[inner - 4 : inner] = b"free"
    for name, inner, _ in bmff.parse_items(reader, start, end).properties:
        matrix = inner + 9
        if name == b"colr" and bytes(out[inner : inner + 4]) == b"nclx":
            out[matrix] = 9 if out[matrix] in (10, 13) else 2 if out[matrix] in _RESERVED_MATRICES else out[matrix]
