"""Conditional requests and ranges (RFC 9110, sections 13 and 14), as a table and as rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.http import http_date

from gallery.web.conditional import Verdict, decide

SIZE, TAG, TIME = 1000, "abc", 1_700_000_000
BEFORE, THEN, AFTER = http_date(TIME - 1), http_date(TIME), http_date(TIME + 1)
WHOLE = Verdict(200, 0, SIZE)


def verdict(method: str = "GET", **headers: str) -> Verdict:
    return decide(
        method, Headers([(name.replace("_", "-"), value) for name, value in headers.items()]), SIZE, TAG, TIME
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("bytes=0-0", Verdict(206, 0, 1)),
        ("bytes=0-999", Verdict(206, 0, 1000)),
        ("bytes=0-5000", Verdict(206, 0, 1000)),
        ("bytes=999-999", Verdict(206, 999, 1)),
        ("bytes=500-", Verdict(206, 500, 500)),
        ("bytes=-1", Verdict(206, 999, 1)),
        ("bytes=-1000", Verdict(206, 0, 1000)),
        ("bytes=-5000", Verdict(206, 0, 1000)),
        ("BYTES=0-0", Verdict(206, 0, 1)),
        (" bytes = 0 - 0 ", Verdict(206, 0, 1)),
        ("bytes=1000-", Verdict(416)),
        ("bytes=1000-2000", Verdict(416)),
        ("bytes=-0", Verdict(416)),
        ("bytes=-00", Verdict(416)),
        ("bytes=- 5", WHOLE),
        ("bytes=9999999999999999999-", Verdict(416)),
        ("bytes=99999999999999999999-", WHOLE),
        ("bytes=5-2", WHOLE),
        ("bytes=0-0,5-9", WHOLE),
        ("bytes=-", WHOLE),
        ("bytes=", WHOLE),
        ("bytes", WHOLE),
        ("", WHOLE),
        ("items=0-1", WHOLE),
        ("bytes=a-b", WHOLE),
        ("bytes=\u0660-\u0665", WHOLE),
        ("bytes=--1", WHOLE),
        ("bytes=0--0", WHOLE),
        ("bytes=-0\u00a0", WHOLE),
        ("bytes=-00000000000000000000", WHOLE),
        ("bytes=0x0-0x5", WHOLE),
    ],
)
def test_a_range_selects_its_part_or_is_refused_or_ignored(wanted: str, expected: Verdict) -> None:
    assert verdict(Range=wanted) == expected


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If_None_Match": '"abc"'}, 304),
        ({"If_None_Match": 'W/"abc"'}, 304),
        ({"If_None_Match": '"x", "abc"'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"x"'}, 200),
        ({"If_None_Match": ""}, 200),
        ({"If_None_Match": '"x"', "If_Modified_Since": AFTER}, 200),
        ({"If_None_Match": '"abc"', "If_Modified_Since": BEFORE}, 304),
        ({"If_Modified_Since": BEFORE}, 200),
        ({"If_Modified_Since": THEN}, 304),
        ({"If_Modified_Since": AFTER}, 304),
        ({"If_Modified_Since": "yesterday"}, 200),
        ({"If_Match": '"abc"'}, 200),
        ({"If_Match": "*"}, 200),
        ({"If_Match": 'W/"abc"'}, 412),
        ({"If_Match": '"x"'}, 412),
        ({"If_Match": '"x"', "If_None_Match": '"abc"'}, 412),
        ({"If_Unmodified_Since": BEFORE}, 412),
        ({"If_Unmodified_Since": THEN}, 200),
        ({"If_Unmodified_Since": "yesterday"}, 200),
        ({"If_Match": '"abc"', "If_Unmodified_Since": BEFORE}, 200),
        ({"If_None_Match": '"abc"', "Range": "bytes=0-0"}, 304),
        ({"If_None_Match": '"x"', "Range": "bytes=0-0"}, 206),
        ({"If_Range": '"abc"', "Range": "bytes=0-0"}, 206),
        ({"If_Range": 'W/"abc"', "Range": "bytes=0-0"}, 200),
        ({"If_Range": '"x"', "Range": "bytes=0-0"}, 200),
        ({"If_Range": THEN, "Range": "bytes=0-0"}, 206),
        ({"If_Range": BEFORE, "Range": "bytes=0-0"}, 200),
        ({"If_Range": AFTER, "Range": "bytes=0-0"}, 200),
        ({"If_Range": "yesterday", "Range": "bytes=0-0"}, 200),
        ({"If_Range": '"x"', "Range": "bytes=5000-"}, 200),
        ({"If_Range": '"abc"'}, 200),
    ],
    ids=str,
)
def test_preconditions_and_if_range_decide_the_status(headers: dict[str, str], status: int) -> None:
    assert verdict(**headers).status == status


def test_a_range_is_for_get_only() -> None:
    """Section 14.2: for any other method the header is ignored."""
    assert verdict("HEAD", Range="bytes=0-0") == WHOLE


@given(st.integers(1, 1 << 40), st.integers(0, 1 << 40), st.none() | st.integers(0, 1 << 40))
def test_a_single_range_is_cut_to_the_size(size: int, start: int, end: int | None) -> None:
    found = decide("GET", Headers({"Range": f"bytes={start}-{'' if end is None else end}"}), size, TAG, TIME)
    if end is not None and end < start:
        assert found == Verdict(200, 0, size)
    elif start >= size:
        assert found == Verdict(416)
    else:
        last = size - 1 if end is None else min(end, size - 1)
        assert found == Verdict(206, start, last - start + 1)


@given(
    st.dictionaries(
        st.sampled_from(["Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"]),
        st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
        | st.sampled_from(
            ["bytes=0-", "Mon, 01 Jan 0001 00:00:00 +2359", "Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 99 Foo 2000"]
        )
        | st.builds(
            "Mon, {:02d} Jan {:04d} {:02d}:00:00 {:+05d}".format,
            st.integers(0, 40),
            st.integers(0, 9999),
            st.integers(0, 30),
            st.integers(-9999, 9999),
        ),
    ),
    st.integers(0, 5000),
)
def test_any_header_gives_a_status_and_a_part_inside_the_whole(sent: dict[str, str], size: int) -> None:
    found = decide("GET", Headers(sent), size, TAG, TIME)
    assert found.status in (200, 206, 304, 412, 416)
    assert 0 <= found.start <= found.start + found.length <= size
