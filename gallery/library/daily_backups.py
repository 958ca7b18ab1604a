"""The thread that backs up what the user said, once a day while the program runs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from gallery.base.events import RootsChanged

if TYPE_CHECKING:
    from gallery.annotations.backups import Backups
    from gallery.base.events import EventHub

log = logging.getLogger(__name__)
LOOK_INTERVAL_S = 3600.0
"""How often is looked whether a backup is due."""


class DailyBackups:
    """Owns the thread `backups`. It is no work of the indexer's: to copy a large file would hold up other writes."""

    def __init__(self, backups: Backups | None, hub: EventHub) -> None:
        """Take what makes backups, and the hub of the pages, which are told of a failure, and of its end.

        Where library.db cannot be used there are none to make: None.
        """
        self._backups, self._hub = backups, hub
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(backups,), name="backups", daemon=True)

    def begin(self) -> None:
        """Look now, and every hour, whether a backup is due. Called once, when the first screen has been shown."""
        if self._backups is not None and not self._stopped.is_set():
            self._thread.start()

    def stop(self) -> None:
        """End the thread; a copy that is being made just then is finished, or left unfinished. Idempotent."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _run(self, backups: Backups) -> None:
        while True:
            before = backups.problem
            try:
                backups.make_if_due()
            except Exception:
                log.exception("no backup was made")
            if backups.problem != before:
                self._hub.send(RootsChanged())
            if self._stopped.wait(LOOK_INTERVAL_S):
                return
