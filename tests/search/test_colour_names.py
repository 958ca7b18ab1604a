"""Colours have the names that people give them."""

from __future__ import annotations

import pytest

from gallery.search.colour_names import COLOUR_NAMES, colour_code


@pytest.mark.parametrize(
    ("red", "green", "blue", "name"),
    [(90, 140, 220, "blue"), (150, 170, 190, "blue"), (200, 30, 30, "red"), (230, 140, 30, "orange"), (230, 220, 60, "yellow"),
     (60, 120, 50, "green"), (40, 160, 150, "teal"), (120, 60, 180, "purple"), (230, 120, 180, "pink"),
     (110, 70, 40, "brown"), (250, 250, 250, "white"), (128, 128, 128, "grey"), (10, 10, 10, "black")],
)  # fmt: skip
def test_colours_have_the_names_people_give_them(red: int, green: int, blue: int, name: str) -> None:
    assert COLOUR_NAMES[colour_code((red >> 3) << 11 | (green >> 2) << 5 | blue >> 3)] == name


def test_every_colour_has_a_name_and_no_colour_none() -> None:
    assert {colour_code(colour) for colour in range(1 << 16)} == set(range(len(COLOUR_NAMES)))
    assert [colour for colour in range(1 << 16) if colour_code(colour) == 0] == [0]
