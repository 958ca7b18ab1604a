"""How many files, sockets and pipes this process has open."""

from __future__ import annotations

import gc
import sys
from typing import Any

import psutil


def count_descriptors() -> int:
    """Return the number of descriptors, on Windows of handles, without those that only garbage holds.

    What earlier tests left to threads that are still ending may close at any moment: compare with `<=`, and repeat what
    could leak so often that such a fall does not hide it.
    """
    gc.collect()
    process: Any = psutil.Process()  # which of the two it has depends on the system
    return int(process.num_handles() if sys.platform == "win32" else process.num_fds())
