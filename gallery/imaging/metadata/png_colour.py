"""Colours in PNG: which of cICP, iCCP, sRGB, gAMA and cHRM counts (PNG 3rd edition, 4.3 and 11.3.2)."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from gallery.imaging import colour_space
from gallery.imaging.metadata import icc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gallery.imaging.colour_space import ColourSpace, Primaries
    from gallery.imaging.metadata.header import PictureHeader

CHUNKS = frozenset((b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"cLLI", b"mDCV"))
"""The chunks that say what the colours are. Those behind the picture data do not count."""
_UNIT = 100_000
"""Of gAMA and cHRM."""
_NITS_UNIT = 10_000
"""Of cLLI and mDCV."""


def add_colour(header: PictureHeader, chunks: Mapping[bytes, bytes], *, has_palette: bool) -> None:
    """Add the colour that counts; `ambiguous` where browsers take it differently, or only some know the chunk."""
    header.icc = _profile(chunks.get(b"iCCP", b""))
    if (coded := _from_cicp(chunks)) is not None:
        header.colour, header.icc, header.ambiguous = coded, None, True
    elif header.icc:
        header.ambiguous |= has_palette or b"sRGB" in chunks
    elif b"sRGB" not in chunks and (gamma := _gamma(chunks)):
        primaries = _primaries(chunks.get(b"cHRM", b""))
        header.colour = colour_space.from_gamma(gamma, primaries)
        header.ambiguous |= primaries is not None or not colour_space.is_usual_gamma(gamma)


def _profile(chunk: bytes) -> bytes | None:
    """Return the beginning of a profile: a name, NUL, the method, then what is compressed; None if it is no profile."""
    try:
        head = zlib.decompressobj().decompress(chunk.partition(b"\0")[2][1:], icc.HEAD_BYTES)
    except zlib.error:
        return None  # decoders ignore it, too
    return head if icc.recognise(head) else None


def _from_cicp(chunks: Mapping[bytes, bytes]) -> ColourSpace | None:
    """Return the space of a cICP chunk that can be followed: of RGB, in full range, specified. None: there is none."""
    data = chunks.get(b"cICP", b"")
    if len(data) < 4 or data[2:4] != b"\0\1" or data[0] == 2 or data[1] == 2:
        return None
    light, screen = chunks.get(b"cLLI", b"")[:4], chunks.get(b"mDCV", b"")[16:20]
    peak = int.from_bytes(light, "big") or int.from_bytes(screen, "big")
    return colour_space.from_cicp(data[0], data[1], peak / _NITS_UNIT) or colour_space.SRGB


def _gamma(chunks: Mapping[bytes, bytes]) -> float:
    data = chunks.get(b"gAMA", b"")
    return int.from_bytes(data, "big") / _UNIT if len(data) == 4 else 0.0


def _primaries(data: bytes) -> Primaries | None:
    """Return the chromaticities of a cHRM chunk, which begins with white."""
    if len(data) != 32:
        return None
    wx, wy, rx, ry, gx, gy, bx, by = (value / _UNIT for value in struct.unpack(">8I", data))
    return rx, ry, gx, gy, bx, by, wx, wy
