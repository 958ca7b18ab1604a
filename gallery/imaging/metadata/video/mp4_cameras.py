"""What cameras write into MP4 and QuickTime in ways of their own: GoPro, Canon, Nikon, Sony.

As ExifTool's and FFmpeg's documentation describe them; the makers publish none, but GoPro (GPMF).
"""

from __future__ import annotations

import contextlib
import re
import struct
from typing import TYPE_CHECKING

from gallery.imaging.metadata import containers
from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.video.tags import add_date, add_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.video.facts import VideoFacts

_MAX_PREVIEW_BYTES = 1 << 20
_MAX_GPMF_BYTES = 64 << 10
_MAX_NIKON_BYTES = 16 << 10
_MAX_XML_BYTES = 256 << 10
_NIKON_TAGS = {1: "make", 2: "model"}
_NIKON_DATE = 0x12
_LOCAL_CLOCKS = frozenset((b"FIRM", b"GPMF", b"CNTH", b"CNCV", b"NCDT"))
"""Boxes of makers whose movie headers have the clock of the place, not UTC: GoPro, Canon, Nikon."""
_SONY_DATE = re.compile(rb'<CreationDate value="([^"]{1,40})"')
_SONY_DEVICE = re.compile(rb'<Device manufacturer="([^"]{1,40})" modelName="([^"]{1,40})"')


def add_user_data(facts: VideoFacts, reader: BoundedReader, boxes: list[tuple[bytes, int, int]]) -> None:
    """Add what a camera's own boxes in `udta` say; of one that is broken, that one is lost."""
    for name, inner, stop in boxes:
        if name not in _LOCAL_CLOCKS:
            continue
        facts.clock_is_local = True
        with contextlib.suppress(DamagedError, struct.error, IndexError, ValueError):
            if name == b"CNTH":
                _add_canon(facts, reader, inner, stop)
            elif name == b"NCDT":
                _add_nikon(facts, reader, inner, stop)
            elif name in (b"GPMF", b"FIRM"):
                _add_gopro(facts, reader.read_up_to(inner, min(stop - inner, _MAX_GPMF_BYTES)), name)


def _add_canon(facts: VideoFacts, reader: BoundedReader, start: int, end: int) -> None:
    """Add the EXIF of the preview, a JPEG."""
    for name, inner, stop in iter_boxes(reader, start, end):
        if name == b"CNDA":
            preview = reader.read_up_to(inner, min(stop - inner, _MAX_PREVIEW_BYTES))
            facts.exif = facts.exif or containers.parse(BoundedReader.from_bytes(preview), "jpeg").exif


def _add_nikon(facts: VideoFacts, reader: BoundedReader, start: int, end: int) -> None:
    """Add make, model and time: tags of a number, a type, a count and a value each."""
    for name, inner, stop in iter_boxes(reader, start, end):
        if name != b"NCTG":
            continue
        data, at = reader.read_up_to(inner, min(stop - inner, _MAX_NIKON_BYTES)), 0
        while at + 8 <= len(data):
            number, kind, count = struct.unpack_from(">IHH", data, at)
            size = count * {2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 8: 2}.get(kind, 1)
            text = data[at + 8 : at + 8 + size].decode("latin-1")
            if number == _NIKON_DATE:
                add_date(facts, text.strip("\0 "))
            elif number in _NIKON_TAGS:
                add_tag(facts, _NIKON_TAGS[number], text)
            at += 8 + size


def _add_gopro(facts: VideoFacts, data: bytes, name: bytes) -> None:
    """Add the model, which is among the settings; cameras before them have the version of their firmware only."""
    add_tag(facts, "make", "GoPro")
    if name == b"GPMF":
        for key, value in _iter_gpmf(data, 0):
            if key == b"MINF":
                add_tag(facts, "model", value.decode("latin-1"))


def _iter_gpmf(data: bytes, depth: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield key and value of all entries: key, type, size of an item, count; filled up to four bytes (GPMF)."""
    at = 0
    while at + 8 <= len(data):
        key, kind, size, count = struct.unpack_from(">4sBBH", data, at)
        value = data[at + 8 : at + 8 + size * count]
        if kind == 0 and depth < 2:
            yield from _iter_gpmf(value, depth + 1)
        yield key, value
        at += 8 + (size * count + 3) // 4 * 4


def add_sony_xml(facts: VideoFacts, reader: BoundedReader, start: int, end: int) -> None:
    """Add the time with its offset and the model from Sony's XML, in a `meta` box beside the movie."""
    for name, inner, stop in iter_boxes(reader, start + 4, end):
        if name == b"xml ":
            data = reader.read_up_to(inner + 4, min(stop - inner - 4, _MAX_XML_BYTES))
            if date := _SONY_DATE.search(data):
                add_date(facts, date[1].decode("latin-1"))
            if device := _SONY_DEVICE.search(data):
                add_tag(facts, "make", device[1].decode("latin-1"))
                add_tag(facts, "model", device[2].decode("utf-8", "replace"))
