"""Take folders of the machine that builds out of libraries of Linux: where the loader would look first for others.

Python's own modules come with the folder that Python was built for. On another computer it is missing, or somebody
else's; the loader of the program finds everything beside it.
"""

from __future__ import annotations

import struct

from assets.package.compaction import LOAD, Segment, segments_of

_DYNAMIC = 2
"""The kind of the segment that the loader reads (System V ABI, chapter 5)."""
_END, _STRINGS, _RPATH, _RUNPATH = 0, 5, 15, 29
_ENTRY = struct.Struct("<qQ")
_OWN = (b"$ORIGIN", b"${ORIGIN}")
"""What the folder of the library itself is called (ld.so(8))."""


def without_foreign_paths(library: bytes) -> bytes:
    """Return a library that looks for others in no folder but those that are beside its own; nothing in it moves.

    Raises:
        ValueError: It is none.
    """
    segments = segments_of(library)
    table = next((one for one in segments if one.kind == _DYNAMIC), None)
    if table is None:
        return library
    entries = list(_ENTRY.iter_unpack(library[table.offset : table.end - (table.length % _ENTRY.size)]))
    address = next((value for tag, value in entries if tag == _STRINGS), 0)
    strings = next((one.offset + address - one.address for one in segments if _holds(one, address)), None)
    if strings is None:
        return library
    kept = [
        (tag, value)
        for tag, value in entries
        if tag not in (_RPATH, _RUNPATH) or not _is_foreign(library, strings + value)
    ]
    if len(kept) == len(entries):
        return library
    kept += [(_END, 0)] * (len(entries) - len(kept))
    made = bytearray(library)
    for number, entry in enumerate(kept):
        _ENTRY.pack_into(made, table.offset + number * _ENTRY.size, *entry)
    return bytes(made)


def _holds(segment: Segment, address: int) -> bool:
    """Return whether an address is in what a segment maps of the file."""
    return segment.kind == LOAD and segment.address <= address < segment.address + segment.length


def _is_foreign(library: bytes, at: int) -> bool:
    """Return whether a list of folders, separated by colons, holds one that is not told from the library's own.

    Nothing between two colons is the folder in which the program was started.
    """
    text = library[at : library.index(b"\0", at)]
    return any(not part.startswith(_OWN) for part in text.split(b":"))
