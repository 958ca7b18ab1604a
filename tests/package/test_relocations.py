"""Libraries with short tables of relocations are in memory what they were before, and the system's loader takes them."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.package.compaction import LOAD, compacted, segments_of
from assets.package.environment import libraries_of
from assets.package.gathering import _reads_short_form
from assets.package.libraries import library_name
from assets.package.relocations import encode, with_short_relocations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
WORD = 8
RELATIVE = {62: 8, 183: 1027}
RELA, RELA_BYTES, RELR_BYTES, RELR, COUNT = 7, 8, 35, 36, 0x6FFFFFF9


def decoded(table: bytes) -> Iterator[int]:
    """Yield the addresses that a short table tells, as the specification says how to read it."""
    at = 0
    for (word,) in struct.iter_unpack("<Q", table):
        if not word & 1:
            yield word
            at = word + WORD
            continue
        yield from (at + bit * WORD for bit in range(63) if word >> (bit + 1) & 1)
        at += 63 * WORD


class Read:
    """A library, read without what made it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.loads = [one for one in segments_of(data) if one.kind == LOAD]
        table = next(one for one in segments_of(data) if one.kind == 2)
        entries = list(struct.iter_unpack("<qQ", data[table.offset : table.end]))
        self.entries = entries[: next(at for at, (tag, _) in enumerate(entries) if tag == 0)]
        self.values = dict(self.entries)

    def at(self, address: int, length: int) -> bytes:
        """Return what is in memory there."""
        one = next(one for one in self.loads if one.address <= address < one.address + one.length)
        return self.data[one.offset + address - one.address :][:length]

    def long(self) -> list[tuple[int, int, int]]:
        """Return the relocations in the long form."""
        return list(struct.iter_unpack("<QQq", self.at(self.values[RELA], self.values[RELA_BYTES])))

    def relative(self) -> dict[int, int]:
        """Return what is added to the place in memory, by the address of the word that then holds it."""
        (machine,) = struct.unpack_from("<H", self.data, 0x12)
        found = {address: addend for address, info, addend in self.long() if info == RELATIVE[machine]}
        if RELR in self.values:
            for address in decoded(self.at(self.values[RELR], self.values[RELR_BYTES])):
                found[address] = struct.unpack("<q", self.at(address, WORD))[0]
        return found

    def others(self) -> list[tuple[int, int, int]]:
        """Return the relocations that are not relative."""
        (machine,) = struct.unpack_from("<H", self.data, 0x12)
        return [one for one in self.long() if one[1] != RELATIVE[machine]]


def core() -> Path:
    """Return Qt's first library, as the wheel brings it."""
    return next(file for _, file in libraries_of("pyside6-essentials") if file.name == "libQt6Core.so.6")


def shortened(file: Path) -> bytes:
    changed, first = with_short_relocations(file.read_bytes())
    assert first is not None
    return compacted(changed, first)


@given(st.sets(st.integers(0, 5000).map(lambda word: word * WORD)))
def test_a_short_table_tells_all_addresses_and_no_others(addresses: set[int]) -> None:
    assert list(decoded(encode(sorted(addresses)))) == sorted(addresses)


@linux
def test_each_word_gets_the_address_that_it_had_and_all_other_relocations_stay() -> None:
    before, after = Read(core().read_bytes()), Read(shortened(core()))
    assert len(before.relative()) > 5000
    assert after.relative() == before.relative()
    assert after.others() == before.others()
    assert len(after.long()) < len(before.long()) / 2
    moved = {RELA, RELA_BYTES, RELR, RELR_BYTES, 37, 23, 10, COUNT}
    assert [one for one in after.entries if one[0] not in moved] == [
        one for one in before.entries if one[0] not in moved
    ]
    assert len(after.data) < len(before.data) - 100_000


@linux
@pytest.mark.skipif(not _reads_short_form(), reason="the C library is older than 2.36")
def test_the_loader_takes_it(tmp_path: Path) -> None:
    file = tmp_path / "libQt6Core.so.6"
    file.write_bytes(shortened(core()))
    code = "import ctypes, sys; q = ctypes.CDLL(sys.argv[1]).qVersion; q.restype = ctypes.c_char_p; print(q().decode())"
    environment = {**os.environ, "LD_LIBRARY_PATH": str(core().parent)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.startswith("6.")


@linux
def test_a_library_whose_tables_lie_otherwise_stays_as_it_is() -> None:
    heif = next(file for path, file in libraries_of("pi-heif") if library_name(path) == "de265")
    library = heif.read_bytes()
    assert with_short_relocations(library) == (library, None)
    once = shortened(core())
    assert with_short_relocations(once) == (once, None)


def test_what_is_no_library_is_refused() -> None:
    with pytest.raises(ValueError, match="no library"):
        with_short_relocations(b"#!/bin/sh\n")
