"""Read from a library of Linux which others it wants (ELF-64, System V ABI, chapter 5)."""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LOAD, _DYNAMIC = 1, 2
"""Kinds of segments: to be mapped into memory; the table for the linker."""
_END, _NEEDED, _STRINGS = 0, 1, 5
"""Entries of that table: its end, a library that is wanted, the address of the strings."""
_LONGEST_NAME = 255


def wanted_libraries(path: Path) -> list[str]:
    """Return the names of the libraries that a library or program of 64 bits, little endian, wants; else none."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:6] != b"\x7fELF\2\1":
            return []
        segments = list(_segments(data))
        table = next((one for one in segments if one[0] == _DYNAMIC), None)
        entries = list(_entries(data, table)) if table else []
        strings = next((_offset(segments, value) for tag, value in entries if tag == _STRINGS), 0)
        return [_text(data, strings + value) for tag, value in entries if tag == _NEEDED]


def wanted_by(roots: Iterable[Path], libraries: dict[str, Path]) -> set[str]:
    """Return which of some libraries are wanted by others, or by what those want.

    Args:
        roots: Files that are needed in any case.
        libraries: The libraries in question, by the names that others know them by.
    """
    found: set[str] = set()
    left = list(roots)
    while left:
        for name in wanted_libraries(left.pop()):
            if name in libraries and name not in found:
                found.add(name)
                left.append(libraries[name])
    return found


def _segments(data: mmap.mmap) -> Iterator[tuple[int, int, int, int]]:
    """Yield kind, place in the file, address and length in the file of each segment."""
    (start,) = struct.unpack_from("<Q", data, 0x20)
    size, count = struct.unpack_from("<HH", data, 0x36)
    for number in range(count):
        kind, _, offset, address, _, length = struct.unpack_from("<IIQQQQ", data, start + number * size)
        yield kind, offset, address, length


def _entries(data: mmap.mmap, table: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """Yield the entries of the table for the linker."""
    _, offset, _, length = table
    for tag, value in struct.iter_unpack("<qQ", data[offset : offset + length - length % 16]):
        if tag == _END:
            return
        yield tag, value


def _offset(segments: list[tuple[int, int, int, int]], address: int) -> int:
    """Return the place in the file of an address in memory."""
    return next(
        offset + address - start
        for kind, offset, start, length in segments
        if kind == _LOAD and start <= address < start + length
    )


def _text(data: mmap.mmap, at: int) -> str:
    """Return the string at a place of the file."""
    return data[at : at + _LONGEST_NAME].partition(b"\0")[0].decode()
