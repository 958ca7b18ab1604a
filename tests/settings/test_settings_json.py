"""Any bytes are read without an error, and a damaged file gives up what is whole in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.settings import settings_json
from gallery.settings.settings_json import NOTHING, complete, is_root, is_search, read, write

FIELDS: dict[str, Any] = {
    "version": 1,
    "roots": [{"id": number, "path": f"/photos {number}"} for number in range(1, 8)],
    "searches": [{"id": number, "name": f'"roots": [{number}', "query": "a { b"} for number in range(1, 8)],
    "window": "x",
    "view": {"theme": "dark"},
    "next_root": 12,
    "next_search": 12,
}
WHOLE = write(FIELDS)


@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw: bytes) -> None:
    reading = read(raw)
    assert all(is_root(item) for item in reading.fields.get("roots", []))
    assert all(is_search(item) for item in reading.fields.get("searches", []))


@given(st.integers(0, len(WHOLE)), st.integers(0, 30), st.binary(max_size=8))
def test_damage_in_one_place_costs_at_most_what_it_hit(start: int, length: int, put: bytes) -> None:
    found = complete(read(WHOLE[:start] + put + WHOLE[start + length :]), read(WHOLE)).fields
    for name in ("roots", "searches"):
        lost = [item for item in FIELDS[name] if item not in found[name]]
        assert len(lost) <= 2, "thirty bytes reach from one item into the next"


@given(st.integers(0, len(WHOLE) - 2))
def test_a_file_cut_anywhere_is_completed_by_its_copy(cut: int) -> None:
    found = complete(read(WHOLE[:cut]), read(WHOLE))
    assert {name: found.fields[name] for name in ("roots", "searches", "view", "window")} == {
        name: FIELDS[name] for name in ("roots", "searches", "view", "window")
    }
    assert (found.fields["next_root"], found.fields["next_search"]) == (12, 12)
    assert not found.partial


def test_of_a_cut_list_the_whole_items_are_taken() -> None:
    cut = WHOLE[: WHOLE.index(b"/photos 5")]
    assert [item["id"] for item in read(cut).fields["roots"]] == [1, 2, 3, 4]
    assert read(cut).partial == {"roots", "searches", "groups"}


def test_a_key_with_a_flipped_bit_is_a_list_that_is_missing() -> None:
    reading = read(WHOLE.replace(b'"roots": [\n', b'"rootq": [\n', 1))
    assert reading.partial == {"roots"}
    assert complete(reading, read(WHOLE)).fields["roots"] == FIELDS["roots"]


def test_nothing_is_completed_by_nothing() -> None:
    found = complete(NOTHING, NOTHING)
    assert found.fields["roots"] == []
    assert found.partial == {"roots", "searches", "groups"}


def test_a_bracket_that_came_into_a_list_costs_nothing() -> None:
    damaged = WHOLE.replace(b'"id": 3,', b'"id": 3}],', 1)
    assert complete(read(damaged), read(WHOLE)).fields["roots"] == FIELDS["roots"]


@pytest.mark.parametrize("name", ["roots", "searches"])
@pytest.mark.parametrize("number", [3, 6, 99])
def test_a_number_with_a_flipped_bit_is_taken_from_the_copy(name: str, number: int) -> None:
    """Of two items with one number the second is left out, and would be lost."""
    start = WHOLE.index(f'"{name}"'.encode())
    damaged = WHOLE[:start] + WHOLE[start:].replace(b'"id": 2', f'"id": {number}'.encode(), 1)[:-1]
    assert complete(read(damaged), read(WHOLE)).fields[name] == FIELDS[name]


def test_what_was_changed_after_the_copy_counts() -> None:
    changed = [{**item, "name": f"new {item['id']}"} for item in FIELDS["searches"]]
    damaged = write({**FIELDS, "searches": changed})[:-1]
    assert complete(read(damaged), read(WHOLE)).fields["searches"] == changed


def test_a_text_of_the_file_is_no_field() -> None:
    """A search may hold what looks like a field."""
    damaged = WHOLE[:-1]
    assert settings_json.read(damaged).fields["roots"] == FIELDS["roots"]
