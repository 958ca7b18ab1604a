"""What people type without knowing how, and what the parser takes it for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gallery.search import number_terms
from gallery.search.filters import parse_filter
from gallery.search.nodes import AllOf, AnyOf, FilePath, Glob, Month, Node, Word
from gallery.search.parser import parse
from tests.search.queries import JUNE_2019, days, meant, or_name, words
from tests.search.typed_library import TODAY

SETTING = r"f/?\d{1,3}[.,]?\d{0,3}|1/\d{1,6} ?s?|iso \d{1,8}|\d{1,8} iso|\d[ -]stars?|\d{1,5}[.,]?\d{0,3} ?mm"
CHRISTMAS = days("2023-12-25", "2023-12-25")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("25.12.2023", or_name("25.12.2023", CHRISTMAS)),
        ("25/12/2023", or_name("25/12/2023", CHRISTMAS, FilePath(("25", "12", "2023")))),
        ("12/25/2023", or_name("12/25/2023", CHRISTMAS, FilePath(("12", "25", "2023")))),
        ("3.4.2019", or_name("3.4.2019", days("2019-04-03", "2019-04-03"))),
        ("3-4-2019", or_name("3-4-2019", AnyOf((days("2019-04-03", "2019-04-03"), days("2019-03-04", "2019-03-04"))))),
        ("25.12.23", or_name("25.12.23", CHRISTMAS)),
        ("20231225", or_name("20231225", CHRISTMAS)),
        ("6/2019", or_name("6/2019", JUNE_2019, FilePath(("6", "2019")))),
        ("25/12", or_name("25/12", Month(12, 25), FilePath(("25", "12")))),
        ("12/25", or_name("12/25", Month(12, 25), FilePath(("12", "25")))),
        ("3/4", or_name("3/4", AnyOf((Month(4, 3), Month(3, 4))), FilePath(("3", "4")))),
        ("2019-June", or_name("2019-june", JUNE_2019)),
        ("11.june.2019", or_name("11.june.2019", days("2019-06-11", "2019-06-11"))),
        ("Dec-25-2023", or_name("dec-25-2023", CHRISTMAS)),
        ("4-july", or_name("4-july", Month(7, 4))),
        ("winter-2019", or_name("winter-2019", days("2019-12-01", "2020-02-29"))),
        ("december 25", or_name("december 25", Month(12, 25))),
        ("25. Dec", or_name("25. dec", Month(12, 25))),
        ("4th of july", AnyOf((Month(7, 4), AllOf(words("4th", "of", "july"))))),
        ("december 25, 2023", or_name("december 25, 2023", CHRISTMAS)),
        ("2015-2018", or_name("2015-2018", days("2015-01-01", "2018-12-31"))),
        ("1990s", or_name("1990s", days("1990-01-01", "1999-12-31"))),
        ("winter 2019", or_name("winter 2019", days("2019-12-01", "2020-02-29"))),
        ("summer", or_name("summer", AnyOf((Month(6), Month(7), Month(8), Month(22))))),
        ("yesterday", Word("yesterday")),
        ("*.heic", or_name("*.heic", Glob("*.heic"))),
        ("name:img?*", AnyOf((Glob("img?*", "name"), Word("img?*", "name")))),
        ("**", Word("**")),
        ('"*.heic"', Word("*.heic")),
        ("ｃａｍｅｒａ：ｘ１", Word("x1", "camera")),
        ("“new year”", Word("new year")),
        ("/home/Anna/a b.jpg", AnyOf((FilePath(("home", "anna", "a b.jpg")), Word("/home/anna/a b.jpg")))),
        (r'"C:\Rome\a (1).jpg"', AnyOf((FilePath(("c:", "rome", "a (1).jpg")), Word(r'"c:\rome\a (1).jpg"')))),
        ("file:///a%20b/c.jpg", AnyOf((FilePath(("a b", "c.jpg")), Word("file:///a%20b/c.jpg")))),
        ("file://nas/a/c.jpg", AnyOf((FilePath(("a", "c.jpg")), Word("file://nas/a/c.jpg")))),
        ("file://[x/a/c.jpg", AnyOf((FilePath(("a", "c.jpg")), Word("file://[x/a/c.jpg")))),
        ("FILE:///a/c.jpg?b#d", AnyOf((FilePath(("a", "c.jpg")), Word("file:///a/c.jpg?b#d")))),
        (r"file://C:\a\c.jpg", AnyOf((FilePath(("a", "c.jpg")), Word(r"file://c:\a\c.jpg")))),
        ("Scan - 1.png", AnyOf((FilePath(("scan - 1.png",)), AllOf(words("scan", "-", "1.png"))))),
    ],
)
def test_what_people_type_and_paste(text: str, node: Node) -> None:
    assert meant(text) == (node,)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-28", "2026-11-28"),
        ("yesterday", "2026-11-27", "2026-11-27"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("last weekend", "2026-11-21", "2026-11-22"),
        ("last saturday", "2026-11-21", "2026-11-21"),
        ("last friday", "2026-11-27", "2026-11-27"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("last summer", "2026-06-01", "2026-08-31"),
        ("last winter", "2025-12-01", "2026-02-28"),
        ("last december", "2025-12-01", "2025-12-31"),
        ("last 7 days", "2026-11-22", "2026-11-28"),
        ("3 weeks ago", "2026-11-02", "2026-11-08"),
        ("a year ago", "2025-01-01", "2025-12-31"),
    ],
)
def test_dates_that_depend_on_the_day(text: str, first: str, last: str) -> None:
    assert parse(text, TODAY).node.nodes == (or_name(text, days(first, last)),)
    assert parse(f'date:"{text}"', TODAY).node.nodes == (days(first, last),)
    assert parse(f'date:"{text}"').mistakes


@pytest.mark.parametrize(
    ("text", "field", "value", "more"),
    [
        ("f/2.8", "f", "2.8", (FilePath(("f", "2.8")),)), ("f2,8", "f", "2.8", ()), ("1/250", "exposure", "1/250",
        (FilePath(("1", "250")),)), ("1/60s", "exposure", "1/60", (FilePath(("1", "60s")),)), ("ISO 800", "iso", "800", ()),
        ("iso800", "iso", "800", ()), ("800 iso", "iso", "800", ()), ("5 stars", "rating", "5", ()),
        ("1 star", "rating", "1", ()), ("★★★", "rating", "3", ()), ("50mm", "focal", "50", ()), ("50 mm", "focal", "50", ()),
    ],
)  # fmt: skip
def test_settings_of_the_camera_need_no_filter(text: str, field: str, value: str, more: tuple[Node, ...]) -> None:
    (number,) = meant(f"{field}:{value}")
    assert meant(text) == (or_name(text.lower(), number, *more),)


@pytest.mark.parametrize("text", ["1/0", "1/00", "1/0s", "1/00000"])
def test_a_fraction_by_nothing_is_no_setting(text: str) -> None:
    (node,) = meant(text)
    assert node == AnyOf((FilePath(tuple(text.split("/"))), Word(text)))


@given(st.text("0123456789/.,-sf ★", min_size=1, max_size=9) | st.from_regex(SETTING, fullmatch=True))
@example("1/0")
@example("1/00 s")
def test_every_setting_is_a_value_of_its_filter(text: str) -> None:
    _, setting = number_terms.parse_leading(text.split() or [text])
    if setting:
        parse_filter(*setting)


def test_a_setting_that_its_filter_does_not_know_is_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number_terms, "parse_leading", lambda words: (len(words), ("exposure", words[0])))
    assert meant("abc def") == words("abc", "def")


@pytest.mark.parametrize(
    ("text", "node"),
    [("stars:5", "rating:5"), ("aperture:2.8", "f:2.8"), ("model:x", "camera:x"), ("format:png", "type:png"),
     ("taken:2019", "date:2019"), ("file:x", "name:x"), ("shutter:1/250", "exposure:1/250")],
)  # fmt: skip
def test_filters_have_other_names(text: str, node: str) -> None:
    assert meant(text) == meant(node)


@pytest.mark.parametrize(("text", "says"), [("camra:x", ": camera?"), ("foldr:x", ": folder?"), ("type:jpge", "jpeg?")])
def test_a_filter_or_value_that_is_not_known_gets_a_near_one(text: str, says: str) -> None:
    (mistake,) = parse(text).mistakes
    assert mistake.message.endswith(says)


@pytest.mark.parametrize(
    ("text", "today", "first", "last"),
    [
        ("last summer", date(2026, 7, 10), "2025-06-01", "2025-08-31"),
        ("this summer", date(2026, 7, 10), "2026-06-01", "2026-08-31"),
        ("last winter", date(2026, 1, 10), "2024-12-01", "2025-02-28"),
        ("this winter", date(2026, 1, 10), "2025-12-01", "2026-02-28"),
        ("last summer", date(2026, 9, 1), "2026-06-01", "2026-08-31"),
        ("last january", date(2026, 1, 10), "2025-01-01", "2025-01-31"),
        ("last month", date(2026, 1, 10), "2025-12-01", "2025-12-31"),
        ("last week", date(2026, 1, 1), "2025-12-22", "2025-12-28"),
    ],
)
def test_the_last_one_is_over_and_this_one_goes_on(text: str, today: date, first: str, last: str) -> None:
    assert parse(text, today).node.nodes == (or_name(text, days(first, last)),)
