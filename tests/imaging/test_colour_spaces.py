"""Colours that a header names in numbers, against what Chromium 156 paints of the same file."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from gallery.base.models import Recipe
from gallery.imaging import colour_space
from gallery.imaging.decoding import colour
from gallery.imaging.decoding.tone_mapping import apply_tone_mapping
from tests.imaging.odd_pictures import (
    ADOBE,
    PATCHES,
    avif_with,
    bmp_with,
    chromaticities,
    chunk,
    cicp,
    gamma,
    patch_colours,
    patches,
    png_with,
    profile_chunk,
)
from tests.imaging.rendering import max_difference, open_result, rendered, swapped_profile
from tests.pictures import encoded

if TYPE_CHECKING:
    from tests.imaging.files import Put

GREYS = [(64, 64, 64), (128, 128, 128), (192, 192, 192)]
P3 = [*GREYS, (217, 42, 52), (0, 204, 4), (60, 60, 208), (255, 0, 128)]
BT2020 = [*GREYS, (247, 0, 53), (0, 212, 0), (10, 58, 209), (255, 0, 130)]
LINEAR = [(137,) * 3, (188,) * 3, (225,) * 3, (229, 133, 133), (133, 229, 133), (133, 133, 229), (255, 0, 188)]
ADOBE_22 = [(62,) * 3, (129,) * 3, (193,) * 3, (231, 57, 57), (0, 201, 37), (57, 57, 205), (255, 0, 132)]
GAMMA_28 = [(40,) * 3, (106,) * 3, (179,) * 3, (189, 36, 36), (35, 190, 35), (36, 36, 189), (255, 0, 106)]
PQ = [(30,) * 3, (132,) * 3, (255,) * 3, (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 0, 0)]
DARKER = [(255, 0, 0), (0, 245, 0), (0, 0, 243), (255, 0, 0)]
HLG = [(43,) * 3, (99,) * 3, (189,) * 3, (230, 0, 39), (0, 208, 0), (0, 39, 178), (255, 0, 75)]
SWAPPED = [*GREYS, (60, 200, 60), (200, 60, 60), (60, 60, 200), (0, 255, 128)]


def assert_painted(put: Put, data: bytes, expected: Any, most: int = 6) -> None:
    """Check the colours of the patches; JPEG may change them a little."""
    found = patch_colours(open_result(rendered(put("a", data), Recipe.SCREEN)))
    differences = [max_difference(one, other) for one, other in zip(found, expected, strict=True)]
    assert max(differences) <= most, list(zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("code_points", "expected"),
    [((1, 13), PATCHES), ((2, 2), PATCHES), ((1, 1), PATCHES), ((12, 13), P3), ((9, 13), BT2020), ((9, 1), BT2020),
     ((1, 8), LINEAR), ((1, 5), GAMMA_28), ((9, 16), PQ), ((9, 18), HLG), ((1, 11), PATCHES)],
)  # fmt: skip
def test_avif_by_its_code_points(put: Put, code_points: tuple[int, int], expected: Any) -> None:
    assert_painted(put, avif_with(*code_points), expected)


SRGB = chunk(b"sRGB", b"\0")
PROFILE = profile_chunk(swapped_profile())


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        (gamma(1), LINEAR),
        (gamma(0.45455), PATCHES),
        (gamma(0.45455) + chromaticities(*ADOBE), ADOBE_22),
        (chromaticities(*ADOBE), PATCHES),
        (gamma(0.45455) + chromaticities(*[0.0] * 8), PATCHES),
        (gamma(0.45455) + chromaticities(0.3, 0.3, *[0.5] * 6), PATCHES),
        (gamma(0), PATCHES),
        (SRGB + gamma(1), PATCHES),
        (PROFILE + gamma(1), SWAPPED),
        (PROFILE + SRGB, SWAPPED),
        (profile_chunk(b"junk" * 50) + gamma(1), LINEAR),
        (cicp(12, 13), P3),
        (cicp(12, 13) + PROFILE, P3),
        (PROFILE + cicp(1, 13), PATCHES),
        (cicp(9, 16), PQ),
        (cicp(9, 18), HLG),
        (cicp(12, 13, full=0), PATCHES),
        (cicp(12, 13, matrix=1), PATCHES),
        (cicp(2, 2) + gamma(1), LINEAR),
    ],
)  # fmt: skip
def test_png_by_the_chunk_that_counts(put: Put, chunks: bytes, expected: Any) -> None:
    assert_painted(put, png_with(chunks), expected)


@pytest.mark.parametrize("mode", ["L", "P"])
def test_png_of_other_modes(put: Put, mode: str) -> None:
    image = patches().convert(mode, palette=Image.Palette.ADAPTIVE)
    assert_painted(put, png_with(gamma(1), image), [(137,) * 3, (188,) * 3, (225,) * 3] + (
        LINEAR[3:] if mode == "P" else [(170,) * 3, (197,) * 3, (148,) * 3, (161,) * 3]))  # fmt: skip


def test_the_peak_that_the_file_names_shapes_the_highlights(put: Put) -> None:
    peak = chunk(b"cLLI", struct.pack(">II", 4_000_000, 1_000_000))
    assert_painted(put, png_with(cicp(9, 16) + peak), [(39,) * 3, (163,) * 3, *PQ[2:]])
    screen = chunk(b"mDCV", struct.pack(">8H2I", *[15_000] * 8, 40_000_000, 1))
    assert_painted(put, png_with(cicp(9, 16) + screen), [(30,) * 3, (132,) * 3, (226,) * 3, *DARKER])


def grey_gamma_profile(exponent: float) -> bytes:
    """Return a profile of grey with this gamma."""
    curve = struct.pack(">4s4xIH", b"curv", 1, round(exponent * 256)) + b"\0\0"
    white = struct.pack(">4s4x3i", b"XYZ ", 63190, 65536, 54061)
    text = struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", 0, 28)
    tags = {b"kTRC": curve, b"wtpt": white, b"desc": text, b"cprt": text}
    table, content, start = b"", b"", 132 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sII", name, start + len(content), len(data))
        content += data
    header = struct.pack(">I4xI4s4s4s12x4s", start + len(content), 0x04200000, b"mntr", b"GRAY", b"XYZ ", b"acsp")
    whole = header + bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return whole + struct.pack(">I", len(tags)) + table + content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "AVIF"])
def test_grey_profiles_are_applied_whatever_mode_the_decoder_returns(put: Put, kind: str) -> None:
    grey = patches().convert("L")
    options = {"quality": 100} if kind in ("JPEG", "AVIF") else {}
    data = encoded(kind, grey, icc_profile=grey_gamma_profile(1.0), **options)
    assert_painted(put, data, [(137,) * 3, (188,) * 3, (225,) * 3, (170,) * 3, (197,) * 3, (148,) * 3, (161,) * 3])


def test_a_grey_profile_does_not_apply_to_colours(put: Put) -> None:
    assert_painted(put, encoded("PNG", patches(), icc_profile=grey_gamma_profile(1.0)), PATCHES)


def test_a_profile_of_colours_applies_to_grey(put: Put) -> None:
    data = encoded("PNG", patches().convert("L"), icc_profile=swapped_profile())
    assert_painted(put, data, [*GREYS, (102,) * 3, (142,) * 3, (76,) * 3, (91,) * 3])


def calibrated(
    red: tuple[float, float], green: tuple[float, float], blue: tuple[float, float], exponent: float
) -> bytes:
    """Return the fields of calibrated colours: XYZ of the primaries of one luminance sum, and a gamma."""
    matrix = colour_space.to_xyz_matrix((*red, *green, *blue, 0.3127, 0.3290))
    endpoints = [round(value * (1 << 30)) for column in zip(*matrix, strict=True) for value in column]
    return struct.pack("<I9i3I", 0, *endpoints, *[round(exponent * 65536)] * 3)


def test_bmp_with_calibrated_colours(put: Put) -> None:
    fields = calibrated((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), 2.2)
    assert_painted(put, bmp_with(patches(), fields), ADOBE_22)


@pytest.mark.parametrize("fields", [bytes(52), struct.pack("<I9i3I", 0, *[0] * 9, *[65536] * 3), b"BGRs" + bytes(48)])
def test_bmp_with_empty_or_usual_colours(put: Put, fields: bytes) -> None:
    assert_painted(put, bmp_with(patches(), fields), PATCHES)


def test_bmp_with_a_profile(put: Put) -> None:
    fields = struct.pack("<I", int.from_bytes(b"MBED", "big")) + bytes(48)
    assert_painted(put, bmp_with(patches(), fields, swapped_profile()), SWAPPED)


RAMP = (0, 0, 1, 2, 5, 9, 15, 22, 30, 38, 48, 58, 70, 83, 98, 114, 132, 153, 175, 198, 213, 226, 237, 246, 255, 255)
"""Every eighth grey of PQ as Chromium paints it."""


def test_tone_mapping_is_that_of_the_browser() -> None:
    space = colour_space.from_cicp(9, 16)
    assert space is not None
    greys = Image.merge("RGB", [Image.linear_gradient("L").rotate(90)] * 3)  # columns of 0 to 255
    found = apply_tone_mapping(greys, space)
    assert found.size == greys.size
    row = [found.getpixel((column, 9)) for column in range(0, 208, 8)]
    assert all(max_difference(one, (other,) * 3) <= 1 for one, other in zip(row, RAMP, strict=True)), row  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(1, 1), (3, 700_000), (300_000, 2)])
def test_tone_mapping_takes_pictures_of_any_shape(size: tuple[int, int]) -> None:
    space = colour_space.from_cicp(12, 18)
    assert space is not None
    found = apply_tone_mapping(Image.new("RGB", size, (255, 255, 255)), space)
    assert found.size == size
    assert found.getextrema() == ((255, 255),) * 3


def test_converting_takes_no_copy_that_is_as_the_picture() -> None:
    """Of a PNG of 268 million pixels with gAMA and cHRM it was a gigabyte, for which there was no room."""
    image = patches()
    assert colour.to_srgb(image, colour_space.SRGB) is image
