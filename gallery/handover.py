"""A second start hands its folders to the running Shoebox and ends. Only this account can reach the socket."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import threading
from multiprocessing.connection import Client, Listener
from typing import TYPE_CHECKING

from gallery.paths import display

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)
MOST = 1 << 20
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


class Handover:
    """The thread `handover`: takes folders from second starts. `taken` gets their absolute paths."""

    def __init__(self, address: str, taken: Callable[[list[bytes]], None]) -> None:
        self._address = address
        self._taken = taken
        self._stopping = False
        if FAMILY == "AF_UNIX":
            with contextlib.suppress(FileNotFoundError):
                os.unlink(address)  # of a Shoebox that was killed; we hold the lock
        self._listener = Listener(address, FAMILY)
        self._thread = threading.Thread(target=self._run, name="handover", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Idempotent. A call of our own ends the waiting one."""
        if self._stopping:
            return
        self._stopping = True
        with contextlib.suppress(OSError), Client(self._address, FAMILY):
            pass
        self._thread.join(5)
        self._listener.close()

    def _run(self) -> None:
        while not self._stopping:
            try:
                with self._listener.accept() as line:
                    if not self._stopping and line.poll(2):
                        self._serve(line.recv_bytes(MOST))
                        line.send_bytes(b"ok")
            except (OSError, EOFError, ValueError, TypeError, AttributeError) as error:
                log.warning("a second start said something else: %s", error)

    def _serve(self, message: bytes) -> None:
        paths = [bytes.fromhex(text) for text in json.loads(message)["show"]]
        log.info("a second start hands over %s", [display(path) for path in paths])
        self._taken([path for path in paths if os.path.isabs(path)])
