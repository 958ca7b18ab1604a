"""The contract with waitress: what the adapter relies on without waitress documenting it.

A failure here after an upgrade means that gallery/web/waitress_adapter.py has to be read again.
"""

from __future__ import annotations

import errno
import inspect
import re
import threading
import time
from collections import deque
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import waitress
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ThreadedTaskDispatcher

import gallery
from gallery.web import waitress_adapter
from gallery.web.listener import bind
from gallery.web.waitress_adapter import WaitressLoop
from gallery.web.waitress_channel import PageFirst, Request
from tests.waiting import wait_for
from tests.web.client import open_connection
from tests.web.hello_app import ask, hello

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator


class Running:
    """A waitress server whose loop turns in a thread."""

    def __init__(self) -> None:
        self.listener: socket.socket = bind()
        self.port = int(self.listener.getsockname()[1])
        self.server: Any = waitress.create_server(hello, sockets=[self.listener], threads=2)
        self.loop = WaitressLoop(self.server, stalled_seconds=60)
        self.thread = threading.Thread(target=self.loop.run, daemon=True)
        self.thread.start()

    def on_loop(self, function: Callable[[], Any]) -> Any:
        """Return what `function` returns on the loop's thread."""
        answers: list[Any] = []
        self.server.trigger.pull_trigger(lambda: answers.append(function()))
        wait_for(lambda: answers)
        return answers[0]


@pytest.fixture
def running() -> Iterator[Running]:
    found = Running()
    yield found
    if found.thread.is_alive():
        found.loop.request_stop()
        found.thread.join(10)
        found.loop.close()


def test_the_version_is_the_one_the_adapter_was_written_for() -> None:
    assert version("waitress").startswith("3.0."), "read the adapter again, then raise this"


@pytest.mark.parametrize(
    "name",
    [
        "maintenance",
        "active_channels",
        "task_dispatcher.shutdown",
        "trigger.pull_trigger",
        "trigger.del_channel",
        "trigger.close",
    ],
)
def test_the_server_has_the_attribute(running: Running, name: str) -> None:
    assert attrgetter(name)(running.server) is not None


CHANNEL = """received handle_write handle_close service del_channel add_channel _flush_exception _flush_some
    parser_class will_close close_when_flushed total_outbufs_len last_activity"""
PARSER = (
    """received parse_header headers_finished completed empty error chunked content_length expect_continue body_rcv"""
)


@pytest.mark.parametrize(("kind", "names"), [(HTTPChannel, CHANNEL), (HTTPRequestParser, PARSER)])
def test_what_is_overridden_or_read_exists(kind: type, names: str) -> None:
    assert [name for name in names.split() if not hasattr(kind, name)] == []


def test_a_header_waitress_obeys_is_taken_away_and_others_are_named_as_in_cgi() -> None:
    request = HTTPRequestParser(waitress.adjustments.Adjustments())
    request.received(b"POST /a%20b HTTP/1.1\r\nX-Gallery-Key: k\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert (request.headers, request.path, request.chunked) == ({"X_GALLERY_KEY": "k"}, "/a b", True)


@pytest.mark.parametrize("refused", [b"GARBAGE\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n"])
def test_what_is_behind_a_refused_request_is_taken_with_it(running: Running, refused: bytes) -> None:
    """Not left for another request, which might make the connection the page's."""
    with open_connection(running.port):
        wait_for(lambda: running.server.active_channels)
        (channel,) = running.server.active_channels.values()
        request, data = Request(running.server.adj, channel), refused + b"GET / HTTP/1.1\r\n\r\n"
        assert request.received(data) == len(data)
        assert request.completed


def test_the_queue_of_the_request_threads_is_asked_no_more_than_ours_can(running: Running) -> None:
    asked = set(re.findall(r"queue\.(\w+)\(", inspect.getsource(ThreadedTaskDispatcher)))
    assert asked == {"append", "popleft"}
    assert isinstance(ThreadedTaskDispatcher().queue, deque)
    assert isinstance(running.server.task_dispatcher.queue, PageFirst)


def test_one_call_takes_one_connection_from_the_port(running: Running) -> None:
    connections = [open_connection(running.port) for _ in range(3)]
    wait_for(lambda: len(running.server.active_channels) == 3)
    assert running.on_loop(running.loop._accept_one) is None, "nobody waits"
    assert len(running.server.active_channels) == 3
    for connection in connections:
        connection.close()


def test_no_other_module_reaches_into_waitress() -> None:
    for path in (Path(gallery.__file__).parent).rglob("*.py"):
        if not path.name.startswith("waitress_"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(
                r"wasyncore|task_dispatcher|active_channels|pull_trigger|(import|from) waitress\.", text
            ), path


def test_the_request_threads_can_be_ended_with_a_time_limit(running: Running) -> None:
    parameters = inspect.signature(running.server.task_dispatcher.shutdown).parameters
    assert {"cancel_pending", "timeout"} <= set(parameters)


def test_a_function_given_to_the_trigger_runs_on_the_thread_of_the_loop(running: Running) -> None:
    assert running.on_loop(threading.current_thread) is running.thread


def test_an_open_connection_is_a_channel_with_the_attributes_of_the_time_limit(running: Running) -> None:
    with open_connection(running.port) as connection:
        ask(connection)
        (channel,) = running.on_loop(lambda: list(running.server.active_channels.values()))
        assert isinstance(channel, HTTPChannel)
        assert channel.will_close is False
        assert channel.last_activity > 0
        running.on_loop(channel.handle_close)
        assert connection.recv(100) == b""
    assert not running.server.active_channels


def test_closing_the_dispatcher_frees_the_port_and_leaves_the_trigger(running: Running) -> None:
    running.on_loop(lambda: wasyncore.dispatcher.close(running.server))
    bind(running.port).close()
    assert running.on_loop(lambda: True), "the trigger still works"
    assert list(running.server._map.values()) == [running.server.trigger]


def test_the_loop_ends_with_the_last_entry_of_its_map(running: Running) -> None:
    running.on_loop(lambda: wasyncore.dispatcher.close(running.server))
    assert running.thread.is_alive()
    running.server.trigger.pull_trigger(running.server.trigger.del_channel)
    running.thread.join(10)
    assert not running.thread.is_alive()
    running.server.task_dispatcher.shutdown(cancel_pending=True, timeout=3)
    running.loop.close()


def test_maintenance_runs_on_the_thread_of_the_loop(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    monkeypatch.setattr(running.server, "maintenance", lambda _now: threads.append(threading.current_thread()))
    monkeypatch.setattr(running.server, "next_channel_cleanup", 0)
    running.on_loop(lambda: None)
    wait_for(lambda: threads)
    assert set(threads) == {running.thread}


def test_maintenance_marks_an_idle_connection_and_leaves_its_end_to_the_next_write(running: Running) -> None:
    """This is why the adapter closes stalled connections itself."""
    with open_connection(running.port) as connection:
        ask(connection)
        (channel,) = running.server.active_channels.values()
        wait_for(lambda: not channel.requests)  # the answer arrives a moment before its request is done
        running.loop._mark_idle_connections(channel.last_activity + 1e6)
        assert channel.will_close is True


def test_a_stalled_connection_is_closed_and_one_that_is_not_marked_stays(running: Running) -> None:
    with open_connection(running.port) as stalled, open_connection(running.port) as busy:
        for connection in (stalled, busy):
            ask(connection)
        ports = {channel.addr[1]: channel for channel in running.server.active_channels.values()}
        channel = ports[stalled.getsockname()[1]]
        wait_for(lambda: not channel.requests and running.server.task_dispatcher.active_count == 0)
        channel.writable = lambda: False  # as if its client read nothing
        channel.will_close, channel.last_activity = True, time.time() - 61
        running.server.next_channel_cleanup = 0
        running.on_loop(lambda: None)  # the loop turns, and asks for its maintenance
        assert stalled.recv(100) == b""
        assert ask(busy).startswith(b"HTTP/1.1 200")


def test_a_stop_frees_the_port_and_a_second_stop_does_no_harm(running: Running) -> None:
    running.loop.request_stop()
    running.loop.request_stop()
    running.thread.join(10)
    assert not running.thread.is_alive()
    running.loop.close()
    running.loop.close()
    bind(running.port).close()


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM])
def test_without_room_for_a_connection_the_loop_rests_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, number: int
) -> None:
    monkeypatch.setattr(waitress_adapter, "ACCEPT_PAUSE_SECONDS", 0.2)
    listener = bind()
    server = waitress.create_server(hello, sockets=[listener], threads=1)
    real, left = server.accept, [3]

    def accept() -> Any:
        if left[0]:
            left[0] -= 1
            raise OSError(number, "there is no room")
        return real()

    server.accept = accept
    loop = WaitressLoop(server, stalled_seconds=60)
    server.handle_accept()
    assert not server.readable(), "it would be asked again at once, for ever"
    thread = threading.Thread(target=loop.run, daemon=True)
    thread.start()
    with open_connection(int(listener.getsockname()[1])) as connection:
        assert ask(connection).endswith(b"hello")
    assert left == [0]
    assert [record.message for record in caplog.records].count(
        f"no connection can be taken for a while: [Errno {number}] there is no room"
    ) == 1
    loop.request_stop()
    thread.join(10)
    loop.close()
