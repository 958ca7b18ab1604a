"""Frames as decoders of video leave them in memory, planes of luma and colour difference, to RGB. Pure.

ITU-R BT.601, BT.709, BT.2020; 4:2:0 and 4:2:2. Our own, because Qt's conversion takes every frame for BT.601, which
shows the green of all video in HD wrongly, and has none for ten bits without a graphics device.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PIL import Image

Size = tuple[int, int]
Weights = tuple[float, float]
"""How much red and blue count in the luma."""
BT601: Weights = (0.299, 0.114)
BT709: Weights = (0.2126, 0.0722)
BT2020: Weights = (0.2627, 0.0593)


class Layout(Enum):
    """How the samples of a frame stand in its planes. Those of 16 bits are little endian."""

    PLANAR = "8 bits, a plane for luma and for each difference"
    PLANAR_422 = "8 bits, a plane for luma and for each difference, which has all rows"
    PAIRED = "8 bits, both differences in one plane (NV12)"
    PLANAR_10 = "10 bits, the lowest of 16, a plane each"
    PAIRED_16 = "the highest of 16 bits, both differences in one plane (P010, P016)"


class Planes(NamedTuple):
    """A frame in memory."""

    layout: Layout
    size: Size
    """Width and height in pixels."""
    planes: list[tuple[bytes, int]]
    """(bytes, bytes of a row) of each plane, the luma first."""


def to_rgb(frame: Planes, target: Size, weights: Weights, *, full: bool) -> Image.Image:
    """Return a frame as RGB of eight bits, of the size `target`: planes are resized before they are converted.

    Args:
        frame: The frame.
        target: Width and height of the result.
        weights: Of the luma.
        full: Whether the samples use all values; else those of video, from 16 to 235.
    """
    rows = frame.size[1] if frame.layout is Layout.PLANAR_422 else (frame.size[1] + 1) // 2
    half = (frame.size[0] + 1) // 2, rows
    luma, *others = frame.planes
    bands = [_plane(frame.layout, *luma, frame.size)]
    if frame.layout in (Layout.PLANAR, Layout.PLANAR_422, Layout.PLANAR_10):
        bands += [_plane(frame.layout, *plane, half) for plane in others[:2]]
    else:
        bands += _pair(frame.layout, *others[0], half)
    resized = [one.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0) for one in bands]
    return Image.merge("RGB", resized).convert("RGB", _matrix(weights, full=full))


def _plane(layout: Layout, data: bytes, row: int, size: Size) -> Image.Image:
    """Return a plane with eight bits of each sample."""
    if layout is Layout.PAIRED_16:
        data, row = data[1::2], row // 2
    if layout is not Layout.PLANAR_10:
        return Image.frombytes("L", size, data, "raw", "L", row, 1)
    samples = Image.frombytes("I;16", size, data, "raw", "I;16", row, 1)
    return samples.point(lambda value: value * 0.25 + 0.5).convert("L")


def _pair(layout: Layout, data: bytes, row: int, size: Size) -> list[Image.Image]:
    """Return the two planes whose samples take turns in one."""
    if layout is Layout.PAIRED_16:
        data, row = data[1::2], row // 2
    return [Image.frombytes("L", size, data[at::2], "raw", "L", row // 2, 1) for at in (0, 1)]


def _matrix(weights: Weights, *, full: bool) -> tuple[float, ...]:
    """Return three rows of four that turn luma and colour differences into red, green and blue (BT.709, 3 and 4)."""
    red, blue = weights
    green = 1 - red - blue
    light, colour, dark = (1.0, 1.0, 0.0) if full else (255 / 219, 255 / 224, 16.0)
    to_red, to_blue = 2 * (1 - red) * colour, 2 * (1 - blue) * colour
    rows = ((0.0, to_red), (-to_blue * blue / green, -to_red * red / green), (to_blue, 0.0))
    return tuple(value for cb, cr in rows for value in (light, cb, cr, -dark * light - 128 * (cb + cr)))
