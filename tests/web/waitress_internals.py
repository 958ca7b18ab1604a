"""Looks into the waitress server behind a `Server`, for the tests alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gallery.web.server import Server


def waitress_server(server: Server) -> Any:
    """Return waitress's own server object."""
    return server._loop._server


def busy_threads(server: Server) -> int:
    """Return how many request threads are answering a request."""
    return int(waitress_server(server).task_dispatcher.active_count)
