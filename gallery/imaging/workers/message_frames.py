"""Whole messages over one end of a pipe to a decode process: a length, then that many bytes.

On POSIX a frame is an unsigned 32-bit length in network byte order followed by the payload, written to and read from
the pipe's descriptor. `multiprocessing.connection` has frames of its own, but `Connection.recv_bytes` waits for the
rest of a frame: a process that stops in the middle of one would hold the pool's thread for ever, past every deadline.
On Windows the pipe is a message pipe, which hands over whole messages only, so `Connection` is used as it is.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MAX_FRAME_BYTES = 512 << 20
"""The longest payload. The largest picture, whole, as JPEG, takes less."""
_LENGTH = struct.Struct("!I")
_MAX_READ_BYTES = 1 << 20
_MAX_JOINED_BYTES = 16 << 10
"""Payloads up to this length are joined with their length, and written at once."""


class FrameChannel:
    """Sends and receives frames over one `Connection`, which nothing else may read or write meanwhile.

    Both ends use this class. It holds the part of a frame that has arrived, and no lock: one thread at a time, the
    pool's or the main thread of a decode process.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._length: int | None = None
        """Bytes of the payload that is arriving; None while its length is."""
        self._data = bytearray()

    def receive(self) -> bytes:
        """Wait for the next frame and return its payload.

        Raises:
            EOFError: The other end is closed.
            OSError: This end is closed, or the pipe is broken.
            ValueError: The frame is longer than `MAX_FRAME_BYTES`; on Windows this is an OSError.
        """
        while (payload := self.receive_part()) is None:
            pass
        return payload

    if sys.platform == "win32":

        def send(self, payload: bytes) -> None:
            """Write one frame, waiting for the reader where the pipe is full."""
            self._connection.send_bytes(payload)

        def receive_part(self) -> bytes | None:
            """Return the payload of the next frame, which the pipe hands over whole."""
            return self._connection.recv_bytes(MAX_FRAME_BYTES)

    else:

        def send(self, payload: bytes) -> None:
            """Write one frame, waiting for the reader where the pipe is full.

            A long payload is not copied: the memory limit of a decode process may leave no room for a second one.

            Raises:
                OSError: The other end is closed.
                ValueError: The payload is longer than `MAX_FRAME_BYTES`.
            """
            length = _LENGTH.pack(_checked(len(payload)))
            for part in (length + payload,) if len(payload) <= _MAX_JOINED_BYTES else (length, payload):
                rest = memoryview(part)
                while rest:
                    rest = rest[os.write(self._connection.fileno(), rest) :]

        def receive_part(self) -> bytes | None:
            """Read once; return the payload if that completes a frame, else None.

            Does not wait after `multiprocessing.connection.wait` has named the connection. One call reads nothing of
            the next frame, so that what has arrived is never left where `wait` does not see it.

            Raises:
                EOFError: The other end is closed, perhaps in the middle of a frame.
                OSError: This end is closed, or the pipe is broken.
                ValueError: The frame is longer than `MAX_FRAME_BYTES`.
            """
            wanted = _LENGTH.size if self._length is None else self._length
            part = os.read(self._connection.fileno(), min(wanted - len(self._data), _MAX_READ_BYTES))
            if not part:
                raise EOFError
            self._data += part
            if len(self._data) < wanted:
                return None
            data, self._data = bytes(self._data), bytearray()
            if self._length is None:
                self._length = _checked(_LENGTH.unpack(data)[0])
                if self._length:
                    return None
                data = b""
            self._length = None
            return data


def _checked(length: int) -> int:
    """Return the length of a payload if it is allowed."""
    if length > MAX_FRAME_BYTES:
        raise ValueError(f"a frame of {length} bytes")
    return length
