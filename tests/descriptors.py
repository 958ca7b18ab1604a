"""How many files, sockets and pipes this process has open."""

from __future__ import annotations

import sys
from typing import Any

import psutil


def count_descriptors() -> int:
    """Return the number of descriptors, on Windows of handles."""
    process: Any = psutil.Process()  # which of the two it has depends on the system
    return int(process.num_handles() if sys.platform == "win32" else process.num_fds())
