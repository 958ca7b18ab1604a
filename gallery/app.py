"""The composition root: builds every part, starts them in order, and stops them in the opposite order."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.base import logs
from gallery.base.events import Changed, EventHub
from gallery.base.lock import InstanceLock
from gallery.base.memory import a_quarter
from gallery.base.models import Recipe
from gallery.base.paths import program_folder
from gallery.catalog import schema, thumbnail_reset
from gallery.catalog.blobs import Blobs
from gallery.catalog.change_log import ChangeLog
from gallery.catalog.database import Database
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.imaging.workers.pool import Pool
from gallery.library.library import Library
from gallery.scan.indexer import Indexer
from gallery.scan.watcher import Watcher
from gallery.search.bitmaps import SnapshotCache
from gallery.settings.settings import Settings
from gallery.timeline.cache import TimelineCache

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from gallery.base.paths import DataFolder
    from gallery.web.desktop_protocol import Desktop
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
def open_parts(data: DataFolder, *, thumbnails: bool = True, held: bool = False) -> Iterator[Parts]:
    """Lock the data folder, open the stores, start the threads. Leaving stops and closes all of it.

    Without `thumbnails`, none are made but those that somebody looks at. `held`: `Library.open` follows, and nothing is
    scanned or made before a page has its first screen.

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
        hub = EventHub(on_listener=lambda: library.opening.listened())  # noqa: PLW0108  built below
        changes = ChangeLog()
        index.attach(changes)
        timelines = TimelineCache(
            index, cache, changes, SnapshotCache(), lambda generation: hub.send(Changed(generation))
        )
        stack.callback(timelines.close)
        indexer = Indexer(
            index,
            pool,
            hub,
            lambda source: store.want(source, Recipe.SMALL),
            workers=workers,
            skip={os.fsencode(data.path)},
            thumbnails=thumbnails,
            held=held,
        )
        watcher = Watcher(indexer.look, indexer.scan, {os.fsencode(data.path)})
        library: Library = Library(settings, index, store, timelines, indexer, watcher, hub, data.path, cache)
        for part in (indexer, watcher):
            part.start()
            stack.callback(part.stop)
        stack.callback(library.close)
        stack.callback(library.opening.stop)
        stack.callback(timelines.stop)
        if blobs.empty:
            indexer.call(thumbnail_reset.begin)
        _remake(indexer)
        yield Parts(settings, index, hub, indexer, watcher, library)


def _remake(indexer: Indexer) -> None:
    """Step by step: whatever else is ordered has its turn in between. What fails goes on at the next start."""

    def done(step: Future[bool]) -> None:
        if not step.exception() and step.result():
            _remake(indexer)

    indexer.call(thumbnail_reset.go_on).add_done_callback(done)


class Site:
    """The page's address, and the server behind it, once it has begun."""

    def __init__(self, gate: Gate, port: int, serve: Callable[[], Server], on_death: Callable[[], None]) -> None:
        self.gate, self.port, self._serve, self._on_death = gate, port, serve, on_death
        self._builder = ThreadPoolExecutor(1, "site")
        self._serving: Future[Server] | None = None

    @property
    def server(self) -> Server:
        """Waits for it, where it has begun."""
        if self._serving is None:
            raise RuntimeError("the site has not begun")
        return self._serving.result()

    def begin(self) -> None:
        """Build the server beside whatever else goes on: to import it takes as long as a window takes to appear.

        Who asks before it is there waits in the port's queue.
        """
        self._serving = self._builder.submit(self._serve)
        self._serving.add_done_callback(lambda built: self._on_death() if built.exception() else None)

    def stop(self) -> None:
        """Raises what kept the server from being built."""
        self._builder.shutdown()
        if self._serving:
            self._serving.result().stop()


@contextmanager
def open_site(parts: Parts, desktop: Desktop, port: int, on_death: Callable[[], None]) -> Iterator[Site]:
    """A port on 127.0.0.1, and what will serve the page on it until the block ends. A free port when `port` is 0.

    Raises:
        GalleryError: the port is taken.
    """
    from gallery.web.gate import Gate
    from gallery.web.listener import bind

    with ExitStack() as stack:
        listener = bind(port)
        stack.callback(listener.close)
        number = listener.getsockname()[1]
        gate = Gate(number, on_new_session=parts.hub.drop_all)
        logs.redactor.secrets = gate.live_secrets
        site = Site(gate, number, lambda: _server(parts, gate, desktop, listener, on_death), on_death)
        stack.callback(site.stop)
        stack.callback(parts.hub.close)
        yield site


def _server(
    parts: Parts, gate: Gate, desktop: Desktop, listener: socket.socket, on_death: Callable[[], None]
) -> Server:
    from gallery.web.server import Server
    from gallery.web.site import create_app

    app = create_app(
        parts.library, parts.hub, gate, desktop, program_folder("ui"), program_folder("assets") / "icon.png"
    )
    server = Server(app, listener, on_death)
    server.start()
    return server
