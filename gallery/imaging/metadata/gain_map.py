"""Gain maps: pictures beside a photo of standard range that say how much brighter a better screen may show it.

A photo has one only if it is there: what the photo itself says of it outlives it in files that were edited.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gallery.imaging.metadata import mpf_list
from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.bmff import Items
    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.header import PictureHeader

_AUXILIARY = b":aux:hdrgainmap"
"""How the type of an auxiliary picture ends, after urn:com:apple:photo:2020 or urn:com:samsung:photo:2024."""
_MAX_TYPE_BYTES = 64
_ADOBE = b"http://ns.adobe.com/hdr-gain-map/1.0/"
_ISO = b"urn:iso:std:iso:ts:21496:-1\0"
"""ISO 21496-1, annex C.3."""
_TONE_MAP = b"tmap"
"""The type of the item that joins photo and gain map, and the brand of files that have one (ISO 21496-1, C.2)."""
_UNDEFINED = 0
"""The MP type of gain maps (DC-007, table 4)."""
_MAX_PICTURES = 8
_MAX_SEGMENTS = 64
_MAX_BRAND_BYTES = 512
_ITEM = re.compile(rb"<[\w:]*Item\b([^<>]{1,500})>|<rdf:Description\b([^<>]{1,500})>")
_LENGTH, _SEMANTIC = re.compile(rb"Length\s*=\s*[\"'](\d{1,10})[\"']"), re.compile(rb"Semantic\s*=\s*[\"'](\w+)[\"']")


def is_in_items(found: Items, reader: BoundedReader, brands: tuple[int, int]) -> bool:
    """Return whether a HEIF or AVIF has a gain map.

    Args:
        found: Its items.
        reader: The file.
        brands: Where the content of its `ftyp` box starts and ends.
    """
    if _TONE_MAP in found.item_types.values():
        data = reader.read_up_to(brands[0], min(brands[1] - brands[0], _MAX_BRAND_BYTES))
        if _TONE_MAP in (data[at : at + 4] for at in range(0, len(data), 4)):
            return True
    auxiliary = (place for place in found.properties if place[0] == b"auxC")
    # what an auxiliary picture is, behind version and flags (23008-12, 6.5.8)
    types = (reader.read_up_to(start + 4, min(end - start, _MAX_TYPE_BYTES)) for _, start, end in auxiliary)
    return any(one.partition(b"\0")[0].endswith(_AUXILIARY) for one in types)


def is_behind_jpeg(header: PictureHeader, reader: BoundedReader) -> bool:
    """Return whether one of the pictures behind a JPEG is its gain map.

    Args:
        header: What the JPEG says of the pictures behind it: in a list (CIPA DC-007), or in XMP (Ultra HDR 1.1).
        reader: The file.
    """
    offsets = [*_listed_offsets(header), *_named_offsets(header, reader.size)]
    return any(_is_gain_map(reader, offset) for offset in dict.fromkeys(offsets[: 2 * _MAX_PICTURES]))


def _listed_offsets(header: PictureHeader) -> list[int]:
    if header.mpf is None:
        return []
    try:
        entries = mpf_list.read_entries(header.mpf)[1 : _MAX_PICTURES + 1]
    except DamagedError:
        return []
    return [header.mpf.offset + entry.offset for entry in entries if entry.mp_type == _UNDEFINED]


def _named_offsets(header: PictureHeader, size: int) -> Iterator[int]:
    """Yield where gain maps start by the directory in XMP, whose items close the file one after the other."""
    if header.xmp is None or _ADOBE not in header.xmp:
        return
    left = size
    items = [match[1] or match[2] for match in _ITEM.finditer(header.xmp)]
    for item in reversed([item for item in items if _SEMANTIC.search(item)][: 2 * _MAX_PICTURES]):
        length, semantic = _LENGTH.search(item), _SEMANTIC.search(item)
        left -= int(length[1]) if length else 0
        if length and semantic and semantic[1] == b"GainMap":
            yield left


def _is_gain_map(reader: BoundedReader, offset: int) -> bool:
    """Return whether the JPEG at an offset says of itself that it is a gain map, in XMP or as ISO 21496-1 has it."""
    if offset <= 0 or reader.read_up_to(offset, 3) != b"\xff\xd8\xff":
        return False
    at = offset + 2
    for _ in range(_MAX_SEGMENTS):
        head = reader.read_up_to(at, 4)
        marker, length = head[1:2], int.from_bytes(head[2:], "big")
        if len(head) < 4 or head[0] != 0xFF or length < 2 or marker == b"\xda":
            return False
        if marker == b"\xe2" and reader.read_up_to(at + 4, len(_ISO)) == _ISO:
            return True
        if marker == b"\xe1" and any(name in reader.read_up_to(at + 4, length - 2) for name in (_AUXILIARY, _ADOBE)):
            return True
        at += 2 + length
    return False
