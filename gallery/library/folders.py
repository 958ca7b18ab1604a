"""The controller of the folders: the tree of the sidebar, what folders hold that is not shown, where they lie."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from gallery.base.errors import NotFoundError, RootOfflineError
from gallery.base.files import open_folder_below
from gallery.catalog import folders, left_out, photos, visible_folders
from gallery.catalog.connection import read_transaction
from gallery.catalog.left_out import CountedFolders
from gallery.languages.sentence import Sentence
from gallery.library import serialize

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gallery.catalog.database import Database
    from gallery.catalog.visible_folders import TopFolders, Within
    from gallery.library.folder_counts import FolderCounts
    from gallery.timeline.visible_generations import VisibleGenerations


GONE_SENTENCE = Sentence("error-folder-gone")
EVERYWHERE = CountedFolders()
MAX_LEFT_OUT = 200
"""Folders that are listed with what is left out in them, for each kind of it."""


class FoldersController:
    """Reads the folder tree, and what is left out. Every method may be called on any thread."""

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

    def left_out(self, where: CountedFolders = EVERYWHERE) -> dict[str, Any]:
        """Return {generation, kinds}: how much is not shown, by kind, and a generation as `tree`.

        Raises:
            NotFoundError: there is no such folder, or it is not visible.
        """
        with self._database.read() as conn:
            generation = photos.get_generation(conn) if where.within is None else self._generations.now(where.within)
            _check(conn, where)
            return {"generation": generation, "kinds": serialize.left_out_json(left_out.count(conn, where))}

    def list_left_out(self, where: CountedFolders = EVERYWHERE) -> list[dict[str, Any]]:
        """Return {kind, folder, path, count} for each kind in each folder: those MAX_LEFT_OUT with most of it.

        Within top folders paths begin with the name of one.

        Raises:
            NotFoundError: there is no such folder, or it is not visible.
        """
        with self._database.read() as conn, read_transaction(conn):
            _check(conn, where)
            rows = left_out.list_by_folder(conn, where, MAX_LEFT_OUT)
            names: dict[int, list[str]] = {}
            if where.within is not None:
                names = {row.folder: visible_folders.get_names(conn, row.folder, where.within) for row in rows}
        return [serialize.left_out_row_json(row, names.get(row.folder)) for row in rows]

    def disk_path(self, folder: int) -> bytes:
        """Return the absolute path of a folder that is there, for the file manager. Blocks while its drive is slow.

        Raises:
            NotFoundError: there is no such folder, or it cannot be opened.
            RootOfflineError: its drive is away.
            UnsafePathError: a link has taken the place of a folder on the way.
        """
        with self._database.read() as conn, read_transaction(conn):
            found = folders.get(conn, folder)
            root = None if found is None else folders.get_root(conn, found.root)
        if found is None or root is None:
            raise NotFoundError(GONE_SENTENCE)
        if found.reason is not None:
            raise RootOfflineError(found.reason)
        try:
            descriptor = open_folder_below(root.path, found.relative)
        except OSError as error:
            raise NotFoundError(Sentence("error-folder-unreadable")) from error
        if descriptor is not None:
            os.close(descriptor)
        return folders.join(root.path, found.relative) if found.relative else root.path


def _check(conn: sqlite3.Connection, where: CountedFolders) -> None:
    """Raise NotFoundError unless the folder that is named, if one is, is on the disk and visible."""
    if where.folder is not None and not visible_folders.is_visible(conn, where.folder, where.within):
        raise NotFoundError(GONE_SENTENCE)
