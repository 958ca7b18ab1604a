"""A pipe that wakes the pool's thread while it waits for the pipes of the decode processes."""

from __future__ import annotations

import multiprocessing
import threading


class WakeupPipe:
    """A pipe for `multiprocessing.connection.wait`, which holds at most one message however often it is used.

    Any thread may call any method; each takes the lock of the pipe.
    """

    def __init__(self) -> None:
        self.reader, self._writer = multiprocessing.Pipe(duplex=False)
        self._lock = threading.Lock()
        self._pending = False
        """Whether a message lies in the pipe."""

    def wake(self) -> None:
        """Make `reader` ready, if it is not, and the pipe is open."""
        with self._lock:
            if not self._pending and not self._writer.closed:
                self._pending = True
                self._writer.send_bytes(b"!")

    def clear(self) -> None:
        """Take the message out of the pipe. Only when `reader` is ready: otherwise this waits."""
        with self._lock:
            self.reader.recv_bytes()
            self._pending = False

    def close(self) -> None:
        """Close both ends; `wake` does nothing from then on."""
        with self._lock:
            self.reader.close()
            self._writer.close()
