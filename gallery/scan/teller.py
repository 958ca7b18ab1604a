"""Tells the page how far the work is, not too often, and only what is new."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gallery.catalog import photos
from gallery.events import Problems, Progress

if TYPE_CHECKING:
    from gallery.catalog.database import Database
    from gallery.events import EventHub

PAUSE_S = 0.25


class Teller:
    """Sends Progress and Problems. `last` is what was told last."""

    def __init__(self, database: Database, hub: EventHub) -> None:
        self.last = Progress("listing")
        self._database = database
        self._hub = hub
        self._at = 0.0
        self._problems = -1

    def tell(self, *, now: bool, listing: bool, reading: bool, making: bool, listed: int, paused: bool) -> None:
        """Count and send; with `now` even if the last time is no PAUSE_S ago."""
        moment = time.monotonic()
        if not now and moment < self._at + PAUSE_S:
            return
        self._at = moment
        with self._database.read() as conn:
            counts = photos.counts(conn)
        stage = (
            "listing" if listing else "reading" if reading else "thumbnails" if making and counts["unmade"] else "idle"
        )
        made = counts["photos"] - counts["unmade"]
        news = Progress(stage, listed, counts["photos"], counts["unread"], made, counts["unmade"], paused)
        if news != self.last:
            self.last = news
            self._hub.send(news)
        if counts["problems"] != self._problems:
            self._problems = counts["problems"]
            self._hub.send(Problems(self._problems))
