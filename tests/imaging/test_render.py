"""Derived pictures: size, orientation, mean colour, what is left out of them, and the budget of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging.decoding.render import LargeError, render
from tests.imaging.rendering import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    corner_colours,
    four_colours,
    max_difference,
    open_result,
    rendered,
    standard_profile,
)
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

# how an upright picture has to be stored for each orientation to bring it back
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(400, 200), (160, 80)])
def test_all_orientations_come_out_upright(put: Put, kind: str, orientation: int, size: tuple[int, int]) -> None:
    method = STORED[orientation]
    image = four_colours(*size) if method is None else four_colours(*size).transpose(method)
    exif = Image.Exif()
    exif[0x112] = orientation
    result = rendered(put("a", encoded(kind, image, exif=exif)))
    assert (result.width, result.height) == ((320, 160) if size[0] > 320 else size)
    assert all(
        max_difference(*pair) < 40
        for pair in zip(corner_colours(open_result(result)), (RED, GREEN, BLUE, WHITE), strict=True)
    )


@pytest.mark.parametrize(
    ("recipe", "size", "result"),
    [
        (Recipe.SMALL, (4000, 3000), (320, 240)),
        (Recipe.LARGE, (4000, 3000), (512, 384)),
        (Recipe.SCREEN, (4000, 3000), (2000, 1500)),
        (Recipe.SCREEN, (5000, 3750), (2133, 1600)),
        (Recipe.SCREEN, (3000, 4000), (1200, 1600)),
        (Recipe.FULL, (4000, 3000), (4000, 3000)),
        (Recipe.LARGE, (300, 200), (300, 200)),
        (Recipe.SMALL, (3000, 21), (320, 2)),
        (Recipe.FINE, (4000, 3000), (1000, 750)),
        (Recipe.FINE, (6000, 4000), (1024, 683)),
        (Recipe.FINE, (9000, 1500), (3072, 512)),
        (Recipe.FINE, (600, 9000), (273, 4096)),
        (Recipe.FINE, (1500, 300), (1500, 300)),
    ],
)
def test_sizes_by_recipe(put: Put, recipe: Recipe, size: tuple[int, int], result: tuple[int, int]) -> None:
    made = rendered(put("a.jpg", encoded("JPEG", picture(*size))), recipe)
    assert (made.width, made.height) == result
    assert open_result(made).size == result


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_animations_show_their_first_frame(put: Put, kind: str) -> None:
    first, second = Image.new("RGB", (64, 64), RED), Image.new("RGB", (64, 64), BLUE)
    result = rendered(put("a", encoded(kind, first, save_all=True, append_images=[second], duration=50)))
    assert max_difference(corner_colours(open_result(result))[0], RED) < 40


def test_comments_and_places_do_not_reach_the_copy(put: Put) -> None:
    exif = Image.Exif()
    exif[0x10E] = "secret"
    data = encoded(
        "JPEG",
        picture(100, 80),
        comment=b"secret",
        exif=exif,
        xmp=b"<x>secret</x>",
        icc_profile=standard_profile("sRGB"),
    )
    assert b"secret" not in rendered(put("a.jpg", data)).jpeg


@pytest.mark.parametrize(("colour", "value"), [((255, 255, 255), 0xFFFF), ((0, 0, 0), 0x20), ((255, 0, 0), 0xF800)])
def test_the_mean_colour_is_packed_and_never_0(put: Put, colour: tuple[int, int, int], value: int) -> None:
    assert rendered(put("a.png", encoded("PNG", Image.new("RGB", (50, 50), colour)))).colour == value


def test_a_budget_sends_large_pictures_back(put: Put) -> None:
    file = put("a.webp", encoded("WEBP", picture(400, 300)))
    with pytest.raises(LargeError):
        render(file, Recipe.SMALL, budget=1_000_000)
    assert isinstance(render(file, Recipe.SMALL, budget=10_000_000), Rendered)


def test_out_of_memory_is_a_problem(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    def starve(*_: Any, **__: Any) -> None:
        raise MemoryError

    file = put("a.jpg", encoded("JPEG", picture(800, 600)))
    monkeypatch.setattr(Image.Image, "resize", starve)
    result = render(file, Recipe.SMALL)
    assert isinstance(result, Problem)
    assert result.code == "out_of_memory"
