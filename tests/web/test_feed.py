"""News as server-sent events: named, numbered, at most four streams, and no thread is held for nobody."""

from __future__ import annotations

import json
import time
from http.client import HTTPResponse
from typing import TYPE_CHECKING

import pytest

from gallery.base.events import (
    DropHoverChanged,
    FolderRequested,
    ProblemsChanged,
    ProgressChanged,
    RootsChanged,
    TimelinesChanged,
)
from gallery.web.security_headers import PAGE_POLICY, SECURITY_HEADERS
from tests.waiting import wait_for
from tests.web.servers import desktop_only
from tests.web.waitress_internals import busy_threads

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from gallery.base.events import Event
    from tests.web.client import ApiClient
    from tests.web.conftest import Home

pytestmark = desktop_only("a site holds no stream: its pages ask for /api/news")


class Stream:
    """The page's end of a feed."""

    def __init__(self, client: ApiClient) -> None:
        self.connection: socket.socket = client.connect("/feed/KEY")
        self.response = HTTPResponse(self.connection)
        self.response.begin()
        assert self.block() == {"retry": "1000"}

    def block(self) -> dict[str, str] | None:
        """The next block of lines; None when the stream has ended."""
        found = {}
        while line := self.response.readline().decode().strip():
            name, _, value = line.partition(": ")
            found[name] = value
        return found or None

    def changed(self, generation: int) -> dict[str, str]:
        """Return the block that tells of this generation. Others come before it while the Shoebox still works."""
        while (block := self.block()) and block.get("id") != str(generation):
            pass
        assert block, "the stream has ended"
        return block

    def has_ended(self) -> bool:
        """Read what is left of a stream that ends; the time limit of the connection fails one that does not."""
        while self.block():
            pass
        return True

    def close(self) -> None:
        self.response.close()
        self.connection.close()


@pytest.fixture
def streams(home: Home, client: ApiClient) -> Iterator[list[Stream]]:
    """Append to it what is to be closed at the end."""
    opened: list[Stream] = []
    yield opened
    for stream in opened:
        stream.close()


EVENTS: tuple[tuple[Event, dict[str, str], dict[str, object]], ...] = (
    (TimelinesChanged(42), {"id": "42", "event": "changed"}, {"generation": 42}),
    (ProblemsChanged(3), {"event": "problems"}, {"count": 3}),
    (RootsChanged(), {"event": "roots"}, {}),
    (FolderRequested(5, 6), {"event": "show"}, {"folder": 5, "photo": 6, "visit": None}),
    (DropHoverChanged(True), {"event": "hover"}, {"over": True}),
    (
        ProgressChanged("reading", 10, 4, 6),
        {"event": "progress"},
        {"stage": "reading", "listed": 10, "read": 4, "unread": 6, "thumbnails": 0, "unmade": 0, "paused": False},
    ),
)


def test_it_is_a_stream_of_events(home: Home, client: ApiClient, streams: list[Stream]) -> None:
    streams.append(Stream(client))
    response = streams[0].response
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Security-Policy"] == PAGE_POLICY
    assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize(("event", "names", "data"), EVENTS, ids=lambda value: getattr(value, "kind", ""))
def test_each_kind_of_news_has_its_name(
    home: Home, client: ApiClient, streams: list[Stream], event: Event, names: dict[str, str], data: dict[str, object]
) -> None:
    streams.append(Stream(client))
    home.harness.parts.hub.send(event)
    wanted = {**names, "data": json.dumps(data)}
    deadline = time.monotonic() + 60
    while (block := streams[0].block()) != wanted:
        assert block, "the stream has ended"  # else another event, of work that the Shoebox still does
        assert time.monotonic() < deadline, f"it did not come; the last was {block}"


def test_every_stream_hears_it(home: Home, client: ApiClient, streams: list[Stream]) -> None:
    streams += [Stream(client) for _ in range(4)]
    home.harness.parts.hub.send(TimelinesChanged(7))
    assert [stream.changed(7)["event"] for stream in streams] == ["changed"] * 4


def test_the_fifth_stream_ends_the_first(home: Home, client: ApiClient, streams: list[Stream]) -> None:
    streams += [Stream(client) for _ in range(5)]
    assert streams[0].has_ended()
    home.harness.parts.hub.send(TimelinesChanged(8))
    assert [stream.changed(8)["event"] for stream in streams[1:]] == ["changed"] * 4


def test_a_new_page_ends_the_stream_of_the_one_before(home: Home, client: ApiClient, streams: list[Stream]) -> None:
    streams.append(Stream(client))
    home.enter()
    assert streams[0].has_ended()
    assert client.ask("/feed/KEY").status == 401


def test_a_page_that_has_gone_frees_its_thread(home: Home, client: ApiClient) -> None:
    home.harness.parts.hub.drop_all()
    wait_for(lambda: busy_threads(home.local.server) == 0)
    streams = [Stream(client) for _ in range(3)]
    wait_for(lambda: busy_threads(home.local.server) == 3)
    for stream in streams:
        stream.close()
    wait_for(lambda: busy_threads(home.local.server) == 0)
    assert not home.harness.parts.hub._subscriptions


def test_asking_for_its_head_takes_nobodys_place(home: Home, client: ApiClient, streams: list[Stream]) -> None:
    streams += [Stream(client) for _ in range(4)]
    for _ in range(5):
        assert client.ask("/feed/KEY", "HEAD").status == 200
    home.harness.parts.hub.send(TimelinesChanged(9))
    assert [stream.changed(9)["event"] for stream in streams] == ["changed"] * 4


@pytest.mark.parametrize("target", ["/feed", "/feed/", "/feed/x", "/feed/KEY%78", "/feed/x/KEY"])
def test_it_needs_the_key(client: ApiClient, target: str) -> None:
    assert client.ask(target).status == 401


def test_streams_leave_threads_for_pictures(home: Home, client: ApiClient, streams: list[Stream]) -> None:
    streams += [Stream(client) for _ in range(20)]
    assert client.ask(f"/media/KEY/thumb/{home.id('p0.jpg')}").status == 200
    wait_for(lambda: busy_threads(home.local.server) <= 4)
