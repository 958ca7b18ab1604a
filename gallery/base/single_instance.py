"""Lets a second start hand its folders to the running Shoebox. Only this account can reach the socket.

One message goes each way: {"show": [path in hexadecimal, …]} as JSON, and b"ok".
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import struct
import sys
import threading
from multiprocessing.connection import Client, Listener
from typing import TYPE_CHECKING

from gallery.base.paths import display

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

log = logging.getLogger(__name__)
MAX_MESSAGE_BYTES = 1 << 20
MESSAGE_TIMEOUT_S = 2
ANSWER_TIMEOUT_S = 10
FAMILY = "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"


def hand_over(address: str, paths: Sequence[bytes]) -> bool:
    """Give folders to the running Shoebox, which comes to the front, and return whether it answered."""
    try:
        with Client(address, FAMILY) as line:
            line.send_bytes(json.dumps({"show": [path.hex() for path in paths]}).encode())
            return line.poll(ANSWER_TIMEOUT_S) and line.recv_bytes(16) == b"ok"
    except (OSError, EOFError) as error:
        log.info("no running Shoebox answered: %s", error)
        return False


class HandoverListener:
    """The thread `handover`: takes folders from second starts.

    Where the system gives no socket (a data folder on a drive that knows none) there is no thread either, and a
    second start says that the data folder is in use.
    """

    def __init__(self, address: str) -> None:
        """Listen on `address`, so that second starts can connect, and wait until `start` is called."""
        self._address = address
        self._stopping = threading.Event()
        self._refuses = False
        self._listener = _listen(address)
        self._thread: threading.Thread | None = None

    def start(self, taken: Callable[[list[bytes]], None]) -> None:
        """Begin to answer second starts, which have waited since this object was made.

        Args:
            taken: Called on the thread with the absolute paths of the folders of one second start.
        """
        if self._listener:
            self._thread = threading.Thread(target=self._run, args=(taken,), name="handover", daemon=True)
            self._thread.start()

    def refuse(self) -> None:
        """Send second starts away from now on, at once: the window closes. Any thread."""
        self._refuses = True

    def stop(self) -> None:
        """Stop listening, and wait for the thread: a connection of our own ends its waiting. Idempotent."""
        if self._stopping.is_set() or not self._listener:
            return
        self._stopping.set()
        if self._thread and self._thread.is_alive():
            with contextlib.suppress(OSError), Client(self._address, FAMILY):
                pass
            self._thread.join(5)
        self._listener.close()

    def _run(self, taken: Callable[[list[bytes]], None]) -> None:
        """Answer one second start after the other."""
        while not self._stopping.is_set():
            try:
                self._answer_next(taken)
            except Exception as error:  # noqa: BLE001  whatever was sent, the next start must be answered
                log.warning("a second start sent something else: %r", error)
                self._stopping.wait(0.05)  # there may be no descriptors left for a while

    def _answer_next(self, taken: Callable[[list[bytes]], None]) -> None:
        """Wait for a second start, and take its folders.

        Raises:
            Exception: anything at all, for anything may be sent.
        """
        if not self._listener:
            return
        with self._listener.accept() as line:
            if self._stopping.is_set() or self._refuses or not line.poll(MESSAGE_TIMEOUT_S):
                return
            _limit_receive_time(line)
            paths = [bytes.fromhex(text) for text in json.loads(line.recv_bytes(MAX_MESSAGE_BYTES))["show"]]
            line.send_bytes(b"ok")  # received; to show them may take longer than the second start waits
        log.info("a second start hands over %s", [display(path) for path in paths])
        taken([path for path in paths if os.path.isabs(path)])


def _listen(address: str) -> Listener | None:
    """Return a socket or pipe that accepts connections, or None where the system gives none."""
    try:
        if FAMILY == "AF_UNIX":
            with contextlib.suppress(FileNotFoundError):
                os.unlink(address)  # of a Shoebox that was killed: this one holds the lock
        return Listener(address, FAMILY, backlog=16)
    except OSError as error:
        log.warning("a second start cannot hand its folders over: %s", error)
        return None


def _limit_receive_time(line: Connection) -> None:
    """Let a read end after MESSAGE_TIMEOUT_S: a start that stops halfway in its message must not hold the thread."""
    if FAMILY == "AF_UNIX":
        with socket.socket(fileno=os.dup(line.fileno())) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", MESSAGE_TIMEOUT_S, 0))
