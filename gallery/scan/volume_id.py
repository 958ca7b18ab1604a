"""What tells one volume from another. Asks the system; blocks while the drive is slow."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from gallery.scan.drive_presence import WEAK

_BY_UUID = "/dev/disk/by-uuid"
_LONG_ID = 16
"""Characters of ids that are drawn at random: UUIDs, and the serial numbers of NTFS. FAT's are shorter."""
_OLDEST_BIRTH_S = 11 * 365.25 * 86400
"""Seconds since 1970; earlier times of birth (1970, 1980) are those of file systems that know none."""


def is_mount(path: bytes) -> bool:
    """Return whether a folder lies on another device than the one that holds it, or is the top of a drive.

    Raises:
        OSError: it is not there, or cannot be asked.
    """
    above = os.path.dirname(path)
    return above == path or os.stat(path).st_dev != os.stat(above).st_dev


def volume_id(path: bytes, device: int) -> str:
    """Return the id of the volume that a folder lies on, "" where nothing tells it; it has the number `device` now.

    Ids that begin with WEAK are of few bits, and cameras give some of them to many cards.

    Raises:
        OSError: the folder is not there, or cannot be asked.
    """
    if sys.platform == "win32":
        return f"{WEAK}{device:x}"  # the serial number of the volume (Python's documentation of os.stat_result)
    if sys.platform == "darwin":
        return _birth_of_volume(path, device)
    filesystem = os.statvfs(path).f_fsid
    # statfs(2): file systems without an id of their own answer with the number of the device, or 0
    return str(filesystem) if filesystem not in (0, device) else _id_of_device(device)


def _id_of_device(device: int) -> str:
    """Return the id that udev has read from a block device, "" if there is none."""
    try:
        names = os.listdir(_BY_UUID)
    except OSError:
        return ""  # no udev here
    for name in names:
        with suppress(OSError):  # a link whose device has just gone
            if os.stat(os.path.join(_BY_UUID, name)).st_rdev == device:  # type: ignore[attr-defined,unused-ignore]
                return name if len(name) >= _LONG_ID else WEAK + name
    return ""


def _birth_of_volume(path: bytes, device: int) -> str:
    """Return when the top folder of a volume was made (macOS), "" on file systems that do not know."""
    top = path
    while (above := os.path.dirname(top)) != top and os.stat(above).st_dev == device:
        top = above
    birth = float(getattr(os.stat(top), "st_birthtime", 0.0))
    return f"{birth:.6f}" if birth > _OLDEST_BIRTH_S else ""
