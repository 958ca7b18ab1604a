"""Names sort as people sort them, in Python and in SQLite."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.catalog.collation import folded, natural

ORDERED = json.loads((Path(__file__).parents[1] / "names_in_order.json").read_text(encoding="utf-8"))
"""Names in their order, which the page is held to as well (tests/ui/pure/text/collation.test.mjs)."""
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


def test_names_stand_in_the_order_of_a_dictionary() -> None:
    assert all(natural(one) < natural(other) for one, other in pairwise(ORDERED))
    mixed = random.Random(1).sample(ORDERED, len(ORDERED))
    assert sorted(mixed, key=natural) == ORDERED


@pytest.mark.parametrize("sign", [chr(code) for code in range(0x20, 0x7F) if not chr(code).isalnum()] + list("–★…€«"))
def test_every_sign_stands_before_digits_and_letters(sign: str) -> None:
    assert natural(f"a{sign}") < natural("a0") < natural("aa")
    assert natural(f"a{sign}z") < natural("a0")
    assert natural("a") < natural(f"a{sign}")


@given(st.lists(st.text(st.sampled_from("aAbBz0193"), max_size=24), max_size=8))
def test_it_agrees_with_comparing_number_by_number(found: list[str]) -> None:
    def key(name: str) -> list[tuple[str, int]]:
        parts = re.findall(r"[0-9]+|[^0-9]", name.lower())
        return [("0", int(part)) if part[0] in "0123456789" else (part, 0) for part in parts]

    assert sorted(found, key=natural) == sorted(found, key=key)


@given(names, names)
def test_accents_count_only_between_names_that_are_else_the_same(one: str, other: str) -> None:
    bare_one, bare_other = natural(folded(one)), natural(folded(other))
    if bare_one != bare_other:
        assert (natural(one) < natural(other)) == (bare_one < bare_other)


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


def test_folding_any_letter_twice_changes_nothing_more() -> None:
    letters = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    assert [letter for letter in letters if folded(folded(letter)) != folded(letter)] == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [("Zürich", "zurich"), ("Łódź", "lodz"), ("Ørsted", "orsted"), ("Đà Nẵng", "da nang"), ("Straße", "strasse"),
     ("STRAẞE", "strasse"), ("Ærø", "aero"), ("Œuvre", "oeuvre"), ("Þór", "thor"), ("Ísafjörður", "isafjordur"),
     ("İzmir", "izmir"), ("ISPARTA ısparta", "isparta isparta"), ("Ёлка", "елка"), ("Йод", "иод"), ("ΆΛΦΑ ς", "αλφα σ"),
     ("ＦＵＬＬ　ｗｉｄｔｈ１２", "full width12"), ("ｶﾞ", "ガ"), ("が", "が"), ("Nguyễn Thị Ánh", "nguyen thi anh"),
     ("ﬁn", "fin"), ("m² ½", "m2 1/2"), ("Șirul", "sirul"), ("Iğdır", "igdir"), ("Қазақ", "казак"), ("אָ", "א"),
     ("מִלָּה", "מלה"), ("مُحَمَّد", "محمد"), ("आम", "आम"), ("กิน", "กิน"), ("May’s – “x”", "may's - \"x\""), ("❤\ufe0f", "❤"),
     ("\u202aC:\\x", "c:\\x"), ("10×15", "10x15"), ("한국", "한국")],
)  # fmt: skip
def test_a_name_is_folded_to_what_any_keyboard_can_type(text: str, typed: str) -> None:
    assert folded(text) == folded(typed) == typed
