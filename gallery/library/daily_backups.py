"""The thread that backs up what the user said, once a day while the program runs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from gallery.base.errors import GalleryError
from gallery.base.events import RootsChanged

if TYPE_CHECKING:
    from gallery.annotations.backups import Backups
    from gallery.base.events import EventHub

log = logging.getLogger(__name__)
LOOK_INTERVAL_S = 3600.0
"""How often is looked whether a backup is due."""


class DailyBackups:
    """Owns the thread `backups`. `begin` and `stop` may be called on any thread.

    Attributes:
        notice: Sentence for people that says why there is no backup of today; None where all is well.
    """

    def __init__(self, backups: Backups, hub: EventHub) -> None:
        """Take what makes backups, and the hub of the pages, which are told of a failure."""
        self.notice: str | None = None
        self._backups, self._hub = backups, hub
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)

    def begin(self) -> None:
        """Look now, and every hour, whether a backup is due. Called once, when the first screen is shown."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; one that copies just then ends by itself. Idempotent."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _run(self) -> None:
        while True:
            before = self.notice
            try:
                self._backups.make_due()
                self.notice = None
            except GalleryError as error:
                self.notice = str(error)
            except Exception:
                log.exception("no backup was made")
                self.notice = "What you said about your photos could not be backed up; see the log."
            if self.notice != before:
                log.info("the backup: %s", self.notice or "all is well again")
                self._hub.send(RootsChanged())
            if self._stopped.wait(LOOK_INTERVAL_S):
                return
