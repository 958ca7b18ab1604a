"""The border to waitress: the only module that touches attributes which waitress does not document.

Written for waitress 3.0. What is relied upon, each point held by `tests/web/test_waitress_adapter.py`:

* `server.trigger.pull_trigger(function)` runs `function` on the loop's thread, whatever thread calls it. Such a
  function must not call `pull_trigger(function)` itself: the trigger holds a lock while it runs it.
* The loop ends when its map of sockets is empty; the trigger is the last entry of that map.
* `wasyncore.dispatcher.close(server)` closes the port and leaves the trigger open (`server.close()` closes both).
* `server.active_channels` holds the open connections; `handle_close()` closes one.
* `server.maintenance(now)` is called on the loop's thread every `cleanup_interval` seconds.
* `server.task_dispatcher.shutdown(cancel_pending, timeout)` ends the request threads.
"""

from __future__ import annotations

from typing import Any

from waitress import wasyncore

REQUEST_THREADS_END_SECONDS = 3


class WaitressLoop:
    """Holds a waitress server and adds what it lacks: a stop from another thread, and an end for stalled readers.

    Waitress marks an idle connection for closing and closes it when it can next be written to. A client that reads
    nothing never lets that happen, so its connection would hold the data that waits for it for ever.

    Args:
        server: made by `waitress.create_server`, not running yet.
        stalled_seconds: how long a connection that is marked for closing may accept no byte.
    """

    def __init__(self, server: Any, stalled_seconds: float) -> None:
        self._server = server
        self._stalled_seconds = stalled_seconds
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

    def _maintain(self, now: float) -> None:
        """Do what waitress does each `cleanup_interval` seconds, then close the stalled connections.

        Args:
            now: seconds since 1970, from waitress.
        """
        self._mark_idle_connections(now)
        for channel in self._server.active_channels.values():
            if channel.will_close and channel.last_activity < now - self._stalled_seconds:
                self._server.trigger.pull_trigger(channel.handle_close)  # not while the loop goes over its map
