"""What kind of colours an ICC profile describes, by its header and its list of tags (ICC.1:2022, 7)."""

from __future__ import annotations

from typing import NamedTuple

HEAD_BYTES = 4096
"""So much of a profile has its header and its list of tags, and often the rest."""
_TAG_BYTES = 12
_SIMPLE = {b"RGB ": {b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}, b"GRAY": {b"kTRC"}}
"""The tags by which colours are converted, where it is done by curves and a matrix alone (8.3 and 8.4)."""
_TABLES = {b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2", b"cicp"}
"""Tags that other ways of conversion follow from: which of them counts, colour engines decide differently."""


class IccKind(NamedTuple):
    """What a profile is."""

    components: int
    """Channels of its colours; 0: others than grey, RGB and CMYK."""
    simple: bool
    """Whether colours are converted by curves and a matrix, which all engines do alike."""


def transfer_of(profile: bytes) -> int | None:
    """Return the transfer characteristics that a profile names in a cicp tag (ICC.1:2022, 9.2.17); None: it does not.

    Args:
        profile: All of it, or so much that the tag is in it.
    """
    if profile[36:40] != b"acsp":
        return None
    for at in range(132, min(len(profile), 132 + int.from_bytes(profile[128:132], "big") * _TAG_BYTES), _TAG_BYTES):
        if profile[at : at + 4] == b"cicp":
            start = int.from_bytes(profile[at + 4 : at + 8], "big")
            # the type, four zeros, primaries, transfer (10.3)
            return profile[start + 9] if profile[start : start + 4] == b"cicp" and start + 9 < len(profile) else None
    return None


def recognise(head: bytes) -> IccKind | None:
    """Return what a profile is, from its first `HEAD_BYTES` bytes; None if it is none."""
    if head[36:40] != b"acsp":
        return None
    space, count = head[16:20], int.from_bytes(head[128:132], "big")
    places = range(132, min(len(head), 132 + count * _TAG_BYTES), _TAG_BYTES)
    tags = {head[at : at + 4] for at in places}
    known = _SIMPLE.get(space)
    simple = known is not None and known <= tags and not tags & _TABLES and head[20:24] == b"XYZ "
    return IccKind({b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}.get(space, 0), simple)
