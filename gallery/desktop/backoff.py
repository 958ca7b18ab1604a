"""How often something may be tried again."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Backoff:
    """At most `limit` tries in any `seconds`; whoever wants more has to wait."""

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._tries: deque[float] = deque(maxlen=limit)
        self._seconds, self._clock = seconds, clock

    def reserve(self) -> float:
        """Book a try and return how many seconds from now it may happen."""
        now = self._clock()
        full = len(self._tries) == self._tries.maxlen
        due = max(now, self._tries[0] + self._seconds) if full else now
        self._tries.append(due)
        return due - now
