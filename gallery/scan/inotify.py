"""The system calls of inotify(7), Linux's way to report changes: watches on folders, and events from the kernel."""

from __future__ import annotations

import ctypes
import os
import select
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

IN_MODIFY = 0x2
IN_ATTRIB = 0x4
IN_CLOSE_WRITE = 0x8
IN_MOVED_FROM = 0x40
IN_MOVED_TO = 0x80
IN_CREATE = 0x100
IN_DELETE = 0x200
IN_UNMOUNT = 0x2000
IN_Q_OVERFLOW = 0x4000
IN_IGNORED = 0x8000
IN_ONLYDIR = 0x1000000
IN_DONT_FOLLOW = 0x2000000
IN_EXCL_UNLINK = 0x4000000
IN_ISDIR = 0x40000000
CHANGES = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_EXCL_UNLINK
"""Events that tell of a change. Opened, read, and closed without writing are left out: Shoebox causes them itself."""
READ_BYTES = 1 << 16
_HEADER = struct.Struct("iIII")  # struct inotify_event: wd, mask, cookie, len; then `len` bytes of name


class Event(NamedTuple):
    """An event: the watch it is told of, what happened, and the name inside the folder (empty: the folder itself)."""

    watch: int
    mask: int
    name: bytes


def parse_events(data: bytes) -> list[Event]:
    """Return the events in what read(2) has given, which are always whole."""
    events = []
    at = 0
    while at + _HEADER.size <= len(data):
        watch, mask, _cookie, length = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        events.append(Event(watch, mask, data[at : at + length].rstrip(b"\0")))
        at += length
    return events


class Inotify:
    """An instance of inotify: a queue in the kernel, and the watches that fill it.

    Threads: one thread calls `read`; `add` and `remove` may be called on any, `wake` too. `close` comes last.
    """

    def __init__(self) -> None:
        """Ask the system for an instance.

        Raises:
            OSError: the limit of instances (EMFILE) or of open files is reached, or there is no inotify (ENOSYS).
        """
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._queue = self._call(self._libc.inotify_init1, os.O_NONBLOCK | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]
        try:
            self._woken, self._wake = os.pipe()
        except OSError:
            os.close(self._queue)
            raise
        self._poll = select.poll()  # type: ignore[attr-defined,unused-ignore]
        for descriptor in (self._queue, self._woken):
            self._poll.register(descriptor, select.POLLIN)  # type: ignore[attr-defined,unused-ignore]

    def add(self, path: bytes, mask: int) -> int:
        """Watch a folder and return the watch's number; a folder that is watched already keeps its number.

        Raises:
            OSError: see inotify_add_watch(2); ENOSPC: the limit of watches is reached.
        """
        return self._call(self._libc.inotify_add_watch, self._queue, ctypes.c_char_p(path), ctypes.c_uint32(mask))

    def remove(self, watch: int) -> None:
        """Remove a watch. Does nothing where it is gone: the kernel removes those of deleted folders by itself."""
        self._libc.inotify_rm_watch(self._queue, watch)

    def read(self) -> list[Event]:
        """Wait for events and return them. Returns none after `wake`.

        Raises:
            OSError: the queue cannot be read.
        """
        self._poll.poll()
        try:
            return parse_events(os.read(self._queue, READ_BYTES))
        except BlockingIOError:
            return []

    def wake(self) -> None:
        """Let `read` return, now and ever after."""
        os.write(self._wake, b"!")

    def close(self) -> None:
        """Give the instance back, and all its watches with it."""
        for descriptor in (self._queue, self._woken, self._wake):
            os.close(descriptor)

    @staticmethod
    def _call(function: Callable[..., int], *arguments: object) -> int:
        result = function(*arguments)
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result
