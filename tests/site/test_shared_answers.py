"""What many pages ask for is made once for all who may see the same, and never older than the number they heard."""

from __future__ import annotations

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gallery.site import shared_answers
from gallery.site.shared_answers import SharedAnswers

if TYPE_CHECKING:
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

ALL, FEW = (1, 2), (2,)


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell a number for two seconds, as outside of tests."""
    monkeypatch.setattr(shared_answers, "NUMBER_SECONDS", 2.0)


class Library:
    """One whose number a test sets; it counts how often it is looked at."""

    def __init__(self) -> None:
        self.number, self.looks, self.made, self.now = 7, 0, 0, 1000.0
        self.behind = 0
        self.answers = SharedAnswers(self.generation, lambda: self.now)

    def generation(self, within: tuple[int, ...]) -> int:
        self.looks += 1
        return self.number * 100 + len(within)

    def make(self) -> tuple[int, bytes]:
        self.made += 1
        return (self.number - self.behind) * 100 + 2, b"state %d, made %d" % (self.number, self.made)

    def read(self, within: tuple[int, ...] = ALL, name: str = "x") -> bytes:
        return gzip.decompress(self.answers.get(within, name, self.make).packed)


def test_an_answer_is_made_once_for_all_who_see_the_same() -> None:
    library = Library()
    assert {library.read() for _ in range(200)} == {b"state 7, made 1"}
    assert (library.made, library.looks) == (1, 1)
    assert library.read(FEW) == b"state 7, made 2"
    assert library.read(ALL, "y") == b"state 7, made 3"


def test_different_folders_share_nothing_even_where_their_numbers_are_the_same() -> None:
    answers = SharedAnswers(lambda _within: 7, lambda: 1000.0)
    found = [answers.get(ALL, "x", lambda: (7, b"all")), answers.get(FEW, "x", lambda: (7, b"few"))]
    assert [gzip.decompress(answer.packed) for answer in found] == [b"all", b"few"]


def test_whoever_has_heard_of_a_number_is_given_nothing_older() -> None:
    library = Library()
    library.read()
    library.number = 8
    assert library.answers.generation(ALL) == 702
    assert library.read() == b"state 7, made 1"
    library.now += shared_answers.NUMBER_SECONDS
    assert library.answers.generation(ALL) == 802
    assert library.read() == b"state 8, made 2"


def test_an_answer_without_a_new_number_is_made_again_after_a_while() -> None:
    library = Library()
    library.read()
    library.now += shared_answers.MAX_AGE_SECONDS
    assert library.read() == b"state 7, made 2"


def test_a_large_view_that_is_being_built_is_asked_for_again_soon() -> None:
    library = Library()
    library.behind = 1
    library.read()
    library.now += shared_answers.NUMBER_SECONDS
    assert library.read() == b"state 7, made 2"


def test_two_hundred_who_come_while_it_is_made_wait_for_it() -> None:
    library = Library()
    begun, go_on = threading.Event(), threading.Event()

    def make() -> tuple[int, bytes]:
        begun.set()
        assert go_on.wait(30)
        return library.make()

    with ThreadPoolExecutor(16) as threads:
        found = [threads.submit(library.answers.get, ALL, "x", make) for _ in range(200)]
        assert begun.wait(30)
        assert library.answers.generation(FEW) == 701  # others are not held up
        go_on.set()
        assert len({id(each.result(30)) for each in found}) == 1
    assert library.made == 1


def test_one_that_fails_is_made_by_the_next() -> None:
    library = Library()

    def fail() -> tuple[int, bytes]:
        raise OSError

    try:
        library.answers.get(ALL, "x", fail)
    except OSError:
        assert library.read() == b"state 7, made 1"
    else:
        raise AssertionError


def test_the_same_bytes_keep_their_tag_and_are_packed_once() -> None:
    library = Library()
    first = library.answers.get(ALL, "x", lambda: (702, b"same"))
    library.number, library.now = 8, library.now + 100
    assert library.answers.get(ALL, "x", lambda: (802, b"same")) is first
    assert library.answers.get(ALL, "y", lambda: (802, b"other")).tag != first.tag


def test_answers_take_no_more_memory_than_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    monkeypatch.setattr(shared_answers, "MAX_BYTES", 100)
    for name in "abcdefgh":
        library.read(ALL, name)
    made = library.made
    library.read(ALL, "h")
    assert library.made == made
    library.read(ALL, "a")
    assert library.made == made + 1


def test_the_site_sends_them_packed_and_with_a_tag(anna: Visitor) -> None:
    for target in ("/api/status", "/api/folders", "/api/timeline.bin?order=date", "/api/timeline.bin?q=h&order=size",
                   "/ui/js/main.js", "/ui/icons.svg"):  # fmt: skip
        plain, packed = anna.ask(target), anna.ask(target, Accept_Encoding="gzip, deflate, br")
        assert (plain.status, packed.status) == (200, 200)
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.body) == plain.body
        assert plain.headers["Content-Type"] == packed.headers["Content-Type"]
        if target in ("/api/status", "/api/folders"):
            assert (packed.headers["Cache-Control"], packed.headers["ETag"]) == ("no-store", None)
            continue
        tag = packed.headers["ETag"]
        again = anna.ask(target, If_None_Match=tag, Accept_Encoding="gzip, deflate, br")
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        assert anna.ask(target, Accept_Encoding="gzip;q=0").body == plain.body


def test_no_answer_is_shared_by_people_who_see_different_folders(site: Site, anna: Visitor, ben: Visitor) -> None:
    for target in ("/api/status", "/api/folders", "/api/timeline.bin?order=date", "/api/news"):
        tag = anna.ask(target).headers["ETag"] or ""
        answer = ben.ask(target, If_None_Match=tag)
        assert answer.status == 200, target
        assert answer.body != anna.ask(target).body
