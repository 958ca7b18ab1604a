"""Reports to open pages how far the indexer's work is: at intervals, and only what has changed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gallery.base.events import ProblemsChanged, ProgressChanged
from gallery.catalog import photo_counts
from gallery.scan.retry_backoff import pause_after_query

if TYPE_CHECKING:
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database

MIN_INTERVAL_S = 0.25
"""How long at least after a report the next one is sent."""


class ProgressReporter:
    """Counts what is left to do and sends ProgressChanged and ProblemsChanged events.

    Threads: `report` and `due` belong to the indexer's thread. `last` may be read on any thread: it is replaced whole
    by a new frozen value.

    Attributes:
        last: The progress that was reported last.
        due: When, on the monotonic clock, a report that was put off is to be made; None when none was.
    """

    def __init__(self, database: Database, hub: EventHub) -> None:
        """Start with nothing reported yet."""
        self.last = ProgressChanged("listing")
        self.due: float | None = None
        self._database = database
        self._hub = hub
        self._not_before = 0.0
        self._problems = -1

    def report(self, *, listing: bool, reading: bool, making: bool, listed: int, paused: bool) -> None:
        """Count and send what changed; put it off where the last count was a moment ago. The end is told at once.

        Args:
            listing: whether roots are being scanned.
            reading: whether headers are being read.
            making: whether thumbnails are being made in the background.
            listed: files that the scan under way has met.
            paused: whether the user has paused the background work.
        """
        ended = not (listing or reading or making) and self.last.stage != "idle"
        start = time.monotonic()
        if start < self._not_before and not ended:
            self.due = self._not_before
            return
        with self._database.read() as conn:
            counts = photo_counts.counts(conn)
        self._not_before = start + max(MIN_INTERVAL_S, pause_after_query(time.monotonic() - start))
        self.due = None
        if paused:  # what is left waits, it is not done
            reading, making = reading or counts["unread"] > 0, making or counts["unmade"] > 0
        stage = "listing" if listing else "reading" if reading else "thumbnails" if making else "idle"
        made = counts["photos"] - counts["unmade"]
        self._send(
            ProgressChanged(stage, listed, counts["photos"], counts["unread"], made, counts["unmade"], paused),
            counts["problems"],
        )

    def _send(self, progress: ProgressChanged, problems: int) -> None:
        if progress != self.last:
            self.last = progress
            self._hub.send(progress)
        if problems != self._problems:
            self._problems = problems
            self._hub.send(ProblemsChanged(problems))
