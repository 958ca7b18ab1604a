"""Where the names of a timeline begin with another letter, its files have another size, or were changed in another month."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import photos, schema
from gallery.catalog.collation import natural
from gallery.catalog.database import Database
from gallery.library.stretches import MAX_HALVED, find_stretches, letter_of, month_of_change, size_step
from gallery.timeline.build import TimelineQuery
from tests.index_builder import metadata, top
from tests.library.two_libraries import Library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

DAY_NS = 86_400_000_000_000
FILES = {
    "_x.jpg": (0, 17_700),
    "IMG_7.jpg": (999, 17_701),
    "Änne.jpg": (1000, 17_800),
    "anna.jpg": (4_999_999, 17_800),
    "2019.jpg": (5_000_000, 18_000),
    "Ωmega.jpg": (7_000_000, 18_001),
    "øre.jpg": (60_000_000, 18_050),
    "写真.jpg": (70_000_000, 19_000),
}
"""Size in bytes and day of change."""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "index.db", schema.INDEX))
    with made.index.write() as conn:
        folder = top(conn)
        photos.add(conn, folder, [(name.encode(), size, day * DAY_NS) for name, (size, day) in FILES.items()])
        for name, known in photos.get_in_folder(conn, folder).items():
            photos.set_read(conn, known.id, metadata(name))
        photos.raise_generation(conn)
    yield made
    made.close()


def told(library: Library, order: str) -> list[tuple[int, Any]]:
    """Return (index, value) of each stretch."""
    return [(each["index"], each["value"]) for each in library.stretches.get(TimelineQuery(order=order))]


def test_letters_as_they_are_sorted(library: Library) -> None:
    assert told(library, "name") == [(0, "#"), (2, "A"), (4, "I"), (5, "O"), (6, "Ω"), (7, "写")]
    assert told(library, "name-desc") == [(0, "写"), (1, "Ω"), (2, "O"), (3, "I"), (4, "A"), (6, "#")]


def test_round_steps_of_sizes(library: Library) -> None:
    steps = [(0, 0), (2, 1000), (3, 2_000_000), (4, 5_000_000), (6, 50_000_000)]
    assert told(library, "size-asc") == steps
    assert [value for _, value in told(library, "size")] == [value for _, value in reversed(steps)]


def test_months_of_change(library: Library) -> None:
    assert [value for _, value in told(library, "modified-asc")] == [
        "2018-06", "2018-09", "2019-04", "2019-06", "2022-01"]  # fmt: skip


def test_what_has_days_or_is_empty_has_none(library: Library) -> None:
    assert told(library, "date") == told(library, "date-asc") == told(library, "hand") == []
    assert library.stretches.get(TimelineQuery(order="name", text="nothing like it")) == []


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Émile", "E"),
        ("ßa", "S"),
        ("ა", "ა"),
        ("жук", "Ж"),
        ("(x)", "#"),
        ("\uff19", "#"),
        ("“a", "#"),
        ("", "#"),
        ("z", "Z"),
    ],
)
def test_the_letter_of_a_name(name: str, letter: str) -> None:
    assert letter_of(natural(name)) == letter


def test_sizes_and_times_at_the_ends() -> None:
    assert [size_step(size) for size in (-1, 0, 1, 1999, 10**30)] == [0, 0, 0, 1000, 5 * 10**12]
    assert [month_of_change(time) for time in (-(1 << 63), (1 << 63) - 1)] == ["1677-09", "2262-04"]


def test_any_run_of_values_is_found_in_few_questions() -> None:
    draw = Random(7)
    for _ in range(50):
        values = sorted(draw.choices(range(draw.randint(1, 40)), k=draw.randint(1, 300)))
        asked: list[int] = []

        def read(indices: Sequence[int], values: list[int] = values, asked: list[int] = asked) -> Mapping[int, int]:
            asked.extend(indices)
            return {index: values[index] for index in indices}

        assert find_stretches(len(values), read) == [
            (index, value) for index, value in enumerate(values) if not index or values[index - 1] != value
        ]
        assert len(asked) <= 2 + len(set(values)) * 9


def test_photos_that_are_gone_and_more_letters_than_are_told() -> None:
    assert find_stretches(5, lambda indices: {index: "a" for index in indices if index == 4}) == [(4, "a")]
    assert find_stretches(3, lambda _: {}) == find_stretches(0, lambda _: {}) == []
    count = 50 * MAX_HALVED
    asked = 0

    def read(indices: Sequence[int]) -> Mapping[int, int]:
        nonlocal asked
        asked += len(indices)
        return {index: index for index in indices}

    assert 0 < len(find_stretches(count, read)) < count
    assert asked < 20 * MAX_HALVED
