"""Clear parts of pictures: what makes them clear, and the ground that they show."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Recipe
from gallery.imaging.decoding.transparency import GROUND
from gallery.imaging.geometry import ground_square
from tests.imaging.odd_pictures import chunk, gif, png_with
from tests.imaging.rendering import (
    GREEN,
    JPEG_RECIPES,
    RED,
    colour_at,
    four_colours,
    is_ground,
    max_difference,
    open_result,
    rendered,
)
from tests.imaging.webp_files import animated_webp
from tests.pictures import encoded

if TYPE_CHECKING:
    from tests.imaging.files import Put

UI = Path(__file__).parents[2] / "ui"


def raw_png(bits: int, colour_type: int, rows: list[bytes], width: int, chunks: bytes = b"") -> bytes:
    """Return a PNG of these packed rows."""
    header = struct.pack(">IIBBBBB", width, len(rows), bits, colour_type, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = chunk(b"IHDR", header) + chunks + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("clear", ["black", "white"])
def test_one_value_of_a_grey_png_is_clear_and_no_other_changes(put: Put, bits: int, clear: str) -> None:
    """Stripes of 8 pixels: black, white."""
    top = (1 << bits) - 1
    values = [0] * 8 + [top] * 8
    packed = int("".join(f"{value:0{bits}b}" for value in values), 2).to_bytes(2 * bits, "big")
    key = chunk(b"tRNS", struct.pack(">H", 0 if clear == "black" else top))
    data = raw_png(bits, 0, [packed] * 16, 16, key)
    result = open_result(rendered(put("a.png", data), Recipe.SCREEN))
    black, white = colour_at(result, (2, 8)), colour_at(result, (13, 8))
    assert is_ground(black if clear == "black" else white)
    assert max_difference(*((white, (255,) * 3) if clear == "black" else (black, (0,) * 3))) < 6


def test_a_deep_ramp_keeps_its_greys_beside_the_clear_value(put: Put) -> None:
    ramp = b"".join(struct.pack(">H", column * 257) for column in range(256))
    data = raw_png(16, 0, [ramp] * 32, 256, chunk(b"tRNS", struct.pack(">H", 0)))
    result = open_result(rendered(put("a.png", data), Recipe.SCREEN))
    assert all(max_difference(colour_at(result, (x, 16)), (x,) * 3) < 6 for x in (16, 64, 128, 200, 250))
    assert is_ground(colour_at(result, (0, 2)))


def test_a_value_beside_the_clear_one_is_not_clear(put: Put) -> None:
    pair = struct.pack(">HH", 40_000, 40_001)
    data = raw_png(16, 0, [pair * 8] * 16, 16, chunk(b"tRNS", struct.pack(">H", 40_001)))
    result = open_result(rendered(put("a.png", data), Recipe.SCREEN))
    assert max_difference(colour_at(result, (0, 8)), (155,) * 3) < 12


def test_one_colour_of_a_deep_png_is_clear(put: Put) -> None:
    key, other = (10_000, 20_000, 30_000), (60_000, 1000, 1000)
    row = struct.pack(">3H", *key) * 8 + struct.pack(">3H", *other) * 8
    result = open_result(
        rendered(put("a.png", raw_png(16, 2, [row] * 16, 16, chunk(b"tRNS", struct.pack(">3H", *key)))), Recipe.SCREEN)
    )
    assert is_ground(colour_at(result, (2, 8)))
    assert max_difference(colour_at(result, (13, 8)), (234, 4, 4)) < 8


def test_a_deep_colour_that_differs_in_its_last_bits_is_not_clear(put: Put) -> None:
    key, other = (10_000, 20_000, 30_000), (10_000, 20_000, 30_001)
    row = struct.pack(">3H", *key) * 8 + struct.pack(">3H", *other) * 8
    result = open_result(
        rendered(put("a.png", raw_png(16, 2, [row] * 16, 16, chunk(b"tRNS", struct.pack(">3H", *key)))), Recipe.SCREEN)
    )
    assert is_ground(colour_at(result, (2, 8)))
    assert max_difference(colour_at(result, (13, 8)), (39, 78, 117)) < 8


def test_one_colour_of_a_png_is_clear(put: Put) -> None:
    result = open_result(rendered(put("a", encoded("PNG", four_colours(400, 200), transparency=RED))))
    assert is_ground(colour_at(result, (20, 20)))
    assert max_difference(colour_at(result, (300, 20)), GREEN) < 20


def test_a_palette_may_be_half_clear(put: Put) -> None:
    palette = chunk(b"PLTE", bytes((255, 0, 0, 255, 0, 0))) + chunk(b"tRNS", bytes((128, 255)))
    result = open_result(rendered(put("a", raw_png(8, 3, [bytes([0] * 8 + [1] * 8)] * 16, 16, palette)), Recipe.SCREEN))
    assert max_difference(colour_at(result, (2, 2)), (183, 56, 56)) < 12
    assert max_difference(colour_at(result, (13, 8)), (254, 0, 0)) < 6


@pytest.mark.parametrize("background", [0, 2])
def test_what_the_frame_of_a_gif_does_not_cover_is_clear(put: Put, background: int) -> None:
    result = open_result(rendered(put("a", gif((40, 40), [(10, 10, 20, 20)], background)), Recipe.SCREEN))
    assert is_ground(colour_at(result, (1, 1)))
    assert is_ground(colour_at(result, (35, 22)))
    assert max_difference(colour_at(result, (20, 20)), (220, 20, 20)) < 6


@pytest.mark.parametrize("alpha", [False, True])
def test_what_the_first_frame_of_a_webp_does_not_cover_is_clear(put: Put, alpha: bool) -> None:
    frames = [(Image.new("RGB", (160, 120), RED), (80, 40)), (Image.new("RGB", (320, 200), GREEN), (0, 0))]
    result = open_result(rendered(put("a.webp", animated_webp((320, 200), frames, alpha=alpha))))
    assert max_difference(colour_at(result, (160, 100)), RED) < 10
    assert is_ground(colour_at(result, (4, 4)))
    assert is_ground(colour_at(result, (300, 180)))


@pytest.mark.parametrize("size", [(3000, 1000), (1500, 3000), (320, 320)])
def test_the_squares_are_as_wide_in_every_size(put: Put, size: tuple[int, int]) -> None:
    data = encoded("PNG", Image.new("RGBA", size))
    file = put("a", data)
    for recipe in JPEG_RECIPES:
        result = open_result(rendered(file, recipe))
        square = max(result.size) / 40
        for column, row in ((0, 0), (1, 0), (5, 4), (9, 9)):
            found = colour_at(result, (int((column + 0.5) * square), int((row + 0.5) * square)))
            assert max_difference(found, [GROUND[(column + row) % 2]] * 3) < 6, (recipe, column, row)


def test_a_turned_picture_lies_on_the_same_ground(put: Put) -> None:
    exif = Image.Exif()
    exif[0x112] = 6
    result = open_result(rendered(put("a", encoded("PNG", Image.new("RGBA", (200, 130)), exif=exif))))
    assert max_difference(colour_at(result, (2, 2)), (GROUND[0],) * 3) < 6


def test_black_and_white_stand_out_from_both_greys() -> None:
    """Contrast by WCAG 2.2, 1.4.11: 3 and more."""

    def luminance(grey: int) -> float:
        return float(((grey / 255 + 0.055) / 1.055) ** 2.4)

    assert all((luminance(grey) + 0.05) / 0.05 >= 3 and 1.05 / (luminance(grey) + 0.05) >= 3 for grey in GROUND)


def test_page_and_renditions_have_the_same_ground() -> None:
    tokens = (UI / "css/tokens.css").read_text(encoding="utf-8")
    greys = re.findall(r"--ground-(?:dark|light): +rgb\((\d+) \1 \1\)", tokens)
    assert tuple(map(int, greys)) == GROUND
    script = (UI / "js/pure/viewer/zoom.js").read_text(encoding="utf-8")
    assert "Math.max(4, Math.round(Math.max(width, height) / 40))" in script
    assert [ground_square(size) for size in ((3000, 100), (500, 1), (10, 20))] == [75, 13, 4]


@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
def test_a_clear_colour_named_behind_the_picture_does_not_count(put: Put, mode: str) -> None:
    """Browsers ignore it: the picture in the grid is the one at 100 %."""
    image = Image.new(mode, (80, 80), 0)
    key = {"L": bytes(2), "RGB": bytes(6), "P": bytes(1)}[mode]
    plain, late = (
        rendered(put(name, png_with(chunk(b"tRNS", key) if name == "b" else b"", image, behind=True)))
        for name in ("a", "b")
    )
    assert open_result(late).tobytes() == open_result(plain).tobytes()
