"""Converts deep samples that are proportional to light to eight bits with the curve of sRGB.

Eight bits of light are too few for what is dark: between its first two values lie twelve of sRGB. So the curve is
applied while the samples are deep, and their profile is told so.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PIL import ImageMath

from gallery.imaging.colour_space import SRGB_CURVE
from gallery.imaging.decoding.icc_profile import write_curve
from gallery.imaging.decoding.sample_range import get_range
from gallery.imaging.metadata import icc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_CURVES = frozenset((b"rTRC", b"gTRC", b"bTRC", b"kTRC"))
_TOP = 65535
_TOLERANCE = 64
"""How far the values of a curve may be from a straight line."""
_MAX_TAGS = 256
_ROUNDING = 1 / 128
_STRAIGHT = 1 << 16
"""A gamma or a factor of 1, as profiles write it (s15Fixed16Number)."""


def is_linear(profile: bytes) -> bool:
    """Return whether a profile is of curves that are straight lines, and a matrix or none (ICC.1:2022, 8.3 and 8.4)."""
    kind = icc.recognise(profile)
    if kind is None or not kind.simple:
        return False
    curves = [profile[start : start + length] for _, name, start, length in _iter_tags(profile) if name in _CURVES]
    return bool(curves) and all(map(_is_straight, curves))


def with_curve_of_srgb(profile: bytes) -> bytes:
    """Return a profile whose curves are those of sRGB."""
    curve = write_curve(SRGB_CURVE)
    start = (len(profile) + 3) // 4 * 4
    changed = bytearray(profile.ljust(start, b"\0") + curve)
    for at, name, _, _ in _iter_tags(profile):
        if name in _CURVES:
            struct.pack_into(">II", changed, at + 4, start, len(curve))
    struct.pack_into(">I", changed, 0, len(changed))
    return bytes(changed)


def without_white(planes: list[Image.Image], alpha: Image.Image) -> list[Image.Image]:
    """Return colours as they were before they were laid on white; as they are where that would be less than none."""
    shares = [ImageMath.lambda_eval(lambda given: given["c"] + given["a"] - 1.0, c=plane, a=alpha) for plane in planes]
    if min(get_range(share)[0] for share in shares) < -_ROUNDING:
        return planes
    return [ImageMath.lambda_eval(_divide, share=share, alpha=alpha) for share in shares]


def _divide(given: dict[str, Any]) -> Any:
    return given["share"] / given["max"](given["alpha"], 1 / _TOP)


def to_bytes(plane: Image.Image, white: float) -> Image.Image:
    """Return light in floats in eight bits of sRGB."""
    scale = _TOP / white
    return plane.point(lambda value: value * scale + 0.5).convert("I").point(_levels(), "L")


@lru_cache(1)
def _levels() -> list[int]:
    """Return eight bits by light of sixteen."""
    return [round(255 * _encode(value / _TOP)) for value in range(_TOP + 1)]


def _encode(light: float) -> float:
    curve = SRGB_CURVE
    return light / curve.c if light <= curve.start * curve.c else (light ** (1 / curve.gamma) - curve.b) / curve.a


def _iter_tags(profile: bytes) -> Iterator[tuple[int, bytes, int, int]]:
    """Yield where each tag stands in the list, its name, and offset and length of its data (ICC.1:2022, 7.3)."""
    count = min(int.from_bytes(profile[128:132], "big"), _MAX_TAGS)
    for at in range(132, min(132 + 12 * count, len(profile) - 11), 12):
        yield at, *struct.unpack_from(">4sII", profile, at)


def _is_straight(curve: bytes) -> bool:
    """Return whether a curve is a straight line: none, a gamma of 1, or a table (ICC.1:2022, 10.6 and 10.18)."""
    count = int.from_bytes(curve[8:12], "big")
    if curve[:4] == b"para":
        return _is_straight_formula(curve)
    if curve[:4] != b"curv" or count == 0 or len(curve) < 12 + 2 * count:
        return curve[:4] == b"curv" and count == 0
    values = struct.unpack_from(f">{count}H", curve, 12)
    if count == 1:
        return bool(values[0] == _STRAIGHT >> 8)
    return all(abs(value * (count - 1) - at * _TOP) <= _TOLERANCE * (count - 1) for at, value in enumerate(values))


def _is_straight_formula(curve: bytes) -> bool:
    """Return whether (a·v + b)^gamma, or v^gamma, is v, for all v: further parameters are 0 then, or left out."""
    kind, numbers = int.from_bytes(curve[8:10], "big"), curve[12 : len(curve) // 4 * 4]
    gamma, *others = struct.unpack(f">{len(numbers) // 4}i", numbers) or (0,)
    return bool(gamma == _STRAIGHT and (kind == 0 or (others[:1] == [_STRAIGHT] and not any(others[1:]))))
