"""A decode process ends with the program, even where the program is killed while a decoder hangs."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Die when the program dies. Linux kills us itself; elsewhere a thread waits for the program's end."""
    parent = multiprocessing.parent_process()
    if parent is None or parent.pid is None:
        return  # nobody's child: run by hand
    if _killed_by_the_kernel():
        if os.getppid() != parent.pid:  # it died before we asked
            os._exit(1)
        return
    threading.Thread(target=_outlast, args=(parent.sentinel,), name="orphan", daemon=True).start()


def _killed_by_the_kernel() -> bool:
    """Whether Linux has agreed. The signal comes when the thread that started us ends: the pool's, which ends last."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def _outlast(parent: int) -> None:
    """`parent` becomes ready when the program has gone: a pipe's end on POSIX, the process itself on Windows."""
    wait([parent])
    os._exit(1)
