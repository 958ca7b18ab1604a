"""The controller of the folders: the tree of the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.catalog import folders, photos, visible_folders
from gallery.library import serialize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.catalog.database import Database
    from gallery.catalog.visible_folders import TopFolders, Within
    from gallery.library.folder_counts import FolderCounts
    from gallery.timeline.visible_generations import VisibleGenerations


class FoldersController:
    """Reads the folder tree. Every method may be called on any thread."""

    def __init__(self, database: Database, counts: FolderCounts, generations: VisibleGenerations) -> None:
        self._database = database
        self._counts = counts
        self._generations = generations

    def find_tops(self, names: Sequence[str] | None) -> TopFolders:
        """Find the top folders of these names; None: those of everything (see `visible_folders.resolve_tops`)."""
        with self._database.read() as conn:
            return visible_folders.resolve_tops(conn, names)

    def tree(self, within: Within | None = None) -> dict[str, Any]:
        """Return {generation, folders}: the tree as JSON, and the generation that it is at least as new as.

        With `within` the top folders are the roots of the tree, and there is nothing else.
        """
        with self._database.read() as conn:
            generation = photos.get_generation(conn) if within is None else self._generations.now(within)
            counts = self._counts.get(conn)
            rows = folders.get_all(conn) if within is None else visible_folders.get_rows(conn, within)
            return {"generation": generation, "folders": serialize.folders_json(rows, counts)}
