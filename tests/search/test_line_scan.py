"""The scan of lines finds the lines with a word, and those with any of many words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gallery.search.line_scan import compile_any, lines_with, lines_with_any


def test_a_line_with_many_hits_counts_once() -> None:
    text = b"aaaa\n" * 500 + b"\n" * 24 + b"b\n" * 500
    assert lines_with(text, b"a") == b"\1" * 500 + bytes(524)
    assert lines_with(text, b"aa") == b"\1" * 500 + bytes(524)
    assert lines_with(text.replace(b"a", b"c", 1990), b"a") == bytes(497) + b"\1\1\1" + bytes(524)


@given(
    st.lists(st.text("aAb1.日|()^", min_size=1, max_size=4), min_size=1, max_size=30),
    st.text("aAb1.日|()^\n", max_size=99),
)
def test_one_pass_finds_the_lines_with_any_of_the_words(needles: list[str], text: str) -> None:
    lines = (text.split("\n") + [""] * 1024)[:1024]
    pattern = compile_any([needle.encode() for needle in needles])
    found = lines_with_any("".join(line + "\n" for line in lines).encode(), pattern)
    assert found == bytes(any(needle in line for needle in needles) for line in lines)
