"""Without both secrets nobody learns anything, not even which addresses exist (S01, S02, S10)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psutil
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gallery.web.gate import Gate
from gallery.web.request_checks import secrets_equal
from tests.web.client import ApiClient, open_connection
from tests.web.routes import example_address
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from tests.web.conftest import Home
    from tests.web.servers import TestedServer

BATCH = 50
REFUSAL_END = b" again."
"""Stands once in each refusal, near its end."""
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


def test_every_route_asks_for_the_cookie(server: TestedServer, client: ApiClient) -> None:
    bodies = set()
    for rule in server.app.url_map.iter_rules():
        if rule.endpoint in server.without_session:
            continue
        for method in rule.methods or ():
            answer = client.ask(
                example_address(str(rule)), method, body=None if method in ("GET", "HEAD") else {}, Cookie=None
            )
            assert answer.status == 401, (rule, method)
            assert "Set-Cookie" not in answer.headers
            if method != "HEAD":
                assert answer.code == "not_entered"
                bodies.add(answer.body)
    assert len(bodies) == 1


def test_every_route_but_the_page_itself_asks_for_the_key(server: TestedServer, client: ApiClient) -> None:
    """With the cookie alone (cookies ignore ports) there is the empty page, and nothing else."""
    for rule in server.app.url_map.iter_rules():
        if rule.endpoint in server.without_session | server.without_key:
            continue
        for key in ("", "x", client.cookie, client.key[:-1], client.key + "x", client.key.swapcase()):
            target = example_address(str(rule)).replace("KEY", key)
            for method in rule.methods or ():
                answer = client.ask(target, method, body=None if method in ("GET", "HEAD") else {}, X_Gallery_Key=key)
                assert answer.status == 401, (rule, method, key)


@pytest.mark.parametrize("target", UNKNOWN)
def test_an_address_that_does_not_exist_looks_the_same_from_outside(client: ApiClient, target: str) -> None:
    assert client.ask(target, Cookie=None).body == client.ask("/api/status", Cookie=None).body
    assert client.ask(target).status in (401, 404)


@desktop_only("the page of a site brings its key: who may have it is known by the front server's header")
def test_the_empty_page_holds_no_secret(client: ApiClient) -> None:
    answer = client.ask("/", X_Gallery_Key=None)
    assert answer.status == 200
    for secret in (client.key, client.cookie):
        assert secret.encode() not in answer.body + str(answer.headers).encode()


@pytest.mark.parametrize("target", ["/ui/js/main.js", "/ui/css/base.css", "/favicon.ico"])
def test_what_the_cookie_alone_opens_holds_no_secret(client: ApiClient, target: str) -> None:
    answer = client.ask(target, X_Gallery_Key=None)
    everything = answer.body + str(answer.headers).encode()
    assert answer.status == 200
    assert client.key.encode() not in everything
    assert client.cookie.encode() not in everything


WRONG = ("", "x", "A" * 43, "\xff\xfe", "\x80", "%00", '"', "=", "; ;", ",", "A" * 8000)


@pytest.mark.parametrize("cookie", WRONG)
def test_a_wrong_cookie_is_no_entry(client: ApiClient, cookie: str) -> None:
    for sent in (f"{client.cookie_name}={cookie}", cookie):
        assert client.ask("/api/status", Cookie=sent).status == 401


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_key_is_no_entry(client: ApiClient, key: str) -> None:
    assert client.ask("/api/status", X_Gallery_Key=key).status == 401


@pytest.mark.parametrize("place", range(43))
def test_one_wrong_character_is_no_entry(client: ApiClient, place: int) -> None:
    def spoilt(secret: str) -> str:
        return secret[:place] + ("A" if secret[place] != "A" else "B") + secret[place + 1 :]

    assert client.ask("/api/status", Cookie=f"{client.cookie_name}={spoilt(client.cookie)}").status == 401
    assert client.ask("/api/status", X_Gallery_Key=spoilt(client.key)).status == 401


@pytest.mark.parametrize("order", ["GOOD; BAD", "BAD; GOOD", "GOOD; GOOD", "GOOD, GOOD"])
def test_two_cookies_of_the_name_are_no_entry(client: ApiClient, order: str) -> None:
    """Another port of this host may set one; which of the two is ours nobody can say."""
    good = f"{client.cookie_name}={client.cookie}"
    sent = order.replace("GOOD", good).replace("BAD", f"{client.cookie_name}=bad")
    assert client.ask("/api/status", Cookie=sent).status == 401


def test_cookies_of_others_do_no_harm(client: ApiClient) -> None:
    sent = f'a=1; {client.cookie_name}={client.cookie}; shoebox_1=x; b="\xff"'
    assert client.ask("/api/status", Cookie=sent).status == 200


def test_a_huge_cookie_is_not_read(client: ApiClient) -> None:
    answer = client.ask("/api/status", Cookie="A" * 100_000)
    assert answer.status == 431
    assert b"Delete the cookies of " in answer.body
    assert client.ask("/api/status").status == 200


def test_the_key_of_the_header_does_not_stand_for_the_one_in_the_address(client: ApiClient) -> None:
    assert client.ask("/media/x/thumb/1").status == 401
    assert client.ask(f"/api/status?key={client.key}", X_Gallery_Key=None).status == 401


@desktop_only("many browsers may look at a site at once")
def test_a_new_page_logs_the_earlier_one_out(home: Home) -> None:
    first = home.enter()
    assert first.ask("/api/status").status == 200
    second = home.enter()
    assert [first.ask(target).status for target in ("/", "/api/status", "/media/KEY/thumb/1")] == [401, 401, 401]
    assert second.ask("/api/status").status == 200
    assert second.ask("/api/status", X_Gallery_Key=first.key).status == 401
    assert second.ask("/api/status", Cookie=f"{home.local.gate.cookie_name}={first.cookie}").status == 401


def test_before_anybody_entered_nothing_is_right() -> None:
    gate = Gate(1)
    for guess in ("", "None", "x"):
        assert not secrets_equal(gate._session.cookie, guess)
    assert gate._session.cookie != gate._session.key


def refused_tries(client: ApiClient, count: int) -> int:
    """Send `count` requests, each with another wrong cookie, over one connection; return how many were answered 401."""
    named = {name: value for name, value in client.headers().items() if name not in ("Cookie", "X-Gallery-Key")}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    refused = 0
    with open_connection(client.port) as connection:
        for start in range(0, count, BATCH):
            requests = (
                f"GET /api/status HTTP/1.1\r\n{head}Cookie: {client.cookie_name}={number}\r\n\r\n"
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


def test_ten_thousand_wrong_tries_are_refused_and_leave_no_trace_in_memory(client: ApiClient) -> None:
    process = psutil.Process(os.getpid())
    assert refused_tries(client, 2_000) == 2_000
    before = process.memory_info().rss
    assert refused_tries(client, 10_000) == 10_000
    assert process.memory_info().rss - before < 5 << 20


@example("secret", "\ud800")
@given(st.text(st.characters(codec="ascii")), st.text(st.characters(categories=["Cs", "L", "N"])))
def test_comparing_takes_any_text(secret: str, guess: str) -> None:
    assert secrets_equal(secret, secret)
    assert secrets_equal(secret, guess) == (secret == guess)
