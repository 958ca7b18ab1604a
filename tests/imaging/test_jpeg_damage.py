"""JPEGs whose coded data is damaged have a problem; whole ones have none, and are decoded as without the watch."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from gallery.base.models import Recipe, Rendered
from gallery.imaging.decoding import jpeg_damage
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata import containers
from gallery.imaging.metadata.bounded_reader import BoundedReader
from tests.imaging.rendering import rendered
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

KINDS: list[dict[str, Any]] = [
    {"quality": 75},
    {"quality": 95, "subsampling": 0},
    {"quality": 30, "subsampling": 1},
    {"quality": 90, "restart_marker_rows": 1},
    {"quality": 90, "optimize": True},
]


def scan_start(data: bytes) -> int:
    return containers.parse(BoundedReader.from_bytes(data), "jpeg").first_scan_offset


def load(data: bytes, scale: int = 1) -> tuple[Image.Image, jpeg_damage.JpegWatch | None]:
    image = Image.open(io.BytesIO(data))
    assert isinstance(image, JpegImageFile)
    if scale > 1:
        image.draft(None, (max(1, image.size[0] // scale), max(1, image.size[1] // scale)))
    watch = jpeg_damage.watch(image, scan_start(data))
    image.load()
    return image, watch


@pytest.mark.parametrize("options", KINDS)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("size", [(640, 480), (1, 1), (8, 8), (17, 33), (1500, 9), (9, 1500)])
@pytest.mark.parametrize("scale", [1, 8])
def test_a_whole_picture_has_no_damage_and_the_same_pixels(
    options: dict[str, Any], mode: str, size: tuple[int, int], scale: int
) -> None:
    data = encoded("JPEG", picture(640, 480).resize(size).convert(mode), **options)
    image, watch = load(data, scale)
    assert watch is not None
    assert not watch.found_damage()
    plain = Image.open(io.BytesIO(data))
    if scale > 1:
        plain.draft(None, (max(1, size[0] // scale), max(1, size[1] // scale)))
    assert image.tobytes() == plain.tobytes()


@pytest.mark.parametrize("colour", ["black", "white", "gray"])
def test_a_picture_of_one_colour_has_no_damage(colour: str) -> None:
    for mode in ("RGB", "L"):
        data = encoded("JPEG", Image.new(mode, (400, 300), colour))
        watch = load(data)[1]
        assert watch is not None
        assert not watch.found_damage()


@pytest.mark.parametrize("tail", [b"", b"\0" * 500, b"trailing", b"\xff\xd8\xff\xd9", b"\xff" * 30])
def test_what_stands_behind_a_picture_is_no_damage(put: Put, tail: bytes) -> None:
    assert rendered(put("a.jpg", encoded() + tail)).problem is None


def test_fill_bytes_before_the_end_marker_are_no_damage(put: Put) -> None:
    data = encoded()
    assert rendered(put("a.jpg", data[:-2] + b"\xff" * 40 + data[-2:])).problem is None


@pytest.mark.parametrize("options", KINDS[:3])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("recipe", [Recipe.SMALL, Recipe.SCREEN])
def test_an_end_marker_behind_half_of_the_data_is_damage(
    put: Put, options: dict[str, Any], part: float, recipe: Recipe
) -> None:
    data = encoded("JPEG", picture(1600, 1200), **options)
    start = scan_start(data) + 14
    cut = start + int((len(data) - start) * part)
    result = rendered(put("a.jpg", data[:cut].rstrip(b"\xff") + b"\xff\xd9"), recipe)
    assert result.problem is not None
    assert result.problem.code == "damaged"


@pytest.mark.parametrize("options", KINDS[:3])
def test_data_that_is_missing_in_the_middle_is_damage(put: Put, options: dict[str, Any]) -> None:
    data = encoded("JPEG", picture(1600, 1200), **options)
    middle = (scan_start(data) + len(data)) // 2
    result = rendered(put("a.jpg", data[:middle] + data[middle + 700 :]))
    assert result.problem is not None


def test_most_broken_bits_that_move_the_codes_are_found(put: Put) -> None:
    """A bit that changes values but no lengths is seen by nobody, libjpeg included."""
    data, chance = encoded("JPEG", picture(640, 480), quality=90), random.Random(1)
    start = scan_start(data) + 14
    found = 0
    for _ in range(100):
        broken = bytearray(data)
        broken[chance.randrange(start, len(data) - 2)] ^= 1 << chance.randrange(8)
        result = render(put("a.jpg", bytes(broken)), Recipe.SCREEN)
        found += not isinstance(result, Rendered) or result.problem is not None
    assert found >= 10


def test_progressive_pictures_are_not_watched() -> None:
    assert load(encoded("JPEG", picture(), progressive=True))[1] is None
