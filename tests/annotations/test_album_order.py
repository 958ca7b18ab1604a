"""Places in an order made by hand: what is put somewhere is there, and all else stays where it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gallery.annotations import album_order

PLACES = st.lists(st.integers(1, 400), unique=True, max_size=30).map(sorted)


@st.composite
def moves(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[int], int | None]:
    """An order, what is moved in it or comes new, and what it comes before."""
    places = draw(PLACES)
    names = draw(st.permutations(range(1, len(places) + 1)))
    order = list(zip(names, places, strict=True))
    some = draw(st.lists(st.sampled_from([*names, *range(100, 110)]), unique=True, min_size=1, max_size=12))
    return order, some, draw(st.none() | st.sampled_from([*names, 999]))


@given(moves())
def test_what_is_moved_stands_where_it_was_put_and_the_rest_keeps_its_order(
    case: tuple[list[tuple[int, int]], list[int], int | None],
) -> None:
    order, moved, before = case
    changed = album_order.moved_places(order, moved, before)
    known = dict(order)
    after = sorted({**known, **changed}, key=lambda one: {**known, **changed}[one])
    rest = [one for one, _ in order if one not in moved]
    assert [one for one in after if one not in moved] == rest
    names = [one for one, _ in order]
    behind = names[names.index(before) :] if before in names else []
    target = next((one for one in behind if one not in moved), None)
    at = after.index(target) if target is not None else len(after)
    assert after[at - len(moved) : at] == moved
    assert bool(changed) == (after != names)
    assert len(set({**known, **changed}.values())) == len(after), "no two share a place"
    assert all(known.get(one) != place for one, place in changed.items()), "only what changes is told"


@given(st.integers(0, 1000), st.integers(0, 60), st.integers(0, 50))
def test_places_between_two_rise_and_are_none_of_both(low: int, room: int, count: int) -> None:
    places = album_order.places_between(low, low + room, count)
    if places is None:
        assert room <= count
    else:
        assert len(places) == count
        assert [low, *places, low + room] == sorted({low, *places, low + room})


def test_there_is_no_place_behind_the_last() -> None:
    assert album_order.places_between(album_order.MAX_PLACE - 5, None, 1) is None
    assert album_order.places_between(0, None, 0) == []
    changed = album_order.moved_places([(1, 5), (2, album_order.MAX_PLACE)], [3], None)
    assert changed == {one: album_order.GAP * one for one in (1, 2, 3)}, "all are numbered anew"


@given(st.lists(st.none() | st.integers(1, album_order.MAX_PLACE)))
def test_packed_places_are_read_as_they_were(places: list[int | None]) -> None:
    assert album_order.unpack(album_order.pack(places)) == places


def test_the_places_of_many_added_at_once_take_few_bytes() -> None:
    assert len(album_order.pack(album_order.places_between(0, None, 20_000) or [])) < 1000
