"""Writes notes of cameras' makers for the tests: as much of them as names a preview."""

from __future__ import annotations

import struct

LONG, IFD = 4, 13
"""Field types."""


def inline_directory(*entries: tuple[int, int, int], order: str = "<") -> bytes:
    """Return a directory of (tag, type, value), of types of four bytes."""
    rows = b"".join(struct.pack(f"{order}HHLL", tag, kind, 1, value) for tag, kind, value in entries)
    return struct.pack(f"{order}H", len(entries)) + rows + bytes(4)


def olympus_note(preview: bytes, head: bytes = b"OLYMPUS\0II\3\0") -> bytes:
    """Return a note whose settings name a JPEG, by offsets from the note."""
    settings = len(head) + 18
    start = settings + 30
    inner = inline_directory((0x101, LONG, start), (0x102, LONG, len(preview)))
    return head + inline_directory((0x2020, IFD, settings)) + inner + preview


def old_olympus_note(start: int, length: int, at: int) -> bytes:
    """Return a note of the older kind, which is to stand at an offset of the file, as those in it count from there."""
    settings = at + 8 + 18
    inner = inline_directory((0x101, LONG, start), (0x102, LONG, length))
    return b"OLYMP\0\1\0" + inline_directory((0x2020, IFD, settings)) + inner


def pentax_note(preview: bytes) -> bytes:
    """Return a note that names a JPEG, by offsets from the note."""
    return b"PENTAX \0II" + inline_directory((3, LONG, len(preview)), (4, LONG, 40)) + preview
