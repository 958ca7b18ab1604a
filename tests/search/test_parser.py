"""What is typed, what of it means something, and where the rest stands."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.search import date_terms
from gallery.search.nodes import AllOf, AnyOf, Days, Month, Node, Not, Number, Trait, Word
from gallery.search.parser import MAX_DEPTH, MAX_QUERY_CHARACTERS, MAX_TERMS, parse

ATTACKS = ["%", "_", "!", "!%", "'", "--", ";", "\\", "'; DROP TABLE photos; --", "?", "?1", ":x", "%00", "[a]", "*"]
INF = float("inf")


def days(first: str, last: str) -> Days:
    """From the first of two days to the last, both included."""
    begin, end = (int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) // 86400 for day in (first, last))
    return Days(begin, end + 1)


def meant(text: str) -> tuple[Node, ...]:
    """The parts that all must fit; nothing in the text may be a mistake."""
    parsed = parse(text)
    assert parsed.mistakes == ()
    return parsed.node.nodes


def words(*texts: str) -> tuple[Node, ...]:
    return tuple(Word(text) for text in texts)


YEAR_2019 = days("2019-01-01", "2019-12-31")
JUNE_2019 = days("2019-06-01", "2019-06-30")
DAY = days("2019-06-11", "2019-06-11")


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", ()),
        ("  \t\n ", ()),
        ("Beach", words("beach")),
        ("beach  SUN", words("beach", "sun")),
        ("2019", (YEAR_2019,)),
        ("2019-06", (JUNE_2019,)),
        ("2019/6/1", (days("2019-06-01", "2019-06-01"),)),
        ("2019.06.11", (DAY,)),
        ("june", (Month(6),)),
        ("Jun", (Month(6),)),
        ("june 2019", (JUNE_2019,)),
        ("2019 june", (JUNE_2019,)),
        ("11 june 2019", (DAY,)),
        ("beach june 2019 sun", (Word("beach"), JUNE_2019, Word("sun"))),
        ("2019 2020", (YEAR_2019, days("2020-01-01", "2020-12-31"))),
        ("2020-02-29", (days("2020-02-29", "2020-02-29"),)),
        ("2019-02-29", words("2019-02-29")),
        ("2019-13", words("2019-13")),
        ("2019-00", words("2019-00")),
        ("0019", words("0019")),
        ("31 june 2019", (Word("31"), JUNE_2019)),
        ("11 june beach", (Word("11"), Month(6), Word("beach"))),
        ("ma", words("ma")),
        ("june-2019", words("june-2019")),
        ("STRASSE Straße", words("strasse", "strasse")),
        ("cafe\u0301", words("caf\u00e9")),
        ("12:30", words("12:30")),
        ("IMG(1).jpg", words("img(1).jpg")),
        ("a)", words("a)")),
        ("a\0b", words("a", "b")),
        ("\ud800", words("\ufffd")),
    ],
)
def test_words_and_dates(text: str, nodes: tuple[Node, ...]) -> None:
    assert meant(text) == nodes


@pytest.mark.parametrize("word", ATTACKS)
def test_signs_are_words(word: str) -> None:
    assert meant(word) == words(*word.lower().split())


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
        ("-2019", (Not(YEAR_2019),)),
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
        ("2018 or june 2019", (AnyOf((days("2018-01-01", "2018-12-31"), JUNE_2019)),)),
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
    ("text", "node"),
    [
        ("camera:Canon", Word("canon", "camera")),
        ('camera:"EOS R5"', Word("eos r5", "camera")),
        ("LENS:70-200", Word("70-200", "lens")),
        ("folder:Øst", Word("øst", "folder")),
        ("title:a", Word("a", "title")),
        ("caption:a|b", AnyOf((Word("a", "caption"), Word("b", "caption")))),
        ('folder:"A|B"', Word("a|b", "folder")),
        ('folder:"|"', Word("|", "folder")),
        ("name:x", Word("x", "name")),
        ("iso:800", Number("iso", 800, 800)),
        ("iso:=800", Number("iso", 800, 800)),
        ("iso:>=800", Number("iso", 800, INF)),
        ("iso:≤800", Number("iso", -INF, 800)),
        ("iso:100..400", Number("iso", 100, 400)),
        ("iso:100..", Number("iso", 100, INF)),
        ("iso:..400", Number("iso", -INF, 400)),
        ("rating:>=4", Number("rating", 4, INF)),
        ("width:4000px", Number("width", 4000, 4000)),
        ("size:2MB", Number("size", 1_500_000, 2_500_000)),
        ("size:1.5..2GB", Number("size", 1.5, 2e9)),
        ("size:>=1KiB", Number("size", 1024, INF)),
        ("date:2019", YEAR_2019),
        ("date:2019-06", JUNE_2019),
        ("date:june", Month(6)),
        ('date:"june 2019"', JUNE_2019),
        ("date:2019-06..2019-08", days("2019-06-01", "2019-08-31")),
        ("date:2019..", Days(YEAR_2019.first, 10**7)),
        ("date:>2019", Days(YEAR_2019.after, 10**7)),
        ("date:<2019-06", Days(-(10**6), JUNE_2019.first)),
        ("date:<=2019-06", Days(-(10**6), JUNE_2019.after)),
        ("type:JPG", Trait("type", "jpeg")),
        ("type:heic", Trait("type", "heif")),
        ("type:jpeg|heic|raw", AnyOf((Trait("type", "jpeg"), Trait("type", "heif"), Trait("type", "raw")))),
        ("has:gps", Trait("has", "gps")),
        ("is:square", Trait("is", "square")),
        ("color:blue", Trait("color", "blue")),
        ("colour:gray", Trait("color", "grey")),
    ],
)  # fmt: skip
def test_filters(text: str, node: Node) -> None:
    assert meant(text) == (node,)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("iso:>800", [801], [800]),
        ("iso:<800", [799], [800]),
        ("f:<2", [1.8, 1.99], [2.0]),
        ("f:f/2.8", [2.8, 2.7999999], [2.7, 2.9]),
        ("f:1,8", [1.8], [1.7]),
        ("focal:>=200mm", [200.0, 199.9999, 400], [199]),
        ("exposure:<1/500", [1 / 501, 1 / 1000], [1 / 500, 0.00200001]),
        ("exposure:1/500", [0.002, 0.0020000001], [1 / 495]),
        ("exposure:>=2s", [2.0, 30], [1.9]),
        ("size:>10MB", [10_000_001], [10_000_000]),
        ("size:2.4MB", [2_350_000, 2_449_999], [2_349_999, 2_450_001]),
    ],
)
def test_numbers_have_edges(text: str, inside: list[float], outside: list[float]) -> None:
    (node,) = meant(text)
    assert isinstance(node, Number)
    assert all(node.low <= number <= node.high for number in inside)
    assert not any(node.low <= number <= node.high for number in outside)


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
    ],
)
def test_a_mistake_has_its_place_and_the_rest_applies(
    text: str, start: int, end: int, says: str, rest: tuple[Node, ...]
) -> None:
    parsed = parse(text)
    (mistake,) = parsed.mistakes
    assert (mistake.start, mistake.end) == (start, end)
    assert says in mistake.message
    assert mistake.message.endswith(".")
    assert parsed.node.nodes == rest


def test_terms_know_where_they_stand() -> None:
    terms = parse('beach -camera:"eos r5" june 2019').terms
    assert [(term.start, term.end, term.field, term.value) for term in terms] == [
        (0, 5, None, "beach"),
        (7, 22, "camera", "eos r5"),
        (23, 27, None, "june"),
        (28, 32, None, "2019"),
    ]


HOSTILE = ["(" * 1000, ")" * 1000, "-(a or " * 300, "a " * 5000, "x" * 10_000, "\0\ud800" * 500, '"' * 999,
           "a|" * 5000, "f:" * 500, "iso:>" * 200, "date:" + "9" * 900, "iso:" + "9" * 900, "june " * 200,
           "size:" + "1.." * 300, "(a)" * 300, "-" * 1000, "camera:" + "|a" * 400]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_cheap(text: str) -> None:
    started = time.thread_time()
    parsed = parse(text)
    assert time.thread_time() - started < 0.2
    assert len(parsed.mistakes) <= MAX_TERMS + 1
    assert len(parsed.terms) <= MAX_TERMS
    assert leaves(parsed.node) <= 16 * MAX_TERMS
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
     "date:", "2020", "type:", "jpeg", "size:", "MB", " ", "f:", "1/500", "İ", "ß", "\0", "\ud800", "color:"]
)  # fmt: skip


@given(st.text() | st.lists(PIECES).map("".join) | st.lists(PIECES).map(" ".join))
def test_nothing_that_is_typed_is_an_error(text: str) -> None:
    parsed = parse(text)
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


@given(st.dates(date(1826, 1, 1), date(2199, 12, 31)))
def test_every_day_can_be_typed(day: object) -> None:
    (node,) = meant(f"{day}")
    assert node == days(str(day), str(day))


def test_a_year_is_its_months() -> None:
    months = [date_terms.days_of(2020, number) for number in range(1, 13)]
    assert all(one and two and one.after == two.first for one, two in pairwise(months))
    assert date_terms.days_of(2020) == Days(months[0].first, months[-1].after)  # type: ignore[union-attr]
