"""Which names may be videos, and which video format leading bytes announce. Pure: no file is touched here."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VIDEO_FORMATS = frozenset(("mp4", "mov", "3gp", "webm", "mkv", "avi", "mts"))
"""What `sniff_video` names; `Metadata.format` of a video is one of them."""
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "mp4": "video/mp4",
        "mov": "video/quicktime",
        "3gp": "video/3gpp",
        "webm": "video/webm",
        "mkv": "video/x-matroska",
        "avi": "video/x-msvideo",
        "mts": "video/mp2t",
    }
)
"""The media type of each; `ui/js/pure/viewer/video-ways.js` says which a browser may play."""
NAMES_BY_SUFFIX: Mapping[bytes, str] = MappingProxyType(
    dict.fromkeys((b"mp4", b"m4v"), "MP4")
    | dict.fromkeys((b"mov", b"qt"), "QuickTime")
    | dict.fromkeys((b"3gp", b"3g2", b"3gpp"), "3GP")
    | {b"webm": "WebM", b"mkv": "Matroska", b"avi": "AVI", b"m2ts": "MPEG-TS"}
)
"""The formats that suffixes promise, in the words of a message."""
SHARED_SUFFIXES = frozenset((b"mts", b"ts"))
"""Suffixes of videos that other files have, too: a program in TypeScript. Such a name promises nothing."""
PACKET_BYTES = 188
_SYNC = 0x47
_MIN_PACKETS = 3
_QUICKTIME_BOXES = re.compile(rb"\0.{3}(?:moov|wide|free|skip|pnot)|.{4}mdat", re.DOTALL)
"""How files of QuickTime begin that have no `ftyp` box."""
_DOC_TYPE = re.compile(rb"\x42\x82.{1,8}?(webm|matroska)", re.DOTALL)
"""The element of an EBML header that names the format (RFC 8794, 11.2.4)."""
_SOUND_BRANDS = frozenset((b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "))
_PICTURE_BRANDS = frozenset((b"crx ", b"jxl ", b"jp2 ", b"jpx ", b"jpm ", b"jph ", b"mif3"))


def sniff_video(head: bytes) -> str | None:
    """Return the format of a video by its leading bytes, of which 512 suffice; None if it is something else.

    A file with an `ftyp` box is one unless its brand is of pictures or of sound: that the brands of HEIF and AVIF are
    not among them must be known (`formats.sniff`).
    """
    if head[4:8] == b"ftyp":
        return _brand_format(head[8:12])
    if head[:4] == b"\x1a\x45\xdf\xa3":
        kind = _DOC_TYPE.search(head)
        return kind and {b"webm": "webm", b"matroska": "mkv"}[kind[1]]
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if packet_layout(head) is not None:
        return "mts"
    return "mov" if _QUICKTIME_BOXES.match(head) else None


def _brand_format(brand: bytes) -> str | None:
    """Return the format by the major brand of an `ftyp` box (ISO/IEC 14496-12, 4.3)."""
    if brand in _SOUND_BRANDS | _PICTURE_BRANDS:
        return None
    if brand == b"qt  ":
        return "mov"
    return "3gp" if brand[:2] == b"3g" else "mp4"


def has_video_suffix(name: bytes) -> bool:
    """Return whether a file name ends as a video's, so that systems open it in a player, whatever it holds."""
    suffix = name.rpartition(b".")[2].lower()
    return b"." in name and (suffix in NAMES_BY_SUFFIX or suffix in SHARED_SUFFIXES)


def packet_layout(head: bytes) -> tuple[int, int] | None:
    """Return (bytes from one packet to the next, where the first begins) of a transport stream; None if it is none.

    Blu-ray and AVCHD put a time stamp of four bytes in front of each packet.
    """
    for stride, first in ((PACKET_BYTES, 0), (PACKET_BYTES + 4, 4)):
        marks = head[first : first + 5 * stride : stride]
        if len(marks) >= _MIN_PACKETS and all(mark == _SYNC for mark in marks):
            return stride, first
    return None
