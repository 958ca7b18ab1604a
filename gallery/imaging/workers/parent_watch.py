"""Ends a decode process with the program, even if the program is killed while a decoder hangs."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Let this process die when the program dies: by the kernel on Linux, elsewhere by a thread that waits for it."""
    parent = multiprocessing.parent_process()
    if parent is None or parent.pid is None:
        return  # started by hand, not by the program
    if _ask_the_kernel():
        if os.getppid() != parent.pid:  # the program died before the kernel was asked
            os._exit(1)
        return
    threading.Thread(target=_exit_after, args=(parent.sentinel,), name="parent-watch", daemon=True).start()


def _ask_the_kernel() -> bool:
    """Ask Linux for SIGKILL at the parent's death (prctl(2), PR_SET_PDEATHSIG); return whether it agreed.

    The signal comes when the thread that started this process ends: the pool's, which ends after all processes.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def _exit_after(parent: int) -> None:
    """Wait for the end of the program, then exit.

    Args:
        parent: Sentinel of the program: a pipe's end on POSIX, a handle of the process on Windows.
    """
    wait([parent])
    os._exit(1)
