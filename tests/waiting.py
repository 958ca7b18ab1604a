"""Waiting, without a fixed sleep, for what another thread or process does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
PATIENCE_S = 30.0
WORK_S = 180.0
"""For what is done in the background, which yields to everything else on the machine."""


def wait_for(look: Callable[[], T], seconds: float = PATIENCE_S, why: Callable[[], str] = str) -> T:
    """Return what `look` returns as soon as it is true.

    Raises:
        AssertionError: it is not after `seconds`; the message holds the last answer, and what `why` returns.
    """
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"still {found!r} after {seconds} s. {why()}"
        time.sleep(0.02)
