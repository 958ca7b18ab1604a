"""Waiting for what another process does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def until(true: Callable[[], Any], seconds: float = 15, why: Callable[[], str] = lambda: "") -> Any:
    """Wait for what `true` returns to be true, and return it."""
    end = time.monotonic() + seconds
    while not (result := true()):
        assert time.monotonic() < end, f"waited {seconds} s. {why()}"
        time.sleep(0.03)
    return result
