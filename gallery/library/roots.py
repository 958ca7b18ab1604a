"""The controller of the roots: the folders that the user has added, kept alike in settings, index and watcher."""

from __future__ import annotations

import logging
import os
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.errors import GalleryError, NotFoundError
from gallery.base.events import FolderRequested, RootsChanged, TimelinesChanged
from gallery.library import root_paths, root_rows
from gallery.scan.timed_calls import call_with_deadline
from gallery.settings.settings import RootPath

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gallery.base.events import EventHub
    from gallery.base.models import FileRef
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

    `_lock` is held while settings, index and watcher are changed together, so that they name the same roots. They
    differ only after a write to the index that began but did not end in time (BusyError) and was committed all the
    same: the next start makes the index follow the settings again (`align`).
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
        a drive does not answer in time, roots stay apart until the next start.

        Raises:
            BusyError: the indexer did not begin, or did not end, in time (see WriteQueue.ask). If it had begun, the
                index may still be changed.
        """
        with self._lock:
            roots = self._settings.roots
            nested = call_with_deadline(partial(root_paths.nested_roots, roots)) or []
            self._indexer.ask(lambda conn: root_rows.align_roots(conn, roots, nested))
            if nested:
                self._settings.replace_roots([], [pair.inner.id for pair in nested])

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

        Raises:
            UsageError: there is no such folder, it may not be read, it is Shoebox's own, or its root leaves it out.
            BusyError: as for `align`.
        """
        real = root_paths.check_folder(path, self._data_folder)
        with self._lock:
            containing = root_paths.containing_root(self._settings.roots, real)
            if containing:
                root, inside = containing
                folder = self._indexer.ask(lambda conn: root_rows.folder_in_root(conn, root, inside))
                return AddedRoot(root.id, folder)
            added = self._add_root(real)
        self._indexer.hold_for_startup(False)
        self._indexer.scan(added.root)
        self._settings.change_view({"open": [*self._settings.view.open, added.folder]})  # a new tree starts unfolded
        self._hub.send(RootsChanged())
        return added

    def _add_root(self, real: bytes) -> AddedRoot:
        """Make a folder a root, in which the roots that lie inside it are taken over. The lock is held."""
        contained = root_paths.contained_roots(self._settings.roots, real)
        added = RootPath(self._settings.next_root_id(), real)
        folder = self._indexer.ask(lambda conn: root_rows.add_root(conn, added, contained))
        self._settings.replace_roots([added], [root.id for root, _ in contained])
        for root, _ in contained:
            self._watcher.unwatch(root.id)
        self._watcher.watch(added.id, real)
        return AddedRoot(added.id, folder)

    def add_and_show(self, paths: Sequence[bytes]) -> None:
        """Add these folders, and let every open page, and the next one, go to the first of them.

        A folder that cannot be a root is logged and passed over: the user sees the others.
        """
        first: int | None = None
        for path in paths:
            try:
                folder = self.add(path).folder
            except GalleryError as error:
                log.warning("%s", error)
                continue
            first = first or folder
        if first:
            self._settings.change_view({"folder": first, "photo": None, "anchor": None})
            self._hub.send(FolderRequested(first))

    def remove(self, root_id: int) -> None:
        """Stop showing a root. Files are not touched.

        Raises:
            NotFoundError: no root has this id.
            BusyError: as for `align`.
        """
        with self._lock:
            if root_id not in {root.id for root in self._settings.roots}:
                raise NotFoundError("This folder is not shown any more.")
            generation = self._indexer.ask(lambda conn: root_rows.remove_root(conn, root_id))
            self._settings.replace_roots([], [root_id])
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
