"""Tells the page how far the work is, not too often, and only what is new."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gallery.base.events import ProblemsChanged, ProgressChanged
from gallery.catalog import photos

if TYPE_CHECKING:
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database

PAUSE_S = 0.25
COST = 20
"""Counting a large library takes its time: at most one part in so many."""


class ProgressReporter:
    """Sends Progress and Problems. `last` is what was told last, `due` when something is left to tell."""

    def __init__(self, database: Database, hub: EventHub) -> None:
        self.last = ProgressChanged("listing")
        self.due: float | None = None
        self._database = database
        self._hub = hub
        self._not_before = 0.0
        self._problems = -1

    def tell(self, *, listing: bool, reading: bool, making: bool, listed: int, paused: bool) -> None:
        """Count and send; when that was done a moment ago, later. The end of all work is told at once."""
        ended = not (listing or reading or making) and self.last.stage != "idle"
        start = time.monotonic()
        if start < self._not_before and not ended:
            self.due = self._not_before
            return
        with self._database.read() as conn:
            counts = photos.counts(conn)
        self._not_before = start + max(PAUSE_S, COST * (time.monotonic() - start))
        self.due = None
        if paused:  # what is left waits, it is not done
            reading, making = reading or counts["unread"] > 0, making or counts["unmade"] > 0
        stage = "listing" if listing else "reading" if reading else "thumbnails" if making else "idle"
        made = counts["photos"] - counts["unmade"]
        self._send(
            ProgressChanged(stage, listed, counts["photos"], counts["unread"], made, counts["unmade"], paused),
            counts["problems"],
        )

    def _send(self, news: ProgressChanged, problems: int) -> None:
        if news != self.last:
            self.last = news
            self._hub.send(news)
        if problems != self._problems:
            self._problems = problems
            self._hub.send(ProblemsChanged(problems))
