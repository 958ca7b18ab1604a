"""Writes the ICC profile of a colour space, so that one engine converts all of them (ICC.1:2022, 7 to 10)."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING

from gallery.imaging.colour_space import inverse, multiply, to_xyz_matrix

if TYPE_CHECKING:
    from gallery.imaging.colour_space import Curve, Matrix, Primaries

_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
"""Cone responses of a colour, for the adaptation to another white (ICC.1:2022, annex E)."""
_D50 = (0.9642, 1.0, 0.8249)
"""White of the connection space (ICC.1:2022, 7.2.16)."""


@lru_cache(64)
def write_profile(primaries: Primaries, curve: Curve) -> bytes:
    """Return a profile of three primaries and one transfer function."""
    columns = zip(*_adapted(to_xyz_matrix(primaries)), strict=True)
    tags = dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(_xyz, columns), strict=True))
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), write_curve(curve))
    tags |= {b"wtpt": _xyz(_D50), b"desc": _text(), b"cprt": _text()}
    table, data = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += struct.pack(">4sII", name, start + len(data), len(content))
        data += content
    return _header(start + len(data)) + struct.pack(">I", len(tags)) + table + data


def _adapted(matrix: Matrix) -> list[tuple[float, ...]]:
    """Return the rows of a matrix to XYZ after its white has been adapted to that of the connection space."""
    white = multiply(matrix, (1.0, 1.0, 1.0))
    gains = [to / of for to, of in zip(multiply(_BRADFORD, _D50), multiply(_BRADFORD, white), strict=True)]
    back = inverse(_BRADFORD)
    columns = [
        multiply(back, tuple(cone * gain for cone, gain in zip(multiply(_BRADFORD, column), gains, strict=True)))
        for column in zip(*matrix, strict=True)
    ]
    return list(zip(*columns, strict=True))


def _header(length: int) -> bytes:
    """Return the header of a display profile of version 4 (ICC.1:2022, 7.2)."""
    identity = struct.pack(">I4xI4s4s4s12x4s", length, 0x04400000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return identity + bytes(28) + struct.pack(">3i", *map(_fixed, _D50)) + bytes(48)


def _xyz(values: tuple[float, ...]) -> bytes:
    return struct.pack(">4s4x3i", b"XYZ ", *map(_fixed, values))


def write_curve(curve: Curve) -> bytes:
    """Return a transfer function as a curve of type 3: gamma, a, b, c and d, which is where the straight part ends."""
    values = curve.gamma, curve.a, curve.b, curve.c, curve.start
    return struct.pack(">4s4xH2x5i", b"para", 3, *map(_fixed, values))


def _text() -> bytes:
    """Return an empty text, which must be there (ICC.1:2022, 8.2)."""
    return struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", 0, 28)


def _fixed(value: float) -> int:
    return round(value * 65536)
