"""Pictures of high dynamic range on a screen of standard range, as browsers paint them.

The operator is the one for a reference white of SMPTE ST 2094-50, which Chromium applies: light up to white is halved,
what is brighter shares the upper half by a smooth curve, and the brightest channel decides for all three, so that hues
stay. Light counts in reference whites.
"""

from __future__ import annotations

import math
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageMath

from gallery.imaging.colour_space import (
    BT2020_PRIMARIES,
    SRGB_PRIMARIES,
    Hdr,
    inverse,
    multiply,
    to_xyz_matrix,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.imaging.colour_space import ColourSpace, Matrix, Primaries

_WHITE_NITS = 203.0
"""Reference white (ITU-R BT.2408, table 1)."""
_USUAL_PEAK = 1000.0 / _WHITE_NITS
_STRIP_PIXELS = 1 << 18
"""A picture is converted by so many pixels at a time: in floats each takes 80 bytes."""
_LEVELS = 65535
_NAMES = "red", "green", "blue"
Band = Any
"""A channel in floats, as an operand of ImageMath, which has no types."""


def apply_tone_mapping(image: Image.Image, space: ColourSpace) -> Image.Image:
    """Convert an RGB picture of high dynamic range to sRGB."""
    result = Image.new("RGB", image.size)
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        box = (0, top, image.width, min(top + rows, image.height))
        result.paste(_convert(image.crop(box), space), box)
    return result


def _convert(image: Image.Image, space: ColourSpace) -> Image.Image:
    """Convert a strip: to light, by one gain for the three channels, to the primaries of sRGB."""
    bands = image.split()
    lights = {name: band.point(_light_table(space.transfer), "F") for name, band in zip(_NAMES, bands, strict=True)}
    gain = ImageMath.lambda_eval(lambda args: _gain(args, space), **lights)
    return Image.merge("RGB", [_to_srgb(row, gain, lights) for row in _conversion(space.primaries, SRGB_PRIMARIES)])


def _gain(args: dict[str, Any], space: ColourSpace) -> Band:
    """Return what the light of each pixel is multiplied by."""
    light = [args[name] for name in _NAMES]
    conversion = _conversion(space.primaries, BT2020_PRIMARIES)
    brightest = reduce(args["max"], [_mix(row, light) for row in conversion])
    tone = _tone_curve(max(space.peak_nits / _WHITE_NITS, 1.01), args["min"], args["max"])
    if space.transfer is not Hdr.HLG:
        return tone(brightest)
    # a display of 1,000 cd/m², whose system gamma of 1.2 is of the luminance (ITU-R BT.2100, table 5)
    display = _mix(to_xyz_matrix(space.primaries)[1], light) ** 0.2 * _USUAL_PEAK
    return tone(brightest * display) * display


def _to_srgb(row: tuple[float, ...], gain: Image.Image, lights: dict[str, Image.Image]) -> Image.Image:
    """Return one channel of sRGB, from the row of the matrix that makes it."""

    def compute(args: dict[str, Any]) -> Band:
        light = _mix(row, [args[name] for name in _NAMES]) * args["gain"]
        return args["int"](args["min"](args["max"](light, 0.0), 1.0) * float(_LEVELS) + 0.5)

    levels: Image.Image = ImageMath.lambda_eval(compute, gain=gain, **lights)
    return levels.point(_samples(), "L")


def _mix(shares: tuple[float, ...], bands: list[Band]) -> Band:
    """Return the sum of three channels, each times its share."""
    return bands[0] * shares[0] + bands[1] * shares[1] + bands[2] * shares[2]


@lru_cache(2)
def _light_table(transfer: Hdr) -> list[float]:
    """Return the light of each sample (ITU-R BT.2100, tables 4 and 5); for HLG that of the scene, up to 1."""
    return [(_scene_light if transfer is Hdr.HLG else _display_light)(level / 255) for level in range(256)]


def _scene_light(level: float) -> float:
    return level * level / 3 if level <= 0.5 else (math.exp((level - 0.55991073) / 0.17883277) + 0.28466892) / 12


def _display_light(level: float) -> float:
    power = level ** (32 / 2523)
    fraction = max(power - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * power)
    return float(10_000 / _WHITE_NITS * fraction ** (16384 / 2610))


def _tone_curve(peak: float, lower: Callable[..., Band], upper: Callable[..., Band]) -> Callable[[Band], Band]:
    """Return the function from the brightest channel to what all are multiplied by.

    Args:
        peak: The brightest light of the picture.
        lower: Returns the lower of two operands.
        upper: Returns the higher of two operands.
    """
    white = 1 - 0.5 * min(math.log(peak) / math.log(_USUAL_PEAK), 1)
    # above white a quadratic Bézier curve from (1, white) over a middle point to (peak, 1)
    middle_x, middle_y = 0.35 + 0.65 / white, 0.35 * white + 0.65
    a, b = 1 - 2 * middle_x + peak, 2 * middle_x - 2

    def gain(light: Band) -> Band:
        above = lower(upper(light, 1.0), peak) - 1.0
        at = ((above * (4 * a) + b * b) ** 0.5 - b) * (0.5 / a) if abs(a) > 1e-6 else above * (1 / b)
        shoulder = at * (2 * (middle_y - white)) + at * at * (white - 2 * middle_y + 1)
        return (lower(light, 1.0) * white + shoulder) / upper(light, 1e-6)

    return gain


@lru_cache(8)
def _conversion(source: Primaries, target: Primaries) -> Matrix:
    """Return the matrix between two sets of primaries of one white."""
    forth, back = to_xyz_matrix(source), inverse(to_xyz_matrix(target))
    columns = [multiply(back, column) for column in zip(*forth, strict=True)]
    return tuple(zip(*columns, strict=True))


@lru_cache(1)
def _samples() -> list[int]:
    """Return the sample of sRGB for each of 65,536 lights (IEC 61966-2-1)."""
    lights = (level / _LEVELS for level in range(_LEVELS + 1))
    return [round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * float(v ** (1 / 2.4)) - 0.055)) for v in lights]
