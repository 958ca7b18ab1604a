"""The composition root: builds every part, starts them in order, and stops them in the opposite order."""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery import logs
from gallery.catalog import photos, schema
from gallery.catalog.blobs import Blobs
from gallery.catalog.changes import Changes
from gallery.catalog.database import Database
from gallery.catalog.masks import Memory
from gallery.config import Settings
from gallery.events import Changed, EventHub
from gallery.imaging.pool import Pool
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.library import Library
from gallery.lock import InstanceLock
from gallery.memory import a_quarter
from gallery.models import Recipe
from gallery.paths import program_folder
from gallery.scan.indexer import Indexer
from gallery.scan.watcher import Watcher
from gallery.timelines import Timelines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gallery.paths import DataFolder
    from gallery.web.desk import Desktop
    from gallery.web.gate import Gate
    from gallery.web.server import Server

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs while the data folder is ours."""

    settings: Settings
    database: Database
    hub: EventHub
    indexer: Indexer
    watcher: Watcher
    library: Library


@contextmanager
def open_parts(data: DataFolder, *, thumbnails: bool = True) -> Iterator[Parts]:
    """Lock the data folder, open the stores, start the threads. Leaving stops and closes all of it.

    Without `thumbnails`, none are made but those that somebody looks at.

    Raises:
        DataFolderError: another Shoebox has the folder.
        DatabaseError: a store cannot be opened or made.
    """
    with ExitStack() as stack:
        stack.enter_context(InstanceLock(data.lock))
        settings = Settings(data.settings)
        stack.callback(settings.close)
        index = Database(data.index, schema.INDEX)
        stack.callback(index.close)
        cache = Database(data.cache, schema.CACHE, checked=False)
        stack.callback(cache.close)
        blobs = Blobs(cache)
        workers = max(1, os.cpu_count() or 1)
        pool = Pool(workers, a_quarter())
        store = ThumbnailStore(blobs, pool, lambda *made: indexer.note_made(*made))  # noqa: PLW0108  built below
        stack.callback(blobs.close)
        stack.callback(store.close)
        stack.callback(pool.close)
        hub = EventHub()
        changes = Changes()
        index.attach(changes)
        timelines = Timelines(index, cache, changes, Memory(), lambda generation: hub.send(Changed(generation)))
        stack.callback(timelines.close)
        indexer = Indexer(
            index,
            pool,
            hub,
            lambda source: store.want(source, Recipe.SMALL),
            workers=workers,
            skip={os.fsencode(data.path)},
            thumbnails=thumbnails,
        )
        watcher = Watcher(indexer.look, indexer.scan, {os.fsencode(data.path)})
        library = Library(settings, index, store, timelines, indexer, watcher, hub, data.path, cache)
        for part in (indexer, watcher):
            part.start()
            stack.callback(part.stop)
        if blobs.empty:
            indexer.call(photos.forget_thumbnails)
        yield Parts(settings, index, hub, indexer, watcher, library)


@dataclass(frozen=True, slots=True)
class Site:
    gate: Gate
    server: Server
    port: int


@contextmanager
def open_site(parts: Parts, desktop: Desktop, port: int, on_death: Callable[[], None]) -> Iterator[Site]:
    """Serve the page on 127.0.0.1 until the block ends. A free port when `port` is 0.

    Raises:
        GalleryError: the port is taken.
    """
    from gallery.web.gate import Gate
    from gallery.web.server import Server, bind
    from gallery.web.site import create_app

    with ExitStack() as stack:
        listener = bind(port)
        stack.callback(listener.close)
        number = listener.getsockname()[1]
        gate = Gate(number, on_enter=parts.hub.drop_all)
        logs.redactor.secrets = gate.secrets
        app = create_app(
            parts.library, parts.hub, gate, desktop, program_folder("ui"), program_folder("assets") / "icon.png"
        )
        server = Server(app, listener, on_death)
        server.start()
        stack.callback(server.stop)
        stack.callback(parts.hub.close)
        yield Site(gate, server, number)
