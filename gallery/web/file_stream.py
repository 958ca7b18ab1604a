"""Files as response bodies that waitress's loop sends: no thread is held, nothing is read whole or spilled to disk."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, BinaryIO

from flask import request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BLOCK_BYTES = 1 << 16


class _ExactLengthFile:
    """A file for waitress's loop, which sends exactly `Content-Length` bytes of it: small reads, never an empty one.

    The loop asks for as much as the socket's buffer holds (megabytes, for each client), and where a file ends early it
    would ask for the rest again and again, at full speed.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def read(self, size: int) -> bytes:
        """Return between one byte and `BLOCK_BYTES`. On the server's loop thread.

        Raises:
            OSError: the file has become shorter. The server then ends the connection.
        """
        data = self._file.read(min(size, BLOCK_BYTES))
        if size and not data:
            raise OSError(errno.EIO, "the file became shorter while it was sent")
        return data


def stream_file(file: BinaryIO) -> Iterable[bytes]:
    """Return a response body that sends a file from its current position, and closes it afterwards.

    It is WSGI's optional file wrapper (PEP 3333), which waitress has: the response must carry `Content-Length`, be
    returned unchanged (`direct_passthrough`), and waitress takes exactly that many bytes.
    """
    wrap: Callable[[_ExactLengthFile, int], Iterable[bytes]] = request.environ["wsgi.file_wrapper"]
    return wrap(_ExactLengthFile(file), BLOCK_BYTES)
