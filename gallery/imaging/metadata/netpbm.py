"""The header of a Netpbm picture: PBM, PGM, PPM, PAM and PFM (Netpbm manual, pbm.5 to pam.5, pfm.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.header import PictureHeader

if TYPE_CHECKING:
    from gallery.imaging.metadata.bounded_reader import BoundedReader

_MAX_HEADER_BYTES = 64 << 10
_WORD = re.compile(rb"(?:[\t\n\v\f\r ]|#[^\n\r]*[\n\r])*([^\s#]+)")
_MAX_WHITE = 65535
_CHANNELS = {"1": 1, "2": 1, "3": 3, "4": 1, "5": 1, "6": 3, "f": 1, "F": 3}
_MAX_CHANNELS = 64
TEXT_KINDS = "123"
"""Kinds whose samples are written in digits."""


@dataclass(frozen=True, slots=True)
class NetpbmInfo:
    """What the header says."""

    kind: str
    """The letter behind the P: 1 to 7, f or F."""
    width: int
    height: int
    channels: int
    white: int
    """The highest value of a sample; of PFM 0."""
    tuple_type: str
    """What the samples of a PAM are, such as RGB_ALPHA."""
    little: bool
    """Whether the floats of a PFM are in little-endian order."""
    data_offset: int


def parse(reader: BoundedReader) -> PictureHeader:
    """Read the size."""
    info = parse_info(reader)
    header = PictureHeader(info.width, info.height, components=1 if info.channels < 3 else 3)
    header.stored_bits = 32 * info.channels if info.kind in "fF" else header.stored_bits
    return header


def parse_info(reader: BoundedReader) -> NetpbmInfo:
    """Parse all that is needed to decode the pixels.

    Raises:
        DamagedError: There is no such header.
        ValueError: A word of it is no number.
    """
    head = reader.read_up_to(0, _MAX_HEADER_BYTES)
    kind = head[1:2].decode("latin-1")
    return _parse_lines(head) if kind == "7" else _parse_words(head, kind)


def data_bytes(info: NetpbmInfo) -> int:
    """Return how many bytes the samples take that are not written in digits."""
    if info.kind == "4":
        return (info.width + 7) // 8 * info.height
    sample = 4 if info.kind in "fF" else 1 if info.white < 256 else 2
    return info.width * info.height * info.channels * sample


def _parse_words(head: bytes, kind: str) -> NetpbmInfo:
    """Parse width, height and, but of PBM, the highest value, behind the last of which one blank stands."""
    words, at = [], 2
    for _ in range(2 if kind in "14" else 3):
        match = _WORD.match(head, at)
        if match is None:
            raise DamagedError("a Netpbm file without its header")
        words.append(match[1])
        at = match.end()
    is_float = kind in "fF"
    white = 0 if is_float else int(words[2]) if len(words) > 2 else 1
    little = is_float and float(words[2]) < 0
    return _checked(NetpbmInfo(kind, int(words[0]), int(words[1]), _CHANNELS[kind], white, "", little, at + 1))


def _parse_lines(head: bytes) -> NetpbmInfo:
    """Parse the lines of a PAM, of which each has a name and a value (pam.5)."""
    lines, end, _ = head.partition(b"ENDHDR\n")
    if not end:
        raise DamagedError("a PAM file without the end of its header")
    words = (line.split(None, 1) for line in lines.splitlines() if not line.startswith(b"#"))
    values = {pair[0]: pair[1].strip() for pair in words if len(pair) == 2}
    width, height, depth, white = (int(values.get(name, b"0")) for name in (b"WIDTH", b"HEIGHT", b"DEPTH", b"MAXVAL"))
    tuple_type = values.get(b"TUPLTYPE", b"").decode("latin-1")
    return _checked(NetpbmInfo("7", width, height, depth, white, tuple_type, False, len(lines) + len(end)))


def _checked(info: NetpbmInfo) -> NetpbmInfo:
    """Return what a header says.

    Raises:
        DamagedError: It cannot be meant.
    """
    white_fits = info.kind in "fF" or 0 < info.white <= _MAX_WHITE
    if min(info.width, info.height) <= 0 or not 0 < info.channels <= _MAX_CHANNELS or not white_fits:
        raise DamagedError("a Netpbm file with a header that makes no sense")
    return info
