"""Memory: how much the machine has, for the decode processes to get their share, and what is not collected."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

GIB = 1 << 30


def keep_imports() -> None:
    """What has been imported stays until the end: nobody need look through it for garbage again, not even at the end.

    The other half is `gc.disable()` before the imports.
    """
    gc.freeze()
    gc.enable()


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
