"""News to the page: one stream of server-sent events, each with the generation as its id where it has one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from gallery.base.events import TimelinesChanged, payload
from gallery.web.server import client_gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gallery.base.events import Event, EventHub, Subscription

KIND = "text/event-stream"
LOOK_S = 1.0
"""So often a silent stream looks whether its page is still there: it holds a thread."""
ALIVE_LOOKS = 15
"""After so many looks a comment goes out, which fails where a connection died without a word."""


def feed(hub: EventHub) -> Blueprint:
    """`/feed/<key>`. The hub keeps a few streams and drops the oldest."""
    blueprint = Blueprint("feed", __name__)

    @blueprint.get("/feed/<key>")
    def stream(key: str) -> Response:  # noqa: ARG001
        if request.method != "GET":  # Flask answers HEAD by itself; it must not end another stream
            return Response(mimetype=KIND)
        subscription = hub.subscribe()
        response = Response(_lines(subscription, client_gone(request.environ)), mimetype=KIND)
        response.call_on_close(lambda: hub.unsubscribe(subscription))
        return response

    return blueprint


def _lines(subscription: Subscription, gone: Callable[[], bool]) -> Iterator[str]:
    yield "retry: 1000\n\n"
    silent = 0
    try:
        while not gone():
            event = subscription.get(LOOK_S)
            silent = 0 if event else (silent + 1) % ALIVE_LOOKS
            if event:
                yield _message(event)
            elif silent == 0:
                yield ": still here\n\n"
    except EOFError:
        return


def _message(event: Event) -> str:
    mark = f"id: {event.generation}\n" if isinstance(event, TimelinesChanged) else ""
    return f"{mark}event: {event.kind}\ndata: {json.dumps(payload(event))}\n\n"
