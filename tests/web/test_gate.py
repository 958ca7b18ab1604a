"""The gate by itself: its secrets, and who is looked at (S01, S02, S09, S24)."""

from __future__ import annotations

import base64
import logging
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, request
from werkzeug.sansio.http import parse_cookie
from werkzeug.wsgi import FileWrapper

from gallery.base import logs
from gallery.web import gate as gate_module
from gallery.web.gate import (
    BOOT_CODE_SECONDS,
    ENDPOINTS_TYPED_BY_USER,
    ENDPOINTS_WITHOUT_SESSION,
    MAX_BOOT_CODES,
    SECRET_BYTES,
    Gate,
)
from gallery.web.request_checks import RefusedError, secrets_equal
from tests.web.boot_codes import new_code, refused
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from tests.web.client import ApiClient
    from tests.web.conftest import Home
    from tests.web.servers import TestedServer


def test_the_numbers_are_these() -> None:
    """Written out twice, so that a change is seen: a life of an hour would pass every other test."""
    assert (BOOT_CODE_SECONDS, MAX_BOOT_CODES, SECRET_BYTES) == (600.0, 8, 32)
    assert {"boot"} == ENDPOINTS_WITHOUT_SESSION
    assert {"boot", "page"} == ENDPOINTS_TYPED_BY_USER


def test_every_secret_is_of_32_random_bytes() -> None:
    seen = set()
    for _ in range(50):
        gate = Gate(1)
        code = new_code(gate)
        before = gate._session
        session = gate.start_session(code)
        found = [code, session.cookie, session.key, before.cookie, before.key]
        assert [len(base64.urlsafe_b64decode(secret + "=")) for secret in found] == [32] * 5
        seen |= set(found)
    assert len(seen) == 250


@pytest.mark.parametrize("method", ["boot_address", "start_session", "live_secrets"])
def test_codes_and_session_are_looked_at_by_one_thread_at_a_time(method: str) -> None:
    gate = Gate(1)
    arguments = [new_code(gate)] if method == "start_session" else []
    thread = threading.Thread(target=getattr(gate, method), args=arguments)
    with gate._lock:
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(30)
    assert not thread.is_alive()


def test_the_page_before_is_told_when_it_has_ended_and_the_gate_is_free() -> None:
    """What it calls may take long, or ask the gate."""
    gate = Gate(1, on_new_session=lambda: seen.append((gate._lock.locked(), gate._session)))
    seen: list[tuple[bool, object]] = []
    session = gate.start_session(new_code(gate))
    assert seen == [(False, session)]


def test_the_log_is_told_every_secret_that_is_good() -> None:
    gate = Gate(1)
    session = gate.start_session(new_code(gate))
    codes = {new_code(gate), new_code(gate)}
    assert set(gate.live_secrets()) == {*codes, session.cookie, session.key}


def test_the_log_of_a_running_program_leaves_out_each_of_them(
    home: Home, server: TestedServer, caplog: pytest.LogCaptureFixture
) -> None:
    client, code = server.enter(), new_code(home.local.gate)
    caplog.handler.addFilter(logs.redactor)
    for secret in (code, client.cookie, client.key):
        logging.getLogger("gallery.test").warning("it is %s, they say", secret)
    caplog.handler.removeFilter(logs.redactor)
    assert [record.getMessage() for record in caplog.records] == ["it is ***, they say"] * 3


def test_addresses_name_this_server() -> None:
    gate = Gate(4711)
    assert (gate.host, gate.origin, gate.cookie_name) == ("127.0.0.1:4711", "http://127.0.0.1:4711", "shoebox_4711")
    assert re.fullmatch(r"http://127\.0\.0\.1:4711/boot/[\w-]{43}", gate.boot_address())


@desktop_only("the address of a site is what its file says: tests/site/test_config.py")
@pytest.mark.parametrize(("port", "host"), [(80, "127.0.0.1"), (443, "127.0.0.1:443")])
def test_addresses_are_those_that_browsers_send(home: Home, port: int, host: str) -> None:
    """They leave 80 out, the port of http, and so the gate wants it left out; 443 is that of https."""
    gate = Gate(port)
    assert gate.boot_address().startswith(f"http://{host}/boot/")
    session = gate.start_session(new_code(gate))
    client = home.app_behind(gate).test_client(use_cookies=False)

    def ask(host: str, origin: str) -> int:
        sent = {"Host": host, "Origin": origin, "X-Gallery-Key": session.key}
        cookie = {"HTTP_COOKIE": f"{gate.cookie_name}={session.cookie}"}
        return client.put("/api/view", json={}, headers=sent, environ_overrides=cookie).status_code

    assert ask(host, f"http://{host}") == 200
    for other in {"127.0.0.1", "127.0.0.1:80", "127.0.0.1:443", "127.0.0.1:", "127.0.0.1:080", "localhost"} - {host}:
        assert ask(other, f"http://{host}") == 403
        assert ask(host, f"http://{other}") == 403


@pytest.mark.parametrize("peer", ["10.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1", "localhost", "", None])
def test_a_peer_that_is_not_this_computer_is_refused(
    home: Home, server: TestedServer, client: ApiClient, peer: str | None
) -> None:
    code = new_code(home.local.gate)
    for target in ("/", "/api/status", f"/boot/{code}", "/nothing", f"/picture/thumb-320-3/{'0' * 32}.jpg"):
        answer = server.app.test_client(use_cookies=False).get(
            target,
            headers=client.headers(),
            environ_overrides={"REMOTE_ADDR": peer, "HTTP_COOKIE": client.headers()["Cookie"]},
        )
        assert (answer.status_code, (answer.json or {})["error"]["code"]) == (403, "peer"), target
    assert refused(home.local.gate, code) is None, "it has not been used up"


def test_this_computer_is_let_in(server: TestedServer, client: ApiClient) -> None:
    answer = server.app.test_client(use_cookies=False).get(
        "/api/status",
        headers=client.headers(),
        environ_overrides={"HTTP_COOKIE": client.headers()["Cookie"], "wsgi.file_wrapper": FileWrapper},
    )
    assert answer.status_code == 200


def test_the_server_name_does_not_stand_in_for_a_host(server: TestedServer, client: ApiClient) -> None:
    """Werkzeug would take it where there is no such header."""
    name, _, port = client.host.partition(":")
    named = {"SERVER_NAME": name, "SERVER_PORT": port or "80", "HTTP_COOKIE": client.headers()["Cookie"]}
    answer = server.app.test_client(use_cookies=False).get(
        "/api/status", headers=client.headers(), environ_overrides={**named, "HTTP_HOST": None}
    )
    assert (answer.status_code, (answer.json or {})["error"]["code"]) == (403, "host")


@desktop_only("a site has no write but the log-out: test_site_writes.py")
@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "GETX"]
)
def test_any_method_but_get_and_head_is_a_write(client: ApiClient, method: str) -> None:
    for target in ("/api/status", "/nothing"):
        assert client.ask(target, method, body={}, Origin=None).code == "origin"
        assert client.ask(target, method, body={}, Content_Type="text/plain").code == "not_json"


def test_a_refusal_tells_nothing_of_the_request(client: ApiClient) -> None:
    for changed in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Sec_Fetch_Site": "evil"}):
        body = client.ask("/api/status?evil", **changed).body
        assert b"evil" not in body
        assert b"This request did not come from the Shoebox page." in body


@pytest.mark.parametrize(
    ("secret", "given"),
    [("secret", "secre"), ("secret", "secrets"), ("s", "S"), ("", "x"), ("x", ""), ("secret", "sec\ud800ret")],
)
def test_near_misses_are_not_equal(secret: str, given: str) -> None:
    assert not secrets_equal(secret, given)


@pytest.fixture
def session_after_a_look(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """A gate at which another session begins as soon as a secret has been compared."""
    gate = Gate(1)
    real = secrets_equal

    def compare(secret: str, given: str) -> bool:
        gate._session = gate_module.Session("other cookie", "other key")
        return real(secret, given)

    gate.start_session(new_code(gate))
    monkeypatch.setattr(gate_module, "secrets_equal", compare)
    return gate


def test_a_session_that_begins_meanwhile_is_not_mixed_with_the_one_before(session_after_a_look: Gate) -> None:
    """Cookie and key of one request are held against one session."""
    gate, first = session_after_a_look, session_after_a_look._session
    sent = {"COOKIE": f"shoebox_1={first.cookie}", "X_GALLERY_KEY": first.key}
    assert gate.is_signed_in("/api/status", sent), "it was good when it came"
    assert not gate.is_signed_in("/api/status", sent)


def test_a_request_is_checked_against_one_session(session_after_a_look: Gate) -> None:
    gate, first = session_after_a_look, session_after_a_look._session
    sent = {"Host": gate.host, "Cookie": f"shoebox_1={first.cookie}", "X-Gallery-Key": first.key}
    with Flask("test").test_request_context(
        "/api/status", headers=sent, environ_overrides={"REMOTE_ADDR": "127.0.0.1"}
    ):
        gate.check(request)  # it was good when it came
        with pytest.raises(RefusedError) as again:
            gate.check(request)
    assert again.value.code == "not_entered"


def test_cookies_of_strangers_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server asks on its one loop, about kilobytes that anybody may send."""
    parsed: list[str] = []

    def parse(header: str) -> Any:
        parsed.append(header)
        return parse_cookie(header)

    monkeypatch.setattr("werkzeug.sansio.http.parse_cookie", parse)
    gate = Gate(1)
    session = gate.start_session(new_code(gate))
    cookie = f"shoebox_1={session.cookie}"
    for path, key in (("/api/status", "x"), ("/", session.key), ("/media/x/thumb/1", session.key)):
        assert not gate.is_signed_in(path, {"COOKIE": cookie, "X_GALLERY_KEY": key})
    assert parsed == []
    assert gate.is_signed_in("/api/status", {"COOKIE": cookie, "X_GALLERY_KEY": session.key})
    assert parsed == [cookie]


def test_the_gate_itself_reads_no_forwarded_header(server: TestedServer, client: ApiClient) -> None:
    """Also where no server has taken them away before (S04)."""
    stranger = server.app.test_client(use_cookies=False)

    def ask(host: str, **forwarded: str) -> int:
        environ = {"HTTP_COOKIE": client.headers()["Cookie"], "wsgi.file_wrapper": FileWrapper, **forwarded}
        headers = {**client.headers(), "Host": host}
        return stranger.get("/api/status", headers=headers, environ_overrides=environ).status_code

    for name in ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_SERVER", "HTTP_X_ORIGINAL_HOST", "HTTP_X_HOST"):
        assert ask("evil.example", **{name: client.host}) == 403
        assert ask(client.host, **{name: "evil.example"}) == 200
    assert ask(client.host, HTTP_X_FORWARDED_FOR="8.8.8.8", HTTP_X_REAL_IP="8.8.8.8") == 200


FAULTS: tuple[tuple[str, dict[str, str | None]], ...] = (
    ("host", {"Host": "evil.example"}),
    ("origin", {"Origin": "http://evil.example"}),
    ("site", {"Sec_Fetch_Site": "cross-site"}),
    ("frame", {"Sec_Fetch_Dest": "iframe"}),
    ("not_entered", {"Cookie": None}),
    ("not_entered", {"X_Gallery_Key": None}),
    ("not_json", {"Content_Type": "text/plain"}),
)


@pytest.mark.parametrize("first", range(len(FAULTS)))
def test_the_first_check_that_fails_decides(server: TestedServer, client: ApiClient, first: int) -> None:
    """Who is no page learns nothing of what a page would be told."""
    wrong = {name: value for _, fault in FAULTS[first:] for name, value in fault.items()}
    assert client.ask(server.write, "POST", body={}, **wrong).code == FAULTS[first][0]
