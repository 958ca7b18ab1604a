"""The server starts, stops when asked or dies by itself, and leaves no thread, descriptor or port behind."""

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

from gallery.base.events import EventHub
from gallery.web import server as server_module
from gallery.web.feed import feed
from gallery.web.listener import bind
from gallery.web.server import Server
from tests.leaks import assert_leaves_nothing
from tests.waiting import wait_for
from tests.web.client import open_connection
from tests.web.hello_app import ask, hello
from tests.web.waitress_internals import waitress_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


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


def ended_in_time(server: Server) -> bool:
    """Whether `stop` saw the loop and every request thread end, instead of giving up on one after its time limit."""
    return not server._thread.is_alive() and not waitress_server(server).task_dispatcher.threads


def test_a_client_that_reads_nothing_loses_its_connection(
    started: list[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would hold the bytes of its answer for ever."""
    monkeypatch.setattr(server_module, "STALLED_SECONDS", 1.0)
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
    settings = waitress_server(server).adj
    settings.channel_timeout, settings.cleanup_interval = 1, 1
    with open_connection(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(100)
        assert closed.wait(20)


def test_it_listens_on_the_loopback_address_only(started: list[Server]) -> None:
    server, port = run()
    started.append(server)
    listening = [
        c.laddr for c in psutil.Process().net_connections("inet") if c.status == "LISTEN" and c.laddr.port == port
    ]
    assert [tuple(address) for address in listening] == [("127.0.0.1", port)]


def test_twenty_starts_and_stops_leave_nothing() -> None:
    def use() -> None:
        server, port = run()
        with open_connection(port) as kept, open_connection(port):
            ask(kept)
            server.stop()
        with pytest.raises(ConnectionRefusedError):
            open_connection(port)
        bind(port).close()

    assert_leaves_nothing(use)


def test_stop_closes_open_connections_and_ends_every_thread(started: list[Server]) -> None:
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
    hub.close()
    server.stop()
    assert ended_in_time(server)
    for connection in kept:
        with connection, suppress(ConnectionResetError):
            while connection.recv(4096):
                pass


def test_stop_tells_a_request_under_way_that_its_client_has_gone(started: list[Server]) -> None:
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
        server.stop()
    assert ended.is_set()
    assert ended_in_time(server)


def test_a_request_under_way_learns_that_its_client_has_hung_up(started: list[Server]) -> None:
    """Pictures for pages that are gone need not be made."""
    working, noticed = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        working.set()
        wait_for(environ["waitress.client_disconnected"])
        noticed.set()
        return hello(environ, start_response)

    server, port = run(slow)
    started.append(server)
    with open_connection(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert working.wait(30)
    assert noticed.wait(30)


def test_an_application_that_fails_tells_the_client_nothing(started: list[Server]) -> None:
    def broken(_environ: dict[str, Any], _start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError("/home/user/secret/path.jpg")

    server, port = run(broken)
    started.append(server)
    with open_connection(port) as connection:
        answer = ask(connection, until=b"Internal Server Error\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 500")
    assert b"secret" not in answer
    assert b"Traceback" not in answer


def test_no_header_of_a_proxy_reaches_the_application(started: list[Server]) -> None:
    """There is no proxy: whoever sends one wants to be taken for somebody else (S04)."""
    seen: dict[str, str] = {}

    def look(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen.update({name: value for name, value in environ.items() if "8.8.8.8" in str(value)})
        return hello(environ, start_response)

    server, port = run(look)
    started.append(server)
    names = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-By")
    lines = "".join(f"{name}: 8.8.8.8\r\n" for name in (*names, "Forwarded"))
    with open_connection(port) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    assert seen == {}


def test_stop_writes_to_no_closed_descriptor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop may be faster than the thread that stops it: here it always is."""
    server, _ = run()
    trigger = waitress_server(server).trigger
    pull = trigger._physical_pull

    def late() -> None:
        pull()  # as a worker does when it is through
        time.sleep(0.1)
        pull()

    monkeypatch.setattr(trigger, "_physical_pull", late)
    server.stop()
    assert not server._thread.is_alive()


def test_a_second_stop_does_nothing() -> None:
    server, port = run()
    server.stop()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        open_connection(port)


def test_stop_does_not_call_on_death() -> None:
    deaths: list[int] = []
    server, _ = run(on_death=lambda: deaths.append(1))
    server.stop()
    assert deaths == []


def kill_loop(server: Server) -> None:
    waitress = waitress_server(server)
    waitress.trigger.pull_trigger(waitress._map.clear)


def test_on_death_is_called_when_the_loop_ends_by_itself() -> None:
    def use() -> None:
        died = threading.Event()
        server, port = run(on_death=died.set)
        with open_connection(port) as connection:
            ask(connection)
            kill_loop(server)
            assert died.wait(30)
            server.stop()
            assert connection.recv(10) == b""
        with pytest.raises(ConnectionRefusedError):
            open_connection(port)

    assert_leaves_nothing(use)


def test_on_death_is_called_and_logged_after_an_exception_in_the_loop(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    died = threading.Event()
    server = Server(hello, bind(), died.set)
    monkeypatch.setattr(waitress_server(server), "run", lambda: 1 / 0)
    server.start()
    assert died.wait(10)
    server.stop()
    assert "the server ended" in caplog.text


def test_answers_do_not_name_the_server_software(started: list[Server]) -> None:
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
    wait_for(lambda: not waitress_server(server).active_channels)
