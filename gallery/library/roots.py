"""The controller of the roots: the folders that the user has added, kept alike in settings, index and watcher."""

from __future__ import annotations

import logging
import os
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.errors import BusyError, DatabaseError, GalleryError, NotFoundError, SettingsError
from gallery.base.events import FolderRequested, RootsChanged, TimelinesChanged
from gallery.base.paths import display
from gallery.languages.sentence import Sentence
from gallery.library import root_paths, root_rows
from gallery.scan.timed_calls import call_with_deadline
from gallery.settings.settings import RootPath

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gallery.base.events import EventHub
    from gallery.base.models import FileRef
    from gallery.library.root_paths import NestedRoot, Place
    from gallery.library.search import SearchController
    from gallery.scan.indexer import Indexer
    from gallery.scan.watcher import Watcher
    from gallery.settings.settings import Settings

log = logging.getLogger(__name__)
FOCUS_RESCAN_INTERVAL_S = 60.0


class AddedRoot(NamedTuple):
    """Where a folder that was added is shown: ids of the root it belongs to and of the folder itself."""

    root: int
    folder: int


class RootsController:
    """Adds, removes and rescans roots. Every method may be called on any thread.

    `_lock` is held while settings, index and watcher are changed together, so that they name the same roots; no drive
    is asked under it but the one that holds the data folder. The settings are written between the changes of the index
    and their commit: where they cannot be written, the index is rolled back, and where the commit fails, the settings
    are put back. What a crash in between leaves is set right by the next start, which makes the index follow the
    settings (`align`).
    """

    def __init__(
        self,
        settings: Settings,
        indexer: Indexer,
        watcher: Watcher,
        hub: EventHub,
        search: SearchController,
        data_folder: Path,
    ) -> None:
        self._settings = settings
        self._indexer = indexer
        self._watcher = watcher
        self._hub = hub
        self._search = search
        self._data_folder = data_folder
        self._lock = threading.Lock()
        self._focus_rescan_at = 0.0

    def align(self) -> None:
        """Make the index hold the roots that the settings name, and no others; one inside another becomes part of it.

        Which roots lie inside others the drives are asked before the indexer is: it must not wait for a drive. Where
        a drive does not answer in time, roots stay apart until the next start. Where settings were lost, the roots
        that the index knows come back. Where the index cannot be written, because the disk is full, it stays as it is.

        Raises:
            BusyError: the indexer did not begin, or did not end, in time (see WriteQueue.ask). If it had begun, the
                index may still be changed.
        """
        with self._lock:
            lost = self._restore_lost_roots() if self._settings.roots_lost else []
            roots = (*self._settings.roots, *lost)
            nested = call_with_deadline(partial(root_paths.nested_roots, roots)) or []
            try:
                self._indexer.ask(lambda conn: self._align(conn, roots, nested))
            except DatabaseError as error:
                log.warning("the index stays as it is, and is shown: %s", error)  # a full disk, told by the indexer
            except SettingsError as error:
                log.warning("roots inside others stay roots: %s", error)
                self._indexer.ask(lambda conn: root_rows.align_roots(conn, roots, []))

    def _align(self, conn: sqlite3.Connection, roots: Sequence[RootPath], nested: Sequence[NestedRoot]) -> None:
        """Make the index follow the settings, and these give up the nested roots. The thread `indexer`."""
        root_rows.align_roots(conn, roots, nested)
        if nested:
            self._settings.replace_roots([], [pair.inner.id for pair in nested])

    def _restore_lost_roots(self) -> list[RootPath]:
        """Take the roots that only the index knows into the settings. Return those that could not be. `_lock` is held.

        Raises:
            BusyError: as for `align`.
        """
        known = self._settings.roots
        held = self._indexer.ask(root_rows.read_roots)
        lost = [
            root if root.id not in {one.id for one in known} else RootPath(self._settings.next_root_id(), root.path)
            for root in held
            if root.path not in {one.path for one in known}
        ]
        if not lost:
            return []
        try:
            self._settings.restore_roots(lost)
        except SettingsError as error:
            log.warning("the index keeps the roots that the settings have lost: %s", error)
            return lost
        return []

    def watch_and_scan(self) -> None:
        """Begin to watch every root for changes, and compare every root with the disk."""
        self._indexer.hold_for_startup(False)
        self._search.update_column_index()  # all of it, where the index is older than the search
        with self._lock:
            for root in self._settings.roots:
                self._watcher.watch(root.id, root.path)
                self._indexer.scan(root.id)

    def add(self, path: str | bytes) -> AddedRoot:
        """Show this folder from now on. A folder inside a known root is shown as part of that root.

        On return the folder is on the disk as a root, or part of one.

        Raises:
            UsageError: there is no such folder, it may not be read, it is Shoebox's own, or its root leaves it out.
            RootOfflineError: its drive does not answer.
            SettingsError: the settings cannot be written; nothing was changed.
            BusyError: as for `align`.
        """
        real = root_paths.ask_drive(path, partial(root_paths.check_folder, path, self._data_folder))
        while True:
            roots = self._settings.roots
            place = root_paths.ask_drive(real, partial(root_paths.find_place, roots, real))
            with self._lock:
                if self._settings.roots is roots:  # else others came or went while the drive was asked
                    added = self._add_at(real, place)
                    break
        if place.root is None:
            self._indexer.hold_for_startup(False)
            self._indexer.scan(added.root)
            self._settings.change_view({"open": [*self._settings.view.open, added.folder]})  # a new tree is unfolded
            self._hub.send(RootsChanged())
        return added

    def _add_at(self, real: bytes, place: Place) -> AddedRoot:
        """Make a folder known at its place among the roots. `_lock` is held."""
        if place.root is not None:
            reach = partial(root_rows.folder_in_root, root=place.root, inside=place.inside)
            return AddedRoot(place.root.id, self._indexer.ask(reach))
        added = RootPath(self._settings.next_root_id(), real)
        inner = [root for root, _ in place.contained]

        def write(conn: sqlite3.Connection) -> int:
            folder = root_rows.add_root(conn, added, place.contained)
            self._settings.replace_roots([added], [root.id for root in inner])
            return folder

        folder = self._ask_or_put_back(write)
        for root in inner:
            self._watcher.unwatch(root.id)
        self._watcher.watch(added.id, real)
        return AddedRoot(added.id, folder)

    def _ask_or_put_back(self, write: Callable[[sqlite3.Connection], int]) -> int:
        """Run a write that also changes the roots of the settings; these are put back if it is not committed.

        Raises:
            Exception: whatever kept it from being committed.
        """
        before = self._settings.roots
        try:
            return self._indexer.ask(write)
        except BusyError:
            raise  # it may be committed still
        except Exception:
            after = self._settings.roots
            if after is not before:
                self._settings.replace_roots(before, [root.id for root in after])
            raise

    def add_and_show(self, paths: Sequence[bytes], *, is_shown: bool = True) -> list[str]:
        """Add these folders, and with `is_shown` let every open page, and the next one, go to the first of them.

        Returns:
            Why folders could not be added, a sentence for each; the others are on the disk as roots.
        """
        first: int | None = None
        refused: list[str] = []
        for path in paths:
            try:
                folder = self.add(path).folder
            except GalleryError as error:
                log.warning("%s is not added: %s", display(path), error)
                refused.append(str(error))
                continue
            first = first or folder
        if first and is_shown:
            self._settings.change_view({"folder": first, "photo": None, "anchor": None})
            self._hub.send(FolderRequested(first))
        return refused

    def remove(self, root_id: int) -> None:
        """Stop showing a root. Files are not touched.

        Raises:
            NotFoundError: no root has this id.
            SettingsError: the settings cannot be written; nothing was changed.
            BusyError: as for `align`.
        """
        with self._lock:
            if root_id not in {root.id for root in self._settings.roots}:
                raise NotFoundError(Sentence("error-folder-not-shown"))

            def write(conn: sqlite3.Connection) -> int:
                generation = root_rows.remove_root(conn, root_id)
                self._settings.replace_roots([], [root_id])
                return generation

            generation = self._ask_or_put_back(write)
            self._watcher.unwatch(root_id)
        self._search.update_column_index()
        self._hub.send(RootsChanged())
        self._hub.send(TimelinesChanged(generation))

    def rescan(self, root_id: int | None = None) -> None:
        """Compare a root, or every root when `root_id` is None, with the disk.

        Whoever names one root wants it shown as it is, should it be in doubt whether its drive is there.
        """
        self._indexer.hold_for_startup(False)
        for root in self._settings.roots:
            if root_id in (None, root.id):
                self._indexer.scan(root.id, accept=root_id is not None)

    def rescan_on_focus(self) -> None:
        """Rescan because the window came to the front: find what the system did not report, once a minute at most."""
        now = time.monotonic()
        if now > self._focus_rescan_at + FOCUS_RESCAN_INTERVAL_S and not self._indexer.held_for_startup:
            self._focus_rescan_at = now
            self.rescan()

    def check_folder_of(self, file: FileRef) -> None:
        """Compare the folder of a file with the disk, because the file is not as the index has it."""
        for root in self._settings.roots:
            if root.path == file.root:
                self._indexer.check_folders(root.id, [os.path.dirname(file.relative)])
