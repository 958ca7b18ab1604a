"""The server starts, ends by itself or when asked, and leaves nothing behind."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from flask import Flask

from gallery.base.errors import GalleryError
from gallery.base.events import EventHub
from gallery.web import server as serving
from gallery.web.feed import feed
from gallery.web.listener import bind
from gallery.web.server import Server
from tests.waiting import wait_for
from tests.web.client import open_connection

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable, Iterator


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Length", "5")])
    return [b"hello"]


def ask(connection: socket.socket, path: str = "/", until: bytes = b"hello") -> bytes:
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    answer = b""
    while until not in answer:
        received = connection.recv(4096)
        assert received, answer
        answer += received
    return answer


@pytest.fixture
def started() -> Iterator[list[Server]]:
    """Servers in it are stopped at the end."""
    servers: list[Server] = []
    yield servers
    for server in servers:
        server.stop()


def run(app: Any = hello, on_death: Callable[[], None] = lambda: None) -> tuple[Server, int]:
    listener = bind()
    server = Server(app, listener, on_death)
    server.start()
    return server, int(listener.getsockname()[1])


def descriptors() -> int:
    process = psutil.Process()
    return process.num_fds() if hasattr(process, "num_fds") else process.num_handles()


def test_one_that_reads_nothing_is_dropped_in_the_end(started: list[Server], monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would hold what was to be sent to it for ever."""
    monkeypatch.setattr(serving, "STALLED_S", 1.0)
    closed = threading.Event()

    class Large(BytesIO):
        def close(self) -> None:
            closed.set()

    def large(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", str(16 << 20))])
        sent: Iterable[bytes] = environ["wsgi.file_wrapper"](Large(bytes(16 << 20)))
        return sent

    server, port = run(large)
    started.append(server)
    server._server.adj.channel_timeout, server._server.adj.cleanup_interval = 1, 1
    with open_connection(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(100)
        assert closed.wait(20)


def test_it_listens_on_this_computer_only(started: list[Server]) -> None:
    server, port = run()
    started.append(server)
    listening = [
        c.laddr for c in psutil.Process().net_connections("inet") if c.status == "LISTEN" and c.laddr.port == port
    ]
    assert [tuple(address) for address in listening] == [("127.0.0.1", port)]


def test_twenty_starts_and_stops_leave_nothing() -> None:
    server, _ = run()
    server.stop()
    before = threading.active_count(), descriptors()
    for _ in range(20):
        server, port = run()
        with open_connection(port) as kept, open_connection(port):
            ask(kept)
            server.stop()
        with pytest.raises(ConnectionRefusedError):
            open_connection(port)
        bind(port).close()
    assert (threading.active_count(), descriptors()) == before


def test_it_stops_at_once_over_open_connections(started: list[Server]) -> None:
    hub = EventHub()
    app = Flask("streams")
    app.register_blueprint(feed(hub))
    server, port = run(app)
    started.append(server)
    kept = [open_connection(port) for _ in range(10)]
    for connection in kept[:4]:
        ask(connection, "/feed/x", until=b"retry")
    ask(kept[4], "/nothing", until=b"404")
    kept[5].sendall(b"GET / HTTP/1.1\r\nHo")  # half a request
    start = time.monotonic()
    hub.close()
    server.stop()
    spent = time.monotonic() - start
    assert not server._thread.is_alive()
    for connection in kept:
        with connection, suppress(ConnectionResetError):
            while connection.recv(4096):
                pass
    assert spent < 2


def test_a_request_under_way_does_not_hold_up_the_stop_for_long(started: list[Server]) -> None:
    working, ended = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        working.set()
        while not environ["waitress.client_disconnected"]():
            time.sleep(0.05)
        ended.set()
        return hello(environ, start_response)

    server, port = run(slow)
    started.append(server)
    with open_connection(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert working.wait(10)
        start = time.monotonic()
        server.stop()
        assert time.monotonic() - start < 2
    assert ended.is_set()


def test_no_stop_writes_into_a_descriptor_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop may be faster than the thread that stops it: here it always is."""
    server, _ = run()
    trigger = server._server.trigger
    pull = trigger._physical_pull

    def late() -> None:
        pull()  # as a worker does when it is through
        time.sleep(0.1)
        pull()

    monkeypatch.setattr(trigger, "_physical_pull", late)
    server.stop()
    assert not server._thread.is_alive()


def test_stopping_twice_is_stopping_once() -> None:
    server, port = run()
    server.stop()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        open_connection(port)


def test_a_taken_port_is_said_in_a_sentence() -> None:
    with bind() as taken:
        port = taken.getsockname()[1]
        with pytest.raises(GalleryError, match=rf"^Port {port} .*--port\.$"):
            bind(port)


def test_nobody_is_told_of_a_stop_that_was_asked_for() -> None:
    deaths: list[int] = []
    server, _ = run(on_death=lambda: deaths.append(1))
    server.stop()
    assert deaths == []


def kill_loop(server: Server) -> None:
    def fail() -> None:
        server._server._map.clear()

    server._server.trigger.pull_trigger(fail)


def test_whoever_relies_on_it_is_told_when_it_dies() -> None:
    told = threading.Event()
    before = descriptors()
    server, port = run(on_death=told.set)
    with open_connection(port) as connection:
        ask(connection)
        kill_loop(server)
        assert told.wait(10)
        server.stop()
        assert connection.recv(10) == b""
    with pytest.raises(ConnectionRefusedError):
        open_connection(port)
    assert descriptors() == before


def test_an_exception_in_the_loop_is_death_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told = threading.Event()
    server = Server(hello, bind(), told.set)
    monkeypatch.setattr(server._server, "run", lambda: 1 / 0)
    server.start()
    assert told.wait(10)
    server.stop()
    assert "the server ended" in caplog.text


def test_its_answers_do_not_say_what_it_is(started: list[Server]) -> None:
    server, port = run()
    started.append(server)
    with open_connection(port) as connection:
        assert b"waitress" not in ask(connection).lower()


@pytest.mark.skipif(os.name != "posix", reason="select() on Windows knows fewer handles")
def test_half_open_connections_of_others_do_not_starve_the_page(started: list[Server]) -> None:
    server, port = run()
    started.append(server)
    idle = [open_connection(port) for _ in range(300)]
    for connection in idle:
        connection.sendall(b"GET / HTTP/1.1\r\nHo")
    with open_connection(port) as connection:
        ask(connection)
    for connection in idle:
        connection.close()
    wait_for(lambda: not server._server.active_channels)
