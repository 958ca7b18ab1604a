"""Collects the folders that changed until changes pause, so that a burst of them is one look."""

from __future__ import annotations

QUIET_PERIOD_S = 0.3
"""How long no change may come before changed folders are listed."""
MAX_DELAY_S = 2.0
"""How long changes that never pause may put off the listing."""


class Debouncer:
    """Collects changed folders until changes pause. Times are seconds of one clock; reads no clock itself.

    Threads: has no lock; the Watcher calls it with its own lock held.
    """

    def __init__(self) -> None:
        self._first = self._last = 0.0
        self._folders: dict[int, set[bytes]] = {}

    def add(self, root: int, relative: bytes, now: float) -> None:
        """Note that a folder of a root has changed."""
        if not self._folders:
            self._first = now
        self._last = now
        self._folders.setdefault(root, set()).add(relative)

    def due(self) -> float | None:
        """Return when to `take`: QUIET_PERIOD_S after the last change, MAX_DELAY_S after the first at the latest."""
        return min(self._last + QUIET_PERIOD_S, self._first + MAX_DELAY_S) if self._folders else None

    def take(self) -> dict[int, set[bytes]]:
        """Return the changed folders by root, and forget them."""
        folders, self._folders = self._folders, {}
        return folders
