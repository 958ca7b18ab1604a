"""The HTTP server: waitress on a socket that is already listening, in a thread of its own."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Any

import waitress

from gallery.web.waitress_adapter import WaitressLoop

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping

    from gallery.web.waitress_channel import SignedIn

log = logging.getLogger(__name__)
REQUEST_THREADS = 16
MAX_STRANGERS = 256
"""Connections that have not brought both secrets. A browser that begins has six."""
STALLED_SECONDS = 60.0
"""A client that takes no byte of its answer for so long loses its connection."""
IDLE_SECONDS = 60
"""A connection of the page on which nothing happens for so long is closed; strangers have less time."""
LOOP_END_SECONDS = 5
MAX_BODY_BYTES = 16 << 20
"""Bytes of a body that the page of this computer sends: an act may be about a million photos, ten digits each.

Held in memory: nothing of a request is written to the disk."""


class Server:
    """Holds the thread `http`, which serves `app` on `listener`, and its 16 request threads.

    `start` and `stop` are called by the thread that owns the server. `on_death` is called on the thread `http` when
    serving ends without a `stop`: no window may stay open over a port that somebody else can take (S19 in
    docs/threats.md).

    Args:
        app: a WSGI application.
        listener: a listening socket, from `listener.bind`; the server closes it.
        on_death: must return at once.
        signed_in: tells by path and headers (COOKIE, X_GALLERY_KEY) whether a request brings both secrets, which keeps
            its connection when there are too many, and lets it have a body. Called on the thread `http`.
        max_body_bytes: of a request; a larger one is refused.
    """

    def __init__(
        self,
        app: Any,
        listener: socket.socket,
        on_death: Callable[[], None] = lambda: None,
        signed_in: SignedIn = lambda *_: False,
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        self._on_death = on_death
        self._stopping = False
        limit = _max_connections()
        waitress_server = _create_waitress(app, listener, limit, max_body_bytes)
        self._loop = WaitressLoop(waitress_server, STALLED_SECONDS, signed_in, min(MAX_STRANGERS, limit // 2))
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    def start(self) -> None:
        """Begin to serve. Requests that arrived since the socket listens are answered now."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection, and end all threads. A second call does nothing.

        End the event streams first (`EventHub.close`): each holds a request thread.
        """
        if self._stopping:
            return
        self._stopping = True
        self._loop.request_stop()
        self._thread.join(LOOP_END_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()

    def _run(self) -> None:
        try:
            self._loop.run()
        except Exception:
            log.exception("the server ended")
        finally:
            if not self._stopping:
                self._on_death()


def client_gone(environ: Mapping[str, Any]) -> Callable[[], bool]:
    """Return a function that tells whether the client of this request has hung up.

    What a client that is gone waits for need not be made. The function may be called often, on any thread.
    It is waitress's `waitress.client_disconnected`; without waitress (tests) it always returns False.
    """
    disconnected: Callable[[], bool] | None = environ.get("waitress.client_disconnected")
    return disconnected or (lambda: False)


def _create_waitress(app: Any, listener: socket.socket, connection_limit: int, max_body_bytes: int) -> Any:
    return waitress.create_server(
        app,
        sockets=[listener],
        threads=REQUEST_THREADS,
        connection_limit=connection_limit,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=5,
        backlog=4096,  # connections in the queue of the port: one that finds it full tries again after a second
        channel_request_lookahead=1,  # lets a waiting request learn that its client has gone
        max_request_header_size=16_384,
        max_request_body_size=max_body_bytes + 1,  # waitress refuses from here on
        inbuf_overflow=max_body_bytes + 1,  # above it waitress would write to the disk
        asyncore_use_poll=sys.platform != "win32",
        ident=None,
        expose_tracebacks=False,
        clear_untrusted_proxy_headers=True,
    )


def _max_connections() -> int:
    """Return how many connections may be open at once.

    Raises the process's soft limit of file descriptors towards 1,200 where the hard limit allows it.
    """
    if sys.platform == "win32":
        return 400  # select() there takes 512 handles
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 1200 if hard == resource.RLIM_INFINITY else min(1200, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return 900 if soft == resource.RLIM_INFINITY else max(50, min(900, soft - 200))
