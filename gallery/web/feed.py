"""News to the page: one stream of server-sent events, each with the generation as its id where it has one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from gallery.events import Changed, payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.events import Event, EventHub, Subscription

ALIVE_S = 15.0
"""A comment this often shows the server that the page is still there."""


def feed(hub: EventHub) -> Blueprint:
    """`/feed/<key>`. The hub keeps a few streams and drops the oldest."""
    blueprint = Blueprint("feed", __name__)

    @blueprint.get("/feed/<key>")
    def stream(key: str) -> Response:  # noqa: ARG001
        subscription = hub.subscribe()
        response = Response(_lines(hub, subscription), mimetype="text/event-stream")
        response.call_on_close(lambda: hub.unsubscribe(subscription))
        return response

    return blueprint


def _lines(hub: EventHub, subscription: Subscription) -> Iterator[str]:
    try:
        yield "retry: 1000\n\n"
        while True:
            event = subscription.get(ALIVE_S)
            yield _message(event) if event else ": still here\n\n"
    except EOFError:
        return
    finally:
        hub.unsubscribe(subscription)


def _message(event: Event) -> str:
    mark = f"id: {event.generation}\n" if isinstance(event, Changed) else ""
    return f"{mark}event: {event.kind}\ndata: {json.dumps(payload(event))}\n\n"
