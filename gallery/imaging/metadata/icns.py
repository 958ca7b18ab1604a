"""The elements of an icon of macOS: which of its pictures is shown (Apple Icon Image format, as written by iconutil).

Its types and their layouts are in no specification that Apple has published; they are known from its files.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from gallery.imaging.metadata import jpeg2000
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.ico import parse_png
from gallery.imaging.metadata.icon_members import PNG_SIGNATURE, choose, is_whole_png

_MAX_ELEMENTS = 256
_MAX_JPEG2000_BYTES = 1 << 20
"""So much of a JPEG 2000 is looked at for its size, which stands before its data."""
_FIRST_TILE = b"\xff\x90"
COLOURS = {b"is32": (16, b"s8mk"), b"il32": (32, b"l8mk"), b"ih32": (48, b"h8mk"), b"it32": (128, b"t8mk")}
"""Colours of 24 bits: side, and the type of the element that has their alpha."""
_ARGB_MAGIC, _SPACER = b"ARGB", bytes(4)
_ARGB_SIDES = {b"ic04": 16, b"ic05": 32, b"icsb": 18, b"icsB": 36, b"sb24": 24, b"SB24": 48}
MONO = {b"ICN#": 32, b"ics#": 16, b"ich#": 48}
"""Black and white with a mask behind it: side."""
_DEEP, _SHALLOW, _SINGLE = 32, 24, 1


class Element(NamedTuple):
    """A picture of an icon."""

    name: bytes
    kind: str
    """png, jp2, argb, colours or mono."""
    width: int
    height: int
    bits: int
    offset: int
    """Where its data begins in the file."""
    length: int
    mask: tuple[int, int] | None
    """Offset and length of its alpha, where that stands in another element."""


def parse(reader: BoundedReader) -> PictureHeader:
    """Read the size of the picture that is shown."""
    element = find_largest(reader)
    if element.kind == "png":
        return parse_png(reader, element.offset, element.length)
    return PictureHeader(element.width, element.height)


def find_largest(reader: BoundedReader) -> Element:
    """Return the picture that is shown: the largest that is whole.

    Raises:
        DamagedError: There is none.
    """
    places = dict[bytes, tuple[int, int]]()
    at = 8
    for _ in range(_MAX_ELEMENTS):
        head = reader.read_up_to(at, 8)
        size = int.from_bytes(head[4:], "big")
        if len(head) < 8 or size < 8:
            break
        places.setdefault(head[:4], (at + 8, size - 8))
        at += size
    elements = [element for name in places if (element := _read_element(reader, name, places)) is not None]
    return choose(elements, lambda element: _is_whole(reader, element))


def _is_whole(reader: BoundedReader, element: Element) -> bool:
    """Return whether all of a picture is there; of a JPEG 2000 its length is all that is looked at."""
    if element.kind == "png":
        return is_whole_png(reader, element.offset, element.length)
    if element.offset + element.length > reader.size:
        return False
    pixels = element.width * element.height
    if element.kind == "jp2":
        return True
    if element.kind == "mono":
        return element.length >= pixels // 8
    needed = pixels * element.bits // 8
    return len(read_colours(element, reader.read_up_to(element.offset, min(element.length, 2 * needed)))) == needed


def read_colours(element: Element, data: bytes) -> bytes:
    """Return the channels of an element of colours, one behind the other, as far as its data goes.

    Three channels may be stored as they are. Else they are packed, behind a magic number or the four zeros of it32: 128
    and n stands for n and three times the next byte.
    """
    needed = element.width * element.height * element.bits // 8
    if len(data) == needed and element.kind == "colours":
        return data
    behind = element.kind == "argb" or (element.name == b"it32" and data[: len(_SPACER)] == _SPACER)
    out, at = bytearray(), len(_SPACER) if behind else 0
    while at < len(data) and len(out) < needed:
        head = data[at]
        if head & 128:
            out += data[at + 1 : at + 2] * (head - 125)
            at += 2
        else:
            out += data[at + 1 : at + 2 + head]
            at += 2 + head
    return bytes(out[:needed])


def _read_element(reader: BoundedReader, name: bytes, places: dict[bytes, tuple[int, int]]) -> Element | None:
    """Return what an element is; None if it is no picture."""
    offset, length = places[name]
    head = reader.read_up_to(offset, 24)
    if head.startswith(PNG_SIGNATURE) and len(head) == 24:
        width, height = struct.unpack_from(">II", head, 16)
        return Element(name, "png", width, height, _DEEP, offset, length, None) if width and height else None
    if head.startswith((b"\xff\x4f\xff\x51", b"\0\0\0\x0cjP  ")):
        return _read_jpeg2000(reader, name, offset, length)
    if name in _ARGB_SIDES and head.startswith(_ARGB_MAGIC):
        side = _ARGB_SIDES[name]
        return Element(name, "argb", side, side, _DEEP, offset, length, None)
    if name in COLOURS:
        side, mask = COLOURS[name]
        return Element(name, "colours", side, side, _SHALLOW, offset, length, places.get(mask))
    if name in MONO:
        return Element(name, "mono", MONO[name], MONO[name], _SINGLE, offset, length, None)
    return None


def _read_jpeg2000(reader: BoundedReader, name: bytes, offset: int, length: int) -> Element | None:
    member = BoundedReader.from_bytes(reader.read_up_to(offset, min(length, _MAX_JPEG2000_BYTES)))
    try:
        stream = jpeg2000.parse_info(member).codestream
    except (DamagedError, struct.error):
        return None
    if min(stream.width, stream.height) <= 0 or member.read_up_to(stream.first_tile, 2) != _FIRST_TILE:
        return None
    return Element(name, "jp2", stream.width, stream.height, _DEEP, offset, length, None)
