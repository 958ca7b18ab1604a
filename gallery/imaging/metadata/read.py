"""Reads a picture file or a video into one Metadata: EXIF, XMP, IPTC, its name and time, from as few bytes as will do.

Runs in a decode process.
"""

from __future__ import annotations

import hashlib
import math
import os
from typing import TYPE_CHECKING, BinaryIO

from gallery.base.errors import UnsafePathError
from gallery.base.files import clamp, open_below
from gallery.base.models import DEEP_BYTES, FileRef, Metadata, Problem
from gallery.imaging import formats
from gallery.imaging.geometry import MAX_FILE_BYTES, MAX_PIXELS, MAX_SIDE, MILLION, max_pixels
from gallery.imaging.metadata import announced_content, containers, raw_format
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully
from gallery.imaging.metadata.picture_metadata import picture_metadata
from gallery.imaging.metadata.video.facts import NotShownError
from gallery.imaging.metadata.video.metadata import video_metadata
from gallery.imaging.metadata.video.parse import parse as parse_video
from gallery.imaging.video_formats import VIDEO_FORMATS
from gallery.imaging.weak_signatures import is_tga

if TYPE_CHECKING:
    from gallery.imaging.metadata.header import PictureHeader
    from gallery.imaging.metadata.video.facts import VideoFacts

_END_BYTES = 16 << 10
"""Of a long file the fingerprint is of so much at each end."""
_MAX_WHOLE_BYTES = 256 << 10
"""Files up to this length are hashed whole."""
CHANGED = Problem("changed", "This file is being changed just now.")
DAMAGED_HEADER = Problem("damaged", "The beginning of this picture is damaged, so that it cannot be read.")
_CHUNK_BYTES = 256 << 10
_UNCOMPRESSED = frozenset(("bmp", "tiff", "psd", "ico", "icns", "tga", "qoi", "dds", "pnm", "pcx"))
"""Formats that may be stored uncompressed, or by run lengths: a change in the middle need not reach the ends."""


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
        kind = detect_format(file, opened, head)
        return kind if isinstance(kind, Problem) else _read_as(kind, file, opened, BoundedReader(opened, size, head))
    except NotShownError as error:
        return error.problem
    except DamagedError:
        return DAMAGED_HEADER
    except OSError as error:
        return explain_error(error)


def _read_as(kind: str, file: FileRef, opened: BinaryIO, reader: BoundedReader) -> Metadata | Problem:
    if kind in VIDEO_FORMATS:
        return _read_video(kind, file, opened, reader)
    header = containers.parse(reader, kind)
    fingerprint = _fingerprint(file, opened, reader.size, kind)
    return check_pixels(header, kind) or picture_metadata(kind, header, fingerprint, file, reader)


def _read_video(kind: str, file: FileRef, opened: BinaryIO, reader: BoundedReader) -> Metadata | Problem:
    try:
        facts = parse_video(reader, kind)
    except DamagedError:
        return Problem("damaged", "The beginning of this video is damaged, so that it cannot be read.")
    fingerprint = _fingerprint(file, opened, reader.size, kind)
    return check_pixels(facts, kind) or video_metadata(kind, facts, fingerprint, file)


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


def detect_format(file: FileRef, opened: BinaryIO, head: bytes) -> str | Problem:
    """Return the format by the leading bytes, whatever the name says; a problem if it is no picture.

    A TGA has no signature: where its header makes sense, a footer or the name must say that it is one. Of a Netpbm the
    name must say so, or all must be there that its header announces. Most RAW files begin as a TIFF does: what is in
    them says that they are none.
    """
    if not head:
        return Problem("empty", "This file is empty.")
    name = _base_name(file)
    return _find_format(name, opened, head) or _explain_content(name, head)


def _explain_content(name: bytes, head: bytes) -> Problem:
    """Return why a file of a candidate's name is none of the pictures that Shoebox knows."""
    named, content = formats.named_format(name), formats.describe(head[: formats.HEAD_BYTES])
    if named is not None and formats.is_of_its_kind(named, content):
        return DAMAGED_HEADER
    if not formats.promises_picture(name):
        return Problem("not_a_picture", f"This is no picture that Shoebox knows: the content is {content}.")
    return Problem("wrong_content", f"The name says {named}, the content is {content}.")


def _find_format(name: bytes, opened: BinaryIO, head: bytes) -> str | None:
    kind = formats.sniff(head)
    if kind == "tiff":
        reader = BoundedReader(opened, opened.seek(0, os.SEEK_END), head)
        return raw_format.recognise(reader, named_raw=formats.is_raw_name(name)) or kind
    if kind is not None and ((kind == "pnm" and formats.is_netpbm_name(name)) or _holds_announced(kind, head, opened)):
        return kind
    return "tga" if is_tga(head) and (formats.is_tga_name(name) or _has_tga_footer(opened)) else None


def _holds_announced(kind: str, head: bytes, opened: BinaryIO) -> bool:
    """Return whether a file holds what its header announces, so far as that tells whether it is a picture at all."""
    return kind not in announced_content.CHECKS or announced_content.CHECKS[kind](head, opened.seek(0, os.SEEK_END))


def _has_tga_footer(opened: BinaryIO) -> bool:
    size = opened.seek(0, os.SEEK_END)
    opened.seek(max(0, size - len(formats.TGA_FOOTER)))
    return read_fully(opened, len(formats.TGA_FOOTER)) == formats.TGA_FOOTER


def check_pixels(header: PictureHeader | VideoFacts, kind: str) -> Problem | None:
    """Return a problem if a picture of a format has more pixels, or a longer side, than Shoebox decodes."""
    size = header.decoded_size
    pixels, side, most = math.prod(size), max(size), max_pixels(kind)
    if pixels > most:
        found, limit = f"{pixels // MILLION} million pixels", f"{most // MILLION} million"
        limit += " of this format" if most < MAX_PIXELS else ""
    elif side > MAX_SIDE:
        found, limit = f"a side of {side} pixels", f"{MAX_SIDE}"
    else:
        return None
    return Problem("too_large", f"This picture has {found}; Shoebox shows up to {limit}.")


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
    in it: a burst's files can share size and header). Formats that may hold plain pixels or run lengths
    (`_UNCOMPRESSED`) are hashed whole: there two pictures with the same margins, or one before and after a change in
    its middle, differ in the middle only. So are short files, where it costs next to nothing. Files too long to make a
    picture of are not.
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


def _base_name(file: FileRef) -> bytes:
    return file.relative.rpartition(os.fsencode(os.sep))[2]
