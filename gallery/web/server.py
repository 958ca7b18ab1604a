"""waitress on our own socket, in a thread, with a stop that really stops."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Any

import waitress
from waitress import wasyncore

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)
REQUEST_THREADS = 16
STALLED_S = 60.0
"""Who reads nothing for so long of what was sent to it is gone."""


class Server:
    """The thread `http`. `on_death` is called if it ends by itself: a window must not stay over a freed port."""

    def __init__(self, app: Any, listener: socket.socket, on_death: Callable[[], None] = lambda: None) -> None:
        self._on_death = on_death
        self._stopping = False
        self._server = waitress.create_server(
            app,
            sockets=[listener],
            threads=REQUEST_THREADS,
            connection_limit=_connections(),
            channel_timeout=10,
            cleanup_interval=5,
            channel_request_lookahead=1,  # tells a waiting request that its page has gone
            max_request_header_size=16_384,
            max_request_body_size=2 << 20,  # the site refuses above half of it, in our words
            asyncore_use_poll=sys.platform != "win32",
            ident=None,
            expose_tracebacks=False,
            clear_untrusted_proxy_headers=True,
        )
        self._upkeep, self._server.maintenance = self._server.maintenance, self._maintain
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Idempotent. End the streams (EventHub.close) first: each holds a thread."""
        if self._stopping:
            return
        self._stopping = True
        server = self._server
        server.trigger.pull_trigger(self._drop)
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=3)
        # the trigger is the last entry of the loop's map: without it the loop ends. It is closed only when neither a
        # worker nor the line below can still write to it, or the write might go to a descriptor of somebody else
        server.trigger.pull_trigger(server.trigger.del_channel)
        self._thread.join(5)
        if not self._thread.is_alive():
            self._drop()  # nothing is left to drop, unless the loop had died before
            server.trigger.close()

    def _drop(self) -> None:
        """Close every connection and the port. In the loop's own thread, or after its end."""
        wasyncore.dispatcher.close(self._server)
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()

    def _maintain(self, now: float) -> None:
        """Waitress ends an idle connection when it can next be written to; one that reads nothing never can."""
        self._upkeep(now)
        for channel in self._server.active_channels.values():
            if channel.will_close and channel.last_activity < now - STALLED_S:
                self._server.trigger.pull_trigger(channel.handle_close)  # not while the loop goes over its map

    def _run(self) -> None:
        try:
            self._server.run()
        except Exception:
            log.exception("the server ended")
        finally:
            if not self._stopping:
                self._on_death()


def client_gone(environ: Mapping[str, Any]) -> Callable[[], bool]:
    """Whether the client of this request has hung up: what it waits for need not be made. Ask as often as you like."""
    told: Callable[[], bool] | None = environ.get("waitress.client_disconnected")
    return told or (lambda: False)


def _connections() -> int:
    """How many connections at once: half-open ones of others must not starve the page."""
    if sys.platform == "win32":
        return 400  # select() there knows 512 handles
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 1200 if hard == resource.RLIM_INFINITY else min(1200, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return 900 if soft == resource.RLIM_INFINITY else max(50, min(900, soft - 200))
