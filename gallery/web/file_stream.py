"""Files as the server's own loop sends them: no thread is held, nothing read whole, nothing spilled to the disk."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, BinaryIO

from flask import request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BLOCK_BYTES = 1 << 16


class _ExactLengthFile:
    """A file as the server's loop reads it: in small pieces, and never an empty one.

    The loop asks for as much as the socket's buffer holds (megabytes, for each reader), and where a file ends early it
    would ask for the rest again and again, at full speed.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def read(self, size: int) -> bytes:
        """Between one byte and a block.

        Raises:
            OSError: the file has become shorter. The server then ends the connection.
        """
        data = self._file.read(min(size, BLOCK_BYTES))
        if size and not data:
            raise OSError(errno.EIO, "the file became shorter while it was sent")
        return data


def stream_file(file: BinaryIO, length: int) -> Iterable[bytes]:
    """The server's own file sender: it takes `Content-Length` bytes from where the file stands, then closes it."""
    wrapper: Callable[[_ExactLengthFile, int], Iterable[bytes]] | None = request.environ.get("wsgi.file_wrapper")
    return wrapper(_ExactLengthFile(file), BLOCK_BYTES) if wrapper else _blocks(file, length)


def _blocks(file: BinaryIO, left: int) -> Iterator[bytes]:
    """For servers without a file sender, which only tests use."""
    with file:
        while left and (data := file.read(min(left, BLOCK_BYTES))):
            left -= len(data)
            yield data
