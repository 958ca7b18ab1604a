"""A limit on how often something is tried again."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class RetryLimiter:
    """Allows `limit` tries in any period of `seconds`, and delays the others. For one thread.

    Args:
        limit: tries a period.
        seconds: length of the period.
        clock: seconds, never going back.
    """

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._last_tries: deque[float] = deque(maxlen=limit)  # when they happen, also in the future; oldest first
        self._seconds, self._clock = seconds, clock

    def reserve(self) -> float:
        """Reserve the next try and return in how many seconds it may happen: 0 for at once."""
        now = self._clock()
        full = len(self._last_tries) == self._last_tries.maxlen
        due = max(now, self._last_tries[0] + self._seconds) if full else now
        self._last_tries.append(due)
        return due - now
