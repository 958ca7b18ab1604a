"""Tells how much memory the machine has, of which the decode processes get their share."""

from __future__ import annotations

import ctypes
import os
import sys

GIB = 1 << 30
ASSUMED_BYTES = 4 * GIB
"""Taken for the memory of a machine that does not say how much it has."""


def quarter_bytes() -> int:
    """Return a quarter of the machine's memory in bytes; of 4 GiB where the system does not say."""
    return (total_bytes() or ASSUMED_BYTES) // 4


def total_bytes() -> int | None:
    """Return the bytes of memory of the machine, or None when the system does not say."""
    if sys.platform == "win32":
        return _total_bytes_on_windows()
    try:
        pages = os.sysconf("SC_PHYS_PAGES")
        return pages * os.sysconf("SC_PAGE_SIZE") if pages > 0 else None
    except (ValueError, OSError):
        return None


def _total_bytes_on_windows() -> int | None:
    """Ask GlobalMemoryStatusEx (Windows SDK, sysinfoapi.h): 64 bytes, the length first, the total at offset 8."""
    status = (ctypes.c_uint64 * 8)()
    ctypes.cast(status, ctypes.POINTER(ctypes.c_uint32))[0] = ctypes.sizeof(status)
    done = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return int(status[1]) if done else None
