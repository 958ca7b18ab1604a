"""Elements of EBML, of which Matroska and WebM are made (RFC 8794)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.bounded_reader import BoundedReader

_MAX_ELEMENTS = 4096
"""Elements of one level that are looked at."""
_HEAD_BYTES = 12
"""The longest id and the longest size."""
_MAX_ID_BYTES = 4
_MAX_NUMBER_BYTES = 8
_NO_LENGTH = 9
_LENGTHS = tuple(_NO_LENGTH - first.bit_length() for first in range(256))
"""How many bytes a number of variable length has, by its first byte (RFC 8794, 4.1)."""
_UNKNOWN_SIZES = tuple((1 << 7 * length) - 1 for length in range(_NO_LENGTH))
"""The number of so many bytes that says that the size is not known: all of its bits are set."""


class Element(NamedTuple):
    """An element: its id with the length marker, and where its content begins and ends."""

    id: int
    start: int
    end: int


def iter_elements(reader: BoundedReader, start: int, end: int) -> Iterator[Element]:
    """Yield the elements between two offsets; one of unknown size ends with what it is in (RFC 8794, 6.2).

    Raises:
        DamagedError: A number has no length.
    """
    for _ in range(_MAX_ELEMENTS):
        head = reader.read_up_to(start, _HEAD_BYTES) if start + 2 <= end else b""
        if len(head) < 2:
            return
        id_length = _LENGTHS[head[0]]
        size_length = _LENGTHS[head[id_length]] if id_length <= _MAX_ID_BYTES and id_length < len(head) else _NO_LENGTH
        if size_length == _NO_LENGTH:
            raise DamagedError("an element without id or size")
        first = id_length + size_length
        unknown = _UNKNOWN_SIZES[size_length]
        size = int.from_bytes(head[id_length:first], "big") & unknown
        inner = start + first
        stop = inner + size
        if size == unknown or stop > end:
            stop = end
        yield Element(int.from_bytes(head[:id_length], "big"), inner, stop)
        start = stop


def read_unsigned(reader: BoundedReader, element: Element) -> int:
    """Return an unsigned number (RFC 8794, 7.2)."""
    return int.from_bytes(_content(reader, element), "big")


def read_signed(reader: BoundedReader, element: Element) -> int:
    """Return a number with a sign (RFC 8794, 7.1)."""
    return int.from_bytes(_content(reader, element), "big", signed=True)


def read_float(reader: BoundedReader, element: Element) -> float:
    """Return a number of four or eight bytes; 0 of none (RFC 8794, 7.3).

    Raises:
        DamagedError: It has another length.
    """
    data = _content(reader, element)
    if len(data) not in (0, 4, 8):
        raise DamagedError("a float of a wrong length")
    value: float = struct.unpack({4: ">f", 8: ">d"}[len(data)], data)[0] if data else 0.0
    return value


def read_text(reader: BoundedReader, element: Element, most: int) -> str:
    """Return text up to its first zero, of so many bytes at most (RFC 8794, 7.4 and 7.5)."""
    data = reader.read_up_to(element.start, min(element.end - element.start, most))
    return data.partition(b"\0")[0].decode("utf-8", "replace")


def _content(reader: BoundedReader, element: Element) -> bytes:
    length = element.end - element.start
    if length > _MAX_NUMBER_BYTES:
        raise DamagedError("a number that is too long")
    return reader.read_exactly(element.start, length)
