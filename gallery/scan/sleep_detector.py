"""Tells from two clocks that the computer has slept, when drives may have changed and events may have been missed."""

from __future__ import annotations

SLEEP_S = 30.0
"""A longer pause between two calls than this was a sleep, of the computer or of this program."""


class SleepDetector:
    """Compares the times of successive calls. Reads no clock itself.

    On Linux and macOS the monotonic clock stands still during a sleep, on Windows it goes on; the wall clock goes on
    everywhere, but can be set: then a sleep is seen where there was none.
    """

    def __init__(self) -> None:
        self._last: tuple[float, float] | None = None

    def has_slept(self, monotonic: float, wall: float) -> bool:
        """Return whether one of the clocks, in seconds, has gone further than SLEEP_S since the last call."""
        last, self._last = self._last, (monotonic, wall)
        return last is not None and max(monotonic - last[0], wall - last[1]) > SLEEP_S
