"""Write the table of a library's relative relocations in its short form (RELR, System V ABI, draft of 2018). ELF-64.

Such a relocation says that a word holds an address within the library, to which its place in memory is to be added. In
the long form each takes 24 bytes, in Chromium 11.6 MB; in the short form most take a bit, and what is to be added to
stands in the word itself. The loader reads it from the C library 2.36 on, which a library must say that it needs.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from assets.package.compaction import LOAD, Segment, segments_of

LEAST_C_LIBRARY = (2, 36)
"""The first version whose loader reads the short form."""
_DYNAMIC = 2
_NEEDED_BY_LOADER = b"GLIBC_ABI_DT_RELR"
_RELATIVE = {62: 8, 183: 1027}
"""The kind of the relocation (R_X86_64_RELATIVE, R_AARCH64_RELATIVE) by machine."""
_END, _STRINGS, _RELA, _RELA_BYTES, _STRINGS_BYTES, _PLT_BYTES, _PLT = 0, 5, 7, 8, 10, 2, 23
_RELR_BYTES, _RELR, _RELR_ENTRY = 35, 36, 37
_VERSIONS_NEEDED, _RELATIVE_COUNT = 0x6FFFFFFE, 0x6FFFFFF9
"""Entries of the loader's table."""
_ADDRESSES = frozenset((3, 4, 5, 6, 7, 12, 13, 25, 26, 0x6FFFFEF5, 0x6FFFFFF0, 0x6FFFFFFC, 0x6FFFFFFE))
"""Those that tell an address: of tables, and of code that runs first and last."""
_RELOCATION, _ENTRY = struct.Struct("<QQq"), struct.Struct("<qQ")
_NEED, _VERSION = struct.Struct("<HHIII"), struct.Struct("<IHHII")
"""Elf64_Verneed and Elf64_Vernaux."""
_WORD, _BITS = 8, 63
"""Bytes of an address; addresses that one bitmap tells of."""


@dataclass(slots=True)
class _Library:
    """A library that is being changed."""

    data: bytearray
    segments: list[Segment]
    table: Segment
    """The loader's."""
    entries: dict[int, int] = field(default_factory=dict)
    """Of the loader's table, those that occur once."""

    def place(self, address: int) -> int | None:
        """Return the place in the file of an address; None: nothing of the file is there."""
        for one in self.segments:
            if one.kind == LOAD and one.address <= address < one.address + one.length:
                return one.offset + address - one.address
        return None


def with_short_relocations(library: bytes) -> tuple[bytes, bytes | None]:
    """Return a library, and what its first segment is to hold: see `compaction.compacted`.

    None for the second: it stays as it is, because it has none of them, or is laid out otherwise than expected.

    Raises:
        ValueError: It is no library.
    """
    segments = segments_of(library)
    table = next((one for one in segments if one.kind == _DYNAMIC), None)
    machine = struct.unpack_from("<H", library, 0x12)[0]
    if table is None or machine not in _RELATIVE:
        return library, None
    made = _Library(bytearray(library), segments, table)
    made.entries = dict(_entries(made))
    tail = _tables_at_the_end(made)
    libc = _versions_of_libc(made)
    if tail is None or libc is None or not _has_room(made):
        return library, None
    if made.entries[_STRINGS] > tail[0] or libc[1] > tail[0]:  # names and versions are counted upwards from theirs
        return library, None
    first = _shortened(made, _RELATIVE[machine], *tail, libc)
    return (bytes(made.data), first) if len(first) < tail[2] + tail[3] else (library, None)


def encode(addresses: list[int]) -> bytes:
    """Return the short form: an address, then bitmaps of the 63 words each that follow it.

    Args:
        addresses: Ascending, multiples of a word.
    """
    words: list[int] = []
    at = 0
    while at < len(addresses):
        words.append(addresses[at])
        base, at = addresses[at] + _WORD, at + 1
        while True:
            bitmap, at = _bitmap(addresses, at, base)
            if not bitmap:
                break
            words.append(bitmap << 1 | 1)
            base += _BITS * _WORD
    return struct.pack(f"<{len(words)}Q", *words)


def _bitmap(addresses: list[int], at: int, base: int) -> tuple[int, int]:
    """Return which of the words from `base` on are among the addresses from number `at` on, and the number behind."""
    bitmap = 0
    while at < len(addresses) and addresses[at] - base < _BITS * _WORD:
        bitmap |= 1 << (addresses[at] - base) // _WORD
        at += 1
    return bitmap, at


def _entries(made: _Library) -> list[tuple[int, int]]:
    """Return the entries of the loader's table, without its end."""
    found = []
    for tag, value in _ENTRY.iter_unpack(made.data[made.table.offset : made.table.end - made.table.length % 16]):
        if tag == _END:
            break
        found.append((tag, value))
    return found


def _tables_at_the_end(made: _Library) -> tuple[int, int, int, int] | None:
    """Return address and length of the table of relocations and of that of calls, if the first segment ends with them.

    None: it does not, or they are otherwise than in most libraries, or in the short form already.
    """
    wanted = [made.entries.get(tag) for tag in (_RELA, _RELA_BYTES, _PLT, _PLT_BYTES)]
    first = next(one for one in made.segments if one.kind == LOAD)
    is_plain = first.offset == first.address == 0 and first.memory == first.length
    if any(value is None for value in wanted) or _RELR in made.entries or not is_plain:
        return None
    start, length, calls, calls_length = (value or 0 for value in wanted)
    others = [one.offset for one in made.segments if one is not first and 0 < one.offset < first.end]
    others += [value for tag, value in made.entries.items() if tag in _ADDRESSES and value < first.end]
    if calls != start + length or calls + calls_length != first.end or any(place > start for place in others):
        return None
    return start, length, calls, calls_length


def _has_room(made: _Library) -> bool:
    """Return whether the loader's table has room for three more entries in place of one."""
    return (len(_entries(made)) - (_RELATIVE_COUNT in made.entries) + 3 + 1) * _ENTRY.size <= made.table.length


def _versions_of_libc(made: _Library) -> tuple[int, int, int] | None:
    """Return the places of what is needed of the C library, and of the last of that, and the highest number of all."""
    at = made.place(made.entries.get(_VERSIONS_NEEDED, -1))
    strings = made.place(made.entries.get(_STRINGS, -1))
    found, highest = None, 1
    while at is not None and strings is not None:
        _, _, file, first, following = _NEED.unpack_from(made.data, at)
        place = at + first
        while True:
            _, _, number, _, further = _VERSION.unpack_from(made.data, place)
            highest = max(highest, number & 0x7FFF)
            if not further:
                break
            place += further
        if _text(made.data, strings + file) == b"libc.so.6":
            found = at, place
        at = at + following if following else None
    return (*found, highest) if found else None


def _shortened(
    made: _Library, kind: int, start: int, length: int, calls: int, calls_length: int, libc: tuple[int, int, int]
) -> bytes:
    """Return the new content of the first segment of a library.

    Args:
        made: The library; its words are filled in.
        kind: Of relative relocations.
        start: Address of the table of relocations; in the first segment addresses are places in the file.
        length: Its bytes.
        calls: Address of the table of calls, which is the last.
        calls_length: Its bytes.
        libc: As `_versions_of_libc`.
    """
    addresses, others = _fill_in(made, kind, start, length)
    need, last, highest = libc
    name = start + _VERSION.size
    short = _aligned(name + len(_NEEDED_BY_LOADER) + 1)
    table = encode(addresses)
    _require_version(made, need, last, start)
    rest = short + len(table)
    changes = {
        _RELA: rest, _RELA_BYTES: len(others), _PLT: rest + len(others), _RELR: short, _RELR_BYTES: len(table),
        _RELR_ENTRY: _WORD, _STRINGS_BYTES: short - made.entries[_STRINGS],
    }  # fmt: skip
    version = _VERSION.pack(_hash(_NEEDED_BY_LOADER), 0, highest + 1, name - made.entries[_STRINGS], 0)
    _write_entries(made, changes)
    head = bytes(made.data[:start]) + version + _NEEDED_BY_LOADER
    return head.ljust(short, b"\0") + table + others + bytes(made.data[calls : calls + calls_length])


def _fill_in(made: _Library, kind: int, start: int, length: int) -> tuple[list[int], bytes]:
    """Write what relative relocations add to into the words themselves.

    Returns:
        The addresses of these words, ascending, and the table of all other relocations.
    """
    addresses, others = [], bytearray()
    for address, info, addend in _RELOCATION.iter_unpack(made.data[start : start + length]):
        place = made.place(address)
        if info != kind or address % _WORD or place is None or made.place(address + _WORD - 1) is None:
            others += _RELOCATION.pack(address, info, addend)
            continue
        addresses.append(address)
        struct.pack_into("<q", made.data, place, addend)
    return sorted(set(addresses)), bytes(others)


def _require_version(made: _Library, need: int, last: int, version: int) -> None:
    """Say that the C library must know the short form; the new line stands at the address `version`."""
    edition, count, file, first, following = _NEED.unpack_from(made.data, need)
    _NEED.pack_into(made.data, need, edition, count + 1, file, first, following)
    struct.pack_into("<I", made.data, last + 12, version - last)


def _write_entries(made: _Library, changes: dict[int, int]) -> None:
    """Write the loader's table with other values, and with new entries at its end."""
    entries = [(tag, changes.get(tag, value)) for tag, value in _entries(made) if tag != _RELATIVE_COUNT]
    entries += [(tag, value) for tag, value in changes.items() if tag not in made.entries]
    content = b"".join(_ENTRY.pack(*entry) for entry in entries)
    made.data[made.table.offset : made.table.end] = content.ljust(made.table.length, b"\0")


def _hash(name: bytes) -> int:
    """Return the hash of a name (System V ABI, chapter 5)."""
    value = 0
    for byte in name:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ high >> 24) & ~high
    return value


def _aligned(address: int) -> int:
    return -(-address // _WORD) * _WORD


def _text(data: bytearray, at: int) -> bytes:
    return bytes(data[at : data.index(b"\0", at)])
