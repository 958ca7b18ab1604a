"""Colour spaces that a header names in numbers instead of an ICC profile: CICP, PNG's gAMA and cHRM, BMP's endpoints.

Pure. A space that is sRGB, or is not named, is None everywhere: nothing is to be converted then.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

Primaries = tuple[float, float, float, float, float, float, float, float]
"""CIE 1931 chromaticities: x and y of red, green, blue and white."""
Matrix = tuple[tuple[float, ...], ...]
"""Three rows of three."""


class Hdr(Enum):
    """The transfer functions of high dynamic range (ITU-R BT.2100): their pictures are tone-mapped."""

    PQ = 16
    HLG = 18


class Curve(NamedTuple):
    """A transfer function: (a·v + b)^gamma from `start` on, c·v below (ICC.1:2022, 10.18, type 3)."""

    gamma: float
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    start: float = 0.0


class ColourSpace(NamedTuple):
    """What the samples of a picture mean."""

    primaries: Primaries
    transfer: Curve | Hdr
    peak_nits: float = 1000.0
    """The brightest that a picture of high dynamic range has, in cd/m²."""


_D65, _C = (0.3127, 0.3290), (0.310, 0.316)
SRGB_PRIMARIES: Primaries = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, *_D65)
BT2020_PRIMARIES: Primaries = (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *_D65)
_PRIMARIES: dict[int, Primaries] = {
    1: SRGB_PRIMARIES,
    4: (0.67, 0.33, 0.21, 0.71, 0.14, 0.08, *_C),
    5: (0.64, 0.33, 0.29, 0.60, 0.15, 0.06, *_D65),
    6: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    7: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    8: (0.681, 0.319, 0.243, 0.692, 0.145, 0.049, *_C),
    9: BT2020_PRIMARIES,
    11: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351),
    12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, *_D65),
    22: (0.630, 0.340, 0.295, 0.605, 0.155, 0.077, *_D65),
}
"""By colour primaries (ITU-T H.273, table 2). 10 is CIE XYZ itself, which pictures are not stored in."""
ADOBE_RGB_PRIMARIES: Primaries = (0.64, 0.33, 0.21, 0.71, 0.15, 0.06, *_D65)
PROPHOTO_PRIMARIES: Primaries = (0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001, 0.3457, 0.3585)
SRGB_CURVE = Curve(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
SRGB = ColourSpace(SRGB_PRIMARIES, SRGB_CURVE)
ADOBE_RGB = ColourSpace(ADOBE_RGB_PRIMARIES, Curve(563 / 256))
"""Adobe RGB (1998), 4.3; the "optional colour space" of DCF 2.0."""
PROPHOTO = ColourSpace(PROPHOTO_PRIMARIES, Curve(1.8, c=1 / 16, start=1 / 32))
"""ROMM RGB (ISO 22028-2), 4.4."""
_TRANSFERS: dict[int, Curve | Hdr] = {
    4: Curve(2.2),
    5: Curve(2.8),
    7: Curve(1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4, 0.0912),
    8: Curve(1.0),
    16: Hdr.PQ,
    17: Curve(2.6, (52.37 / 48) ** (1 / 2.6)),
    18: Hdr.HLG,
}
"""By transfer characteristics (H.273, table 3), but for those that are shown with the curve of sRGB.

These are sRGB itself (13), those of video (1, 6, 14, 15: decoders of pictures invert none of their camera curves, and
neither do browsers), unspecified ones (2), and logarithmic ones (9, 10), which occur in no picture.
"""
_USUAL_GAMMA = 1 / 2.2
_MAX_GAMMA = 10.0
"""Beyond, a gamma is not meant: it leaves two colours."""


def from_cicp(primaries: int, transfer: int, peak_nits: float | None = None) -> ColourSpace | None:
    """Return the space of two code points of ITU-T H.273; None for sRGB and what is shown as sRGB.

    Args:
        primaries: Colour primaries; unknown ones are taken as those of sRGB.
        transfer: Transfer characteristics.
        peak_nits: The brightest that the picture has, where the file says.
    """
    space = ColourSpace(
        _PRIMARIES.get(primaries, SRGB_PRIMARIES), _TRANSFERS.get(transfer, SRGB_CURVE), peak_nits or 1000.0
    )
    return None if space[:2] == (SRGB_PRIMARIES, SRGB_CURVE) else space


def from_gamma(gamma: float, primaries: Primaries | None) -> ColourSpace | None:
    """Return the space of an encoding exponent, 1/2.2 or so, and chromaticities; None for sRGB or nonsense.

    Args:
        gamma: The exponent with which samples were made of light.
        primaries: None: those of sRGB.
    """
    if not 1 / _MAX_GAMMA <= gamma <= _MAX_GAMMA:
        return None
    if primaries is None:
        # the usual value stands for sRGB, whose curve it is nearest to (PNG 3rd edition, 11.3.2.2)
        return None if is_usual_gamma(gamma) else ColourSpace(SRGB_PRIMARIES, Curve(1 / gamma))
    return ColourSpace(primaries, Curve(1 / gamma)) if _is_triangle(primaries) else None


def is_usual_gamma(gamma: float) -> bool:
    """Return whether an encoding exponent is the one of most pictures."""
    return abs(gamma - _USUAL_GAMMA) < 0.0005


def to_xyz_matrix(primaries: Primaries) -> Matrix:
    """Return the rows of the matrix from linear RGB to CIE XYZ, in which white has Y = 1 (SMPTE RP 177, 3.3)."""
    rx, ry, gx, gy, bx, by, wx, wy = primaries
    columns = [(x / y, 1.0, (1 - x - y) / y) for x, y in ((rx, ry), (gx, gy), (bx, by))]
    rows = tuple(zip(*columns, strict=True))
    shares = multiply(inverse(rows), (wx / wy, 1.0, (1 - wx - wy) / wy))
    return tuple(tuple(value * share for value, share in zip(row, shares, strict=True)) for row in rows)


def multiply(matrix: Matrix, vector: tuple[float, ...]) -> tuple[float, ...]:
    """Return the product of a matrix, given by its rows, and a vector."""
    return tuple(sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix)


def inverse(m: Matrix) -> Matrix:
    """Return the inverse of a matrix of three rows, by its cofactors.

    Raises:
        ZeroDivisionError: It has none.
    """
    (a, b, c), (d, e, f), (g, h, i) = m
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple(tuple(value / whole for value in row) for row in rows)


def _is_triangle(primaries: Primaries) -> bool:
    """Return whether chromaticities are of three colours and of a white that lies between them."""
    try:
        matrix = to_xyz_matrix(primaries)
        inverse(matrix)
    except ZeroDivisionError:
        return False
    return all(value > 0 for value in matrix[1]) and max(map(abs, matrix[0])) < 10
