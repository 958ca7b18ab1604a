"""Checks and scans that are to be queued later: a second look at new folders, another try of a root that is away."""

from __future__ import annotations

import time
from typing import NamedTuple


class DelayedRequest(NamedTuple):
    """A check of some folders of a root, `relatives`, or a scan of all of it, None; `when` on the monotonic clock."""

    when: float
    root: int
    relatives: set[bytes] | None


class DelayedRequests:
    """Holds requests until their time has come.

    Threads: has no lock; it belongs to the indexer's thread.
    """

    def __init__(self) -> None:
        self._requests: list[DelayedRequest] = []

    @property
    def due(self) -> float | None:
        """When the first one is due, on the monotonic clock; None when there is none."""
        return min((request.when for request in self._requests), default=None)

    def add(self, seconds: float, root: int, relatives: set[bytes] | None) -> None:
        """Hold a check of these folders of a root, or with None a scan, for so many seconds."""
        self._requests.append(DelayedRequest(time.monotonic() + seconds, root, relatives))

    def holds(self, root: int) -> bool:
        """Return whether there is one for this root."""
        return any(request.root == root for request in self._requests)

    def take_due(self) -> list[DelayedRequest]:
        """Return those whose time has come, and forget them."""
        now = time.monotonic()
        due = [request for request in self._requests if request.when <= now]
        self._requests = [request for request in self._requests if request.when > now]
        return due
