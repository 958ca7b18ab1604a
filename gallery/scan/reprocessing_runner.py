"""Runs the reprocessing of all photos, step by step, while the indexer has nothing else to do; then groups the rest."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gallery.base.events import TimelinesChanged
from gallery.catalog import file_groups, photos
from gallery.scan.file_grouping import group_noted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from gallery.base.events import EventHub
    from gallery.catalog.database import Database

log = logging.getLogger(__name__)


class ReprocessingRunner:
    """What one run does again (`catalog/reprocessing.py`, `catalog/sort_keys.py`). The indexer's thread only."""

    def __init__(self, database: Database, run_step: Callable[[sqlite3.Connection], bool], hub: EventHub) -> None:
        """Take the index, what runs a step and returns whether there may be more, and the hub of the pages."""
        self._database, self._run_step, self._hub = database, run_step, hub
        self._ended = False

    def advance(self) -> bool:
        """Run a step, or group files that wait for no header any more. Return whether there was something to do.

        After one that failed none is run before the next start, which goes on there: other work is not to wait for it.
        """
        if self._ended:
            return self._group_rest()
        try:
            more = self._advance()
        except Exception:
            log.exception("what was begun for all photos goes on at the next start")
            more = False
        self._ended = not more
        return more

    def _group_rest(self) -> bool:
        """Group the files of folders that are still noted. Return whether there were any."""
        with self._database.read() as conn:
            if not file_groups.find_ungrouped(conn, 1, only_read=False):
                return False
        with self._database.write() as conn:
            generation = photos.raise_generation(conn) if group_noted(conn, only_read=False) else 0
        if generation:
            self._hub.send(TimelinesChanged(generation))
        return True

    def _advance(self) -> bool:
        """Run a step, and tell the pages if it raised the generation. Return whether there may be more."""
        with self._database.write() as conn:
            before = photos.get_generation(conn)
            more = self._run_step(conn)
            generation = photos.get_generation(conn)
        if generation != before:
            self._hub.send(TimelinesChanged(generation))
        return more
