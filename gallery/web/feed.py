"""The route `/feed/`: a stream of server-sent events, with the generation as the id of those that have one.

The format is that of the HTML Standard, section 9.2 (Server-sent events).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from gallery.base.events import TimelinesChanged, payload
from gallery.web.server import client_gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gallery.base.events import Event, EventHub, Subscription

EVENT_STREAM = "text/event-stream"
POLL_S = 1.0
"""How often a silent stream checks that its page is still there: it holds a thread."""
POLLS_PER_COMMENT = 15
"""Silent polls, after which a comment is sent: it fails where a connection died without a word."""


def feed(hub: EventHub) -> Blueprint:
    """Return the route `/feed/<key>`. The gate has checked the key. The hub keeps a few streams and ends the oldest."""
    blueprint = Blueprint("feed", __name__)

    @blueprint.get("/feed/<key>")
    def stream(key: str) -> Response:  # noqa: ARG001
        if request.method != "GET":  # Flask answers HEAD by itself; it must not end another stream
            return Response(mimetype=EVENT_STREAM)
        subscription = hub.subscribe()
        response = Response(_lines(subscription, client_gone(request.environ)), mimetype=EVENT_STREAM)
        response.call_on_close(lambda: hub.unsubscribe(subscription))
        return response

    return blueprint


def _lines(subscription: Subscription, page_gone: Callable[[], bool]) -> Iterator[str]:
    """Yield the stream until the subscription is closed or the page has gone."""
    yield "retry: 1000\n\n"
    silent = 0
    try:
        while not page_gone():
            event = subscription.get(POLL_S)
            silent = 0 if event else (silent + 1) % POLLS_PER_COMMENT
            if event:
                yield _message(event)
            elif silent == 0:
                yield ": still here\n\n"
    except EOFError:
        return


def _message(event: Event) -> str:
    """Return an event as lines of the stream."""
    id_line = f"id: {event.generation}\n" if isinstance(event, TimelinesChanged) else ""
    return f"{id_line}event: {event.kind}\ndata: {json.dumps(payload(event))}\n\n"
