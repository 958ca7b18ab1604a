"""Bounded random access to a file or to bytes, for parsers that must not trust what they read."""

from __future__ import annotations

import struct
from typing import BinaryIO, Self

PAGE_BYTES = 64 << 10
"""One read; most headers end within the first."""
_MAX_TOTAL_BYTES = 48 << 20
"""The most that the header of one file may have read; a hostile one could ask for gigabytes, page by page."""


class DamagedError(Exception):
    """A header that contradicts itself, its format or the length of its file."""


class BoundedReader:
    """Reads by absolute offset through one cached page, so that a walk over small blocks costs few system calls.

    One thread at a time: the position of the file and the page are shared by all reads.
    """

    def __init__(self, file: BinaryIO | None, size: int, head: bytes) -> None:
        """Begin with the first page.

        Args:
            file: An unbuffered file; None if `head` is everything.
            size: Bytes in the file.
            head: Its first bytes, which have been read already.
        """
        self._file = file
        self.size = size
        self._start = 0
        self._page = head
        self._budget = _MAX_TOTAL_BYTES

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return a reader of bytes in memory."""
        return cls(None, len(data), data)

    def read_up_to(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer where the file ends.

        Raises:
            DamagedError: The header has had too much read.
            OSError: The file cannot be read.
        """
        begin = offset - self._start
        if begin < 0 or begin + length > len(self._page):
            self._load_page(offset, length)
            begin = offset - self._start
        return self._page[begin : begin + length] if begin >= 0 else b""

    def read_exactly(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`.

        Raises:
            DamagedError: The file ends before.
        """
        if length < 0 or len(data := self.read_up_to(offset, length)) < length:
            raise DamagedError("the header points past the end of the file")
        return data

    def read_number(self, offset: int, layout: str) -> int:
        """Return one integer.

        Args:
            offset: Where it starts.
            layout: Its byte order and type for `struct.unpack`.

        Raises:
            DamagedError: The file ends before.
        """
        value: int = struct.unpack(layout, self.read_exactly(offset, struct.calcsize(layout)))[0]
        return value

    def _load_page(self, offset: int, length: int) -> None:
        if self._file is None or offset < 0 or length < 0 or offset >= self.size:
            return
        if offset >= self._start and self._start + len(self._page) >= self.size:
            return
        wanted = min(max(length, PAGE_BYTES), self.size - offset)
        if wanted > self._budget:
            raise DamagedError("the header spreads over more bytes than a header has")
        self._budget -= wanted
        self._file.seek(offset)
        self._page, self._start = read_fully(self._file, wanted), offset


def read_fully(file: BinaryIO, length: int) -> bytes:
    """Return `length` bytes from an unbuffered file, which may hand over fewer at a time; fewer only at its end."""
    data = file.read(length)
    while len(data) < length and (more := file.read(length - len(data))):
        data += more
    return data
