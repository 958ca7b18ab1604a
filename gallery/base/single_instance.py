"""A second start hands its folders to the running Shoebox and ends. Only this account can reach the socket."""

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
MOST = 1 << 20
PATIENCE_S = 2
FAMILY = "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"


def hand_over(address: str, paths: Sequence[bytes]) -> bool:
    """Give folders to the running Shoebox, which comes to the front. False: nobody answered."""
    try:
        with Client(address, FAMILY) as line:
            line.send_bytes(json.dumps({"show": [path.hex() for path in paths]}).encode())
            return line.poll(10) and line.recv_bytes(16) == b"ok"
    except (OSError, EOFError) as error:
        log.info("no running Shoebox answered: %s", error)
        return False


class HandoverListener:
    """The thread `handover`: takes folders from second starts.

    Where the system gives no socket (a data folder on a drive that knows none) there is no thread either, and a
    second start says that the data folder is in use.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._stopping = threading.Event()
        self._refusing = False
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
        """From now on second starts are sent away, at once and without waiting: the window closes."""
        self._refusing = True

    def stop(self) -> None:
        """Idempotent. A call of our own ends the waiting one."""
        if self._stopping.is_set() or not self._listener:
            return
        self._stopping.set()
        if self._thread and self._thread.is_alive():
            with contextlib.suppress(OSError), Client(self._address, FAMILY):
                pass
            self._thread.join(5)
        self._listener.close()

    def _run(self, taken: Callable[[list[bytes]], None]) -> None:
        while not self._stopping.is_set():
            try:
                self._next(taken)
            except Exception as error:  # noqa: BLE001  whatever comes in, the next start must find us here
                log.warning("a second start said something else: %r", error)
                self._stopping.wait(0.05)  # of descriptors there may be none left for a while

    def _next(self, taken: Callable[[list[bytes]], None]) -> None:
        if not self._listener:
            return
        with self._listener.accept() as line:
            if self._stopping.is_set() or self._refusing or not line.poll(PATIENCE_S):
                return
            _hurry(line)
            paths = [bytes.fromhex(text) for text in json.loads(line.recv_bytes(MOST))["show"]]
            line.send_bytes(b"ok")  # heard; showing them may take longer than the other end waits
        log.info("a second start hands over %s", [display(path) for path in paths])
        taken([path for path in paths if os.path.isabs(path)])


def _listen(address: str) -> Listener | None:
    try:
        if FAMILY == "AF_UNIX":
            with contextlib.suppress(FileNotFoundError):
                os.unlink(address)  # of a Shoebox that was killed; we hold the lock
        return Listener(address, FAMILY, backlog=16)
    except OSError as error:
        log.warning("a second start cannot hand its folders over: %s", error)
        return None


def _hurry(line: Connection) -> None:
    """One that begins a message and stops halfway must not hold the line for ever."""
    if FAMILY == "AF_UNIX":
        with socket.socket(fileno=os.dup(line.fileno())) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", PATIENCE_S, 0))
