"""Names sort as people sort them, in Python and in SQLite."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.catalog.collation import folded, natural

names = st.text(st.sampled_from("aAbBzß019٣ .-_é\u0301ö~日"), max_size=24)


@pytest.mark.parametrize(
    "ordered",
    [
        ["1", "2", "10", "100"],
        ["img1", "IMG2", "img10", "Img11"],
        ["img1a", "img1b", "img2"],
        ["2019-6-1", "2019-06-11", "2019-10-1"],
        ["a", "a1", "a1b", "a2", "ab"],
        ["IMG_0009.jpg", "IMG_10.jpg", "IMG_0100.jpg"],
        ["9" * 12, "1" + "0" * 12, "9" * 254],
        ["1 day", "a day"],
        ["", "0", "a"],
    ],
)
def test_names_sort_naturally(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=natural) == ordered


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IMG_1", "img_1"),
        ("01", "1"),
        ("000", "0"),
        ("STRASSE", "straße"),
        ("Caf\u00e9", "cafe\u0301"),
        ("Å", "\u212b"),
    ],
)
def test_what_people_take_for_the_same_has_one_place(one: str, other: str) -> None:
    assert natural(one) == natural(other)


@given(st.lists(names, max_size=8))
def test_it_agrees_with_comparing_number_by_number(found: list[str]) -> None:
    def key(name: str) -> list[tuple[str, int]]:
        parts = re.findall(r"[0-9]+|[^0-9]", folded(name))
        return [("0", int(part)) if part[0] in "0123456789" else (part, 0) for part in parts]

    assert sorted(found, key=natural) == sorted(found, key=key)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12), max_size=8))
def test_sqlite_and_python_agree(found: list[str]) -> None:
    keys = [natural(name) for name in found]
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("CREATE TABLE t (sort TEXT)")
        conn.executemany("INSERT INTO t VALUES (?)", ((key,) for key in keys))
        assert [row[0] for row in conn.execute("SELECT sort FROM t ORDER BY sort")] == sorted(keys)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)
