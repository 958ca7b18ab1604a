"""The first scans of progressive JPEGs: as good as the whole file, and no damage raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops, ImageStat

from gallery.base.models import Problem, Recipe
from gallery.imaging.decoding.jpeg_scans import first_scans
from gallery.imaging.decoding.render import render
from tests.imaging.rendering import (
    open_result,
    rendered,
)
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

PROGRESSIVE = encoded("JPEG", picture(64, 48), progressive=True)


def test_the_first_scans_look_like_the_whole_file(put: Put) -> None:
    image = picture(3600, 2400).resize((3600, 2400))
    plain, cut = put("a.jpg", encoded("JPEG", image)), put("b.jpg", encoded("JPEG", image, progressive=True))
    assert first_scans(encoded("JPEG", image, progressive=True)) is not None
    assert first_scans(encoded("JPEG", image, progressive=True), 1) is not None
    for recipe in (Recipe.SMALL, Recipe.LARGE):
        difference = ImageChops.difference(open_result(rendered(plain, recipe)), open_result(rendered(cut, recipe)))
        assert max(ImageStat.Stat(difference).mean) < 3


def with_broken_table(data: bytes, number: int) -> bytes:
    """Return a JPEG whose Huffman table of this number holds more codes than there can be: its decoder gives up there."""
    at = -1
    for _ in range(number):
        at = data.index(b"\xff\xc4", at + 1)
    return data[: at + 5] + b"\xff" * 16 + data[at + 21 :]


@pytest.mark.parametrize(("broken", "difference"), [(3, 30), (6, 10), (8, 5)])
def test_the_scans_before_a_broken_one_are_shown(put: Put, broken: int, difference: int) -> None:
    image = picture(640, 480)
    data = encoded("JPEG", image, progressive=True)
    result = rendered(put("a.jpg", with_broken_table(data, broken)), Recipe.SCREEN)
    assert result.problem is not None
    assert result.problem.code == "damaged"
    assert max(ImageStat.Stat(ImageChops.difference(open_result(result), image)).mean) < difference


def test_without_a_sound_scan_nothing_is_shown(put: Put) -> None:
    data = encoded("JPEG", picture(64, 48), progressive=True)
    assert isinstance(render(put("a.jpg", with_broken_table(data, 1)), Recipe.SCREEN), Problem)


def test_a_cut_progressive_file_says_so(put: Put) -> None:
    data = encoded("JPEG", picture(3600, 2400), progressive=True)
    result = rendered(put("a.jpg", data[: len(data) * 2 // 3]))
    assert result.problem is not None
    assert result.problem.code == "truncated"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_makes_the_extraction_raise(data: st.DataObject) -> None:
    mutated = bytearray(PROGRESSIVE)
    for _ in range(data.draw(st.integers(1, 8))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(mutated)))
    first_scans(bytes(mutated[:end]), data.draw(st.integers(0, 1)))
