"""Recognises pictures of formats without a signature worth the name, by a header that makes sense. Pure.

Two letters or a few small numbers begin texts and data of all kinds, too: so everything that the header announces must
be what such a picture may have.
"""

from __future__ import annotations

import re
import struct

_GAP = rb"(?:[\t\n\v\f\r ]|#[^\n\r]*[\n\r])+"
"""Blanks and comments between the words of a header of Netpbm (netpbm: ppm.5)."""
_SIZE = _GAP + rb"[1-9]\d{0,8}" + _GAP + rb"[1-9]\d{0,8}"
_WHITE = _GAP + rb"[1-9]\d{0,4}\s"
_NUMBERS = rb"(?:[\d\t\n\v\f\r ]{400}|[\d\t\n\v\f\r ]*(?:#|\Z))"
"""The beginning of the samples: digits, as far as the data goes or a comment begins."""
_NETPBM = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rb"P1" + _SIZE + rb"\s" + _NUMBERS.replace(rb"\d", b"01"),
        rb"P[23]" + _SIZE + _WHITE + _NUMBERS,
        rb"P4" + _SIZE + rb"\s",
        rb"P[56]" + _SIZE + _WHITE,
        rb"P7\n(?:#[^\n]*\n|\s)*(?:WIDTH|HEIGHT|DEPTH|MAXVAL|TUPLTYPE)\s",
        rb"P[Ff]\s+[1-9]\d{0,8}\s+[1-9]\d{0,8}\s+[+-]?\d{0,20}\.?\d{1,20}(?:[eE][+-]?\d{1,3})?\s",
    )
)
_PCX_LAYOUTS = frozenset(((1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (4, 1), (8, 1), (8, 3), (8, 4)))
"""Bits of a sample, and planes (ZSoft PCX File Format Technical Reference Manual)."""
_MAX_PCX_PADDING = 128
"""Bytes behind the samples of a row of one plane; writers round up to an even number, some to more."""
_TGA_DEPTHS = {1: (8, 16), 2: (15, 16, 24, 32), 3: (8, 16)}
"""Bits of a pixel by kind of picture, of which 8 more is the packed form (Truevision TGA 2.0, fields 3 and 5.5)."""
_LEAST_ICON_BYTES = 40
"""As many as the header of its bitmap has."""
_MAX_ICON_ENTRIES = 256
"""More than any icon has; a sheet of Lotus 1-2-3 begins as one of 1030 does."""


def is_netpbm(head: bytes) -> bool:
    """Return whether leading bytes are those of a PBM, PGM, PPM, PAM or PFM picture."""
    return any(pattern.match(head) for pattern in _NETPBM)


def is_icon(head: bytes) -> bool:
    """Return whether leading bytes are those of an icon of Windows, by their first entry."""
    if len(head) < 22 or head[:4] != b"\0\0\1\0":
        return False
    count, _, reserved, _, bits, size, offset = struct.unpack_from("<H3sBHHII", head, 4)
    fits = 0 < count <= _MAX_ICON_ENTRIES and reserved in (0, 255) and bits <= 32
    return bool(fits and size >= _LEAST_ICON_BYTES and 6 + 16 * count <= offset < 1 << 31)


def is_pcx(head: bytes) -> bool:
    """Return whether leading bytes are those of a PCX picture."""
    if len(head) < 128 or head[0] != 10 or head[1] not in (0, 2, 3, 4, 5) or head[2] > 1:
        return False
    left, top, right, bottom = struct.unpack_from("<4H", head, 4)
    stride = int.from_bytes(head[66:68], "little")
    layout, padding = (head[3], head[65]), stride - (head[3] * (right - left + 1) + 7) // 8
    return layout in _PCX_LAYOUTS and left <= right and top <= bottom and 0 <= padding <= _MAX_PCX_PADDING


def is_tga(head: bytes) -> bool:
    """Return whether leading bytes may be those of a TGA picture. Others' may as well: a name or a footer must say so.

    Truevision TGA 2.0, fields 1 to 5.
    """
    if len(head) < 18:
        return False
    mapped, kind, map_bits, width, height, bits, flags = struct.unpack_from("<xBB4xB4xHHBB", head)
    if mapped > 1 or (mapped and map_bits not in (15, 16, 24, 32)) or (kind & 7 == 1 and not mapped):
        return False
    known = kind & 8 == kind & ~7 and bits in _TGA_DEPTHS.get(kind & 7, ())
    return bool(known and width and height and flags < 0x40 and flags & 15 <= 8)
