"""None, True and False kept alive, whatever a library does to their reference counts.

From Python 3.12 on they are immortal (PEP 683). PySide 6.12 counts on it: before 3.12 each call of a method of Qt that
returns nothing takes one reference off None that nobody has given, and each signal that is sent one off True; after
some thousand calls, a minute of a video, Python ends the process ("deallocating None").
"""

from __future__ import annotations

import ctypes
import sys

_PLENTY = 1 << 40
"""More references than can ever be taken off."""


def keep_constants_alive() -> None:
    """Give None, True and False references that are never used up. Call it before Qt is used, on any thread."""
    if sys.version_info >= (3, 12) or ctypes.sizeof(ctypes.c_ssize_t) < 8:
        return
    for constant in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(constant))  # ob_refcnt is the first field of an object in CPython
        if abs(count.value - sys.getrefcount(constant)) < 100:  # else it is another Python, or a debug build
            count.value += _PLENTY
