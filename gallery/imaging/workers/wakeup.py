"""Wakes the pool's thread while it waits for pipes."""

from __future__ import annotations

import multiprocessing
import threading


class WakeupPipe:
    """A pipe of our own, for `multiprocessing.connection.wait`. Rung any number of times, it holds one byte."""

    def __init__(self) -> None:
        self.reader, self._writer = multiprocessing.Pipe(duplex=False)
        self._lock = threading.Lock()
        self._rung = False

    def ring(self) -> None:
        with self._lock:
            if not self._rung and not self._writer.closed:
                self._rung = True
                self._writer.send_bytes(b"!")

    def quiet(self) -> None:
        with self._lock:
            self.reader.recv_bytes()
            self._rung = False

    def close(self) -> None:
        with self._lock:
            self.reader.close()
            self._writer.close()
