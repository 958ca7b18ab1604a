"""Frames of video in memory: their samples become the colours that they mean."""

from __future__ import annotations

import math
import struct

import pytest
from PIL import Image, ImageChops

from gallery.imaging.decoding import yuv_planes
from gallery.imaging.decoding.yuv_planes import BT601, BT709, BT2020, Layout, Planes


def samples(
    colour: tuple[float, float, float], weights: yuv_planes.Weights, *, full: bool
) -> tuple[float, float, float]:
    """Return luma and differences of a colour of 0 to 1, of eight bits."""
    red, green, blue = colour
    luma = weights[0] * red + (1 - sum(weights)) * green + weights[1] * blue
    differences = (blue - luma) / 2 / (1 - weights[1]), (red - luma) / 2 / (1 - weights[0])
    light, span, dark = (255, 255, 0) if full else (219, 224, 16)
    return dark + light * luma, *(128 + span * one for one in differences)  # type: ignore[return-value]


def frame(layout: Layout, values: tuple[float, float, float]) -> Planes:
    """Return a frame of 6 by 4 pixels, with rows that are longer than its pixels."""
    if layout in (Layout.PLANAR, Layout.PLANAR_422, Layout.PAIRED):
        one = [bytes((round(value),)) for value in values]
    else:
        scale = 4 if layout is Layout.PLANAR_10 else 256
        one = [round(value * scale).to_bytes(2, "little") for value in values]
    wide = len(one[0])
    luma = ((one[0] * 6 + b"\xee" * 2 * wide) * 4, 8 * wide)
    if layout in (Layout.PLANAR, Layout.PLANAR_422, Layout.PLANAR_10):
        rows = 4 if layout is Layout.PLANAR_422 else 2
        return Planes(layout, (6, 4), [luma, *(((item * 3 + b"\xee" * wide) * rows, 4 * wide) for item in one[1:])])
    return Planes(layout, (6, 4), [luma, (((one[1] + one[2]) * 3 + b"\xee" * 2 * wide) * 2, 8 * wide)])


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("weights", [BT601, BT709, BT2020])
@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("colour", [(0, 0.75, 0), (0.75, 0, 0), (0, 0, 0.75), (1, 1, 1), (0, 0, 0), (0.5, 0.25, 0.75)])
def test_samples_become_the_colours_that_they_mean(
    layout: Layout, weights: yuv_planes.Weights, full: bool, colour: tuple[float, float, float]
) -> None:
    image = yuv_planes.to_rgb(frame(layout, samples(colour, weights, full=full)), (3, 2), weights, full=full)
    assert image.size == (3, 2)
    for x, y in ((0, 0), (2, 1)):
        pixel = image.getpixel((x, y))
        assert isinstance(pixel, tuple)
        assert all(abs(found - 255 * wanted) <= 3 for found, wanted in zip(pixel, colour, strict=True)), pixel


def patterned(layout: Layout, size: tuple[int, int]) -> Planes:
    """Return a frame of waves in eight or in ten bits, the same in both."""
    bits, half = (2 if layout is Layout.PLANAR_10 else 0), ((size[0] + 1) // 2, (size[1] + 1) // 2)
    planes: list[tuple[yuv_planes.Buffer, int]] = []
    for number, (wide, high) in enumerate((size, half, half)):
        values = [round(128 + 90 * math.sin(x * (number + 4) / wide) * math.cos(y * 5 / high)) << bits
                  for y in range(high) for x in range(wide)]  # fmt: skip
        data = struct.pack(f"<{len(values)}H", *values) if bits else bytes(values)
        planes.append((data, wide * (2 if bits else 1)))
    return Planes(layout, size, planes)


@pytest.mark.parametrize("target", [(320, 180), (192, 108), (100, 90), (60, 34), (24, 14), (16, 9)])
def test_a_frame_looks_the_same_in_ten_bits_and_in_any_size(target: tuple[int, int]) -> None:
    """Its samples are averaged in other ways before they are resized: none of it may be seen, or moved."""
    frames = [patterned(layout, (192, 108)) for layout in (Layout.PLANAR, Layout.PLANAR_10)]
    eight, ten = (yuv_planes.to_rgb(frame, target, BT709, full=True) for frame in frames)
    whole = yuv_planes.to_rgb(frames[0], (192, 108), BT709, full=True).resize(target, Image.Resampling.LANCZOS)
    for one, other, most in ((eight, ten, 3), (eight, whole, 12)):
        assert max(ImageChops.difference(one, other).tobytes()) <= most
