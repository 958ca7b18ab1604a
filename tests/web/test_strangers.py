"""Connections of others are few, short-lived and last in line: those of the page are answered (S20)."""

from __future__ import annotations

import os
import threading
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

import pytest

from gallery.web import server as server_module
from gallery.web import waitress_channel
from gallery.web.listener import bind
from gallery.web.server import IDLE_SECONDS, MAX_STRANGERS, REQUEST_THREADS, STALLED_SECONDS, Server
from gallery.web.waitress_channel import FIRST_REQUEST_SECONDS, LINGER_SECONDS
from tests.waiting import wait_for
from tests.web.client import open_connection
from tests.web.hello_app import ask, hello
from tests.web.waitress_internals import waitress_server

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable, Iterator, Mapping

PAGE = b"GET /page HTTP/1.1\r\nHost: x\r\nCookie: right\r\n\r\n"
HALF = b"GET / HTTP/1.1\r\nHo"


def signed_in(path: str, headers: Mapping[str, str]) -> bool:
    return path == "/page" and headers.get("COOKIE") == "right"


class Running:
    """A server whose page is whoever sends `PAGE`, and its connections, which are closed at the end."""

    def __init__(self, app: Any = hello) -> None:
        listener = bind()
        self.port = int(listener.getsockname()[1])
        self.server = Server(app, listener, signed_in=signed_in)
        self.opened = ExitStack()
        self.server.start()

    @property
    def waitress(self) -> Any:
        return waitress_server(self.server)

    def connect(self, data: bytes = b"") -> socket.socket:
        connection = self.opened.enter_context(open_connection(self.port))
        connection.sendall(data)
        return connection

    def page(self) -> socket.socket:
        connection = self.connect()
        assert ask_as_page(connection)
        return connection

    def strangers(self) -> list[Any]:
        return [channel for channel in list(self.waitress.active_channels.values()) if channel.stranger]

    def clean_often(self) -> None:
        self.waitress.adj.cleanup_interval = 0.1
        self.waitress.next_channel_cleanup = 0


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may need longer for 256 connections than a stranger is given; tests of the time set their own."""
    monkeypatch.setattr(waitress_channel, "FIRST_REQUEST_SECONDS", 600.0)


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    yield running
    running.opened.close()
    running.server.stop()


def ask_as_page(connection: socket.socket) -> bool:
    """Whether the page's request is answered."""
    connection.sendall(PAGE)
    answer = b""
    while not answer.endswith(b"hello"):
        received = connection.recv(4096)
        assert received, answer
        answer += received
    return answer.startswith(b"HTTP/1.1 200")


def closed(connection: socket.socket) -> bool:
    """Whether the server has closed it; waits a moment for that."""
    with suppress(ConnectionResetError):
        while connection.recv(4096):
            pass
    return True


def test_the_limits_are_these() -> None:
    """Written out twice: nothing else would notice a time limit of a day."""
    assert (FIRST_REQUEST_SECONDS, LINGER_SECONDS, IDLE_SECONDS, STALLED_SECONDS) == (10, 2, 60, 60)
    assert MAX_STRANGERS == 256


@pytest.mark.skipif(os.name != "posix", reason="select() on Windows knows fewer handles")
def test_one_stranger_too_many_ends_the_oldest(running: Running) -> None:
    page = running.page()
    waiting = [running.connect(HALF) for _ in range(MAX_STRANGERS)]
    wait_for(lambda: len(running.strangers()) == MAX_STRANGERS)
    latest = running.connect(HALF)
    assert closed(waiting[0])
    latest.sendall(b"st: x\r\n\r\n")
    assert latest.recv(4096).startswith(b"HTTP/1.1 200")
    waiting[1].sendall(b"st: x\r\n\r\n")
    assert waiting[1].recv(4096).startswith(b"HTTP/1.1 200")
    assert ask_as_page(page)


@pytest.mark.skipif(os.name != "posix", reason="select() on Windows knows fewer handles")
def test_the_page_is_answered_while_others_refill_their_connections(running: Running) -> None:
    page, ended = running.page(), threading.Event()

    def refill() -> None:
        held: list[socket.socket] = []
        while not ended.is_set():
            with suppress(OSError):
                held.append(open_connection(running.port))
                held[-1].sendall(HALF)
            if len(held) > 2 * MAX_STRANGERS:
                held.pop(0).close()
        for one in held:
            one.close()

    attacker = threading.Thread(target=refill)
    attacker.start()
    try:
        wait_for(lambda: len(running.strangers()) >= MAX_STRANGERS - 1)
        for _ in range(20):
            assert ask_as_page(page)
        assert ask_as_page(running.connect())
    finally:
        ended.set()
        attacker.join()


def test_whoever_is_answered_just_now_is_not_the_first_to_go() -> None:
    working, go_on = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        working.set()
        go_on.wait(30)
        return hello(environ, start_response)

    running = Running(slow)
    running.server._loop._strangers._limit = 3
    try:
        busy = running.connect(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert working.wait(30)
        idle = [running.connect(HALF) for _ in range(3)]
        assert closed(idle[0])
        go_on.set()
        assert busy.recv(4096).startswith(b"HTTP/1.1 200")
    finally:
        go_on.set()
        running.opened.close()
        running.server.stop()


@pytest.mark.parametrize("first", [b"", HALF, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"], ids=["nothing", "half", "one"])
def test_a_stranger_has_a_few_seconds_for_a_request(
    running: Running, monkeypatch: pytest.MonkeyPatch, first: bytes
) -> None:
    monkeypatch.setattr(waitress_channel, "FIRST_REQUEST_SECONDS", 0.5)
    running.clean_often()
    assert closed(running.connect(first))


def test_dripping_does_not_lengthen_the_time(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waitress_channel, "FIRST_REQUEST_SECONDS", 0.5)
    running.clean_often()
    connection = running.connect()

    def refused() -> bool:
        try:
            connection.sendall(b"x")
        except OSError:
            return True
        return False

    wait_for(refused)


def test_the_page_keeps_a_silent_connection_for_a_while_and_not_for_ever(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waitress_channel, "FIRST_REQUEST_SECONDS", 0.5)
    page, stranger = running.page(), running.connect()
    running.clean_often()
    assert closed(stranger)
    assert ask_as_page(page)
    running.waitress.adj.channel_timeout = 0.5
    assert closed(page)


def test_idle_connections_of_the_page_end_after_a_minute(running: Running) -> None:
    assert running.waitress.adj.channel_timeout == IDLE_SECONDS
    assert running.waitress.adj.cleanup_interval <= 10
    page = running.page()
    (channel,) = running.waitress.active_channels.values()
    page.settimeout(0.2)

    def closed_when_idle() -> bool:
        """Return whether it is closed; the thread that has answered last may still write its own time of activity."""
        channel.last_activity = time.time() - IDLE_SECONDS - 1
        running.waitress.next_channel_cleanup = 0
        running.waitress.trigger.pull_trigger()
        with suppress(TimeoutError):
            return closed(page)
        return False

    wait_for(closed_when_idle, 30)


def test_a_request_of_the_page_overtakes_what_others_have_queued() -> None:
    served: list[str] = []
    working, go_on = threading.Semaphore(0), threading.Event()

    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        served.append(environ["PATH_INFO"])
        working.release()
        go_on.wait(30)
        return hello(environ, start_response)

    running = Running(slow)
    try:
        for _ in range(REQUEST_THREADS + 5):
            running.connect(b"GET /other HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(REQUEST_THREADS):
            assert working.acquire(timeout=30)
        page = running.connect(PAGE)
        wait_for(lambda: len(running.waitress.task_dispatcher.queue) == 6)
        go_on.set()
        assert page.recv(4096).startswith(b"HTTP/1.1 200")
        wait_for(lambda: len(served) == REQUEST_THREADS + 6)
        assert served.index("/page") == REQUEST_THREADS
    finally:
        go_on.set()
        running.opened.close()
        running.server.stop()


def test_the_servers_limit_of_connections_leaves_room_for_the_page(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert running.waitress.adj.connection_limit >= MAX_STRANGERS + 100
    monkeypatch.setattr(server_module, "_max_connections", lambda: 50)
    small = Running()
    assert small.waitress.adj.connection_limit == 50
    assert small.server._loop._strangers._limit == 25
    small.server.stop()


def test_a_stranger_whose_answer_takes_long_is_not_cut_off(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is for asking, not for answering."""
    monkeypatch.setattr(waitress_channel, "FIRST_REQUEST_SECONDS", 10.0)
    running.connect()
    (channel,) = wait_for(running.strangers)
    now = channel.waiting_since
    assert (channel.overdue(now + 9), channel.overdue(now + 11)) == (False, True)
    monkeypatch.setattr(channel, "requests", ["one that is being answered"])
    assert not channel.overdue(now + 11)


def test_each_answer_gives_a_stranger_its_time_anew(running: Running) -> None:
    connection = running.connect()
    (channel,) = wait_for(running.strangers)
    channel.waiting_since = 0.0
    assert ask(connection).startswith(b"HTTP/1.1 200")
    wait_for(lambda: channel.waiting_since > 0)


def test_a_stranger_that_has_gone_is_forgotten(running: Running) -> None:
    strangers = running.server._loop._strangers
    with running.connect(HALF), running.connect():
        wait_for(lambda: len(strangers) == 2)
    wait_for(lambda: len(strangers) == 0)


def test_a_connection_answers_over_and_over(running: Running) -> None:
    with open_connection(running.port) as connection:
        for _ in range(100):
            assert ask(connection).startswith(b"HTTP/1.1 200")
