"""Named texts in the movie box: user data of QuickTime and 3GP, metadata by keys, and iTunes' list.

QuickTime File Format, "User data atoms" and "Metadata"; 3GPP TS 26.244, 8.
"""

from __future__ import annotations

import contextlib
import struct
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bmff import iter_boxes
from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.places import is_place
from gallery.imaging.metadata.video.tags import MAX_TEXT_BYTES, add_place, add_tag

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.video.facts import VideoFacts

_MAX_KEYS = 1024
_MAX_XMP_BYTES = 1 << 20
_3GP_TEXTS = frozenset((b"titl", b"dscp", b"auth", b"perf"))
_PLAIN_TEXTS = frozenset((b"manu", b"modl"))
_INTERNATIONAL = 0xA9
"""The © that begins the type of a text with a language."""
_DATA_HEADER_BYTES = 8
"""Of a `data` box: type and locale of the value."""
_MACINTOSH_LANGUAGES = 0x400
"""Numbers of languages below this one are of the Macintosh, and so may be the characters of the text."""


def add_user_data(facts: VideoFacts, reader: BoundedReader, boxes: list[tuple[bytes, int, int]]) -> None:
    """Add what the boxes in `udta` say; of a text that is broken, that text is lost."""
    for name, inner, stop in boxes:
        with contextlib.suppress(DamagedError, struct.error):
            _add_user_box(facts, reader, name, inner, stop)


def _add_user_box(facts: VideoFacts, reader: BoundedReader, name: bytes, start: int, end: int) -> None:
    if name == b"meta":
        add_meta(facts, reader, start, end)
    elif name == b"smta":
        _add_samsung(facts, reader, start, end)
    elif name == b"XMP_":
        facts.xmp = facts.xmp or reader.read_up_to(start, min(end - start, _MAX_XMP_BYTES))
    else:
        _add_user_text(facts, name, reader.read_up_to(start, min(end - start, MAX_TEXT_BYTES)))


def _add_samsung(facts: VideoFacts, reader: BoundedReader, start: int, end: int) -> None:
    """Add the model of a phone of Samsung's; its boxes stand behind four bytes."""
    for name, inner, stop in iter_boxes(reader, start + 4, end):
        if name == b"mdln":
            add_tag(facts, "mdln", _decode(reader.read_up_to(inner, min(stop - inner, 256))))
            add_tag(facts, "manu", "samsung")


def _add_user_text(facts: VideoFacts, name: bytes, data: bytes) -> None:
    label = name.decode("latin-1")
    if name[0] == _INTERNATIONAL:
        add_tag(facts, label, _international_text(data))
    elif name in _PLAIN_TEXTS:
        add_tag(facts, label, _decode(data))
    elif name in _3GP_TEXTS:
        add_tag(facts, label, _decode(data[6:]))
    elif name == b"kywd":
        _add_keywords(facts, data)
    elif name == b"yrrc" and len(data) >= 6:
        add_tag(facts, label, str(int.from_bytes(data[4:6], "big")))
    elif name == b"loci":
        _add_location(facts, data)


def _international_text(data: bytes) -> str:
    """Return the text of a © box: length, language, characters; or, as some write it, a `data` box."""
    if data[4:8] == b"data":
        return _decode(data[16:])
    length, language = struct.unpack_from(">HH", data)
    if length > len(data) - 4:  # without the two numbers
        return _decode(data)
    return _decode(data[4 : 4 + length], "mac-roman" if language < _MACINTOSH_LANGUAGES else "latin-1")


def _decode(data: bytes, otherwise: str = "latin-1") -> str:
    """Return text up to the first zero: UTF-16 with its mark, else UTF-8, else another code."""
    if data[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return data.decode("utf-16", "replace").partition("\0")[0]
    plain = data.partition(b"\0")[0]
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain.decode(otherwise)


def _add_keywords(facts: VideoFacts, data: bytes) -> None:
    """Add the keywords of 3GP: a count, then each with its length (TS 26.244, 8.2)."""
    at = 7
    for _ in range(data[6] if len(data) > 6 else 0):
        length = data[at] if at < len(data) else 0
        add_tag(facts, "kywd", _decode(data[at + 1 : at + 1 + length]))
        at += 1 + length


def _add_location(facts: VideoFacts, data: bytes) -> None:
    """Add the place of 3GP: a name, then longitude, latitude and altitude in 16.16 (TS 26.244, 8.2)."""
    wide = data[6:8] in (b"\xfe\xff", b"\xff\xfe")
    if wide:
        at = next((one + 2 for one in range(6, len(data) - 1, 2) if data[one : one + 2] == b"\0\0"), len(data))
    else:
        at = data.find(b"\0", 6) + 1 or len(data)
    longitude, latitude, altitude = (number / 65536 for number in struct.unpack_from(">3i", data, at + 1))
    if is_place(latitude, longitude) and abs(latitude) <= 90 and abs(longitude) <= 180:
        add_place(facts, latitude, longitude, altitude or None)


def add_meta(facts: VideoFacts, reader: BoundedReader, start: int, end: int) -> None:
    """Add what a `meta` box of a movie says; in QuickTime's own files it has no version in front."""
    keys: list[str] = []
    plain = reader.read_up_to(start + 4, 4) == b"hdlr"
    with contextlib.suppress(DamagedError):
        for name, inner, stop in iter_boxes(reader, start if plain else start + 4, end):
            if name == b"keys":
                keys = _read_keys(reader, inner, stop)
            elif name == b"ilst":
                _add_list(facts, reader, inner, stop, keys)


def _read_keys(reader: BoundedReader, start: int, end: int) -> list[str]:
    """Return the names to which the items of the list refer by their numbers, from 1."""
    boxes = iter_boxes(reader, start + 8, end, _MAX_KEYS)
    return [reader.read_up_to(inner, min(stop - inner, 256)).decode("utf-8", "replace") for _, inner, stop in boxes]


def _add_list(facts: VideoFacts, reader: BoundedReader, start: int, end: int, keys: list[str]) -> None:
    """Add the items of an `ilst` box: each is named by a key or by its own type, and holds `data` boxes."""
    for name, inner, stop in iter_boxes(reader, start, end):
        number = int.from_bytes(name, "big")
        label = keys[number - 1] if 0 < number <= len(keys) else name.decode("latin-1")
        for child, at, until in iter_boxes(reader, inner, stop):
            if name == b"----" and child == b"name":
                label = reader.read_up_to(at + 4, min(until - at - 4, 256)).decode("utf-8", "replace")
            elif child == b"data":
                data = reader.read_up_to(at, min(until - at, MAX_TEXT_BYTES))
                add_tag(facts, label, _value(data))


def _value(data: bytes) -> str:
    """Return the value of a `data` box as text, by its type (QuickTime File Format, "Well-known types")."""
    kind, value = int.from_bytes(data[:4], "big"), data[_DATA_HEADER_BYTES:]
    if kind in (0, 1):
        return _decode(value)
    if kind == 2:
        return value.decode("utf-16-be", "replace")
    if kind in (21, 22, 65, 66, 67, 74, 75, 76, 77, 78) and len(value) <= 8:
        return str(int.from_bytes(value, "big", signed=kind in (21, 65, 66, 67, 74)))
    if kind in (23, 24) and len(value) == (4 if kind == 23 else 8):
        return repr(struct.unpack(">f" if kind == 23 else ">d", value)[0])
    return ""
