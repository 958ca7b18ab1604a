"""The state of the page: each field is believed alone, and whatever a page sends can be stored and sent back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.settings.view_state import ORDERS, ViewState, view_from
from gallery.timeline import build


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("folder", [1, 2**32 - 1, None], [0, -1, 2**32, 1.0, "1", True, [], {}]),
        ("photo", [1, None], [0, False, "x"]),
        ("subfolders", [True, False], [0, 1, None, "true"]),
        ("order", list(ORDERS), ["", "Date", None, 3, [], "date; DROP"]),
        ("row", [96, 320, None], [95, 321, 100.5, "100", True]),
        ("theme", ["system", "light", "dark"], ["", None, 1, ["dark"]]),
        ("side", [200, 800, None], [199, 801, 200.5, "200", True]),
        ("sidebar", [True, False], [None, 1]),
        ("info", [True, False], [None, 1]),
        ("volume", [0, 100], [-1, 101, 50.0, "50", True, None]),
        ("muted", [True, False], [None, 1]),
        (
            "anchor",
            [None],
            [{}, {"photo": 1}, {"photo": 0, "offset": 1}, {"photo": 1, "offset": 1 << 31}, [1, 2], True],
        ),
        ("open", [], [None, [0], ["1"], [True], "12", {}, [1] * 10_001]),
    ],
)
def test_each_field_of_a_view_is_believed_alone(field: str, good: list[object], bad: list[object]) -> None:
    before = ViewState(folder=9, order="name", row=111, theme="dark", photo=8, anchor=(8, 5), open=(4,))
    for value in good:
        assert getattr(view_from({field: value}, before), field) == value
    for value in bad:
        assert view_from({field: value, "info": True}, before) == view_from({"info": True}, before)


def test_a_view_may_have_the_orders_a_timeline_can_be_built_in() -> None:
    """Both rooms have the list: neither may know the other."""
    assert set(ORDERS) == set(build.ORDERS)


def test_anchor_and_open_take_their_own_shapes() -> None:
    view = view_from({"anchor": {"photo": 5, "offset": -3, "more": 1}, "open": [3, 1]}, ViewState())
    assert (view.anchor, view.open) == ((5, -3), (3, 1))
    assert view_from(json.loads(json.dumps(view.as_json())), ViewState()) == view


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(list(ViewState.__dataclass_fields__)) | st.text(), anything) | anything)
def test_whatever_a_page_sends_is_a_view_that_can_be_sent_back(data: object) -> None:
    view = view_from(data, ViewState())
    assert view_from(view.as_json(), ViewState()) == view
    json.dumps(view.as_json(), allow_nan=False)
