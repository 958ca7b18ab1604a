"""How much memory the machine has, so that the decode processes get their share and no more."""

from __future__ import annotations

import ctypes
import os
import sys

GIB = 1 << 30


def a_quarter() -> int:
    """A quarter of the machine's memory in bytes; of 4 GiB where the system does not tell."""
    return (total() or 4 * GIB) // 4


def total() -> int | None:
    """Bytes of memory, or None when the system does not say."""
    if sys.platform == "win32":
        return _windows()
    try:
        pages = os.sysconf("SC_PHYS_PAGES")
        return pages * os.sysconf("SC_PAGE_SIZE") if pages > 0 else None
    except (ValueError, OSError):
        return None


def _windows() -> int | None:
    """GlobalMemoryStatusEx (Windows SDK, sysinfoapi.h): 64 bytes, the length first, the total at offset 8."""
    status = (ctypes.c_uint64 * 8)()
    ctypes.cast(status, ctypes.POINTER(ctypes.c_uint32))[0] = ctypes.sizeof(status)
    done = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return int(status[1]) if done else None
