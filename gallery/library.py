"""The one door through which window and web reach everything: roots, views, photos, pictures."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from gallery import facts
from gallery.catalog import facts as stored
from gallery.catalog import folders, photos, timeline
from gallery.config import RootPath, View, view_from
from gallery.errors import BusyError, NotFoundError
from gallery.events import Changed, Hover, Roots, Show
from gallery.pictures import Picture, Pictures
from gallery.roots import check_folder, relative

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gallery.catalog.database import Database
    from gallery.catalog.timeline import Query
    from gallery.config import Settings
    from gallery.events import EventHub, Progress
    from gallery.imaging.thumbnails import ThumbnailStore
    from gallery.models import FileRef, Recipe
    from gallery.scan.indexer import Indexer
    from gallery.scan.watcher import Watcher

T = TypeVar("T")
KEPT_VIEWS = 4
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
        indexer: Indexer,
        watcher: Watcher,
        hub: EventHub,
        data_folder: Path,
    ) -> None:
        self._settings = settings
        self._database = database
        self._thumbnails = thumbnails
        self._pictures = Pictures(database, thumbnails, self._look_at)
        self._indexer = indexer
        self._watcher = watcher
        self._hub = hub
        self._data_folder = data_folder
        self._kept: OrderedDict[Query, tuple[int, bytes]] = OrderedDict()
        self._kept_lock = threading.Lock()
        self._focused = 0.0

    # roots

    def start(self) -> None:
        """Make the index follow the settings: the roots that are listed there, watched and scanned."""
        self.align()
        for root in self._settings.roots:
            self._watcher.watch(root.id, root.path)
            self._indexer.scan(root.id)

    def align(self) -> None:
        """Make the index hold the roots that the settings name, and no others."""
        known = {root.id: root.path for root in self._settings.roots}
        self._wait(lambda conn: _align(conn, known))

    def add_root(self, path: str | bytes) -> Added:
        """Show this folder from now on. One inside a known root is shown as part of it.

        Raises:
            UsageError: there is no such folder, it may not be read, or it is Shoebox's own.
        """
        real = check_folder(path, self._data_folder)
        for root in self._settings.roots:
            inside = relative(root.path, real)
            if inside is not None:
                return Added(root.id, self._part_of(root, inside))
        nested = [(root, inside) for root in self._settings.roots if (inside := relative(real, root.path)) is not None]
        added = self._settings.add_root(real)
        folder = self._wait(lambda conn: _add(conn, added, nested))
        for root, _ in nested:
            self._settings.remove_root(root.id)
            self._watcher.unwatch(root.id)
        self._watcher.watch(added.id, real)
        self._indexer.scan(added.id)
        self.set_view({"open": [*self._settings.view.open, folder]})  # a new tree starts unfolded
        self._hub.send(Roots())
        return Added(added.id, folder)

    def remove_root(self, root_id: int) -> None:
        """Stop showing a root. Files are not touched."""
        if root_id not in {root.id for root in self._settings.roots}:
            raise NotFoundError("This folder is not shown any more.")
        self._settings.remove_root(root_id)
        self._watcher.unwatch(root_id)
        generation = self._wait(lambda conn: _remove(conn, root_id))
        self._hub.send(Roots())
        self._hub.send(Changed(generation))

    def rescan(self, root_id: int | None = None) -> None:
        """Compare a root, or all of them, with the disk."""
        for root in self._settings.roots:
            if root_id in (None, root.id):
                self._indexer.scan(root.id)

    def retry_problems(self) -> int:
        """Read again whatever could not be read. How many files that is."""
        with self._database.read() as conn:
            for fingerprint in stored.troubled_fingerprints(conn):
                self._thumbnails.forget(fingerprint)
        count = self._wait(photos.retry)
        self.rescan()
        return count

    def focused(self) -> None:
        """The window came to the front: look for what the system did not tell, not too often."""
        if time.monotonic() > self._focused + FOCUS_PAUSE_S:
            self._focused = time.monotonic()
            self.rescan()

    def pause(self, paused: bool) -> None:  # noqa: FBT001
        self._indexer.pause(paused)

    # views

    def status(self) -> dict[str, Any]:
        with self._database.read() as conn:
            counts = photos.counts(conn)
            generation = photos.generation(conn)
            roots = facts.roots_json(conn)
        notices = [self._settings.notice, self._database.notice, self._indexer.notice, *self._watcher.notices()]
        return {
            "generation": generation,
            "roots": roots,
            "counts": {"photos": counts["photos"], "problems": counts["problems"]},
            "progress": self.progress(),
            "view": self._settings.view.as_json(),
            "notices": [notice for notice in notices if notice],
        }

    def progress(self) -> Progress:
        return self._indexer.progress()

    def timeline(self, query: Query) -> tuple[int, bytes]:
        """The generation and the file of a view, from memory while nothing changed.

        Raises:
            NotFoundError: there is no such folder.
        """
        self._indexer.prefer(query.folder)
        with self._database.read() as conn:
            generation = photos.generation(conn)
            if query.folder is not None and folders.one(conn, query.folder) is None:
                raise NotFoundError("This folder is not there any more.")
        with self._kept_lock:
            kept = self._kept.get(query)
            if kept and kept[0] == generation:
                self._kept.move_to_end(query)
                return kept
        with self._database.read() as conn:
            built = timeline.build(conn, query)
        with self._kept_lock:
            self._kept[query] = built
            while len(self._kept) > KEPT_VIEWS:
                self._kept.popitem(last=False)
        return built

    def folders(self) -> dict[str, Any]:
        """The tree, and the generation it is at least as new as."""
        with self._database.read() as conn:
            generation = photos.generation(conn)
            return {"generation": generation, "folders": facts.folders_json(folders.tree(conn), folders.counts(conn))}

    def photo(self, photo: int) -> dict[str, Any]:
        with self._database.read() as conn:
            found = stored.one(conn, photo)
        if found is None:
            raise NotFoundError("This photo is not there any more.")
        return facts.photo_json(found)

    def labels(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        with self._database.read() as conn:
            return [facts.label_json(*row) for row in stored.labels(conn, ids)]

    def problems(self) -> list[dict[str, Any]]:
        with self._database.read() as conn:
            return [facts.trouble_json(row) for row in stored.troubles(conn, 5000)]

    def paths(self, ids: Sequence[int]) -> list[bytes]:
        """Absolute paths of these photos, for people to copy."""
        with self._database.read() as conn:
            return stored.paths(conn, ids)

    def total_bytes(self, ids: Sequence[int]) -> int:
        """What the files of these photos take on the disk."""
        with self._database.read() as conn:
            return stored.total_bytes(conn, ids)

    def set_view(self, data: object) -> View:
        view = view_from(data, self._settings.view)
        self._settings.set_view(view)
        return view

    def show(self, folder: int | None) -> None:
        """Start with this folder, and take an open page there."""
        self.set_view({"folder": folder, "photo": None, "anchor": None})
        self._hub.send(Show(folder))

    def hover(self, over: bool) -> None:  # noqa: FBT001
        self._hub.send(Hover(over))

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
        return self._wait(
            lambda conn: folders.find(conn, root.id, inside) or folders.put_chain(conn, root.id, root.path, inside)
        )

    def _wait(self, order: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return self._indexer.call(order).result(30)
        except FutureTimeoutError as error:
            raise BusyError("Shoebox is busy with your folders. Try again in a moment.") from error


def _align(conn: sqlite3.Connection, known: dict[int, bytes]) -> None:
    for root in folders.roots(conn):
        if known.get(root.id) != root.path:
            folders.remove_root(conn, root.id)
    for root_id, path in known.items():
        folders.put_root(conn, root_id, path)
    folders.sweep(conn)


def _add(conn: sqlite3.Connection, added: RootPath, nested: list[tuple[RootPath, bytes]]) -> int:
    folder = folders.put_root(conn, added.id, added.path)
    for root, inside in nested:
        folders.take_over(conn, root.id, added.id, inside)
        photos.raise_generation(conn)
    return folder


def _remove(conn: sqlite3.Connection, root_id: int) -> int:
    folders.remove_root(conn, root_id)
    return photos.raise_generation(conn)
