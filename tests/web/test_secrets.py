"""Without both secrets nobody learns anything, not even which addresses exist (S01, S02, S10)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psutil
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gallery.web.gate import Gate, secrets_equal
from tests.web.client import Page, open_connection
from tests.web.routes import example_address

if TYPE_CHECKING:
    from tests.web.conftest import Home

BATCH = 50
REFUSAL_END = b"Start Shoebox again."
"""Stands once in each refusal, near its end."""
BEFORE_ENTRY = {"boot"}
COOKIE_ENOUGH = {"page", "ui", "icon"}
UNKNOWN = (
    "/nothing",
    "/api",
    "/api/",
    "/api/nothing",
    "/media",
    "/media/",
    "/media/x",
    "/feed",
    "/ui/",
    "/console",
    "/static/x",
    "/boot",
    "/boot/",
)


def test_every_route_asks_for_the_cookie(home: Home, page: Page) -> None:
    bodies = set()
    for rule in home.app.url_map.iter_rules():
        if rule.endpoint in BEFORE_ENTRY:
            continue
        for method in rule.methods or ():
            answer = page.ask(
                example_address(str(rule)), method, body=None if method in ("GET", "HEAD") else {}, Cookie=None
            )
            assert answer.status == 401, (rule, method)
            assert "Set-Cookie" not in answer.headers
            if method != "HEAD":
                assert answer.code == "not_entered"
                bodies.add(answer.body)
    assert len(bodies) == 1


def test_every_route_but_the_page_itself_asks_for_the_key(home: Home, page: Page) -> None:
    """With the cookie alone (cookies ignore ports) there is the empty page, and nothing else."""
    for rule in home.app.url_map.iter_rules():
        if rule.endpoint in BEFORE_ENTRY | COOKIE_ENOUGH:
            continue
        for key in ("", "x", page.cookie, page.key[:-1], page.key + "x", page.key.swapcase()):
            target = example_address(str(rule)).replace("KEY", key)
            for method in rule.methods or ():
                answer = page.ask(target, method, body=None if method in ("GET", "HEAD") else {}, X_Gallery_Key=key)
                assert answer.status == 401, (rule, method, key)


@pytest.mark.parametrize("target", UNKNOWN)
def test_an_address_that_does_not_exist_looks_the_same_from_outside(page: Page, target: str) -> None:
    assert page.ask(target, Cookie=None).body == page.ask("/api/status", Cookie=None).body
    assert page.ask(target).status in (401, 404)


@pytest.mark.parametrize("target", ["/", "/ui/js/main.js", "/ui/js/core/page-key.js", "/favicon.ico"])
def test_what_the_cookie_alone_opens_holds_no_secret(page: Page, target: str) -> None:
    answer = page.ask(target, X_Gallery_Key=None)
    everything = answer.body + str(answer.headers).encode()
    assert answer.status == 200
    assert page.key.encode() not in everything
    assert page.cookie.encode() not in everything


WRONG = ("", "x", "A" * 43, "\xff\xfe", "\x80", "%00", '"', "=", "; ;", ",", "A" * 8000)


@pytest.mark.parametrize("cookie", WRONG)
def test_a_wrong_cookie_is_no_entry(page: Page, cookie: str) -> None:
    for sent in (f"{page.cookie_name}={cookie}", cookie):
        assert page.ask("/api/status", Cookie=sent).status == 401


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_key_is_no_entry(page: Page, key: str) -> None:
    assert page.ask("/api/status", X_Gallery_Key=key).status == 401


@pytest.mark.parametrize("place", range(43))
def test_one_wrong_character_is_no_entry(page: Page, place: int) -> None:
    def spoilt(secret: str) -> str:
        return secret[:place] + ("A" if secret[place] != "A" else "B") + secret[place + 1 :]

    assert page.ask("/api/status", Cookie=f"{page.cookie_name}={spoilt(page.cookie)}").status == 401
    assert page.ask("/api/status", X_Gallery_Key=spoilt(page.key)).status == 401


@pytest.mark.parametrize("order", ["GOOD; BAD", "BAD; GOOD", "GOOD; GOOD", "GOOD, GOOD"])
def test_two_cookies_of_the_name_are_no_entry(page: Page, order: str) -> None:
    """Another port of this host may set one; which of the two is ours nobody can say."""
    good = f"{page.cookie_name}={page.cookie}"
    sent = order.replace("GOOD", good).replace("BAD", f"{page.cookie_name}=bad")
    assert page.ask("/api/status", Cookie=sent).status == 401


def test_cookies_of_others_do_no_harm(page: Page) -> None:
    sent = f'a=1; {page.cookie_name}={page.cookie}; shoebox_1=x; b="\xff"'
    assert page.ask("/api/status", Cookie=sent).status == 200


def test_a_huge_cookie_is_not_read(page: Page) -> None:
    answer = page.ask("/api/status", Cookie="A" * 100_000)
    assert answer.status == 431
    assert page.ask("/api/status").status == 200


def test_the_key_of_the_header_does_not_stand_for_the_one_in_the_address(page: Page) -> None:
    assert page.ask("/media/x/thumb/1").status == 401
    assert page.ask(f"/api/status?key={page.key}", X_Gallery_Key=None).status == 401


def test_a_new_page_logs_the_earlier_one_out(home: Home) -> None:
    first = home.enter()
    assert first.ask("/api/status").status == 200
    second = home.enter()
    assert [first.ask(target).status for target in ("/", "/api/status", "/media/KEY/thumb/1")] == [401, 401, 401]
    assert second.ask("/api/status").status == 200
    assert second.ask("/api/status", X_Gallery_Key=first.key).status == 401
    assert second.ask("/api/status", Cookie=f"{home.site.gate.cookie_name}={first.cookie}").status == 401


def test_before_anybody_entered_nothing_is_right() -> None:
    gate = Gate(1)
    for guess in ("", "None", "x"):
        assert not secrets_equal(gate._session.cookie, guess)
    assert gate._session.cookie != gate._session.key


def refused_tries(page: Page, count: int) -> int:
    """Send `count` requests, each with another wrong cookie, over one connection; return how many were answered 401."""
    named = {name: value for name, value in page.headers().items() if name not in ("Cookie", "X-Gallery-Key")}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    refused = 0
    with open_connection(page.port) as connection:
        for start in range(0, count, BATCH):
            requests = (
                f"GET /api/status HTTP/1.1\r\n{head}Cookie: {page.cookie_name}={number}\r\n\r\n"
                for number in range(start, start + BATCH)
            )
            connection.sendall("".join(requests).encode())
            received = b""
            while received.count(REFUSAL_END) < BATCH:
                more = connection.recv(65536)
                assert more, "the server closed the connection"
                received += more
            refused += received.count(b"HTTP/1.1 401 ")
    return refused


def test_ten_thousand_wrong_tries_are_refused_and_leave_no_trace_in_memory(page: Page) -> None:
    process = psutil.Process(os.getpid())
    assert refused_tries(page, 2_000) == 2_000
    before = process.memory_info().rss
    assert refused_tries(page, 10_000) == 10_000
    assert process.memory_info().rss - before < 5 << 20


@example("secret", "\ud800")
@given(st.text(st.characters(codec="ascii")), st.text(st.characters(categories=["Cs", "L", "N"])))
def test_comparing_takes_any_text(secret: str, guess: str) -> None:
    assert secrets_equal(secret, secret)
    assert secrets_equal(secret, guess) == (secret == guess)
