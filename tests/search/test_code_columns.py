"""Photos are found by their codes as one look at each photo says, however many high bytes the codes have."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from gallery.search import code_columns
from gallery.search.bitmaps import any_bit, slots_of
from gallery.search.code_columns import CodeColumns, with_codes

CODES = st.one_of(st.integers(0, 0xFFFF), st.sampled_from((0, 1, 255, 256, 0x07FF, 0x0800, 0xFFFF)))


def columns_of(codes: list[int]) -> CodeColumns:
    return CodeColumns(bytes(code >> 8 for code in codes), bytes(code & 255 for code in codes))


@pytest.mark.parametrize("lanes", [0, 1, 6, 32])
@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(CODES, CODES), min_size=1, max_size=40),
    others=st.sets(CODES, max_size=12),
    picked=st.sets(st.integers(0, 39)),
)
def test_codes_are_found_as_by_a_look_at_each_photo(
    lanes: int, rows: list[tuple[int, int]], others: set[int], picked: set[int]
) -> None:
    wanted = others | {rows[at][at % 2] for at in picked if at < len(rows)}
    layers = [columns_of([row[layer] for row in rows]) for layer in (0, 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(code_columns, "MAX_LANES", lanes)
        for _ in range(2):  # the lanes are kept for the second time
            found = with_codes(layers, wanted, len(rows))
            assert list(slots_of(found, len(rows))) == [at for at, row in enumerate(rows) if set(row) & wanted]
    assert list(layers[0].numbers()) == [row[0] for row in rows]
    assert list(slots_of(any_bit(layers[0].not_zero(), len(rows)), len(rows))) == [
        at for at, row in enumerate(rows) if row[0]
    ]
