"""Where the makers of cameras say, in their notes, that a preview stands.

The notes are in no specification: what offsets count from differs by maker, and is known from their files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.tiff import Directory, Entry, Tiff

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_NIKON_PREVIEW, _NIKON_COLOURS, _NIKON_ADOBE = 0x11, 0x1E, 2
_JPEG_START, _JPEG_LENGTH = 0x201, 0x202
_CAMERA_SETTINGS, _OLYMPUS_START, _OLYMPUS_LENGTH, _OLYMPUS_COLOURS, _OLYMPUS_ADOBE = 0x2020, 0x101, 0x102, 0x507, 1
_PENTAX_LENGTH, _PENTAX_START, _PENTAX_COLOURS, _PENTAX_ADOBE = 3, 4, 0x37, 1
_SONY_PREVIEW, _SONY_HEAD = 0x2001, 32
"""The tag, and how many bytes of Sony's own stand before the JPEG."""
_EXIF_IFD, _MAKER_NOTE = 0x8769, 0x927C
_PLACES = ((0x88, 0x89), (0x1036, 0x1037))
"""Start and length of a preview in notes of Minolta, Epson and Olympus themselves."""


class NotedPreview(NamedTuple):
    """What a note says of a preview; a length of 0: there is none."""

    offset: int = 0
    """Where in the file the JPEG starts."""
    length: int = 0
    is_adobe: bool = False
    """Whether the pictures of the file are in Adobe RGB."""


def find_preview(reader: BoundedReader, offset: int) -> NotedPreview:
    """Return what the note at an offset of a TIFF file says of a preview.

    Args:
        reader: The file, whose TIFF structure starts where it does.
        offset: Where the note stands.
    """
    head = reader.read_up_to(offset, 20)
    try:
        if head.startswith(b"Nikon\0\2"):
            return _read_nikon(reader, offset + 10)
        if head.startswith((b"OLYMPUS\0", b"OLYMP\0", b"EPSON\0", b"OM SYSTEM\0")):
            return _read_olympus(reader, offset, head)
        if head.startswith((b"AOC\0", b"PENTAX \0")):
            return _read_pentax(reader, offset, head)
        if head.startswith((b"SONY DSC ", b"SONY CAM ")):
            return _read_sony(reader, offset + 12)
    except DamagedError:
        pass  # a broken note costs its preview
    return NotedPreview()


def _read_nikon(reader: BoundedReader, base: int) -> NotedPreview:
    """Read a note that holds a TIFF structure of its own."""
    order = _order(reader.read_exactly(base, 2))
    note = Tiff.inside(reader, base, order)
    found = note.directory(reader.read_number(base + 4, order + "L"))
    is_adobe = _number(note, found, _NIKON_COLOURS) == _NIKON_ADOBE
    place = _number(note, found, _NIKON_PREVIEW)
    inner = note.directory(place) if place else {}
    start, length = _number(note, inner, _JPEG_START), _number(note, inner, _JPEG_LENGTH)
    return NotedPreview(base + start if start else 0, length, is_adobe)


def _read_olympus(reader: BoundedReader, offset: int, head: bytes) -> NotedPreview:
    """Read a note whose settings are a directory of its own; offsets of the older kind count from the file's start."""
    if head.startswith((b"OLYMP\0", b"EPSON\0")):
        note, at = Tiff.inside(reader, 0, _order(reader.read_exactly(0, 2))), offset + 8
    else:
        start = 12 if head.startswith(b"OM SYSTEM\0") else 8
        note, at = Tiff.inside(reader, offset, _order(head[start : start + 2])), start + 4
    found = note.directory(at)
    base = note.offset_of(Entry(0, 0, bytes(4)))
    entry = found.get(_CAMERA_SETTINGS)
    if entry is None:
        start, length = _place(note, found)
        return NotedPreview(base + start if start else 0, length)
    settings = note.directory(note.offset_of(entry) - base)
    preview, length = _number(note, settings, _OLYMPUS_START), _number(note, settings, _OLYMPUS_LENGTH)
    is_adobe = _number(note, settings, _OLYMPUS_COLOURS) == _OLYMPUS_ADOBE
    return NotedPreview(base + preview if preview else 0, length, is_adobe)


def find_minolta_preview(image: Tiff) -> tuple[int, int]:
    """Return where the preview of a file of Minolta starts in its TIFF structure, and its length; 0, 0: there is none.

    The note is a directory without a head.
    """
    try:
        capture = image.directory(_number(image, image.directory(image.first), _EXIF_IFD))
        entry = capture.get(_MAKER_NOTE)
        return (0, 0) if entry is None else _place(image, image.directory(image.offset_of(entry)))
    except DamagedError:
        return 0, 0  # a broken note costs its preview


def _place(note: Tiff, found: Directory) -> tuple[int, int]:
    places = ((_number(note, found, start), _number(note, found, length)) for start, length in _PLACES)
    return next((place for place in places if all(place)), (0, 0))


def _read_pentax(reader: BoundedReader, offset: int, head: bytes) -> NotedPreview:
    old = head.startswith(b"AOC\0")
    start = 4 if old else 8
    base = 0 if old else offset
    order = _order(head[start : start + 2]) if head[start : start + 2] in (b"II", b"MM") else ">"
    note = Tiff.inside(reader, base, order)
    found = note.directory(offset + start + 2 - base)
    preview = _number(note, found, _PENTAX_START)
    is_adobe = _number(note, found, _PENTAX_COLOURS) == _PENTAX_ADOBE
    return NotedPreview(base + preview if preview else 0, _number(note, found, _PENTAX_LENGTH), is_adobe)


def _read_sony(reader: BoundedReader, offset: int) -> NotedPreview:
    note = Tiff.inside(reader, 0, _order(reader.read_exactly(0, 2)))
    entry: Entry | None = note.directory(offset).get(_SONY_PREVIEW)
    if entry is None or entry.value_count <= _SONY_HEAD:
        return NotedPreview()
    return NotedPreview(note.offset_of(entry) + _SONY_HEAD, entry.value_count - _SONY_HEAD)


def _number(note: Tiff, found: Directory, tag: int) -> int:
    return int(note.number(found.get(tag)) or 0)


def _order(letters: bytes) -> str:
    """Return the byte order that two letters stand for.

    Raises:
        DamagedError: They stand for none.
    """
    if letters not in (b"II", b"MM"):
        raise DamagedError("a note without a byte order")
    return "<" if letters == b"II" else ">"
