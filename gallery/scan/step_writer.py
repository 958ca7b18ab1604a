"""Writes what one step of a scan pass has read from the disk into the index."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gallery.base.errors import DatabaseError
from gallery.base.events import TimelinesChanged
from gallery.base.paths import display
from gallery.catalog import folders, photos
from gallery.scan.file_grouping import group_noted
from gallery.scan.moves import place_new_files
from gallery.scan.scan_pass import StepResult, save_listing_hashes, write_listings

if TYPE_CHECKING:
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.scan.moves import PossibleMoves
    from gallery.scan.scan_pass import Listings, ScanPass

log = logging.getLogger(__name__)


class StepWriter:
    """Writes steps, each in one transaction, and sends TimelinesChanged when a timeline is different after it.

    Threads: the indexer's only.
    """

    def __init__(self, database: Database, hub: EventHub) -> None:
        """Write into `database`, send to `hub`."""
        self._database = database
        self._hub = hub

    def write(self, scan_pass: ScanPass, listings: Listings, moves: PossibleMoves) -> StepResult:
        """Write a step; where that fails, folder by folder, so that only the folder at fault is left out.

        Raises:
            DatabaseError: the database failed. What was not written is given back to the pass.
        """
        try:
            return self._write(scan_pass, listings, moves)
        except DatabaseError:
            scan_pass.give_back(listings)
            raise
        except Exception:
            log.exception("these folders are written one by one")
            return self._write_one_by_one(scan_pass, listings, moves)

    def _write_one_by_one(self, scan_pass: ScanPass, listings: Listings, moves: PossibleMoves) -> StepResult:
        total = StepResult()
        for at, listing in enumerate(listings):
            try:
                result = self._write(scan_pass, [listing], moves)
            except DatabaseError:
                scan_pass.give_back(listings[at:])
                raise
            except Exception:
                log.exception("a folder could not be written: %s", display(listing[0]))
                continue
            total.listed += result.listed
            total.new_folders += result.new_folders
        return total

    def _write(self, scan_pass: ScanPass, listings: Listings, moves: PossibleMoves) -> StepResult:
        root = scan_pass.root
        with self._database.write() as conn:
            if folders.get_root(conn, root.id) is None:  # removed meanwhile
                scan_pass.cancel()
                return StepResult()
            result = write_listings(conn, root, listings)
            save_listing_hashes(conn, root, listings)
            place_new_files(conn, result, moves)  # last: a photo that moves takes away the hashes of both its folders
            changed = group_noted(conn, only_read=True) or result.changed
            generation = photos.raise_generation(conn) if changed else 0
        if changed:
            self._hub.send(TimelinesChanged(generation))
        return result
