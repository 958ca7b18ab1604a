"""Floats that are light: their dark parts, their profiles, and white under clear parts."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import ImageCms

from gallery.imaging.colour_space import SRGB_CURVE, SRGB_PRIMARIES, Curve
from gallery.imaging.decoding.icc_profile import write_profile
from gallery.imaging.decoding.linear_light import is_linear, with_curve_of_srgb
from tests.imaging.format_files import HEIGHT, WIDTH, psd, resource
from tests.imaging.rendering import colour_at, max_difference
from tests.imaging.shown import show_whole
from tests.imaging.tiff_files import TiffWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from tests.imaging.files import Put

PLACES = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]
RGB, GREY = 3, 1
LINEAR, USUAL = write_profile(SRGB_PRIMARIES, Curve(1.0)), write_profile(SRGB_PRIMARIES, SRGB_CURVE)
DARK = [0.0, 0.0005, 0.001, 0.0019, 0.003, 0.0057, 0.0061, 0.0099, 0.02, 0.05, 0.2, 0.5, 0.9, 1.0]


def level(light: float) -> float:
    """Return the eight-bit value of sRGB of light (IEC 61966-2-1)."""
    return 255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


def dark(x: int, y: int, channel: int) -> float:
    return DARK[(x + 3 * y + 5 * channel) % len(DARK)]


def document(
    samples: Callable[[int, int, int], float], count: int, mode: int, profile: bytes = b"", layers: int = 0
) -> bytes:
    planes = [
        struct.pack(f">{len(PLACES)}f", *(samples(*place, channel) for place in PLACES)) for channel in range(count)
    ]
    return psd(planes, 32, mode, resources=resource(1039, profile) if profile else b"", layers=layers)


@pytest.mark.parametrize("profile", [b"", LINEAR])
def test_dark_light_of_a_photoshop_document(put: Put, profile: bytes) -> None:
    """Eight bits of light have 3 values for the darkest 34 of sRGB."""
    shown = show_whole(put("a.psd", document(dark, 3, RGB, profile)))
    for place in PLACES:
        expected = [round(level(dark(*place, channel))) for channel in range(3)]
        assert max_difference(colour_at(shown, place), expected) <= 1


def test_dark_light_in_grey(put: Put) -> None:
    shown = show_whole(put("a.psd", document(dark, 1, GREY)))
    assert all(abs(colour_at(shown, place)[0] - level(dark(*place, 0))) <= 1 for place in PLACES)


def test_floats_of_another_curve_stay_as_they_are(put: Put) -> None:
    """As programs but Photoshop write them."""
    shown = show_whole(put("a.psd", document(lambda x, *_: x / 20, 3, RGB, USUAL)))
    assert all(abs(colour_at(shown, (x, 3))[0] - 255 * x / 20) <= 1 for x in range(WIDTH))


def test_light_is_taken_from_under_clear_parts_as_light(put: Put) -> None:
    """Half of 0.2 on white is 0.6."""

    def samples(x: int, _: int, channel: int) -> float:
        alpha = (0.0, 0.5, 1.0)[x // 7]
        return alpha if channel == 3 else 0.2 * alpha + (1 - alpha)

    half, stays = (
        colour_at(show_whole(put("a.psd", document(made, 4, RGB, layers=-1))), (10, 3))
        for made in (samples, lambda x, y, channel: samples(x, y, 3) if channel == 3 else 0.2)
    )
    grounds = [(level(0.2) + ground) / 2 for ground in (112, 144)]
    assert min(abs(half[0] - ground) for ground in grounds) <= 2
    assert half == stays


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_dark_light_of_a_tiff(put: Put, channels: int) -> None:
    writer = TiffWriter(
        lambda x, y, channel: 1.0 if channel == 3 else dark(x, y, channel),
        channels=channels,
        bits=32,
        sample_format=3,
        photometric=1 if channels == 1 else 2,
        extra=(2,) if channels == 4 else (),
        tags={0x8773: (1, gray(LINEAR) if channels == 1 else LINEAR)},
    )
    shown = show_whole(put("a.tif", writer.build()))
    for y in range(shown.height):
        for x in range(shown.width):
            expected = [round(level(dark(x, y, channel % channels))) for channel in range(3)]
            assert max_difference(colour_at(shown, (x, y)), expected) <= 1


def show_light(put: Put, light: Callable[[int], float]) -> Image.Image:
    """Return what is shown of a TIFF of floats in three channels that are proportional to light, by its column."""
    writer = TiffWriter(
        lambda x, y, channel: light(x),
        channels=3,
        bits=32,
        sample_format=3,
        photometric=2,
        tags={0x8773: (1, LINEAR)},
    )
    return show_whole(put("a.tif", writer.build()))


@pytest.mark.parametrize("white", [1.0, 255.0, 65535.0])
def test_white_of_light_may_be_the_highest_number_of_integers(put: Put, white: float) -> None:
    shown = show_light(put, lambda x: white * (x + 1) / 24)
    assert all(abs(colour_at(shown, (x, 0))[0] - level((x + 1) / 24)) <= 1 for x in range(shown.width))


def test_light_beyond_white_darkens_nothing_else(put: Put) -> None:
    shown = show_light(put, lambda x: 4.0 if x == 0 else 0.2)
    assert colour_at(shown, (0, 0)) == (255, 255, 255)
    assert max_difference(colour_at(shown, (9, 0)), [round(level(0.2))] * 3) <= 1


def test_light_that_has_been_multiplied_is_divided_before_it_gets_a_curve(put: Put) -> None:
    writer = TiffWriter(
        lambda x, y, channel: 0.5 if channel == 3 else 0.1,
        channels=4,
        bits=32,
        sample_format=3,
        photometric=2,
        extra=(1,),
        tags={0x8773: (1, LINEAR)},
    )
    shown = colour_at(show_whole(put("a.tif", writer.build())), (9, 9))
    assert min(abs(shown[0] - (level(0.2) + ground) / 2) for ground in (112, 144)) <= 2


def gray(profile: bytes) -> bytes:
    """Return a profile of one channel, with the curve of the red one."""
    return profile.replace(b"RGB ", b"GRAY", 1).replace(b"rTRC", b"kTRC", 1)


def with_curve(curve: bytes) -> bytes:
    """Return a profile with other data for all its curves, of the length that they had."""
    start = LINEAR.index(b"para")
    return LINEAR.replace(LINEAR[start : start + 32], curve.ljust(32, b"\0"))


@pytest.mark.parametrize(
    ("curve", "linear"),
    [
        (b"curv" + bytes(8), True),
        (b"curv" + bytes(4) + struct.pack(">IH", 1, 0x100), True),
        (b"curv" + bytes(4) + struct.pack(">IH", 1, 0x233), False),
        (b"curv" + bytes(4) + struct.pack(">I3H", 3, 0, 32768, 65535), True),
        (b"curv" + bytes(4) + struct.pack(">I3H", 3, 0, 14000, 65535), False),
        (b"curv" + bytes(4) + struct.pack(">I", 1 << 30), False),
        (b"para" + bytes(4) + struct.pack(">HHi", 0, 0, 1 << 16), True),
        (b"para" + bytes(4) + struct.pack(">HHi", 0, 0, 3 << 15), False),
        (b"para" + bytes(4) + struct.pack(">HHiii", 1, 0, 1 << 16, 1 << 16, 0), True),
        (b"para" + bytes(4) + struct.pack(">HHiii", 1, 0, 1 << 16, 1 << 16, 9999), False),
        (b"none", False),
    ],
)
def test_straight_curves_are_known(curve: bytes, linear: bool) -> None:
    assert is_linear(with_curve(curve)) == linear


def test_what_is_no_profile_of_straight_curves() -> None:
    assert not is_linear(USUAL)
    assert not is_linear(b"")
    assert not is_linear(LINEAR[:140])
    assert not is_linear(LINEAR.replace(b"cprt", b"A2B0"))


def test_a_profile_with_the_curve_of_srgb_changes_nothing_of_srgb() -> None:
    changed = with_curve_of_srgb(LINEAR + b"\0")
    assert ImageCms.ImageCmsProfile(io.BytesIO(changed)).profile.xcolor_space == "RGB "
    assert not is_linear(changed)
