"""How often a root is scanned only because time has passed: the longer it takes, the rarer."""

from __future__ import annotations

import time

RESTS = 4.0
"""A scan that has taken a minute is followed by so many minutes without another one."""
MAX_REST_S = 3600.0
"""The longest rest: time during which a scan was paused counts as its own."""
SURVEY_S = 1.0
"""How long a root is listed, at most, before the first headers in it are read: else those of the folder that was listed
first would be shown first, and would have to make room for newer ones a moment later."""


class ScanPace:
    """When the scans of each root began and ended, and whether it is time for a routine one.

    A scan on a timer that takes longer than the timer's interval would follow itself without end, and what comes after
    scans, the thumbnails, would never come.

    Threads: has no lock; the Scanner calls it with its own lock held.
    """

    def __init__(self) -> None:
        self._begun: dict[int, float] = {}
        self._rests_until: dict[int, float] = {}
        self._surveys: dict[int, float] = {}

    def begin(self, root: int, *, first: bool = False) -> None:
        """Note that a scan of the root has begun, the first one of a root of which nothing is known."""
        self._begun[root] = time.monotonic()
        if first:
            self._surveys[root] = self._begun[root] + SURVEY_S

    @property
    def survey_end(self) -> float | None:
        """When, on the monotonic clock, headers may be read though roots are listed for the first time; None: now.

        For the thread that begins and ends scans.
        """
        now = time.monotonic()
        return max((end for end in self._surveys.values() if end > now), default=None)

    def end(self, root: int) -> None:
        """Note that a scan of the root has ended, or was given up."""
        self._surveys.pop(root, None)
        now = time.monotonic()
        taken = now - self._begun.pop(root, now)
        self._rests_until[root] = now + min(RESTS * taken, MAX_REST_S)

    def allows(self, root: int) -> bool:
        """Return whether a routine scan of the root may begin: none is under way, and the last one is long ago."""
        return root not in self._begun and time.monotonic() >= self._rests_until.get(root, 0.0)
