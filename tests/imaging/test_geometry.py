"""The arithmetic of derived pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.base.models import Recipe
from gallery.imaging.geometry import (
    BOXES,
    draft_denominator,
    fit_inside,
    memory_needed,
    oriented,
    rgb565,
    same_shape,
    scans_scale,
)

SIDES = st.integers(1, 70_000)


@pytest.mark.parametrize(
    ("size", "box", "result"),
    [
        ((4000, 3000), (320, 320), (320, 240)),
        ((3000, 4000), (320, 320), (240, 320)),
        ((100, 50), (320, 320), (100, 50)),
        ((65_500, 1), (320, 320), (320, 1)),
        ((1, 65_500), (320, 320), (1, 320)),
        ((4000, 3000), (2560, 1600), (2133, 1600)),
        ((6000, 1000), (2560, 1600), (2560, 427)),
        ((320, 320), (320, 320), (320, 320)),
        ((321, 10), (320, 320), (320, 10)),
    ],
)
def test_sizes_inside_a_box(size: tuple[int, int], box: tuple[int, int], result: tuple[int, int]) -> None:
    assert fit_inside(size, box) == result


@given(SIDES, SIDES, st.sampled_from(list(Recipe)))
def test_a_size_inside_a_box_is_never_larger_than_either(width: int, height: int, recipe: Recipe) -> None:
    box = BOXES[recipe]
    wide, high = fit_inside((width, height), box)
    assert 1 <= wide <= min(width, box[0])
    assert 1 <= high <= min(height, box[1])


@pytest.mark.parametrize(
    ("orientation", "result"), [(1, (3, 2)), (4, (3, 2)), (5, (2, 3)), (6, (2, 3)), (8, (2, 3)), (0, (3, 2))]
)
def test_orientations_from_5_to_8_swap_width_and_height(orientation: int, result: tuple[int, int]) -> None:
    assert oriented((3, 2), orientation) == result


@pytest.mark.parametrize(
    ("side", "target", "recipe", "denominator"),
    [
        (4000, 320, Recipe.SMALL, 8),
        (3840, 320, Recipe.SMALL, 8),
        (3839, 320, Recipe.SMALL, 4),
        (1920, 320, Recipe.SMALL, 4),
        (960, 320, Recipe.SMALL, 2),
        (959, 320, Recipe.SMALL, 1),
        (4000, 512, Recipe.LARGE, 4),
        (4000, 2133, Recipe.SCREEN, 2),
        (8000, 2133, Recipe.SCREEN, 4),
        (3000, 2400, Recipe.SCREEN, 1),
        (60_000, 60_000, Recipe.FULL, 1),
    ],
)
def test_the_scale_of_the_jpeg_decoder_leaves_enough_pixels(
    side: int, target: int, recipe: Recipe, denominator: int
) -> None:
    assert draft_denominator(side, target, recipe) == denominator


@pytest.mark.parametrize(
    ("side", "target", "recipe", "scale"),
    [
        (3200, 320, Recipe.SMALL, 8),
        (3199, 320, Recipe.SMALL, 4),
        (1919, 320, Recipe.SMALL, None),
        (4000, 512, Recipe.LARGE, 4),
        (5120, 512, Recipe.LARGE, 8),
        (16_000, 1600, Recipe.SCREEN, None),
    ],
)
def test_the_scale_for_which_first_scans_suffice(side: int, target: int, recipe: Recipe, scale: int | None) -> None:
    assert scans_scale(side, target, recipe) == scale


@pytest.mark.parametrize(
    ("colour", "value"),
    [
        ((255, 255, 255), 0xFFFF),
        ((255, 0, 0), 0xF800),
        ((0, 255, 0), 0x07E0),
        ((0, 0, 255), 0x001F),
        ((128, 128, 128), 0x8410),
    ],
)
def test_colours_are_packed_into_16_bits(colour: tuple[int, int, int], value: int) -> None:
    assert rgb565(*colour) == value


def test_black_is_not_packed_as_unknown() -> None:
    assert rgb565(0, 0, 0) != 0


def test_memory_of_a_scaled_jpeg_is_small_but_not_of_a_progressive_one() -> None:
    assert memory_needed("jpeg", 12_000_000, 8, progressive=False) < 2_000_000
    assert memory_needed("jpeg", 12_000_000, 8, progressive=True) > 70_000_000
    assert memory_needed("webp", 12_000_000, 1, progressive=False) == 192_000_000


@pytest.mark.parametrize(
    ("kind", "stored_bits", "measured"),
    [
        ("psd", 16, 17.0),  # grey with alpha
        ("psd", 24, 10.1),
        ("psd", 2 * 24, 19.6),  # zipped
        ("psd", 2 * 32, 22.6),
        ("psd", 2 * 128, 56.2),
        ("tga", 24, 26.0),
        ("qoi", 24, 18.6),
        ("pcx", 8, 15.0),
        ("pcx", 24, 22.8),
        ("pcx", 32, 30.4),
        ("pnm", 96, 39.0),
    ],
)
def test_memory_is_no_less_than_was_measured(kind: str, stored_bits: int, measured: float) -> None:
    """In bytes for a pixel, of 12 million."""
    assert memory_needed(kind, 1_000_000, 1, progressive=False, stored_bits=stored_bits) >= measured * 1_000_000


def test_a_turned_size_is_not_of_the_same_shape() -> None:
    assert same_shape((320, 240), (4032, 3024))
    assert not same_shape((240, 320), (4032, 3024))
