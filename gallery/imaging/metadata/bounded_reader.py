"""Bounded random access to a file or to bytes, for parsers that must not trust what they read.

The bounds are on bytes and on reads: a parser in Python needs a microsecond for each step, and a file can ask for a
step with every byte. Beyond a bound the file seems to end: what was found before stays found.
"""

from __future__ import annotations

import os
import struct
from typing import BinaryIO, Self

PAGE_BYTES = 64 << 10
"""One read; most headers end within the first."""
_MAX_TOTAL_BYTES = 48 << 20
"""The most that the header of one file may have read; a hostile one could ask for gigabytes, page by page."""
_MAX_READS = 300_000
"""So many blocks of one header are looked at, which takes less than a second. A PNG of 512 MB has 65,536 chunks."""
_SHORT_PAGE_BYTES, _DENSE_READS = 1 << 10, 16
"""A page is short where fewer reads than these have met the last one: the parser jumps from head to head."""


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
        self._page, self._page_bytes = head, len(head)
        self._budget, self._reads = _MAX_TOTAL_BYTES, _MAX_READS
        """How many bytes and reads are left."""
        self._reads_before = _MAX_READS
        """How many reads were left when this page came."""

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return a reader of bytes in memory."""
        return cls(None, len(data), data)

    @classmethod
    def from_file(cls, file: BinaryIO) -> Self:
        """Return a reader of an unbuffered file, or of one in memory.

        Raises:
            OSError: The file cannot be read.
        """
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        return cls(file, size, read_fully(file, min(size, PAGE_BYTES)))

    @property
    def exhausted(self) -> bool:
        """Whether so much has been read that the file seems to end."""
        return self._reads <= 0

    def read_up_to(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer where the file ends, none when too much has been read.

        Raises:
            OSError: The file cannot be read.
        """
        self._reads -= 1  # the most frequent call of all parsers: kept cheap
        if self._reads < 0:
            return b""
        begin = offset - self._start
        if begin < 0 or begin + length > self._page_bytes:
            self._load_page(offset, length)
            begin = offset - self._start
        return self._page[begin : begin + length] if begin >= 0 else b""

    def read_exactly(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`.

        Raises:
            DamagedError: The file ends before, or too much has been read.
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
        if offset >= self._start and self._start + self._page_bytes >= self.size:
            return
        page = PAGE_BYTES if self._reads_before - self._reads >= _DENSE_READS else _SHORT_PAGE_BYTES
        wanted, self._reads_before = min(max(length, page), self.size - offset), self._reads
        if wanted > self._budget:
            self._reads = 0  # for the rest, too
            return
        self._budget -= wanted
        self._file.seek(offset)
        self._page, self._start = read_fully(self._file, wanted), offset
        self._page_bytes = len(self._page)


def read_fully(file: BinaryIO, length: int) -> bytes:
    """Return `length` bytes from an unbuffered file, which may hand over fewer at a time; fewer only at its end.

    A file takes room for all that is asked for before it reads, and a header may announce gigabytes: so no more is
    asked for than there is.
    """
    if length > PAGE_BYTES:
        start = file.tell()
        length = max(0, min(length, file.seek(0, os.SEEK_END) - start))
        file.seek(start)
    data = file.read(length)
    while len(data) < length and (more := file.read(length - len(data))):
        data += more
    return data
