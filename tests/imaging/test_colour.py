"""Colours of derived pictures: profiles, modes, transparency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import ImageChops, ImageCms, ImageStat

from gallery.imaging.decoding import colour
from gallery.imaging.decoding.transparency import GROUND
from tests.imaging.rendering import (
    RED,
    WHITE,
    colour_at,
    corner_colours,
    four_colours,
    max_difference,
    open_result,
    rendered,
    standard_profile,
    swapped_profile,
)
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_profiles_are_applied(put: Put, kind: str) -> None:
    result = rendered(put("a", encoded(kind, four_colours(400, 200), icc_profile=swapped_profile())))
    top_left, top_right, *_ = corner_colours(open_result(result))
    assert max_difference(top_left, (20, 220, 20)) < 50
    assert max_difference(top_right, (200, 20, 20)) < 50


@pytest.mark.parametrize("icc", [b"junk", b"", standard_profile("sRGB")[:200], standard_profile("LAB")])
def test_broken_or_foreign_profiles_are_taken_as_srgb(put: Put, icc: bytes) -> None:
    result = rendered(put("a.jpg", encoded("JPEG", four_colours(400, 200), icc_profile=icc)))
    assert max_difference(corner_colours(open_result(result))[0], RED) < 40


def test_srgb_needs_no_transform_and_others_are_built_once() -> None:
    assert colour._transform_for(standard_profile("sRGB"), "RGB") is None
    swapped = swapped_profile()
    assert colour._transform_for(swapped, "RGB") is colour._transform_for(swapped, "RGB") is not None


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("TIFF", "CMYK"), ("TIFF", "LAB"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"),
     ("PNG", "I;16"), ("TIFF", "I"), ("TIFF", "F"), ("GIF", "P"), ("WEBP", "RGBA"), ("BMP", "1"), ("TIFF", "YCbCr")],
)  # fmt: skip
def test_all_modes_look_like_the_original(put: Put, kind: str, mode: str) -> None:
    image = picture(400, 300)
    if mode == "LAB":
        to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
        converted = ImageCms.applyTransform(image, to_lab)
        assert converted
        image = converted
    elif mode == "I;16":
        image = image.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        image = image.convert(mode)
    result = open_result(rendered(put("a", encoded(kind, image))))
    reference = picture(400, 300).resize((320, 240))
    if mode in ("L", "LA", "I", "F", "I;16", "1"):
        reference = reference.convert("L").convert("RGB")
    difference = ImageStat.Stat(ImageChops.difference(result, reference)).mean
    assert max(difference) < (40 if mode in ("1", "P", "CMYK") else 8)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGBA"), ("AVIF", "RGBA"), ("GIF", "P")]
)
def test_clear_parts_lie_on_squares_of_two_greys(put: Put, kind: str, mode: str) -> None:
    image = four_colours(400, 200).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 200, 200))
    result = open_result(rendered(put("a", encoded(kind, image if mode == "P" else image.convert(mode)))))
    assert max_difference(colour_at(result, (4, 4)), [GROUND[0]] * 3) < 8
    assert max_difference(colour_at(result, (12, 4)), [GROUND[1]] * 3) < 8
    assert max_difference(corner_colours(result)[3], WHITE) < 8
