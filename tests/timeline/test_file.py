"""A view that is brought up to date is, byte for byte, the one that would be built."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.base.calendar import DAY_MS
from gallery.timeline.file import (
    HEADER,
    MARKS_AT,
    MAX_KEY,
    MIN_KEY,
    UNDATED,
    Columns,
    TimelineFile,
    day_runs,
    encode,
    is_well_formed,
    sections_of,
)
from gallery.timeline.merge import MAX_SINGLE_SEARCHES, equal_runs, ids_with_keys, merge_changes
from tests.timeline.date_keys import date_key

Photo = tuple[int, int, int]  # id, packed, key


def made(photos: dict[int, Photo], *, descending: bool, number: int = 1) -> TimelineFile:
    columns = Columns()
    columns.extend(sorted(photos.values(), key=lambda row: (row[2], row[0]), reverse=descending))
    return encode(number, columns, by_day=True, descending=descending)


def sorted_columns(rows: list[Photo], *, descending: bool) -> Columns:
    columns = Columns()
    columns.extend(sorted(rows, key=lambda row: (row[2], row[0]), reverse=descending))
    return columns


def merged(before: TimelineFile, old: dict[int, Photo], change: dict[int, Photo | None]) -> TimelineFile:
    """Merge changes as generation 2, and with them what has the same keys: `change`: photo -> how it is, None: gone."""
    after = old | change
    keys = [row[2] for row in change.values() if row]
    changed = set(change) | ids_with_keys(before, keys)
    fresh = [row for photo in changed if (row := after.get(photo))]
    return merge_changes(before, 2, changed, sorted_columns(fresh, descending=before.descending))


ids = st.integers(1, 60)
moments = st.one_of(st.integers(-3 * DAY_MS, 3 * DAY_MS), st.sampled_from([0, 1, DAY_MS]))
keys = st.one_of(moments.map(date_key), st.just(MIN_KEY))
row = st.tuples(st.one_of(st.integers(0, 2**48 - 1), st.integers(0, 2**63 - 1)), keys)


@given(st.dictionaries(ids, row), st.dictionaries(ids, st.none() | row), st.booleans())
def test_merging_changes_gives_what_building_gives(
    before: dict[int, tuple[int, int]], change: dict[int, object], descending: bool
) -> None:
    """`change`: photo -> how it is now, or that it is gone."""
    old: dict[int, Photo] = {photo: (photo, *rest) for photo, rest in before.items()}
    now: dict[int, Photo | None] = {photo: (photo, *rest) if rest else None for photo, rest in change.items()}  # type: ignore[misc]
    after = {photo: row for photo, row in (old | now).items() if row}
    assert merged(made(old, descending=descending), old, now) == made(after, descending=descending, number=2)


@pytest.mark.parametrize("changed", [1, MAX_SINGLE_SEARCHES, MAX_SINGLE_SEARCHES + 1, 500])
@pytest.mark.parametrize("descending", [True, False])
def test_few_and_many_changes_are_merged_into_a_large_timeline(changed: int, *, descending: bool) -> None:
    old = {photo: (photo, photo * 7, (photo * 7919) % 100_003 * 1000) for photo in range(1, 5001)}
    change = {photo: (photo, 1, photo * 3) for photo in range(2, 2 + 9 * changed, 9)}
    later = merged(made(old, descending=descending), old, dict(change))
    assert later == made(old | change, descending=descending, number=2)


@given(st.lists(st.integers(-3, 3), max_size=30), st.booleans())
def test_photos_with_equal_keys_are_found(keys: list[int], descending: bool) -> None:
    keys.sort(reverse=descending)
    file = made({photo: (photo, 0, key) for photo, key in enumerate(keys, 1)}, descending=descending)
    for key in range(-4, 5):
        assert ids_with_keys(file, [key, key]) == {photo for photo, other in enumerate(keys, 1) if other == key}
    runs = list(equal_runs(file.keys))
    assert [key for first, after in runs for key in file.keys[first:after]] == [k for k in keys if keys.count(k) > 1]
    assert all(len(set(file.keys[first:after])) == 1 for first, after in runs)


def test_ids_are_not_found_across_two_others() -> None:
    """The bytes of an id may also be the end of one and the beginning of the next."""
    old = {photo: (photo, 0, key) for key, photo in enumerate((0x01000000, 0x00000001, 0x02010000, 0x00000102))}
    view = made(old, descending=False)
    for gone in old:
        rest = {photo: kept for photo, kept in old.items() if photo != gone}
        assert merge_changes(view, 2, {gone}, Columns()) == made(rest, descending=False, number=2)
    assert merge_changes(view, 2, {0x00010000, 0x0101}, Columns()).data[32:] == view.data[32:]


@given(st.lists(st.integers(-5, 5), max_size=60))
def test_days_have_the_number_of_their_photos(days: list[int]) -> None:
    days.sort(reverse=True)
    expected: list[tuple[int, int]] = []
    for day in days:
        if expected and expected[-1][0] == day:
            expected[-1] = (day, expected[-1][1] + 1)
        else:
            expected.append((day, 1))
    assert list(day_runs([date_key(day * DAY_MS + 5) for day in days])) == expected


def test_photos_without_a_date_are_a_day_of_their_own() -> None:
    assert list(day_runs([date_key(DAY_MS), MIN_KEY, MIN_KEY])) == [(1, 1), (UNDATED, 2)]
    assert list(day_runs([date_key(0), MAX_KEY])) == [(0, 1), (UNDATED, 1)]


def test_marks_are_left_out_where_there_are_none() -> None:
    plain: dict[int, Photo] = {photo: (photo, 4096, photo) for photo in range(1, 8)}
    without = made(plain, descending=False)
    assert HEADER.unpack_from(without.data)[6] == 31
    assert bytes(sections_of(without.data)[5]) == bytes(7)
    marked = {**plain, 3: (3, 4096 | 0b101_01_100 << MARKS_AT, 3)}
    file = made(marked, descending=False)
    assert HEADER.unpack_from(file.data)[6] == 63
    assert len(file.data) == len(without.data) + 8
    assert list(sections_of(file.data)[5]) == [0, 0, 0b101_01_100, 0, 0, 0, 0]
    for made_of in (without, file):
        assert is_well_formed(made_of.data, 1, 7)
        assert not is_well_formed(made_of.data + bytes(4), 1, 7)
    assert merge_changes(file, 1, {3}, sorted_columns([plain[3]], descending=False)) == without
