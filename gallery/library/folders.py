"""The controller of the folders: the tree of the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.catalog import folders, photos
from gallery.library import serialize

if TYPE_CHECKING:
    from gallery.catalog.database import Database
    from gallery.library.folder_counts import FolderCounts


class FoldersController:
    """Reads the folder tree. Every method may be called on any thread."""

    def __init__(self, database: Database, counts: FolderCounts) -> None:
        self._database = database
        self._counts = counts

    def tree(self) -> dict[str, Any]:
        """Return {generation, folders}: the tree as JSON, and the generation that it is at least as new as."""
        with self._database.read() as conn:
            generation = photos.get_generation(conn)
            counts = self._counts.get(conn)
            return {"generation": generation, "folders": serialize.folders_json(folders.get_all(conn), counts)}
