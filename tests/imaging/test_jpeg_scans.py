"""The first scans of progressive JPEGs: as good as the whole file, and no damage raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops, ImageStat

from gallery.base.models import Recipe
from gallery.imaging.decoding.jpeg_scans import first_scans
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
