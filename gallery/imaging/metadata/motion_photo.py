"""Where in a picture file the video of a motion photo stands: as Google and as Samsung put it there.

Google: behind the picture, at a distance from the end that XMP tells (Motion Photo format 1.0; Micro Video before it);
in a HEIF file in a box of its own. Samsung: in a trailer whose directory closes the file, of which there is no
specification. What stands there must begin as an MP4 file does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata import bmff
from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.google_camera import EndPart

_KINDS = frozenset(("jpeg", "heif", "avif"))
_BOX = b"mpvd"
_TRAILER_END, _DIRECTORY, _VIDEO_TYPE, _VIDEO_NAME = b"SEFT", b"SEFH", 0x0A30, b"MotionPhoto_Data"
_MAX_DIRECTORY_BYTES = 4096
_ENTRY_BYTES = 12


class EmbeddedVideo(NamedTuple):
    """Where in a file the video stands, and its length in bytes."""

    start: int
    length: int


def find_motion(reader: BoundedReader, kind: str, told: EndPart | None, make: str | None) -> EmbeddedVideo | None:
    """Return where the video of a motion photo stands; None: the file has none.

    Args:
        reader: The file.
        kind: Its format.
        told: What XMP says of the video.
        make: The maker of the camera, who may be one whose cameras put it into a trailer of their own.
    """
    if kind not in _KINDS:
        return None
    candidates = _candidates(reader, kind, told, (make or "").lower())
    return next((found for found in candidates if _is_video(reader, found)), None)


def _candidates(reader: BoundedReader, kind: str, told: EndPart | None, make: str) -> Iterator[EmbeddedVideo]:
    if told:
        yield EmbeddedVideo(reader.size - told.from_end, told.length)
    if kind != "jpeg" and (told or make == "samsung"):
        yield from _boxes(reader)
    if make == "samsung":
        yield from _of_trailer(reader)


def _is_video(reader: BoundedReader, found: EmbeddedVideo) -> bool:
    is_inside = found.start > 0 and found.length > 8 and found.start + found.length <= reader.size
    return is_inside and reader.read_up_to(found.start + 4, 4) == b"ftyp"


def _boxes(reader: BoundedReader) -> Iterator[EmbeddedVideo]:
    try:
        for name, start, end in bmff.iter_boxes(reader, 0, reader.size):
            if name == _BOX:
                yield EmbeddedVideo(start, end - start)
    except DamagedError:
        return  # what follows the picture is broken: a picture without motion


def _of_trailer(reader: BoundedReader) -> Iterator[EmbeddedVideo]:
    """Yield the videos of Samsung's trailer.

    It ends with a directory, its length and a mark. An entry of the directory says, of one block, its type, how far
    before the directory it starts, and its length; the block begins with its type and its name.
    """
    end = reader.read_up_to(reader.size - 8, 8)
    length = int.from_bytes(end[:4], "little")
    if end[4:] != _TRAILER_END or not 12 <= length <= _MAX_DIRECTORY_BYTES:
        return
    at = reader.size - 8 - length
    directory = reader.read_up_to(at, length)
    if directory[:4] != _DIRECTORY:
        return
    for place in range(12, length - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        kind = int.from_bytes(directory[place + 2 : place + 4], "little")
        before, size = (int.from_bytes(directory[place + by : place + by + 4], "little") for by in (4, 8))
        if kind == _VIDEO_TYPE:
            head = reader.read_up_to(at - before, 8 + len(_VIDEO_NAME))
            skipped = 8 + int.from_bytes(head[4:8], "little")
            if head[8:] == _VIDEO_NAME and skipped < size:
                yield EmbeddedVideo(at - before + skipped, size - skipped)
