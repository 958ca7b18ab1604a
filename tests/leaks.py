"""What an act of the program leaves behind in this process: descriptors, threads, child processes."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil

from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 20


class Standing(NamedTuple):
    """How much of each kind this process has."""

    descriptors: int
    threads: int
    children: int

    def has_grown(self, later: Standing, times: int) -> bool:
        """Tell whether `later` has more of a kind by one at every second of `times`."""
        return any(after - before >= times / 2 for before, after in zip(self, later, strict=True))


def count_standing() -> Standing:
    """Count descriptors (on Windows handles) that are not only garbage, threads and child processes."""
    gc.collect()
    process: Any = psutil.Process()  # which of the two counts it has depends on the system
    descriptors = process.num_handles() if sys.platform == "win32" else process.num_fds()
    return Standing(int(descriptors), threading.active_count(), len(process.children(recursive=True)))


def assert_leaves_nothing(act: Callable[[], object], times: int = TIMES) -> None:
    """Run `act` once to load what it loads once, then `times` times; fail where something stays each time.

    Never compare exact counts: what else runs in this process (what an earlier test left, a thread that has just been
    started, the interpreter's own helper) opens and closes things at any moment. It does not do so once for every act.

    Raises:
        AssertionError: descriptors, threads or children have grown with every act and stay.
    """
    act()
    before = count_standing()
    for _ in range(times):
        act()
    wait_for(lambda: not before.has_grown(count_standing(), times), why=lambda: f"{before} -> {count_standing()}")
