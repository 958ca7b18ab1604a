"""The parser: what a query means, what of it is a mistake, and where that is."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gallery.search.nodes import AllOf, AnyOf, FilePath, Glob, Month, Node, Not, Number, Word
from gallery.search.parser import MAX_DEPTH, MAX_QUERY_CHARACTERS, MAX_TERMS, parse
from tests.search.queries import ATTACKS, HOSTILE, JUNE_2019, YEAR_2019, days, meant, or_name, words

DAY = days("2019-06-11", "2019-06-11")


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", ()),
        ("  \t\n ", ()),
        ("Beach", words("beach")),
        ("beach  SUN", words("beach", "sun")),
        ("2019", (or_name("2019", YEAR_2019),)),
        ("2019-06", (or_name("2019-06", JUNE_2019),)),
        ("2019/6/1", (or_name("2019/6/1", days("2019-06-01", "2019-06-01"), FilePath(("2019", "6", "1"))),)),
        ("2019.06.11", (or_name("2019.06.11", DAY),)),
        ("june", (or_name("june", Month(6)),)),
        ("Jun", (or_name("jun", Month(6)),)),
        ("june 2019", (or_name("june 2019", JUNE_2019),)),
        ("2019 june", (or_name("2019 june", JUNE_2019),)),
        ("11 june 2019", (or_name("11 june 2019", DAY),)),
        ("beach june 2019 sun", (Word("beach"), or_name("june 2019", JUNE_2019), Word("sun"))),
        ("2019 2020", (or_name("2019", YEAR_2019), or_name("2020", days("2020-01-01", "2020-12-31")))),
        ("2020-02-29", (or_name("2020-02-29", days("2020-02-29", "2020-02-29")),)),
        ("2019-02-29", words("2019-02-29")),
        ("2019-13", words("2019-13")),
        ("2019-00", words("2019-00")),
        ("0019", words("0019")),
        ("31 june 2019", (Word("31"), or_name("june 2019", JUNE_2019))),
        ("11 june beach", (or_name("11 june", Month(6, 11)), Word("beach"))),
        ("ma", words("ma")),
        ("june-2019", (or_name("june-2019", JUNE_2019),)),
        ("june-", words("june-")),
        ("may-flowers", words("may-flowers")),
        ("STRASSE Straße", words("strasse", "strasse")),
        ("cafe\u0301", words("cafe")),
        ("12:30", words("12:30")),
        ("IMG(1).jpg", words("img(1).jpg")),
        ("a)", words("a)")),
        ("a\0b", words("a", "b")),
        ("a \u0301 b", words("a", "b")),
        ("\ud800", words("\ufffd")),
    ],
)
def test_words_and_dates(text: str, nodes: tuple[Node, ...]) -> None:
    assert meant(text) == nodes


def test_parts_have_the_places_of_their_text() -> None:
    parsed = parse("a -camera:x (b c) june 2019 d or e iso:x")
    assert [(part.start, part.end) for part in parsed.parts] == [(0, 1), (2, 11), (12, 17), (18, 27), (28, 34)]
    assert tuple(part.node for part in parsed.parts) == parsed.node.nodes


def test_stars_that_follow_each_other_are_one() -> None:
    assert meant("a" + "*" * 99) == (AnyOf((Glob("a*"), Word("a" + "*" * 99))),)
    assert meant("a" + "?*" * 16)
    assert meant("?" * 900) == words("?" * 900)


@pytest.mark.parametrize("word", ATTACKS)
def test_signs_are_words(word: str) -> None:
    plain = words(*word.lower().split())
    assert meant(word) in (plain, (AnyOf((Glob(word), *plain)),))


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ('"new year"', words("new year")),
        ('"2019"', words("2019")),
        ('"a  or\tb"', words("a or b")),
        ('x"y', words('x"y')),
        ("-beach", (Not(Word("beach")),)),
        ('-"new year"', (Not(Word("new year")),)),
        ("-iso:100", (Not(Number("iso", 100, 100)),)),
        ("-2019", (Not(or_name("2019", YEAR_2019)),)),
        ("- x", words("-", "x")),
        ("-\u00a0x", words("-", "x")),
        ("-\u3000", words("-")),
        ("--x", words("--x")),
        ("a or b", (AnyOf(words("a", "b")),)),
        ("a OR b or c", (AnyOf(words("a", "b", "c")),)),
        ("a|b", (AnyOf(words("a", "b")),)),
        ("a | b", (AnyOf(words("a", "b")),)),
        ("a b or c d", (Word("a"), AnyOf(words("b", "c")), Word("d"))),
        ("oracle for", words("oracle", "for")),
        (
            "2018 or june 2019",
            (AnyOf((or_name("2018", days("2018-01-01", "2018-12-31")), or_name("june 2019", JUNE_2019))),),
        ),
        ("(a b) or c", (AnyOf((AllOf(words("a", "b")), Word("c"))),)),
        ("(a or b) c", (AnyOf(words("a", "b")), Word("c"))),
        ("-(a b)", (Not(AllOf(words("a", "b"))),)),
        ("((a))", words("a")),
        ("(IMG(1))", words("img(1)")),
        ("or(a)", words("a")),
    ],
)
def test_how_terms_are_put_together(text: str, nodes: tuple[Node, ...]) -> None:
    assert parse(text).node.nodes == nodes


@pytest.mark.parametrize(
    ("text", "start", "end", "says", "rest"),
    [
        ("beach iso:abc", 6, 13, "needs a number", words("beach")),
        ("iso:1e9 x", 0, 7, "needs a number", words("x")),
        ("iso:400..100 x", 0, 12, "larger than the last", words("x")),
        ("exposure:1/0", 0, 12, "needs a number", ()),
        ("date:2019-13 x", 0, 12, "is not a date", words("x")),
        ("date:2020..2019", 0, 15, "later than the last", ()),
        ("date:june..2019", 0, 15, "needs a year", ()),
        ("date:>june", 0, 10, "needs a year", ()),
        ("date:> x", 0, 6, "needs a date", words("x")),
        ("date:<", 0, 6, "needs a date", ()),
        ("date:>=", 0, 7, "needs a date", ()),
        ("date:≤", 0, 6, "needs a date", ()),
        ("date:=", 0, 6, "needs a date", ()),
        ('type:"jpeg|png"', 0, 15, "knows jpeg, png", ()),
        ("type:xyz", 0, 8, "knows jpeg, png", ()),
        ("has:dog", 0, 7, "knows gps", ()),
        ("near:paris x", 0, 10, "no filter called “near”", words("x")),
        ("tag:", 0, 4, "no filter called “tag”", ()),
        ("camera: canon", 0, 7, "after “camera:”", words("canon")),
        ("camera:|", 0, 8, "after “camera:”", ()),
        ('camera:""', 0, 9, "after “camera:”", ()),
        ('a ""', 2, 4, "nothing between the quotes", words("a")),
        ('a "b c', 2, 3, "quote is not closed", words("a", "b c")),
        ("a (b", 2, 3, "bracket is not closed", words("a", "b")),
        ("a ) b", 2, 3, "no open bracket", words("a", "b")),
        ("a ()", 2, 4, "nothing between the brackets", words("a")),
        ("a or", 2, 4, "between two words", words("a")),
        ("or a", 0, 2, "between two words", words("a")),
        ("a or or b", 5, 7, "between two words", (AnyOf(words("a", "b")),)),
        ("a or iso:x b", 5, 10, "needs a number", words("a", "b")),
        ("😀 iso:x", 2, 7, "needs a number", words("😀")),
        ("-iso:x y", 1, 6, "needs a number", words("y")),
        ("(iso:x) y", 1, 6, "needs a number", words("y")),
        ("b img" + "*1" * 33 + " a", 2, 71, "at most 32", words("b", "img" + "*1" * 33, "a")),
        ("b name:a" + "?" * 33 + " a", 2, 41, "at most 32", (Word("b"), Word("a" + "?" * 33, "name"), Word("a"))),
    ],
)
def test_a_mistake_has_its_place_and_the_rest_applies(
    text: str, start: int, end: int, says: str, rest: tuple[Node, ...]
) -> None:
    parsed = parse(text)
    (mistake,) = parsed.mistakes
    assert (mistake.start, mistake.end) == (start, end)
    assert says in mistake.message
    assert mistake.message.endswith((".", "?"))
    assert parsed.node.nodes == rest


def test_terms_have_the_positions_of_their_text() -> None:
    terms = parse('beach -camera:"eos r5" june 2019').terms
    assert [(term.start, term.end, term.field, term.value) for term in terms] == [
        (0, 5, None, "beach"),
        (7, 22, "camera", "eos r5"),
        (23, 27, None, "june"),
        (28, 32, None, "2019"),
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_cheap(text: str) -> None:
    started = time.thread_time()
    parsed = parse(text)
    assert time.thread_time() - started < 0.2
    assert len(parsed.mistakes) <= MAX_TERMS + 1
    assert len(parsed.terms) <= MAX_TERMS
    assert leaves(parsed.node) <= 32 * MAX_TERMS
    if len(text) > MAX_QUERY_CHARACTERS:
        assert any("first 1,000 characters" in mistake.message for mistake in parsed.mistakes)


def leaves(node: Node) -> int:
    if isinstance(node, Not):
        return leaves(node.node)
    return sum(map(leaves, node.nodes)) if isinstance(node, AllOf | AnyOf) else 1


def test_only_so_many_words_are_read() -> None:
    parsed = parse("x " * (MAX_TERMS + 3))
    assert len(parsed.node.nodes) == MAX_TERMS
    assert [mistake.start for mistake in parsed.mistakes] == [2 * MAX_TERMS]


def test_brackets_go_only_so_deep() -> None:
    assert meant("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == words("a")
    (mistake,) = parse("b " + "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1)).mistakes
    assert mistake.start == 2 + MAX_DEPTH


PIECES = st.sampled_from(
    ["june", "31", "2019", "2019-02", "may", "²", "٣", "(", ")", '"', "-", "or", "|", "iso:", ">", "..", "camera:",
     "date:", "2020", "type:", "jpeg", "size:", "MB", " ", "f:", "1/500", "İ", "ß", "\0", "\ud800", "color:",
     "0", "00", "1", "1/", "/", "s", "iso", "f", "mm", "★", "stars", "１", "０", "／", "：", "℀", "[", "]", "folder:",
     "exposure:", "file://", "c:", "~", "\\", "%", "#", "@", "?", ".jpg", "last", "ago", "years", "weekend"]
)  # fmt: skip
DAYS = st.none() | st.dates(date(1970, 1, 1), date(2999, 12, 31))
"""Clocks without a battery start in 1970."""


@given(st.text() | st.lists(PIECES).map("".join) | st.lists(PIECES).map(" ".join), DAYS)
@example("1/0", None)
@example("1/00", None)
@example("1/0 s", None)
@example("１/０", None)
@example("file://[x", None)
@example("folder:file://[b", None)
@example("file://a℀b/x", None)
@example("file://／", None)
@example("last 2000 years", date(1970, 1, 1))
def test_nothing_that_is_typed_is_an_error(text: str, today: date | None) -> None:
    parsed = parse(text, today)
    for mistake in parsed.mistakes:
        assert 0 <= mistake.start < mistake.end <= len(text)
        assert mistake.message[0].isupper() or mistake.message[0] == "“"
    assert parsed.terms == tuple(sorted(parsed.terms, key=lambda term: term.start))
    for term in parsed.terms:
        assert 0 <= term.start < term.end <= len(text)
    for leaf in parsed.node.nodes:
        assert leaf != Word("")


@given(st.lists(st.text("abcxyzäß日", min_size=1).filter(lambda word: word != "or"), max_size=MAX_TERMS))
def test_plain_words_stay_words(found: list[str]) -> None:
    nodes = parse(" ".join(found)).node.nodes
    assert all(isinstance(node, Word) for node in nodes)
    assert len(nodes) == len(found)


def test_a_word_after_a_number_is_its_unit_only_if_the_filter_has_such_a_unit() -> None:
    assert meant("size:2 beach") == (*meant("size:2"), Word("beach"))
    assert meant("iso:800 mb") == (*meant("iso:800"), Word("mb"))
    assert meant("size:>2 mb beach") == (*meant("size:>2mb"), Word("beach"))
    assert meant('size:"2" mb') == (*meant("size:2"), Word("mb"))
