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
_MAX_NUMBER_BYTES = 8


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
        id_length = _length(head[:1], 4)
        first = id_length + _length(head[id_length : id_length + 1], 8)
        unknown = (1 << 7 * (first - id_length)) - 1
        size = int.from_bytes(head[id_length:first], "big") & unknown
        inner = start + first
        stop = end if size == unknown else min(inner + size, end)
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
    if element.end - element.start > _MAX_NUMBER_BYTES:
        raise DamagedError("a number that is too long")
    return reader.read_exactly(element.start, element.end - element.start)


def _length(first: bytes, most: int) -> int:
    """Return how many bytes a number of variable length has, by its first byte (RFC 8794, 4.1).

    Raises:
        DamagedError: More than there may be.
    """
    length = 9 - first[0].bit_length() if first else 9
    if length > most:
        raise DamagedError("an element without id or size")
    return length
