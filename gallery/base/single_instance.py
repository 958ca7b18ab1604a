"""Lets a second start hand its paths to the running Shoebox. Only this account can reach the socket.

One message goes each way: {"show": [path in hexadecimal, …]} as JSON, and b"ok" when all of them were taken (folders
are on the disk then), else sentences that say why not.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import stat
import struct
import sys
import threading
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.base.durable_file import set_aside
from gallery.base.errors import GalleryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from multiprocessing.connection import Connection

log = logging.getLogger(__name__)
MAX_MESSAGE_BYTES = 1 << 20
MESSAGE_TIMEOUT_S = 2
ANSWER_TIMEOUT_S = 60
"""How long a second start waits: the folders are written to the disk first, after those of the starts before it."""
MAX_ANSWER_BYTES = 1 << 16
FAMILY = "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"


def hand_over(address: str, paths: Sequence[bytes]) -> bool:
    """Give paths to the running Shoebox, which comes to the front, and return whether it answered.

    Raises:
        GalleryError: it answered that it could not take all of them; the sentence says why.
    """
    try:
        with Client(address, FAMILY) as line:
            line.send_bytes(json.dumps({"show": [path.hex() for path in paths]}).encode())
            if not line.poll(ANSWER_TIMEOUT_S):
                return False
            answer = line.recv_bytes(MAX_ANSWER_BYTES)
    except (OSError, EOFError) as error:
        log.info("no running Shoebox answered: %s", error)
        return False
    if answer != b"ok":
        raise GalleryError(answer.decode("utf-8", "replace"))
    return True


class HandoverListener:
    """The thread `handover`: takes paths of folders and pictures from second starts.

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

    def start(self, take: Callable[[list[bytes]], Iterable[str]]) -> None:
        """Begin to answer second starts, which have waited since this object was made.

        Args:
            take: Called on the thread with the absolute paths of one second start. It returns when folders are on the
                disk, with a sentence for each path that could not be taken.
        """
        if self._listener:
            self._thread = threading.Thread(target=self._run, args=(take,), name="handover", daemon=True)
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

    def _run(self, take: Callable[[list[bytes]], Iterable[str]]) -> None:
        """Answer one second start after the other."""
        while not self._stopping.is_set():
            try:
                self._answer_next(take)
            except Exception as error:  # noqa: BLE001  whatever was sent, the next start must be answered
                log.warning("a second start sent something else: %r", error)
                self._stopping.wait(0.05)  # there may be no descriptors left for a while

    def _answer_next(self, take: Callable[[list[bytes]], Iterable[str]]) -> None:
        """Wait for a second start, and take its paths.

        Raises:
            Exception: anything at all, for anything may be sent.
        """
        if not self._listener:
            return
        with self._listener.accept() as line:
            if self._stopping.is_set() or self._refuses or not line.poll(MESSAGE_TIMEOUT_S):
                return
            _limit_receive_time(line)  # type: ignore[arg-type,unused-ignore]  # pipes of Windows have a type of their own
            paths = [bytes.fromhex(text) for text in json.loads(line.recv_bytes(MAX_MESSAGE_BYTES))["show"]]
            log.info("a second start hands over %d paths", len(paths))  # a visit is to leave nothing behind
            line.send_bytes(_answer_of(take, [path for path in paths if os.path.isabs(path)]))


def _answer_of(take: Callable[[list[bytes]], Iterable[str]], paths: list[bytes]) -> bytes:
    """Return the answer to a second start, whatever happens to its folders."""
    try:
        refused = " ".join(take(paths))
    except Exception:
        log.exception("the folders of a second start could not be taken")
        refused = "Something went wrong inside Shoebox. The log says what."
    return refused.encode("utf-8", "replace")[:MAX_ANSWER_BYTES] or b"ok"


def _listen(address: str) -> Listener | None:
    """Return a socket or pipe that accepts connections, or None where the system gives none."""
    try:
        if FAMILY == "AF_UNIX":
            _clear(Path(address))
        return Listener(address, FAMILY, backlog=16)
    except OSError as error:
        log.warning("a second start cannot hand its folders over: %s", error)
        return None


def _clear(path: Path) -> None:
    """Delete the socket of a Shoebox that was killed: this one holds the lock. What is no socket is moved aside.

    Raises:
        OSError: it cannot be done.
    """
    with contextlib.suppress(FileNotFoundError):
        if stat.S_ISSOCK(path.lstat().st_mode):
            path.unlink()
        else:
            log.warning("something stood in the place of the socket, and was kept as %s", set_aside(path, "other").name)


def _limit_receive_time(line: Connection) -> None:
    """Let a read end after MESSAGE_TIMEOUT_S: a start that stops halfway in its message must not hold the thread."""
    if FAMILY == "AF_UNIX":
        with socket.socket(fileno=os.dup(line.fileno())) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", MESSAGE_TIMEOUT_S, 0))
