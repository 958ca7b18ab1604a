"""What a decode process sends, taken in as it comes: the pool's thread never waits for the rest of a message.

A process that stops in the middle of a message would hold `Connection.recv_bytes` for ever, past every deadline. On
POSIX the frames of `multiprocessing.connection` (a signed 32-bit length; -1 and 64 bits above 2 GiB) are therefore put
together here. A message pipe of Windows hands over whole messages only.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LONGEST = 512 << 20
"""Bytes in one message; the largest picture, whole, as JPEG, takes less."""
_LENGTH = struct.Struct("!i")
_AT_ONCE = 1 << 20


class FrameReader:
    """One connection's messages. Call `take` only when `multiprocessing.connection.wait` says that there is something.

    Raises (`take`):
        EOFError, OSError: the other side is gone. ValueError: its message is longer than any of ours.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._length: int | None = None
        self._data = bytearray()

    if sys.platform == "win32":

        def take(self) -> bytes | None:
            """A message, or None: the rest of it is not there yet."""
            return self._connection.recv_bytes(LONGEST)

    else:

        def take(self) -> bytes | None:
            """A message, or None: the rest of it is not there yet."""
            wanted = _LENGTH.size if self._length is None else self._length
            more = os.read(self._connection.fileno(), min(wanted - len(self._data), _AT_ONCE))
            if not more:
                raise EOFError
            self._data += more
            if len(self._data) < wanted:
                return None
            message, self._data = bytes(self._data), bytearray()
            if self._length is not None:
                self._length = None
                return message
            self._length = _checked(message)
            if self._length > 0:
                return None
            self._length = None
            return b""


def _checked(prefix: bytes) -> int:
    length: int = _LENGTH.unpack(prefix)[0]
    if not 0 <= length <= LONGEST:
        raise ValueError("a message of an impossible length")
    return length
