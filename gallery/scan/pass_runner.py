"""Runs the passes over all photos, step by step, while the indexer has nothing else to do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from gallery.catalog.database import Database

log = logging.getLogger(__name__)


class PassRunner:
    """The passes of one run of the program (`catalog/passes.py`). Indexer's thread only."""

    def __init__(self, database: Database, run_step: Callable[[sqlite3.Connection], bool]) -> None:
        """Take the index, and what runs a step and returns whether there may be more."""
        self._database, self._run_step = database, run_step
        self._ended = False

    def advance(self) -> bool:
        """Run a step. Return whether one was run.

        After one that failed none is run before the next start, which goes on there: other work is not to wait for it.
        """
        if self._ended:
            return False
        try:
            with self._database.write() as conn:
                more = self._run_step(conn)
        except Exception:
            log.exception("what was begun for all photos goes on at the next start")
            more = False
        self._ended = not more
        return more
