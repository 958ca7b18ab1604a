"""No library of the package looks for others in a folder of the machine that built it."""

from __future__ import annotations

import struct

import pytest

from assets.package.compaction import LOAD
from assets.package.runpaths import without_foreign_paths

NEEDED, STRINGS, RPATH, RUNPATH = 1, 5, 15, 29
NAMES = b"\0libother.so\0/home/builder/python/lib\0$ORIGIN/../lib\0$ORIGIN:/opt/lib\0${ORIGIN}/lib\0$ORIGIN:\0"
AT = 0x1000
"""The address of its only mapped segment."""


def library(*wanted: tuple[int, bytes]) -> bytes:
    """Return a file with the headers of a library and the loader's table of these tags and names."""
    entries = [(STRINGS, 0), *((tag, NAMES.index(name + b"\0")) for tag, name in wanted), (0, 0)]
    start = 64 + 2 * 56
    length = len(entries) * 16
    entries[0] = (STRINGS, AT + start + length)
    head = bytearray(b"\x7fELF\2\1\1".ljust(64, b"\0"))
    struct.pack_into("<Q", head, 0x20, 64)
    struct.pack_into("<HHHHH", head, 0x36, 56, 2, 64, 0, 0)
    whole = start + length + len(NAMES)
    lines = [(LOAD, 4, 0, AT, AT, whole, whole, 0x1000), (2, 6, start, AT + start, AT + start, length, length, 8)]
    table = b"".join(struct.pack("<IIQQQQQQ", *line) for line in lines)
    return bytes(head) + table + b"".join(struct.pack("<qQ", *entry) for entry in entries) + NAMES


def tags(data: bytes) -> list[int]:
    """Return the tags of the loader's table up to its end."""
    found = [tag for tag, _ in struct.iter_unpack("<qQ", data[176 : -len(NAMES)])]
    return found[: found.index(0)]


@pytest.mark.parametrize("tag", [RPATH, RUNPATH])
@pytest.mark.parametrize("folder", [b"/home/builder/python/lib", b"$ORIGIN:/opt/lib", b"$ORIGIN:"])
def test_a_folder_of_the_builder_goes_and_all_else_stays(tag: int, folder: bytes) -> None:
    before = library((NEEDED, b"libother.so"), (tag, folder), (NEEDED, b"libother.so"))
    after = without_foreign_paths(before)
    assert tags(after) == [STRINGS, NEEDED, NEEDED]
    assert len(after) == len(before)
    assert after[-len(NAMES) :] == NAMES


@pytest.mark.parametrize(
    "wanted", [[], [(RUNPATH, b"$ORIGIN/../lib")], [(RUNPATH, b"${ORIGIN}/lib")], [(NEEDED, b"libother.so")]]
)
def test_a_library_that_looks_beside_itself_stays_as_it_is(wanted: list[tuple[int, bytes]]) -> None:
    before = library(*wanted)
    assert without_foreign_paths(before) == before


def test_what_is_no_library_is_refused() -> None:
    with pytest.raises(ValueError, match="no library"):
        without_foreign_paths(b"#!/bin/sh\n")
