"""Whether the drive that belongs at a path is there, by what the index knows and what lies there now. Pure.

What is missing is never taken for deleted: a place that is empty now may be one whose drive is unplugged, and a card
reader gives every card the same device and inode. So a drive is recognised by its volume id, where the file system has
one of its own, and else by some of its photos, by name, size and time. docs/data.md has the rule as a table.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

EMPTY = "It is empty now. Perhaps its drive is not connected."
OTHER_DRIVE = "Another drive is in its place."
ACCEPT = " To show it as it is now, choose “Look again”."
WEAK = "~"
"""Begins volume ids that other volumes may share: cameras give many cards the same serial number."""


class Verdict(NamedTuple):
    """Whether a drive is there.

    Attributes:
        reason: Sentence for people that says why it is away; None when it is there.
        doubtful: Whether it may be there all the same, so that the user is asked.
    """

    reason: str | None
    doubtful: bool = False


HERE = Verdict(None)


class Known(NamedTuple):
    """What the index knows of a place: a root, or a folder inside it on which a drive is mounted.

    Attributes:
        identity: root_status.identity_of() the place when its drive was last there, if known.
        names: Names directly in it.
    """

    identity: str | None
    names: Collection[bytes]


class Seen(NamedTuple):
    """What is at the place now.

    Attributes:
        identity: root_status.identity_of() the place; None when it did not answer.
        names: Names directly in it.
        is_mount: Whether it lies on another device than the folder that holds it, or is the top of a drive.
        same: How many of the photos looked for are there, with size and time.
        other: How many have their name taken by another file.
        missing: How many are not there.
    """

    identity: str | None
    names: Collection[bytes]
    is_mount: bool
    same: int = 0
    other: int = 0
    missing: int = 0


class _Volume(Enum):
    SAME = "same"
    LIKELY = "a volume id that others may have is the same"
    UNKNOWN = "not told"
    OTHER = "other"


def judge(known: Known, seen: Seen) -> Verdict:
    """Return whether the drive that the index knows at a place is there."""
    if not known.names:
        return HERE  # nothing can be lost
    if seen.identity is None:
        return HERE if seen.names else Verdict(EMPTY)
    volume = _compare_volumes(known.identity, seen.identity)
    return _judge_names(known, seen, volume) if seen.names else _judge_empty(known, seen, volume)


def _judge_empty(known: Known, seen: Seen, volume: _Volume) -> Verdict:
    same_device, same_inode = _same_parts(known.identity, seen.identity)
    if same_inode and (volume is _Volume.SAME or (volume is not _Volume.OTHER and same_device and not seen.is_mount)):
        return HERE  # the very folder: its photos were deleted
    # where a drive was, there is now a folder of the drive around it: a mount point without its drive
    unplugged = not seen.is_mount and (volume is _Volume.OTHER or (volume is _Volume.UNKNOWN and not same_device))
    return Verdict(EMPTY) if unplugged else Verdict(EMPTY + ACCEPT, doubtful=True)


def _judge_names(known: Known, seen: Seen, volume: _Volume) -> Verdict:
    if volume is _Volume.SAME or known.identity is None or (seen.same and seen.same >= seen.other):
        return HERE
    same_device, _ = _same_parts(known.identity, seen.identity)
    if seen.same + seen.other + seen.missing == 0:
        strange = volume is _Volume.OTHER or not same_device
        here = not (strange and set(known.names).isdisjoint(seen.names))
    elif volume is _Volume.LIKELY:
        here = seen.other == 0 or not seen.is_mount  # tidied up, or edited: the other names are not another card's
    else:
        here = volume is _Volume.UNKNOWN and same_device and not seen.is_mount
    if here:
        return HERE
    return Verdict(OTHER_DRIVE + ACCEPT, doubtful=True) if seen.is_mount else Verdict(OTHER_DRIVE)


def is_told_apart(identity: str) -> bool:
    """Return whether the identity has a volume id that no other volume has."""
    volume = _parts(identity)[2]
    return bool(volume) and not volume.startswith(WEAK)


def _compare_volumes(known: str | None, seen: str) -> _Volume:
    before, now = _parts(known or "")[2], _parts(seen)[2]
    if not (before and now):
        return _Volume.UNKNOWN
    if before != now:
        return _Volume.OTHER
    return _Volume.LIKELY if now.startswith(WEAK) else _Volume.SAME


def _same_parts(known: str | None, seen: str | None) -> tuple[bool, bool]:
    before, now = _parts(known or ""), _parts(seen or "")
    return before[0] == now[0] != "", before[1] == now[1] != ""


def _parts(identity: str) -> tuple[str, str, str]:
    """Return device, inode and volume id of an identity; "" for what it does not have."""
    device, inode, volume = [*identity.split(":", 2), "", "", ""][:3]
    return device, inode, volume
