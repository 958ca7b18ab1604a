"""The one door through which window and web reach everything: roots, views, photos, pictures."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from gallery.base.errors import NotFoundError
from gallery.base.events import Changed, DropHover, RootsChanged, ShowFolder
from gallery.catalog import folders, photos
from gallery.catalog import photo_details as stored
from gallery.library import roots, serialize
from gallery.library.folder_counts import FolderCounts
from gallery.library.pictures import Picture, Pictures
from gallery.library.search import Searches
from gallery.library.startup import DeferredStart
from gallery.scan.asking import ask
from gallery.settings.settings import RootPath
from gallery.timeline.build import TimelineQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from gallery.base.events import EventHub, Progress
    from gallery.base.models import FileRef, Recipe
    from gallery.catalog.database import Database
    from gallery.imaging.thumbnails import ThumbnailStore
    from gallery.scan.indexer import Indexer
    from gallery.scan.watcher import Watcher
    from gallery.settings.saved_searches import SavedSearches
    from gallery.settings.settings import Settings
    from gallery.settings.view_state import ViewState
    from gallery.timeline.cache import TimelineCache

T = TypeVar("T")
MOST_PROBLEMS = 5000
FOCUS_PAUSE_S = 60.0


class Added(NamedTuple):
    """Where a folder that was added is shown: ids of its root and of itself."""

    root: int
    folder: int


class Library:
    """Everything the two rims may do. Ids in, values out; every error is a GalleryError."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        thumbnails: ThumbnailStore,
        timelines: TimelineCache,
        indexer: Indexer,
        watcher: Watcher,
        hub: EventHub,
        data_folder: Path,
        cache: Database | None = None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._thumbnails = thumbnails
        self._timelines = timelines
        self._pictures = Pictures(database, thumbnails, self._look_at)
        self._indexer = indexer
        self._watcher = watcher
        self._hub = hub
        self._data_folder = data_folder
        self._cache = cache
        self._roots_lock = threading.Lock()
        self._focused = 0.0
        self.opening = DeferredStart(self._begin)
        self._counts = FolderCounts(cache)
        self._searches = Searches(database, indexer, timelines.search_cache)
        settings.searches.listen(lambda: hub.send(RootsChanged()))

    # roots

    def start(self) -> None:
        """Make the index follow the settings: the roots that are listed there, watched and scanned."""
        self.align()
        self._begin()

    def open(self) -> None:
        """The same for a page, which sees what is known before anything is compared with the disk."""
        self.align()
        with self._database.read() as conn:
            known = photos.has_photos(conn)
        if known:
            self._indexer.hold(True)
            self.opening.start((self._last_view, self.status, self.folders))
        else:
            self._begin()

    def close(self) -> None:
        """Nobody asks any more: keep what the next launch needs first."""
        self._counts.keep()

    def _last_view(self) -> None:
        view = self._settings.view
        self.timeline(TimelineQuery(view.folder, view.subfolders or view.folder is None, "", view.order))

    def _begin(self) -> None:
        self._indexer.hold(False)
        self._searches.tidy()  # all of it, where the index is older than the search
        with self._roots_lock:
            for root in self._settings.roots:
                self._watcher.watch(root.id, root.path)
                self._indexer.scan(root.id)

    def align(self) -> None:
        """Make the index hold the roots that the settings name, and no others."""
        with self._roots_lock:
            merged = ask(self._indexer, lambda conn: roots.align(conn, self._settings.roots))
            if merged:
                self._settings.replace_roots([], merged)

    def add_root(self, path: str | bytes) -> Added:
        """Show this folder from now on. One inside a known root is shown as part of it.

        Raises:
            UsageError: there is no such folder, it may not be read, it is Shoebox's own, or its root leaves it out.
        """
        real = roots.check_folder(path, self._data_folder)
        with self._roots_lock:
            host = roots.host(self._settings.roots, real)
            if host:
                return Added(host[0].id, self._part_of(*host))
            inner = roots.guests(self._settings.roots, real)
            added = RootPath(self._settings.next_root_id(), real)
            folder = ask(self._indexer, lambda conn: roots.add(conn, added, inner))
            self._settings.replace_roots([added], [root.id for root, _ in inner])
            for root, _ in inner:
                self._watcher.unwatch(root.id)
            self._watcher.watch(added.id, real)
        self._indexer.hold(False)
        self._indexer.scan(added.id)
        self.set_view({"open": [*self._settings.view.open, folder]})  # a new tree starts unfolded
        self._hub.send(RootsChanged())
        return Added(added.id, folder)

    def remove_root(self, root_id: int) -> None:
        """Stop showing a root. Files are not touched."""
        with self._roots_lock:
            if root_id not in {root.id for root in self._settings.roots}:
                raise NotFoundError("This folder is not shown any more.")
            generation = ask(self._indexer, lambda conn: roots.remove(conn, root_id))
            self._settings.replace_roots([], [root_id])
            self._watcher.unwatch(root_id)
        self._searches.tidy()
        self._hub.send(RootsChanged())
        self._hub.send(Changed(generation))

    def rescan(self, root_id: int | None = None) -> None:
        """Compare a root, or all of them, with the disk."""
        self._indexer.hold(False)
        for root in self._settings.roots:
            if root_id in (None, root.id):
                self._indexer.scan(root.id)

    def retry_problems(self) -> int:
        """Read again whatever could not be read. How many files that is."""
        with self._database.read() as conn:
            self._thumbnails.forget(set(stored.get_problem_fingerprints(conn)))
        count = ask(self._indexer, photos.retry_problems)
        self.rescan()
        return count

    def focused(self) -> None:
        """The window came to the front: look for what the system did not tell, not too often."""
        if time.monotonic() > self._focused + FOCUS_PAUSE_S and not self._indexer.held:
            self._focused = time.monotonic()
            self.rescan()

    def pause(self, paused: bool) -> None:  # noqa: FBT001
        self._indexer.pause(paused)

    # views

    def status(self) -> dict[str, Any]:
        with self._database.read() as conn:
            generation = photos.get_generation(conn)
            counts = folders.counts_by_root(conn, self._counts.get(conn))
            shown = serialize.roots_json(conn, counts)
            problems = photos.count_problems(conn)
        stores = [store.notice for store in (self._database, self._cache) if store]
        notices = [self._settings.notice, *stores, self._indexer.notice, *self._watcher.notices()]
        return {
            "generation": generation,
            "roots": shown,
            "counts": {"photos": sum(counts.values()), "problems": problems},
            "progress": self.progress(),
            "view": self._settings.view.as_json(),
            "notices": [notice for notice in notices if notice],
        }

    def progress(self) -> Progress:
        return self._indexer.progress()

    def timeline(self, query: TimelineQuery) -> tuple[int, bytes]:
        """The generation and the file of a view; of a large one perhaps as it was a moment ago (see Timelines).

        Raises:
            NotFoundError: there is no such folder.
        """
        self._indexer.prefer(query.folder)
        if query.folder is not None:
            with self._database.read() as conn:
                if folders.get(conn, query.folder) is None:
                    raise NotFoundError("This folder is not there any more.")
        view = self._timelines.get(query)
        return view.generation, view.data

    def folders(self) -> dict[str, Any]:
        """The tree, and the generation it is at least as new as."""
        with self._database.read() as conn:
            generation = photos.get_generation(conn)
            counts = self._counts.get(conn)
            return {"generation": generation, "folders": serialize.folders_json(folders.get_all(conn), counts)}

    def photo(self, photo: int) -> dict[str, Any]:
        with self._database.read() as conn:
            found = stored.get(conn, photo)
        if found is None:
            raise NotFoundError("This photo is not there any more.")
        return serialize.photo_json(found)

    def labels(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        with self._database.read() as conn:
            return [serialize.label_json(*row) for row in stored.get_labels(conn, ids)]

    def problems(self, roots: Collection[int] | None = None) -> list[dict[str, Any]]:
        """What could not be read: the first of it, or all of it in these roots."""
        with self._database.read() as conn:
            found = stored.get_problems(conn, MOST_PROBLEMS) if roots is None else stored.get_problems(conn, -1, roots)
        return [serialize.problem_row_json(row) for row in found]

    def paths(self, ids: Sequence[int]) -> list[bytes]:
        """Absolute paths of these photos, for people to copy."""
        with self._database.read() as conn:
            return stored.get_paths(conn, ids)

    def total_bytes(self, ids: Sequence[int]) -> int:
        """What the files of these photos take on the disk."""
        with self._database.read() as conn:
            return stored.sum_bytes(conn, ids)

    def search(self, text: str) -> dict[str, Any]:
        """How many photos fit what was typed, the newest hundred of them, and the parts that mean nothing."""
        return self._searches.search(text)

    def suggest(self, text: str, at: int) -> dict[str, Any]:
        """What the term at the character `at` could become: at most eight, each with the part it replaces."""
        return self._searches.suggest(text, at)

    @property
    def saved(self) -> SavedSearches:
        """The searches that the user keeps; every open page hears of their changes."""
        return self._settings.searches

    def set_view(self, data: object) -> ViewState:
        return self._settings.change_view(data)

    def show(self, folder: int | None) -> None:
        """Start with this folder, and take an open page there."""
        self.set_view({"folder": folder, "photo": None, "anchor": None})
        self._hub.send(ShowFolder(folder))

    def hover(self, over: bool) -> None:  # noqa: FBT001
        self._hub.send(DropHover(over))

    # pictures

    def picture(self, photo: int, recipe: Recipe, gone: Callable[[], bool]) -> Picture:
        return self._pictures.picture(photo, recipe, gone)

    def original(self, photo: int, gone: Callable[[], bool]) -> Picture:
        return self._pictures.original(photo, gone)

    def path(self, photo: int) -> bytes:
        """Absolute path of a photo's file, for the file manager."""
        return self._pictures.path(photo)

    def _look_at(self, file: FileRef) -> None:
        """A file is not as the index has it: look at its folder."""
        for root in self._settings.roots:
            if root.path == file.root:
                self._indexer.look(root.id, [os.path.dirname(file.relative)])

    def _part_of(self, root: RootPath, inside: bytes) -> int:
        """The folder `inside` a root, made known now if the scan has not come by yet."""
        return ask(
            self._indexer,
            lambda conn: folders.find(conn, root.id, inside) or folders.put_chain(conn, root.id, root.path, inside),
        )
