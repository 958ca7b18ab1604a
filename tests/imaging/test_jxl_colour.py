"""Colours of JPEG XL: named ones, profiles, light in floats, high dynamic range."""

from __future__ import annotations

import array
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat

from gallery.imaging.colour_space import ADOBE_RGB, BT2020_PRIMARIES, SRGB_CURVE, Curve
from gallery.imaging.decoding.icc_profile import write_profile
from gallery.imaging.libjxl import HLG, LINEAR, PQ
from gallery.imaging.libjxl import SRGB as SRGB_TRANSFER
from tests.imaging.jxl_files import BT2020, P3, SRGB, Colours, encode, inks, jxl
from tests.imaging.odd_pictures import cicp, patches, png_with
from tests.imaging.rendering import swapped_profile
from tests.imaging.shown import show_whole
from tests.pictures import encoded

if TYPE_CHECKING:
    from tests.imaging.files import Put

CICP_PRIMARIES = {SRGB: 1, BT2020: 9, P3: 12}


def difference(one: Image.Image, other: Image.Image) -> int:
    return max(ImageChops.difference(one, other).tobytes())


def mean_difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def to_light(level: float) -> float:
    curve = SRGB_CURVE
    return curve.c * level if level <= curve.start else (curve.a * level + curve.b) ** curve.gamma


@pytest.mark.parametrize("primaries", [P3, BT2020])
@pytest.mark.parametrize("transfer", [SRGB_TRANSFER, PQ, HLG])
def test_named_colours_are_those_of_a_png_of_the_same_samples(put: Put, primaries: int, transfer: int) -> None:
    colours = Colours(primaries, transfer, nits=1000 if transfer != SRGB_TRANSFER else 0)
    shown = show_whole(put("a.jxl", jxl(patches(), colours=colours)))
    expected = show_whole(put("a.png", png_with(cicp(CICP_PRIMARIES[primaries], transfer), patches())))
    assert difference(shown, expected) <= 1
    assert difference(shown, patches()) > 20


def test_the_brightest_light_that_there_is_decides_how_dark_the_rest_is(put: Put) -> None:
    dim, bright = (
        show_whole(put(f"{nits}.jxl", jxl(patches(), colours=Colours(BT2020, PQ, nits=nits)))) for nits in (250, 4000)
    )
    assert ImageStat.Stat(dim.convert("L")).mean[0] > ImageStat.Stat(bright.convert("L")).mean[0] + 5


def test_grey_of_high_dynamic_range_is_mapped_as_colours_are(put: Put) -> None:
    grey = patches().convert("L")
    shown = show_whole(put("a.jxl", jxl(grey, colours=Colours(transfer=PQ, nits=1000))))
    expected = show_whole(put("b.jxl", jxl(grey.convert("RGB"), colours=Colours(BT2020, PQ, nits=1000))))
    assert difference(shown, expected) <= 1


@pytest.mark.parametrize("profile", [swapped_profile(), write_profile(ADOBE_RGB.primaries, ADOBE_RGB.transfer)])
@pytest.mark.parametrize(("distance", "tolerance"), [(0.0, 0.01), (0.1, 3.0)])
def test_a_profile_counts_whatever_the_samples_are_stored_as(
    put: Put, profile: bytes, distance: float, tolerance: float
) -> None:
    """With loss the decoder converts from XYB by itself: the profile of the file is not that of its pixels."""
    shown = show_whole(put("a.jxl", jxl(patches(), colours=Colours(profile=profile), distance=distance)))
    expected = show_whole(put("a.tif", encoded("TIFF", patches(), icc_profile=profile)))
    assert mean_difference(shown, expected) <= tolerance


@pytest.mark.parametrize("distance", [0.0, 0.1])
@pytest.mark.parametrize("named", [True, False])
def test_light_in_floats_keeps_its_shadows(put: Put, distance: float, named: bool) -> None:
    """Each of 64 dark greys is another one in eight bits of light, of which there are five."""
    light = array.array("f", [to_light(level // 4 / 255) for level in range(256) for _ in "RGB"])
    colours = Colours(BT2020, LINEAR) if named else Colours(profile=write_profile(BT2020_PRIMARIES, Curve(1.0)))
    data = encode([light.tobytes() * 64], (256, 64), 3, bits=32, colours=colours, distance=distance)
    row = show_whole(put("a.jxl", data)).convert("L").crop((0, 32, 256, 33)).tobytes()
    assert max(abs(value - level // 4) for level, value in enumerate(row)) <= (1 if distance == 0 else 4)


def ink_profile() -> bytes:
    """Return a profile of four inks: a table of two steps each, to Lab (ICC.1:2022, 10.11)."""
    corners = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    table = bytes(
        value
        for c, m, y, k in corners
        for value in (255 - min(255, 80 * (c + m + y) + 220 * k), 128 + 40 * m - 40 * c, 128 + 50 * y - 30 * c)
    )
    steps = bytes(range(256))
    identity = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 16)
    lut = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + identity + 4 * steps + table + 3 * steps
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    text = b"desc" + bytes(4) + struct.pack(">I", 5) + b"inks\0" + bytes(78)
    parts, places, start = [(b"A2B0", lut), (b"wtpt", white), (b"desc", text), (b"cprt", b"text" + bytes(8))], b"", 180
    for name, content in parts:
        places += name + struct.pack(">II", start, len(content))
        start += (len(content) + 3) // 4 * 4
    body = b"".join(content.ljust((len(content) + 3) // 4 * 4, b"\0") for _, content in parts)
    head = struct.pack(">I4sI4s4s4s", start, b"lcms", 0x02400000, b"prtr", b"CMYK", b"Lab ") + bytes(12) + b"acsp"
    illuminant = struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(68, b"\0") + illuminant.ljust(60, b"\0") + struct.pack(">I", len(parts)) + places + body


def test_inks_with_their_black(put: Put) -> None:
    picture = patches().convert("CMYK")
    picture.paste((10, 200, 30, 120), (0, 0, picture.width // 2, 9))
    profile = ink_profile()
    shown = show_whole(put("a.jxl", inks(picture, profile)))
    expected = show_whole(put("a.tif", encoded("TIFF", picture, icc_profile=profile)))
    assert difference(shown, expected) <= 1
    assert difference(shown, picture.convert("RGB")) > 20, "the profile counts"
