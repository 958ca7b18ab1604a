"""Words that are nearly the one that was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.search.near_misses import distance_to_beginning, find_near

WORDS = ("fujifilm", "nikon", "canon", "lisbon", "lisboa", "iceland", "christmas", "sunset", "jpg")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("fuij", ["fujifilm"]), ("nikn", ["nikon"]), ("cannon", ["canon"]), ("lisbn", ["lisboa", "lisbon"]),
     ("iceladn", ["iceland"]), ("chrismas", ["christmas"]), ("sunste", ["sunset"]), ("ic", []), ("xyzzy", []),
     ("nkion", ["nikon"]), ("kodak", [])],
)  # fmt: skip
def test_what_is_nearly_meant_is_found(typed: str, near: list[str]) -> None:
    assert find_near(typed, WORDS) == near


def test_the_nearest_come_first_and_only_so_many() -> None:
    assert find_near("beach", ["peach", "beachy", "beech", "reach", "teach"], 2) == ["beachy", "beech"]


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_the_distance_is_that_to_the_nearest_beginning(typed: str, word: str) -> None:
    def whole(one: str, other: str) -> int:
        if not one or not other:
            return len(one) + len(other)
        found = min(
            whole(one[:-1], other) + 1,
            whole(one, other[:-1]) + 1,
            whole(one[:-1], other[:-1]) + (one[-1] != other[-1]),
        )
        swapped = len(one) > 1 and len(other) > 1 and one[-2:] == other[-2:][::-1]
        return min(found, whole(one[:-2], other[:-2]) + 1) if swapped else found

    typed, word = typed[:4], word[:5]
    assert distance_to_beginning(typed, word) == min(whole(typed, word[:end]) for end in range(len(word) + 1))
