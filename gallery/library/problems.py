"""The controller of the problems: files that could not be read, and the second try that the user asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.catalog import photo_details, photos, visible_folders
from gallery.catalog.connection import read_transaction
from gallery.library import serialize

if TYPE_CHECKING:
    from collections.abc import Collection

    from gallery.catalog.database import Database
    from gallery.catalog.visible_folders import Within
    from gallery.imaging.thumbnails import ThumbnailStore
    from gallery.library.roots import RootsController
    from gallery.library.sidecars import SidecarsController
    from gallery.scan.indexer import Indexer

MAX_PROBLEMS = 5000


class ProblemsController:
    """Lists problems and tries their files again. Every method may be called on any thread."""

    def __init__(
        self,
        database: Database,
        thumbnails: ThumbnailStore,
        indexer: Indexer,
        roots: RootsController,
        sidecars: SidecarsController,
    ) -> None:
        self._database = database
        self._thumbnails = thumbnails
        self._indexer = indexer
        self._roots = roots
        self._sidecars = sidecars

    def read(self, roots: Collection[int] | None = None, within: Within | None = None) -> list[dict[str, Any]]:
        """Return the files that could not be read, as JSON: the first MAX_PROBLEMS, or every one in these roots.

        Before them stand the folders in which no sidecars can be written.

        With `within` only the visible ones (visible_folders.py), each with its path from its top folder on.
        """
        most = MAX_PROBLEMS if roots is None else -1
        with self._database.read() as conn, read_transaction(conn):
            rows = photo_details.get_problems(conn, most, roots, within)
            if within is None:
                own = self._sidecars.problems() if roots is None else []
                return own + [serialize.problem_row_json(row) for row in rows]
            names = {folder: visible_folders.get_names(conn, folder, within) for folder in {row.folder for row in rows}}
            return [serialize.problem_row_json(row, names[row.folder]) for row in rows]

    def retry(self) -> int:
        """Read again every file that could not be read, and return how many files that is.

        Raises:
            BusyError: the indexer did not begin, or did not end, in time (see WriteQueue.ask). One that had begun may
                still mark the files, which are then read again all the same.
        """
        with self._database.read() as conn:
            self._thumbnails.forget(set(photo_details.get_problem_fingerprints(conn)))
        count = self._indexer.ask(photos.retry_problems)
        self._roots.rescan()
        self._sidecars.retry()
        return count
