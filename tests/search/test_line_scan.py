"""The scan of lines finds the lines with a word, and those with any of many words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.search.column_index import BLOCK_SIZE
from gallery.search.line_scan import compile_any, glob_expression, glob_matcher, lines_with, lines_with_any


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


@given(
    st.lists(st.text("ab.é日", max_size=5) | st.text("ab.", max_size=5), max_size=30),
    st.text("ab.é*?", min_size=1, max_size=8),
    st.booleans(),
)
def test_a_pattern_finds_the_lines_that_it_is(lines: list[str], pattern: str, short: bool) -> None:
    if not pattern.strip("*?"):
        pattern += "a"
    expression = re.compile("".join({"*": ".*", "?": "."}.get(sign) or re.escape(sign) for sign in pattern))
    text = "".join(f"{line}\n" for line in [*lines, *[""] * (BLOCK_SIZE - len(lines))]).encode()
    found = glob_matcher(pattern, short_lines=short)(text)
    assert len(found) == BLOCK_SIZE
    assert [at for at, hit in enumerate(found) if hit] == [
        at for at, line in enumerate(lines) if expression.fullmatch(line)
    ]


STARS = "*e" * 200
"""Tried in all ways that it can lie in a line of 4,000 letters, this would take longer than there is time."""


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (f"{STARS}*", [1, 1, 0]),
        (f"{STARS}*z*", [0, 1, 0]),
        (f"{STARS}*zq*", [0, 0, 0]),
        (f"{STARS}*q", [0, 0, 0]),
        (f"{STARS}?", [1, 0, 0]),
        ("e" + "**?" * 100 + "*q", [0, 0, 1]),
        ("é*" * 400 + "q", [0, 0, 1]),
        ("*?é" * 300 + "*x*", [0, 0, 0]),
    ],
)
def test_a_pattern_of_many_stars_is_decided_in_one_pass(pattern: str, found: list[int]) -> None:
    lines = ["e" * 4000, "e" * 4000 + "za", "e" + "é" * 4000 + "q"]
    if pattern.startswith("é"):
        lines[2] = lines[2][1:]
    rest = "\nzqx" + "\n" * (BLOCK_SIZE - 3)  # each letter of the patterns stands somewhere in the block
    assert list(glob_matcher(pattern)("\n".join(lines).encode() + rest.encode())[:3]) == found
    assert [int(glob_expression(pattern).fullmatch(line) is not None) for line in lines] == found


@given(st.text("ab.é\n", max_size=9), st.text("ab.é\n*?", max_size=9))
def test_an_expression_of_a_pattern_matches_as_one_that_tries_all_ways(text: str, pattern: str) -> None:
    naive = "".join({"*": ".*", "?": "."}.get(sign) or re.escape(sign) for sign in pattern)
    assert bool(glob_expression(pattern).fullmatch(text)) == bool(re.fullmatch(naive, text, re.DOTALL))


@given(st.lists(st.text("ab*", max_size=3), max_size=30), st.text("ab*", min_size=1, max_size=3))
def test_a_literal_finds_the_lines_that_are_it(lines: list[str], name: str) -> None:
    text = "".join(f"{line}\n" for line in [*lines, *[""] * (BLOCK_SIZE - len(lines))]).encode()
    found = glob_matcher(name, literal=True)(text)
    assert [at for at, hit in enumerate(found) if hit] == [at for at, line in enumerate(lines) if line == name]
