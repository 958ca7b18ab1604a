"""Which file systems are mounted inside a root, on Linux: a mount covers a folder, and no event tells it."""

from __future__ import annotations

import re
from pathlib import Path

from gallery.base.paths import relative_to

MOUNTINFO = Path("/proc/self/mountinfo")


def read_mounts() -> bytes:
    """Return the system's list of mounts; empty where it has none that can be read (macOS and Windows tell events)."""
    try:
        return MOUNTINFO.read_bytes()
    except OSError:
        return b""


def mounts_below(mountinfo: bytes, root: bytes) -> dict[bytes, bytes]:
    """Return path below the root -> what is mounted there (its id and device), as proc_pid_mountinfo(5) has it.

    Where several file systems are mounted on one folder, the last one covers the others.
    """
    found: dict[bytes, bytes] = {}
    for line in mountinfo.splitlines():
        fields = line.split(b" ")
        if len(fields) < 5:
            continue
        place = relative_to(root, _unescape(fields[4]))
        if place:
            found[place] = fields[0] + b" " + fields[2]
    return found


def changed_mounts(before: dict[bytes, bytes], now: dict[bytes, bytes]) -> list[bytes]:
    """Return the folders on which something was mounted, unmounted or exchanged, the upper ones first."""
    return sorted(place for place in before.keys() | now.keys() if before.get(place) != now.get(place))


def _unescape(field: bytes) -> bytes:
    r"""Return a path in which space, tab, newline and backslash are written as `\040`, as bytes."""
    return re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), field)
