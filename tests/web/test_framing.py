"""Where a request ends is never in doubt, and no body of a stranger is read (S20, S21)."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from waitress import buffers

from gallery.web import waitress_channel
from gallery.web.server import MAX_BODY_BYTES
from tests.waiting import PATIENCE_S, wait_for
from tests.web.client import open_connection, read_answer
from tests.web.servers import desktop_only
from tests.web.waitress_internals import waitress_server

if TYPE_CHECKING:
    import socket

    from tests.web.client import ApiClient
    from tests.web.servers import TestedServer

SMUGGLED = b"GET /api/status HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\nX-Gallery-Key: KEY\r\n\r\n"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client on a busy machine may need longer to send on than it is given."""
    monkeypatch.setattr(waitress_channel, "LINGER_SECONDS", 600.0)


def lines(client: ApiClient, method: str, target: str, *more: str, version: str = "1.1") -> bytes:
    """Return the head of a request with all that the gate wants, and these lines more."""
    head = {**client.headers(method), "Content-Type": "application/json"}
    named = [f"{name}: {value}" for name, value in head.items()]
    return "\r\n".join([f"{method} {target} HTTP/{version}", *named, *more, "", ""]).encode("latin-1")


def smuggled(client: ApiClient) -> bytes:
    cookie = client.headers()["Cookie"].encode()
    key = client.key.encode()
    return SMUGGLED.replace(b"HOST", client.host.encode()).replace(b"KEY", key).replace(b"COOKIE", cookie)


def everything(connection: socket.socket) -> bytes:
    """Read until the server closes."""
    received = b""
    with suppress(ConnectionResetError):
        while more := connection.recv(65536):
            received += more
    return received


def answers_to(client: ApiClient, data: bytes) -> tuple[list[int], bytes]:
    """Send bytes, read to the end of the connection, and return the statuses of all answers, and what came."""
    with open_connection(client.port) as connection:
        connection.sendall(data)
        received = everything(connection)
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]] or [
        int(part[:3]) for part in received.split(b"HTTP/1.0 ")[1:]
    ], received


BODY = b"2\r\n{}\r\n0\r\n\r\n"
DOUBTFUL: dict[str, tuple[tuple[str, ...], bytes, str]] = {
    "two lengths": (("Content-Length: 2", "Transfer-Encoding: chunked"), b"0\r\n\r\n", "1.1"),
    "two lengths, valid chunks": (("Content-Length: 2", "Transfer-Encoding: chunked"), BODY, "1.1"),
    "two lengths, the other order": (("Transfer-Encoding: chunked", "Content-Length: 12"), BODY, "1.1"),
    "two content-lengths": (("Content-Length: 2", "Content-Length: 3"), b"{}", "1.1"),
    "the same content-length twice": (("Content-Length: 2", "Content-Length: 2"), b"{}", "1.1"),
    "a list of lengths": (("Content-Length: 2, 2",), b"{}", "1.1"),
    "a signed length": (("Content-Length: +2",), b"{}", "1.1"),
    "a negative length": (("Content-Length: -2",), b"{}", "1.1"),
    "a length in hexadecimal": (("Content-Length: 0x2",), b"{}", "1.1"),
    "a length with an underscore": (("Content-Length: 1_0",), b"{}", "1.1"),
    "a length in other digits": (("Content-Length: \xb2",), b"{}", "1.1"),
    "a length of 5,000 digits": (("Content-Length: " + "9" * 5000,), b"{}", "1.1"),
    "a length on a folded line": (("Content-Length:", " 2"), b"{}", "1.1"),
    "a folded line": (("X-A: b", "\tc"), b"", "1.1"),
    "chunks on a folded line": (("Transfer-Encoding:", " chunked"), BODY, "1.1"),
    "chunks": (("Transfer-Encoding: chunked",), BODY, "1.1"),
    "chunks twice": (("Transfer-Encoding: chunked, chunked",), BODY, "1.1"),
    "chunks in two lines": (("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), BODY, "1.1"),
    "chunks in capitals": (("Transfer-Encoding: CHUNKED",), BODY, "1.1"),
    "chunks and identity": (("Transfer-Encoding: identity, chunked",), BODY, "1.1"),
    "an unknown coding": (("Transfer-Encoding: xchunked",), BODY, "1.1"),
    "a strange blank before the coding": (("Transfer-Encoding: \x0bchunked",), BODY, "1.1"),
    "an odd chunk": (("Transfer-Encoding: chunked",), b"0x2\r\n{}\r\n0\r\n\r\n", "1.1"),
    "a chunk of a huge size": (("Transfer-Encoding: chunked",), b"F" * 40 + b"\r\n{}\r\n0\r\n\r\n", "1.1"),
    "a chunk of a size below zero": (("Transfer-Encoding: chunked",), b"-2\r\n{}\r\n0\r\n\r\n", "1.1"),
    "a chunk with bare line feeds": (("Transfer-Encoding: chunked",), b"2\n{}\n0\n\n", "1.1"),
    "chunks in HTTP/1.0": (("Transfer-Encoding: chunked", "Connection: keep-alive"), BODY, "1.0"),
    "chunks and a length in HTTP/1.0": (
        ("Transfer-Encoding: chunked", "Content-Length: 2", "Connection: keep-alive"), b"{}", "1.0"),
    "chunks in HTTP/1.2": (("Transfer-Encoding: chunked", "Connection: keep-alive"), BODY, "1.2"),
    "a blank before the colon": (("Content-Length : 2",), b"{}", "1.1"),
    "a bare line feed": (("X-A: b\nContent-Length: 2",), b"{}", "1.1"),
    "a bare carriage return": (("X-A: b\rContent-Length: 2",), b"{}", "1.1"),
    "a zero in a value": (("X-A: b\x00c",), b"", "1.1"),
    "a line without a colon": (("Content-Length",), b"", "1.1"),
    "an empty name": ((": 2",), b"", "1.1"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTFUL)
def test_behind_a_request_whose_end_is_in_doubt_nothing_is_answered(
    server: TestedServer, client: ApiClient, name: str
) -> None:
    more, body, version = DOUBTFUL[name]
    data = lines(client, "POST", "/api/scan", *more, version=version)
    status, received = answers_to(client, data + body + smuggled(client))
    assert status in ([400], [501], *([[403]] if server.name == "site" else [])), received
    assert b"Connection: close" in received


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS"])
def test_two_lengths_are_refused_whatever_is_asked_for(client: ApiClient, method: str) -> None:
    """Also where the body would not be looked at."""
    head = lines(client, method, "/api/status", "Content-Length: 5", "Transfer-Encoding: chunked")
    status, _ = answers_to(client, head + b"0\r\n\r\n" + smuggled(client))
    assert status == [400]


@pytest.mark.parametrize("name", ["two lengths", "chunks", "a folded line"])
def test_what_comes_later_is_not_answered_either(server: TestedServer, client: ApiClient, name: str) -> None:
    """The refusal has been read, and the connection is still open this way."""
    more, body, version = DOUBTFUL[name]
    with open_connection(client.port) as connection:
        connection.sendall(lines(client, "POST", "/api/scan", *more, version=version) + body)
        assert read_answer(connection).status in (400, *([403] if server.name == "site" else []))
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(smuggled(client))
        assert everything(connection) == b""


@pytest.mark.parametrize(
    "first",
    [
        b"GARBAGE\r\n\r\n",
        b"get / HTTP/1.1\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\n\r\n",
        b"GET  / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    ],
    ids=lambda data: repr(data[:30]),
)
def test_behind_what_is_no_request_nothing_is_answered(client: ApiClient, first: bytes) -> None:
    status, received = answers_to(client, first + smuggled(client))
    assert status in ([400], [431]), received
    assert client.ask("/api/status").status == 200


def test_behind_the_last_request_of_a_connection_nothing_is_answered(client: ApiClient) -> None:
    status, _ = answers_to(client, lines(client, "GET", "/api/status", "Connection: close") + smuggled(client))
    assert status == [200]


def test_requests_one_behind_the_other_are_answered_in_their_order(server: TestedServer, client: ApiClient) -> None:
    one = lines(client, "POST", "/api/paths", "Content-Length: 10") + b'{"ids":[]}'
    other = lines(client, "GET", "/api/nothing")
    last = lines(client, "GET", "/api/status", "Connection: close")
    status, received = answers_to(client, one + b"\r\n" + other + last)
    assert status == [403 if server.name == "site" else 200, 404, 200], received


def test_a_body_in_chunks_is_not_read(server: TestedServer, client: ApiClient) -> None:
    """The page sends none; a stranger learns no more than from another request."""
    for cookie, status in ((client.headers()["Cookie"], 403 if server.name == "site" else 400), (None, 401)):
        changed = {"Cookie": cookie, "Content-Length": None, "Transfer-Encoding": "chunked"}
        with client.connect("/api/paths", "POST", changed=changed, body=b"") as connection:
            assert read_answer(connection).status == status
            assert everything(connection) == b""


@pytest.mark.parametrize("size", [1, 70_000, MAX_BODY_BYTES, 10 << 20, 10**15])
def test_the_body_of_a_stranger_is_not_waited_for(server: TestedServer, client: ApiClient, size: int) -> None:
    """Refused by its header: not one byte of the body is ever sent."""
    for stranger in server.strangers.values():
        changed = {**stranger, "Content-Length": str(size)}
        with client.connect(server.write, "POST", changed=changed, body=b"") as connection:
            answer = read_answer(connection)
            assert (answer.status, answer.code) == server.stranger_refused
            assert answer.headers["Connection"] == "close"
            assert everything(connection) == b""


@pytest.mark.parametrize(
    ("target", "changed", "status"),
    [
        ("/api/paths", {"Host": "evil.example"}, 403),
        ("/api/paths", {"Origin": "http://evil.example", "Cookie": None}, 403),
        ("/boot/x", {"Cookie": None}, 401),
        ("/nothing", {"Cookie": None}, 401),
    ],
)
def test_a_refusal_says_what_it_would_say_with_the_body(
    client: ApiClient, target: str, changed: dict[str, str | None], status: int
) -> None:
    for sent in (b"{}", b"x" * 500_000):
        assert client.ask(target, "POST", body=sent, **changed).status == status


def test_a_stranger_who_expects_to_be_told_to_go_on_is_not(server: TestedServer, client: ApiClient) -> None:
    for stranger in server.strangers.values():
        changed = {**stranger, "Content-Length": "1000", "Expect": "100-continue"}
        with client.connect(server.write, "POST", changed=changed, body=b"") as connection:
            assert everything(connection).startswith(f"HTTP/1.1 {server.stranger_refused[0]}".encode())


@desktop_only("a site takes no body but that of the log-out")
def test_the_page_is_told_to_go_on(client: ApiClient) -> None:
    changed: dict[str, str | None] = {"Content-Length": "10", "Expect": "100-continue", "Connection": "close"}
    with client.connect("/api/paths", "POST", changed=changed, body=b"") as connection:
        assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b'{"ids":[]}')
        assert everything(connection).startswith(b"HTTP/1.1 200")


def test_to_expect_without_a_body_changes_nothing(client: ApiClient) -> None:
    status, _ = answers_to(
        client,
        lines(client, "GET", "/api/status", "Expect: 100-continue")
        + lines(client, "GET", "/api/status", "Connection: close"),
    )
    assert status == [200, 200]


def test_a_refused_client_that_sends_on_reads_its_answer(client: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed at once, it would be told of a broken connection instead."""
    monkeypatch.setattr(waitress_channel, "LINGER_SECONDS", PATIENCE_S)  # a busy machine may take long to send
    for _ in range(20):
        answer = client.ask("/api/paths", "POST", body=b" " * (4 << 20), Cookie=None)
        assert (answer.status, answer.code) == (401, "not_entered")


def test_a_refused_client_that_never_hangs_up_is_closed(
    server: TestedServer, client: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waitress_channel, "LINGER_SECONDS", 0.2)
    waitress = waitress_server(server.server)
    monkeypatch.setattr(waitress.adj, "cleanup_interval", 0.1)
    monkeypatch.setattr(waitress, "next_channel_cleanup", 0)
    with client.connect("/api/paths", "POST", changed={"Cookie": None, "Content-Length": "9" * 9}, body=b"") as waiting:
        mine = waiting.getsockname()[1]
        assert everything(waiting).startswith(b"HTTP/1.1 401")
        wait_for(lambda: mine not in {channel.addr[1] for channel in list(waitress.active_channels.values())})


@desktop_only("a site takes no body but that of the log-out")
@pytest.mark.parametrize(("size", "status"), [(MAX_BODY_BYTES, 200), (MAX_BODY_BYTES + 1, 413), (10**12, 413)])
def test_the_page_may_send_as_much_and_no_more(client: ApiClient, size: int, status: int) -> None:
    sent = b'{"ids":[]}'.ljust(min(size, MAX_BODY_BYTES + 1))
    answer = client.ask("/api/paths", "POST", body=sent, Content_Length=str(size))
    assert answer.status == status
    if status == 413:
        assert answer.code == "too_large"
        assert client.ask("/api/status").status == 200


def test_no_body_is_ever_written_to_the_disk(
    server: TestedServer, client: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    monkeypatch.setattr(buffers, "TempfileBasedBuffer", lambda *_: made.append(1))
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *_, **__: made.append(2))
    for changed in ({}, *server.strangers.values()):
        named = {key.replace("-", "_"): value for key, value in changed.items()}
        client.ask("/api/paths", "POST", body=b'{"ids":[]}'.ljust(1 << 20), **named)
    assert made == []


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="descriptors of Linux")
def test_many_bodies_at_once_are_no_files(client: ApiClient) -> None:
    """400 clients with 1.9 MB each once made 198 temporary files."""

    def files() -> int:
        found = 0
        for name in os.listdir("/proc/self/fd"):
            with suppress(OSError):
                found += os.readlink(f"/proc/self/fd/{name}").startswith(tempfile.gettempdir() + "/#")
        return found

    before = files()
    held = []
    for _ in range(60):
        connection = open_connection(client.port)
        head = lines(client, "POST", "/api/paths", "Content-Length: 1900000").replace(b"Cookie:", b"X-None:")
        connection.sendall(head + b" " * 60_000)
        held.append(connection)
    assert all(connection.recv(12) == b"HTTP/1.1 401" for connection in held)
    assert files() == before
    for connection in held:
        connection.close()
