"""Frames as decoders of video leave them in memory, planes of luma and colour difference, to RGB. Pure.

ITU-R BT.601, BT.709, BT.2020; 4:2:0 and 4:2:2. Our own, because Qt's conversion takes every frame for BT.601, which
shows the green of all video in HD wrongly, and has none for ten bits without a graphics device.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PIL import Image

Size = tuple[int, int]
Buffer = bytes | bytearray | memoryview
Weights = tuple[float, float]
"""How much red and blue count in the luma."""
BT601: Weights = (0.299, 0.114)
BT709: Weights = (0.2126, 0.0722)
BT2020: Weights = (0.2627, 0.0593)


_GAP = 3
"""So many samples for each that is wanted are left to the filter of the resize; before, they are averaged."""
_ROWS = 4
"""So many rows for each that is wanted are looked at."""


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
    planes: list[tuple[Buffer, int]]
    """(bytes, bytes of a row) of each plane, the luma first. They are read where they lie, not copied."""


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
    bands = [_plane(frame.layout, *luma, frame.size, target)]
    if frame.layout in (Layout.PLANAR, Layout.PLANAR_422, Layout.PLANAR_10):
        bands += [_plane(frame.layout, *plane, half, target) for plane in others[:2]]
    else:
        bands += _pair(frame.layout, *others[0], half, target)
    return Image.merge("RGB", bands).convert("RGB", _matrix(weights, full=full))


def _plane(layout: Layout, data: Buffer, row: int, size: Size, target: Size) -> Image.Image:
    """Return a plane in the size `target`, with eight bits of each sample."""
    if layout is Layout.PAIRED_16:
        data, row = bytes(data)[1::2], row // 2
    if layout is not Layout.PLANAR_10:
        return _resize(_view("L", data, row, size, target), target)
    samples = _view("I;16", data, row, size, target)
    fewer = _fewer(samples.width, target[0]), _fewer(samples.height, target[1])
    if fewer != samples.size:  # before they are made eight bits: that takes as long as the average of four does
        samples = samples.resize(fewer, Image.Resampling.BOX)
    return _resize(samples.point(lambda value: value * 0.25 + 0.5).convert("L"), target)


def _view(mode: str, data: Buffer, row: int, size: Size, target: Size) -> Image.Image:
    """Return a plane as it lies in memory, of many more rows than are wanted only some: four for each at least."""
    step = max(1, size[1] // (_ROWS * target[1]))
    # any buffer will do (Pillow's stubs have not all)
    return Image.frombuffer(mode, (size[0], size[1] // step), data, "raw", mode, step * row, 1)  # type: ignore[arg-type]


def _fewer(most: int, target: int) -> int:
    """Return how many samples of a row or a column are left by averages of whole numbers of them."""
    return most // max(1, most // (_GAP * target))


def _resize(plane: Image.Image, target: Size) -> Image.Image:
    return plane.resize(target, Image.Resampling.LANCZOS, reducing_gap=float(_GAP))


def _pair(layout: Layout, data: Buffer, row: int, size: Size, target: Size) -> list[Image.Image]:
    """Return the two planes whose samples take turns in one."""
    data = bytes(data)
    if layout is Layout.PAIRED_16:
        data, row = data[1::2], row // 2
    return [_resize(_view("L", data[at::2], row // 2, size, target), target) for at in (0, 1)]


def _matrix(weights: Weights, *, full: bool) -> tuple[float, ...]:
    """Return three rows of four that turn luma and colour differences into red, green and blue (BT.709, 3 and 4)."""
    red, blue = weights
    green = 1 - red - blue
    light, colour, dark = (1.0, 1.0, 0.0) if full else (255 / 219, 255 / 224, 16.0)
    to_red, to_blue = 2 * (1 - red) * colour, 2 * (1 - blue) * colour
    rows = ((0.0, to_red), (-to_blue * blue / green, -to_red * red / green), (to_blue, 0.0))
    return tuple(value for cb, cr in rows for value in (light, cb, cr, -dark * light - 128 * (cb + cr)))
