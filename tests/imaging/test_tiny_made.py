"""How tiny pictures are made: what they look like unpacked, their shapes, and that they come with thumbnails."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Recipe, Rendered
from gallery.imaging.decoding import tiny
from gallery.imaging.tiny_file import is_whole
from gallery.imaging.workers.media_pool import MediaPool
from gallery.imaging.workers.pool import Urgency
from tests.imaging.pools import WAIT_S
from tests.imaging.tiny_unpacking import unpacked
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put


def test_unpacked_it_looks_like_the_picture() -> None:
    image = Image.new("RGB", (320, 240), (250, 250, 250))
    image.paste((200, 30, 30), (0, 0, 160, 120))
    image.paste((10, 20, 120), (160, 120, 320, 240))
    small = unpacked(tiny.make(image))
    assert small.size == (32, 24)
    for place, colour in {(4, 4): (200, 30, 30), (28, 4): (250, 250, 250), (28, 20): (10, 20, 120)}.items():
        shown = small.getpixel(place)
        assert isinstance(shown, tuple)
        assert all(abs(a - b) <= 8 for a, b in zip(shown, colour, strict=True)), (place, shown)


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (255, 0, 0), (1, 2, 3)])
def test_one_colour_is_one_colour(colour: tuple[int, int, int]) -> None:
    small = unpacked(tiny.make(Image.new("RGB", (100, 100), colour)))
    ((_, shown),) = small.getcolors() or [(0, None)]
    assert isinstance(shown, tuple)
    assert all(abs(a - b) <= 8 for a, b in zip(shown, colour, strict=True))


@pytest.mark.parametrize(
    "size", [(320, 240), (240, 320), (320, 213), (320, 320), (320, 1), (1, 320), (1, 1), (320, 20), (20, 320), (7, 5)]
)
def test_every_shape_fits(size: tuple[int, int]) -> None:
    made = tiny.make(Image.new("RGB", size, (9, 99, 199)))
    assert is_whole(made)
    aspect = made[0] / made[1]
    if 1 / 6 < size[0] / size[1] < 6:
        assert 0.7 < aspect / (size[0] / size[1]) < 1.4
        assert made[0] * made[1] >= 40


def test_grey_pictures_have_one_too() -> None:
    assert is_whole(tiny.make(Image.new("L", (300, 200), 90)))


def test_it_comes_with_a_thumbnail_and_with_nothing_else(put: Put) -> None:
    file = put("a.jpg", encoded(image=picture(800, 600)))
    made = {}
    with closing(MediaPool(1, 1 << 30)) as pool:
        for recipe in (Recipe.SMALL, Recipe.LARGE, Recipe.SCREEN):
            result = pool.render(file, recipe, urgency=Urgency.VISIBLE).result(WAIT_S)
            assert isinstance(result, Rendered)
            made[recipe] = result
        later = pool.shrink(made[Recipe.SMALL].jpeg).result(WAIT_S)
    assert is_whole(made[Recipe.SMALL].tiny)
    assert is_whole(made[Recipe.LARGE].tiny)
    assert made[Recipe.SCREEN].tiny == b""
    assert is_whole(later)
    assert later[:2] == made[Recipe.SMALL].tiny[:2]


@pytest.mark.parametrize("jpeg", [b"", b"no picture", encoded(image=picture(300, 200))[:300]])
def test_of_what_is_no_thumbnail_there_is_none(jpeg: bytes) -> None:
    with closing(MediaPool(1, 1 << 30)) as pool:
        assert pool.shrink(jpeg).result(WAIT_S) == b""
