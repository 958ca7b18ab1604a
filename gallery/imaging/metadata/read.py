"""Reads a picture file or a video into one Metadata: EXIF, XMP, IPTC, its name and time, from as few bytes as will do.

Runs in a decode process.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, BinaryIO

from gallery.base.errors import UnsafePathError
from gallery.base.files import clamp, open_below
from gallery.base.models import DEEP_BYTES, FileRef, Metadata, Problem
from gallery.imaging import formats
from gallery.imaging.geometry import MAX_FILE_BYTES, MAX_PIXELS, MILLION
from gallery.imaging.metadata import appearance, containers, exif, xmp
from gallery.imaging.metadata.annotation_text import written_by_people
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully
from gallery.imaging.metadata.file_name_date import date_without_header
from gallery.imaging.metadata.tiff import SensorDataError
from gallery.imaging.metadata.video.facts import NotShownError
from gallery.imaging.metadata.video.metadata import video_metadata
from gallery.imaging.metadata.video.parse import parse as parse_video
from gallery.imaging.video_formats import VIDEO_FORMATS

if TYPE_CHECKING:
    from gallery.imaging.metadata.header import PictureHeader
    from gallery.imaging.metadata.video.facts import VideoFacts

_END_BYTES = 16 << 10
"""Of a long file the fingerprint is of so much at each end."""
_MAX_WHOLE_BYTES = 256 << 10
"""Files up to this length are hashed whole."""
CHANGED = Problem("changed", "This file is being changed just now.")
SENSOR_DATA = Problem("unsupported", "This TIFF picture cannot be decoded: it uses the data of a camera's sensor.")
_CHUNK_BYTES = 256 << 10
_TURNED_BY_DECODER = frozenset(("heif", "avif"))
_UNCOMPRESSED = frozenset(("bmp", "tiff"))
"""Formats that may be stored uncompressed."""


def read(file: FileRef) -> Metadata | Problem:
    """Return what the header of a file says, or why it says nothing.

    Args:
        file: The file as the scanner saw it; if it is another by now, the problem is "changed".
    """
    opened = open_file(file)
    if isinstance(opened, Problem):
        return opened
    with opened:
        result = _read(file, opened)
        return check_unchanged(file, opened) or result


def _read(file: FileRef, opened: BinaryIO) -> Metadata | Problem:
    try:
        size = os.fstat(opened.fileno()).st_size
        head = read_fully(opened, min(size, PAGE_BYTES))
        kind = detect_format(file, head)
        return kind if isinstance(kind, Problem) else _read_as(kind, file, opened, BoundedReader(opened, size, head))
    except NotShownError as error:
        return error.problem
    except SensorDataError:
        return SENSOR_DATA
    except DamagedError:
        return Problem("damaged", "The beginning of this picture is damaged, so that it cannot be read.")
    except OSError as error:
        return explain_error(error)


def _read_as(kind: str, file: FileRef, opened: BinaryIO, reader: BoundedReader) -> Metadata | Problem:
    if kind in VIDEO_FORMATS:
        return _read_video(kind, file, opened, reader)
    header = containers.parse(reader, kind)
    return check_pixels(header) or _build_metadata(file, kind, _fingerprint(file, opened, reader.size, kind), header)


def _read_video(kind: str, file: FileRef, opened: BinaryIO, reader: BoundedReader) -> Metadata | Problem:
    try:
        facts = parse_video(reader, kind)
    except DamagedError:
        return Problem("damaged", "The beginning of this video is damaged, so that it cannot be read.")
    fingerprint = _fingerprint(file, opened, reader.size, kind)
    return check_pixels(facts) or video_metadata(kind, facts, fingerprint, _base_name(file), file.mtime_ns)


def check_unchanged(file: FileRef, opened: BinaryIO) -> Problem | None:
    """Return a problem if the opened file is another than the scanner saw, as far as size and time tell.

    Args:
        file: The file as the scanner saw it; a size of -1 matches any.
        opened: The file as it is now.
    """
    if file.size < 0:
        return None
    try:
        status = os.fstat(opened.fileno())
    except OSError as error:
        return explain_error(error)
    if (status.st_size, clamp(status.st_mtime_ns)) == (file.size, file.mtime_ns):
        return None
    return CHANGED


def open_file(file: FileRef) -> BinaryIO | Problem:
    """Open a file below its root, following no links; return why not if it cannot be opened."""
    try:
        return open_below(file.root, file.relative)
    except (UnsafePathError, OSError) as error:
        return explain_error(error)


def explain_error(error: Exception) -> Problem:
    """Return what the system says about a file that cannot be opened or read, as a sentence for people."""
    if isinstance(error, FileNotFoundError):
        return Problem("vanished", "This file is no longer there.")
    if isinstance(error, PermissionError):
        return Problem("unreadable", "You may not read this file: its permissions forbid it.")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Problem("unreadable", f"This file cannot be read: {reason or error}")


def detect_format(file: FileRef, head: bytes) -> str | Problem:
    """Return the format by the leading bytes, whatever the name says; a problem if it is no picture."""
    if not head:
        return Problem("empty", "This file is empty.")
    kind = formats.sniff(head[: formats.HEAD_BYTES])
    if kind is not None:
        return kind
    named = formats.named_format(_base_name(file))
    content = formats.describe(head[: formats.HEAD_BYTES])
    if named is None:
        return Problem("not_a_picture", f"This is no picture that Shoebox knows: the content is {content}.")
    return Problem("wrong_content", f"The name says {named}, the content is {content}.")


def check_pixels(header: PictureHeader | VideoFacts) -> Problem | None:
    """Return a problem if the picture has more pixels than Shoebox decodes."""
    pixels = header.width * header.height
    if pixels <= MAX_PIXELS:
        return None
    return Problem(
        "too_large",
        f"This picture has {pixels // MILLION} million pixels; Shoebox shows up to {MAX_PIXELS // MILLION} million.",
    )


def _fingerprint(file: FileRef, opened: BinaryIO, size: int, kind: str) -> bytes:
    """Return the fingerprint of a file: deep where the known one is, or where its ends are as they were.

    `FileRef.fingerprint` is set only where the file may have been changed in between (catalog/photos.py): a download
    that had its full length from the start, a file edited in place.
    """
    ends = fingerprint_of(opened, size, kind)
    if file.fingerprint is None or _is_hashed_whole(size, kind):
        return ends
    return _deep(opened, size) if file.fingerprint == ends or len(file.fingerprint) == DEEP_BYTES else ends


def has_fingerprint(opened: BinaryIO, size: int, kind: str, fingerprint: bytes) -> bool:
    """Return whether a file has the content of a fingerprint."""
    found = _deep(opened, size) if len(fingerprint) == DEEP_BYTES else fingerprint_of(opened, size, kind)
    return found == fingerprint


def fingerprint_of(opened: BinaryIO, size: int, kind: str) -> bytes:
    """Return the identity of the content: 16 bytes of BLAKE2b (RFC 7693) over the size and all of it, or its two ends.

    In compressed data whatever differs changes what follows, so that the size and the ends tell (the tail is always
    in it: a burst's files can share size and header). BMP and TIFF may hold plain pixels: there two pictures with the
    same margins, or one before and after a change in its middle, differ in the middle only, so they are hashed whole;
    so are short files, where it costs next to nothing. Files too long to make a picture of are not.
    """
    digest = hashlib.blake2b(size.to_bytes(8, "little"), digest_size=16)
    if _is_hashed_whole(size, kind):
        _hash(digest, opened, 0, size)
    else:
        _hash(digest, opened, 0, _END_BYTES)
        _hash(digest, opened, size - _END_BYTES, _END_BYTES)
    return digest.digest()


def _is_hashed_whole(size: int, kind: str) -> bool:
    return size <= _MAX_WHOLE_BYTES or (kind in _UNCOMPRESSED and size <= MAX_FILE_BYTES)


def _deep(opened: BinaryIO, size: int) -> bytes:
    """Return a fingerprint of all of a long file, told from others by its length. At most MAX_FILE_BYTES are read."""
    digest = hashlib.blake2b(size.to_bytes(8, "little"), digest_size=DEEP_BYTES)
    _hash(digest, opened, 0, min(size, MAX_FILE_BYTES))
    return digest.digest()


def _hash(digest: hashlib.blake2b, file: BinaryIO, start: int, length: int) -> None:
    file.seek(start)
    while length > 0 and (data := file.read(min(length, _CHUNK_BYTES))):
        digest.update(data)
        length -= len(data)


def _build_metadata(file: FileRef, kind: str, fingerprint: bytes, header: PictureHeader) -> Metadata:
    """Return the metadata: XMP before IPTC and EXIF for what people write, EXIF first for what cameras write."""
    exif_values, xmp_values, iptc_values = (
        exif.parse(header.exif),
        xmp.parse_packets(header.xmp, header.xmp_extension),
        xmp.parse_iptc(header.iptc),
    )
    place = xmp_values if exif_values.latitude is None else exif_values
    shown = appearance.describe(kind, header, exif_values)
    return Metadata(
        fingerprint=fingerprint,
        format=kind,
        width=shown.size[0],
        height=shown.size[1],
        orientation=1 if kind in _TURNED_BY_DECODER else shown.orientation,
        animated=header.animated,
        inline=shown.inline,
        taken=exif_values.taken
        or xmp_values.taken
        or iptc_values.taken
        or header.created
        or exif_values.changed
        or xmp_values.changed
        or exif_values.located
        or date_without_header(_base_name(file), file.mtime_ns),
        make=exif_values.make,
        model=exif_values.model,
        lens=exif_values.lens,
        exposure_s=exif_values.exposure_s,
        f_number=exif_values.f_number,
        iso=exif_values.iso,
        focal_mm=exif_values.focal_mm,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=exif_values.altitude_m,
        rating=exif_values.rating if xmp_values.rating is None else xmp_values.rating,
        title=_first_written(xmp_values.title, iptc_values.title, exif_values.title),
        caption=_first_written(xmp_values.caption, exif_values.caption, iptc_values.caption),
    )


def _first_written(*texts: str | None) -> str | None:
    """Return the first of the texts that somebody wrote."""
    return next((text for text in texts if written_by_people(text)), None)


def _base_name(file: FileRef) -> bytes:
    return file.relative.rpartition(os.fsencode(os.sep))[2]
