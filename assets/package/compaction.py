"""Make a library of Linux shorter: what is never mapped into memory goes, and zeros between what is (ELF-64).

That is the tables of sections and symbols, which those who link and debug read, and the gaps of up to 2 MB that makers
of wheels have left. Each byte that is mapped stays at its address, so it runs as before: `strip`, which knows sections
and no gaps, has broken libraries that were patched after they were linked.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from itertools import pairwise

LOAD = 1
_PAGES = {62: 4096}
_LARGEST_PAGE = 65536
"""Bytes of a page of memory, by machine (`e_machine`: EM_X86_64); ARM's kernels have pages of 4, 16 or 64 KB."""
_SEGMENT = struct.Struct("<IIQQQQQQ")
_AT_MACHINE, _AT_SEGMENTS, _AT_SECTIONS, _AT_COUNT, _AT_SECTION_COUNT = 0x12, 0x20, 0x28, 0x38, 0x3C
"""Places in the header: of the machine, of where the two tables are, of how many segments and sections there are."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A line of the table of segments: what is mapped where."""

    kind: int
    flags: int
    offset: int
    """In the file."""
    address: int
    physical: int
    length: int
    """In the file; in memory zeros follow."""
    memory: int
    alignment: int

    @property
    def end(self) -> int:
        """Return where it ends in the file."""
        return self.offset + self.length


def segments_of(library: bytes) -> list[Segment]:
    """Return the segments of a library or program of 64 bits, little endian.

    Raises:
        ValueError: It is none.
    """
    if library[:6] != b"\x7fELF\2\1":
        raise ValueError("This is no library of 64 bits")
    (start,) = struct.unpack_from("<Q", library, _AT_SEGMENTS)
    (count,) = struct.unpack_from("<H", library, _AT_COUNT)
    return [Segment(*_SEGMENT.unpack_from(library, start + number * _SEGMENT.size)) for number in range(count)]


def compacted(library: bytes, first: bytes | None = None) -> bytes:
    """Return a library without what is not mapped.

    Args:
        library: Its bytes.
        first: What to have in place of its first segment's content, and not longer.

    Raises:
        ValueError: It is none, or made otherwise than linkers do.
    """
    segments = segments_of(library)
    loads = [one for one in segments if one.kind == LOAD]
    if not loads or loads[0].offset != 0 or any(one.offset < before.end for before, one in pairwise(loads)):
        raise ValueError("This library's segments lie otherwise than expected")
    page = _page_of(library)
    made, moved = bytearray(), {}
    for number, load in enumerate(loads):
        content = first if first is not None and number == 0 else library[load.offset : load.end]
        made += b"\0" * ((load.address - len(made)) % page)  # as far into a page as it is in memory
        memory = load.memory if len(content) == load.length else len(content)
        moved[load] = replace(load, offset=len(made), length=len(content), memory=memory, alignment=page)
        made += content
    _write_table(made, library, [_moved(one, moved) for one in segments], moved)
    return bytes(made)


def _page_of(library: bytes) -> int:
    """Return the bytes of the largest page that a library's machine may have: segments must keep their places in it."""
    (machine,) = struct.unpack_from("<H", library, _AT_MACHINE)
    return _PAGES.get(machine, _LARGEST_PAGE)


def _moved(segment: Segment, moved: dict[Segment, Segment]) -> Segment:
    """Return a segment with its new place in the file: that of the one that is mapped and holds it."""
    if segment in moved:
        return moved[segment]
    return replace(segment, offset=_place(segment.offset, moved)) if segment.length else segment


def _place(offset: int, moved: dict[Segment, Segment]) -> int:
    """Return the new place of a byte of the file."""
    for before, now in moved.items():
        if before.offset <= offset < before.end:
            return now.offset + offset - before.offset
    raise ValueError("This library needs what is not mapped")


def _write_table(made: bytearray, library: bytes, segments: list[Segment], moved: dict[Segment, Segment]) -> None:
    """Write the table of segments to its new place, and say that there is none of sections."""
    place = _place(struct.unpack_from("<Q", library, _AT_SEGMENTS)[0], moved)
    struct.pack_into("<Q", made, _AT_SEGMENTS, place)
    struct.pack_into("<Q", made, _AT_SECTIONS, 0)
    struct.pack_into("<HH", made, _AT_SECTION_COUNT, 0, 0)
    for number, one in enumerate(segments):
        values = (one.kind, one.flags, one.offset, one.address, one.physical, one.length, one.memory, one.alignment)
        _SEGMENT.pack_into(made, place + number * _SEGMENT.size, *values)
