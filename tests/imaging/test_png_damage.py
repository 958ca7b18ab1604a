"""PNGs whose data is damaged within: what came is shown, what did not is clear."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Problem, Recipe
from gallery.imaging.decoding.render import render
from tests.imaging.odd_pictures import chunk
from tests.imaging.rendering import colour_at, is_ground, max_difference, open_result, rendered
from tests.pictures import picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

COLOUR_TYPES = {"L": 0, "RGB": 2, "P": 3, "RGBA": 6}
NO_FILTER, UNKNOWN_FILTER = 0, 9


def png(image: Image.Image, *, bad_row: int | None = None, bad_sum: bool = False, cut: int | None = None) -> bytes:
    """Return a PNG of eight bits a sample.

    Args:
        image: L, RGB, P or RGBA.
        bad_row: A row whose filter is none that exists.
        bad_sum: Whether the check sum behind the data is wrong.
        cut: A row before which the data goes on in a second run of IDAT chunks, which no decoder has to read.
    """
    width, height = image.size
    channels = len(image.getbands())
    stored = image.tobytes()
    rows = [
        bytes([UNKNOWN_FILTER if y == bad_row else NO_FILTER])
        + stored[y * width * channels : (y + 1) * width * channels]
        for y in range(height)
    ]
    packed = zlib.compress(b"".join(rows), 0 if cut else 6)
    if bad_sum:
        packed = packed[:-1] + bytes([packed[-1] ^ 1])
    palette = chunk(b"PLTE", bytes(image.getpalette() or ())) if image.mode == "P" else b""
    header = struct.pack(">IIBBBBB", width, height, 8, COLOUR_TYPES[image.mode], 0, 0, 0)
    at = len(packed) if cut is None else 7 + cut * len(rows[0])
    data = chunk(b"IDAT", packed[:at])
    if cut is not None:
        data += chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"IDAT", packed[at:])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + palette + data + chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", sorted(COLOUR_TYPES))
@pytest.mark.parametrize("size", [(1, 1), (40, 30), (200, 150)])
def test_a_wrong_check_sum_costs_no_row(put: Put, mode: str, size: tuple[int, int]) -> None:
    image = picture(400, 300).crop((120, 90, 120 + size[0], 90 + size[1])).convert(mode)
    shown = open_result(rendered(put("a.png", png(image, bad_sum=True))))
    whole = open_result(rendered(put("b.png", png(image))))
    assert shown.tobytes() == whole.tobytes()


@pytest.mark.parametrize("size", [(1, 1), (500, 400)])
@pytest.mark.parametrize("colour", ["black", "white"])
def test_a_picture_of_one_colour_is_one(put: Put, size: tuple[int, int], colour: str) -> None:
    image = Image.new("RGB", size, colour)
    result = rendered(put("a.png", png(image, bad_sum=True)))
    assert open_result(result).getcolors() == [(result.width * result.height, image.getpixel((0, 0)))]


@pytest.mark.parametrize("mode", sorted(COLOUR_TYPES))
@pytest.mark.parametrize("damage", ["filter", "run"])
def test_rows_behind_the_damage_are_clear(put: Put, mode: str, damage: str) -> None:
    image = Image.new("RGB", (120, 90), "red").convert(mode)
    result = rendered(put("a.png", png(image, bad_row=60) if damage == "filter" else png(image, cut=60)))
    assert result.problem is not None
    shown, whole = open_result(result).convert("RGB"), image.convert("RGB")
    for y in (2, 30, 57):
        assert max_difference(colour_at(shown, (60, y)), colour_at(whole, (60, y))) < 20
    assert all(is_ground(colour_at(shown, (x, y)), 20) for x in range(4, 120, 9) for y in (63, 75, 87))


def test_without_any_row_nothing_is_shown(put: Put) -> None:
    result = render(put("a.png", png(picture(40, 30), bad_row=0)), Recipe.SMALL)
    assert isinstance(result, Problem)
    assert result.code == "damaged"


@pytest.mark.parametrize("clear", [b"", chunk(b"tRNS", b"\0")])
def test_an_index_beyond_the_palette_is_its_last_colour(put: Put, clear: bytes) -> None:
    image = Image.new("P", (200, 100), 1)
    image.paste(60, (100, 0, 200, 100))
    data = png(image)
    start, end = data.index(b"PLTE") - 4, data.index(b"IDAT") - 4
    palette = chunk(b"PLTE", bytes((0, 0, 0, 200, 40, 40, 40, 40, 200)))
    shown = open_result(rendered(put("a.png", data[:start] + palette + clear + data[end:])))
    assert max_difference(colour_at(shown, (50, 50)), (200, 40, 40)) < 12
    assert max_difference(colour_at(shown, (150, 50)), (40, 40, 200)) < 12


def test_indices_without_their_palette_are_no_picture(put: Put) -> None:
    """Browsers show nothing; without a palette each index would be black."""
    data = png(picture(40, 30).convert("P"))
    start = data.index(b"PLTE") - 4
    without = data[:start] + data[start + 12 + int.from_bytes(data[start : start + 4], "big") :]
    result = render(put("a.png", without), Recipe.SMALL)
    assert isinstance(result, Problem)
    assert result.code == "damaged"
