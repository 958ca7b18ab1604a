"""When pages are told of a change that goes on for long: at once, then after ever longer pauses, and at its end."""

from __future__ import annotations

import time

FIRST_PAUSE_S, MAX_PAUSE_S = 1.0, 30.0


class TellingPace:
    """Spares pages a thousand new timelines while a thousand steps change a million photos. One thread uses it.

    The first step is always told: with the generation that it raises, no timeline that was saved before is taken for
    new, even if the others are cut short by a crash.
    """

    def __init__(self) -> None:
        self._changed = False
        self._next_at = 0.0
        self._pause_s = FIRST_PAUSE_S

    def is_due(self, *, changed: bool, done: bool) -> bool:
        """Return whether pages are to be told now of what changed since they were told last.

        Args:
            changed: whether this step changed anything.
            done: whether it is the last one.
        """
        self._changed |= changed
        now = time.monotonic()
        if not self._changed or (not done and now < self._next_at):
            return False
        self._changed = False
        self._next_at = 0.0 if done else now + self._pause_s
        self._pause_s = FIRST_PAUSE_S if done else min(2 * self._pause_s, MAX_PAUSE_S)
        return True
