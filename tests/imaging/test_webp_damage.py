"""Animated WebP files that are cut: their decoder wants all of them, but the first frame is shown as far as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Problem, Recipe
from gallery.imaging.decoding.render import render
from tests.imaging.rendering import (
    BLUE,
    GREEN,
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

SIZE = (320, 200)
NOISE = Image.effect_noise(SIZE, 90).convert("RGB")


def test_a_file_that_is_cut_behind_the_first_frame_shows_it(put: Put) -> None:
    data = animated_webp(SIZE, [(four_colours(160, 120), (80, 40)), (NOISE, (0, 0))])
    result = rendered(put("a.webp", data[: len(data) * 2 // 3]), Recipe.SCREEN)
    assert result.problem is not None
    assert result.problem.code == "truncated"
    image = open_result(result)
    assert image.size == SIZE
    places = ((100, 60), (220, 60), (100, 140))
    for place, colour in zip(places, (RED, GREEN, BLUE), strict=True):
        assert max_difference(colour_at(image, place), colour) < 20
    assert is_ground(colour_at(image, (4, 4)))


def test_a_second_frame_that_is_damaged_costs_no_first_one(put: Put) -> None:
    second = encoded("WEBP", NOISE, lossless=True)
    data = animated_webp(SIZE, [(Image.new("RGB", SIZE, RED), (0, 0)), (NOISE, (0, 0))])
    start = data.index(second[12:])
    damaged = data[: start + 8] + bytes(40) + data[start + 48 :]
    assert max_difference(colour_at(open_result(rendered(put("a.webp", damaged))), (40, 30)), RED) < 20


@pytest.mark.parametrize("quality", [60, 90])
def test_a_first_frame_that_is_cut_is_shown_as_far_as_it_goes(put: Put, quality: int) -> None:
    image = Image.merge("RGB", [Image.linear_gradient("L").resize(SIZE)] * 3)
    image.paste(NOISE.resize((320, 100)), (0, 100))
    data = animated_webp(SIZE, [(image, (0, 0)), (NOISE, (0, 0))], quality=quality)
    frame = data.index(b"VP8 ")
    cut = frame + int.from_bytes(data[frame + 4 : frame + 8], "little") * 3 // 4
    result = rendered(put("a.webp", data[:cut]), Recipe.SCREEN)
    assert result.problem is not None
    shown = open_result(result)
    assert max_difference(colour_at(shown, (160, 60)), colour_at(image, (160, 60))) < 20
    assert is_ground(colour_at(shown, (160, 197)))


def test_without_a_frame_nothing_is_shown(put: Put) -> None:
    data = animated_webp(SIZE, [(NOISE, (0, 0)), (NOISE, (0, 0))])
    result = render(put("a.webp", data[: data.index(b"ANMF") + 30]), Recipe.SMALL)
    assert isinstance(result, Problem)
    assert result.code == "truncated"
