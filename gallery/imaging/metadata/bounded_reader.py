"""Bounded random access to a file or to bytes, for parsers of headers that must not trust what they read."""

from __future__ import annotations

import struct
from typing import BinaryIO, Self

PAGE_BYTES = 64 << 10
_MAX_TOTAL_BYTES = 48 << 20
"""Bytes that one file's header may make us read; a hostile one could ask for gigabytes, page by page."""


class DamagedError(Exception):
    """A header says something that cannot be."""


class BoundedReader:
    """Reads by absolute offset through one cached page, so that a walk over small blocks costs few system calls."""

    def __init__(self, file: BinaryIO | None, size: int, head: bytes) -> None:
        self._file = file
        self.size = size
        self._start = 0
        self._page = head
        self._budget = _MAX_TOTAL_BYTES

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        return cls(None, len(data), data)

    def read_up_to(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer where the file ends."""
        begin = offset - self._start
        if begin < 0 or begin + length > len(self._page):
            self._load_page(offset, length)
            begin = offset - self._start
        return self._page[begin : begin + length] if begin >= 0 else b""

    def read_exactly(self, offset: int, length: int) -> bytes:
        if length < 0 or len(data := self.read_up_to(offset, length)) < length:
            raise DamagedError("the header points past the end of the file")
        return data

    def read_number(self, offset: int, layout: str) -> int:
        """One integer, by struct layout."""
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
    """`length` bytes from an unbuffered file, which may hand over fewer at a time; fewer only at its end."""
    data = file.read(length)
    while len(data) < length and (more := file.read(length - len(data))):
        data += more
    return data
