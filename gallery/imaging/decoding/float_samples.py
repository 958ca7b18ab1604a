"""Takes channels of floats out of the data of a TIFF, and turns them into eight bits."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from gallery.imaging.decoding import linear_light, sample_range, sample_unpacking, tiff_layout, tiff_segments

if TYPE_CHECKING:
    from gallery.imaging.decoding.tiff_layout import Layout

_FLOAT_WHITES = 1.0, 255.0, 65535.0
"""What white may be in floats, ascending."""


def take_channel(layout: Layout, data: bytes, at: int, count: int) -> bytes:
    """Return one channel of floats of 16, 32 or 64 bits as 32-bit ones in native order."""
    depth = layout.bits[0]
    whole = len(data) // (depth // 8) * (depth // 8)
    numbers = memoryview(data)[:whole]
    wide = numbers.cast("H") if depth == 16 else numbers.cast("I") if depth == 32 else numbers.cast("Q")
    channel = wide[at::count].tobytes()
    # the predictor of floats leaves them in big-endian order
    little = layout.order == "<" and layout.predictor != tiff_segments.FLOAT_PREDICTOR
    if depth == 16:
        channel, depth, little = sample_unpacking.halves_to_floats(channel, little=little), 32, True
    raw = f"F;{depth}F" if little else f"F;{depth}BF"
    return Image.frombytes("F", (len(channel) // (depth // 8), 1), channel, "raw", raw).tobytes()


def with_curve(layout: Layout) -> Layout:
    """Return the layout of floats whose profile says that they are light as one that has the curve of sRGB."""
    is_colour = layout.photometric in (tiff_layout.RGB, tiff_layout.BLACK_IS_ZERO)
    is_float = layout.sample_format == tiff_layout.FLOAT
    if not (is_colour and is_float and linear_light.is_linear(layout.profile)):
        return layout
    return replace(layout, is_light=True, profile=linear_light.with_curve_of_srgb(layout.profile))


def to_bytes(planes: list[Image.Image], layout: Layout) -> list[Image.Image]:
    """Convert floats to eight bits: by what is white; else by the smallest usual range that holds all, or their own."""
    colours = layout.colour_channels if layout.is_light else 0
    light = planes[:colours]
    if layout.is_on_white and len(planes) > colours:
        light = linear_light.without_white(light, planes[colours])
    white = _white_of_light(light) if light and layout.white is None else 1.0
    light = [linear_light.to_bytes(plane, white) for plane in light]
    return light + (_stretch_floats(planes[colours:], 1.0 if colours else layout.white) if planes[colours:] else [])


def _white_of_light(planes: list[Image.Image]) -> float:
    """Return what white is in light: 1, beyond which are highlights, unless that would be darker than the average."""
    averages = [sample_range.get_range(plane.resize((1, 1), Image.Resampling.BOX))[0] for plane in planes]
    if not any(average > 1 for average in averages):
        return 1.0
    high = max(sample_range.get_range(plane)[1] for plane in planes)
    return next((white for white in _FLOAT_WHITES if high <= white), 1.0)


def _stretch_floats(planes: list[Image.Image], white: float | None) -> list[Image.Image]:
    """Return floats in eight bits.

    Args:
        planes: The channels.
        white: What white is; None: by the smallest usual range that holds all channels, else by their own.
    """
    lows, highs = zip(*map(sample_range.get_range, planes), strict=True)
    low, high = min(lows), max(highs)
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    whites = _FLOAT_WHITES if white is None else ()
    low, high = next(((0.0, top) for top in whites if low >= 0 and high <= top), (low, high))
    low, high = (low, high) if white is None else (0.0, white)
    return [sample_range.to_bytes(plane, low, high) for plane in planes]
