"""The colours of the pictures in RAW files, by whatever says that they are Adobe RGB."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PIL import ImageCms

from gallery.base.models import Recipe
from tests.imaging import raw_files
from tests.imaging.raw_files import BLUE, LARGE_SIZE, RED, SHOT, RawWriter, Shot, jpeg
from tests.imaging.raw_shown import shown_colour
from tests.imaging.rendering import max_difference

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.imaging.files import Put
    from tests.imaging.rendering import Colour


def to_srgb_of_adobe(colour: Colour) -> Colour:
    """Return what a colour of Adobe RGB is in sRGB: its matrices and curves, both with the same white."""
    linear = [(value / 255) ** 2.19921875 for value in colour]
    red = 1.39836 * linear[0] - 0.39836 * linear[1]
    blue = -0.04293 * linear[1] + 1.04293 * linear[2]
    wanted = (red, linear[1], blue)
    return tuple(round(255 * (1.055 * max(v, 0.0031308) ** (1 / 2.4) - 0.055)) for v in wanted)


ADOBE: dict[str, Callable[[], bytes]] = {
    "note of nikon": lambda: raw_files.nef(adobe=True),
    "preview of a dng": lambda: raw_files.dng(preview={0xC71A: (raw_files.LONG, 3)}),
    "exif of the jpeg": lambda: raw_files.arw(
        Shot(SHOT.small, jpeg(BLUE, LARGE_SIZE, exif=raw_files.exif_block(1, colours=2)))
    ),
    "exif of the raw file": lambda: raw_files.arw().replace(
        struct.pack("<HHLL", 0xA001, 3, 1, 1), struct.pack("<HHLL", 0xA001, 3, 1, 2)
    ),
}


ADOBE["exif of a cr3"] = lambda: raw_files.cr3(colours=2)
PLAIN: dict[str, Callable[[], bytes]] = {
    "nothing": raw_files.arw,
    "a preview of its own colours": lambda: raw_files.nef(adobe=True, preview={0xC71A: (raw_files.LONG, 2)}),
    "exif of the jpeg before that of the raw file": lambda: raw_files.cr3(
        Shot(SHOT.small, jpeg(BLUE, LARGE_SIZE, exif=raw_files.exif_block(1, colours=1))), colours=2
    ),
}


@pytest.mark.parametrize("name", PLAIN)
def test_srgb_is_kept(put: Put, name: str) -> None:
    _, colour = shown_colour(put("a.nef", PLAIN[name]()), Recipe.FULL)
    assert max_difference(colour, BLUE) < 6


@pytest.mark.parametrize("name", ADOBE)
def test_adobe_rgb_is_converted_where_the_file_says_so(put: Put, name: str) -> None:
    _, colour = shown_colour(put("a.nef", ADOBE[name]()), Recipe.FULL)
    assert max_difference(colour, to_srgb_of_adobe(BLUE)) < 6


def test_the_mark_of_the_optional_colour_space_counts(put: Put) -> None:
    """ColorSpace "uncalibrated", and R03 in the directory of interoperability (DCF 2.0)."""
    out = RawWriter()
    mark = out.directory({1: (raw_files.ASCII, b"R03\0")})
    exif = out.directory(raw_files.capture((1200, 800), colours=65535) | {0xA005: (raw_files.LONG, mark)})
    first = raw_files.strip(out.blob(SHOT.large), len(SHOT.large), LARGE_SIZE, 6) | raw_files.camera(b"Canon")
    sensor = out.directory(raw_files.sensor((1200, 800)))
    data = out.finish(out.directory(first | {0x8769: (raw_files.LONG, exif)}, sensor))
    _, colour = shown_colour(put("a.tif", data), Recipe.FULL)
    assert max_difference(colour, to_srgb_of_adobe(BLUE)) < 6


def test_the_profile_of_a_preview_comes_first(put: Put) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    large = jpeg(BLUE, LARGE_SIZE, icc_profile=profile)
    _, colour = shown_colour(put("a.nef", raw_files.nef(Shot(SHOT.small, large), adobe=True)), Recipe.FULL)
    assert max_difference(colour, BLUE) < 6


def test_the_colours_that_a_dng_says_of_its_preview_come_before_those_of_the_shot(put: Put) -> None:
    """Converters keep EXIF's ColorSpace of a camera that was set to Adobe RGB, and write previews in sRGB."""
    plain = struct.pack("<HHLL", 0xA001, 3, 1, 1)
    assert plain in raw_files.dng()
    for said, wanted in ((2, BLUE), (3, to_srgb_of_adobe(BLUE)), (0, to_srgb_of_adobe(BLUE))):
        data = raw_files.dng(preview={0xC71A: (raw_files.LONG, said)})
        _, colour = shown_colour(put("a.dng", data.replace(plain, plain[:8] + b"\2\0\0\0")), Recipe.FULL)
        assert max_difference(colour, wanted) < 6


def test_a_dng_says_the_colours_of_plain_pixels_too(put: Put) -> None:
    for said, wanted in ((2, RED), (3, to_srgb_of_adobe(RED))):
        data = raw_files.dng(Shot(b"", b""), first={0xC71A: (raw_files.LONG, said)})
        plain = struct.pack("<HHLL", 0xA001, 3, 1, 1)
        _, colour = shown_colour(put("a.dng", data.replace(plain, plain[:8] + b"\2\0\0\0")), Recipe.FULL)
        assert max_difference(colour, wanted) < 6
