"""Actions that the pool's thread is to run at a later time."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)


class Timers:
    """Actions by the time they are due. Any thread may call any method; no action runs under the lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._actions: list[tuple[float, Callable[[], None]]] = []
        """(when by `time.monotonic`, action)."""

    def add(self, seconds: float, action: Callable[[], None]) -> None:
        """Let `run_due` call `action` once this time has passed."""
        with self._lock:
            self._actions.append((time.monotonic() + seconds, action))

    def next_due(self) -> float | None:
        """Return when the next action is due, by `time.monotonic`; None if there is none."""
        with self._lock:
            return min((due for due, _ in self._actions), default=None)

    def run_due(self) -> None:
        """Call the actions whose time has come, on this thread. What they raise is logged."""
        now = time.monotonic()
        with self._lock:
            ready = [action for due, action in self._actions if due <= now]
            self._actions = [(due, action) for due, action in self._actions if due > now]
        for action in ready:
            try:
                action()
            except Exception:  # noqa: BLE001  whatever it is, the pool goes on
                _log.exception("Something the pool was asked to do later has failed.")
