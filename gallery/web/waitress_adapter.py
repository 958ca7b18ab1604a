"""The border to waitress: with `waitress_channel` the only module that touches what waitress does not document.

Written for waitress 3.0. What is relied upon, each point held by `tests/web/test_waitress_adapter.py`:

* `server.trigger.pull_trigger(function)` runs `function` on the loop's thread, whatever thread calls it. Such a
  function must not call `pull_trigger(function)` itself: the trigger holds a lock while it runs it.
* The loop ends when its map of sockets is empty; the trigger is the last entry of that map.
* `wasyncore.dispatcher.close(server)` closes the port and leaves the trigger open (`server.close()` closes both).
* `server.active_channels` holds the open connections; `handle_close()` closes one.
* `server.maintenance(now)` is called on the loop's thread every `cleanup_interval` seconds.
* `server.task_dispatcher.shutdown(cancel_pending, timeout)` ends the request threads; its `queue` is a `deque`.
* `server.channel_class(server, socket, address, adj, map=…)` makes a connection, `server.handle_accept()` takes one
  from the port's queue, if there is one, by `server.accept()`; the loop asks `server.readable()` whether it may.
"""

from __future__ import annotations

import errno
import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from waitress import wasyncore

from gallery.web.waitress_channel import Channel, PageFirst, Strangers

if TYPE_CHECKING:
    from gallery.web.waitress_channel import SignedIn

log = logging.getLogger(__name__)
REQUEST_THREADS_END_SECONDS = 3
ACCEPT_PAUSE_SECONDS = 1.0
"""How long no connection is taken when the system has no room for one: it stays in the queue, and the port readable."""
_NO_ROOM = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM))
"""What accept(2) says when descriptors or memory are used up."""
ACCEPTS_PER_TURN = 64
"""Connections that one turn of the loop takes: fewer than strangers may be, so that each is read before it is shed."""


class WaitressLoop:
    """A waitress server with what it lacks: a stop from another thread, an end for stalled readers, few strangers.

    Waitress marks an idle connection for closing and closes it when it can next be written to. A client that reads
    nothing never lets that happen, so its connection would hold the data that waits for it for ever.

    Args:
        server: made by `waitress.create_server`, not running yet.
        stalled_seconds: how long a connection that is marked for closing may accept no byte.
        signed_in: tells whether a request brings both secrets. Called on the loop's thread; must return at once.
        max_strangers: how many connections may be open on which none has.
    """

    def __init__(
        self, server: Any, stalled_seconds: float, signed_in: SignedIn = lambda *_: False, max_strangers: int = 256
    ) -> None:
        self._server = server
        self._stalled_seconds = stalled_seconds
        self._strangers = Strangers(max_strangers)
        server.channel_class = partial(Channel, signed_in=signed_in, strangers=self._strangers)
        server.task_dispatcher.queue = PageFirst()
        self._accept_again_at, self._lacks_room = 0.0, False
        self._take_connection, server.accept = server.accept, self._take_connection_or_pause
        self._is_readable, server.readable = server.readable, self._may_accept
        self._accept_one, server.handle_accept = server.handle_accept, self._accept
        self._mark_idle_connections, server.maintenance = server.maintenance, self._maintain

    def run(self) -> None:
        """Serve until `request_stop` was called. The calling thread becomes the loop's thread."""
        self._server.run()

    def request_stop(self) -> None:
        """Close the port and every connection, end the request threads, and let the loop end. Not on its own thread.

        Return when the request threads have ended, after `REQUEST_THREADS_END_SECONDS` at most; the loop may still run.
        """
        trigger = self._server.trigger
        trigger.pull_trigger(self._close_sockets)
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=REQUEST_THREADS_END_SECONDS)
        # The trigger leaves the loop's map, which ends the loop. Only `close` closes it, when neither a request thread
        # nor the line below can still write to it: that write might go to a descriptor opened since.
        trigger.pull_trigger(trigger.del_channel)

    def close(self) -> None:
        """Release every socket. Call it when the loop's thread has ended, also when it ended by an error."""
        self._close_sockets()
        self._server.trigger.close()

    def _close_sockets(self) -> None:
        """Close the port and every connection. On the loop's thread, or after its end."""
        wasyncore.dispatcher.close(self._server)
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()

    def _accept(self) -> None:
        """Take what waits at the port, then close the strangers that are too many. On the loop's thread.

        All are taken first: a descriptor that was closed before would be given to a new connection, and the loop still
        has events of the old one.
        """
        for _ in range(ACCEPTS_PER_TURN):
            known = len(self._strangers)
            self._accept_one()
            if len(self._strangers) == known:
                break
        for channel in self._strangers.excess():
            channel.handle_close()

    def _take_connection_or_pause(self) -> Any:
        """Return the next connection of the port; None if there is none, or no room for it, which is logged once.

        Raises:
            OSError: as accept(2), for another reason.
        """
        try:
            taken = self._take_connection()
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            if not self._lacks_room:
                log.warning("no connection can be taken for a while: %s", error)
            self._accept_again_at, self._lacks_room = time.monotonic() + ACCEPT_PAUSE_SECONDS, True
            return None
        self._lacks_room = self._lacks_room and taken is None
        return taken

    def _may_accept(self) -> bool:
        """Return whether the loop may look at the port. On the loop's thread, once a turn."""
        return bool(self._is_readable()) and time.monotonic() >= self._accept_again_at

    def _maintain(self, now: float) -> None:
        """Do what waitress does each `cleanup_interval` seconds, then close the stalled and overdue connections.

        Args:
            now: seconds since 1970, from waitress.
        """
        self._mark_idle_connections(now)
        for channel in self._server.active_channels.values():
            stalled = channel.will_close and channel.last_activity < now - self._stalled_seconds
            if stalled or channel.overdue(now):
                self._server.trigger.pull_trigger(channel.handle_close)  # not while the loop goes over its map
