"""The composition root: builds every part, starts them in order, and stops them in the opposite order.

`open_parts` opens, in this order: the lock of the data folder; settings, library.db, index and cache; the thumbnails
and the pool of decode processes; the timelines; the threads of the indexer and of the watcher. `open_local_server`
(local_server.py) follows: the port, then, at `LocalServer.begin`, the server. Stopping goes backwards, so that each
part finds the ones it needs still open: the event streams end, and the server stops; building a timeline and the
deferred start are given up; the folder counts are saved; the watcher ends, then the indexer; the timelines, the pool,
the thumbnails that are not written yet, the databases and the settings are closed; at last the lock is released.

No part is handed one that does not exist yet. Where two need each other, the lower one tells by a listener that is
added here (ThumbnailStore, SavedSearches, EventHub), or is given the upper one when it starts (DeferredStart,
LocalServer).
"""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gallery.base.durable_file import take_file
from gallery.base.events import EventHub, RootsChanged
from gallery.base.memory import quarter_bytes
from gallery.base.models import GRID_RECIPES, Recipe
from gallery.catalog import reprocessing
from gallery.catalog.blobs import BlobCache
from gallery.data_folder_lock import lock_data_folder
from gallery.imaging.thumbnails import ThumbnailStore
from gallery.imaging.workers.media_pool import MediaPool
from gallery.library.albums import AlbumsController
from gallery.library.annotations import AnnotationsController
from gallery.library.backups import BackupsController
from gallery.library.daily_backups import DailyBackups
from gallery.library.dates_and_places import DatesAndPlacesController
from gallery.library.day_places import DayPlacesController
from gallery.library.file_groups import FileGroupsController
from gallery.library.folder_counts import FolderCounts
from gallery.library.folders import FoldersController
from gallery.library.gone_files import GoneFilesController
from gallery.library.last_screen import LastScreenController
from gallery.library.library import Library
from gallery.library.photos import PhotosController
from gallery.library.picture_sources import IndexedSources
from gallery.library.pictures import PicturesController
from gallery.library.preferences import PreferencesController
from gallery.library.problems import ProblemsController
from gallery.library.proposals import ProposalsController
from gallery.library.roots import RootsController
from gallery.library.search import SearchController
from gallery.library.sidecars import SidecarsController
from gallery.library.startup import DeferredStart
from gallery.library.status import StatusController
from gallery.library.stretches import StretchesController
from gallery.library.tags import TagsController
from gallery.library.timelines import TimelinesController
from gallery.library.tiny_pictures import TinyPicturesController
from gallery.library.transfer import TransferController
from gallery.library.visited_photos import VisitedPhotos, VisitedPictures
from gallery.library.visits import VisitsController
from gallery.scan import place_lookup
from gallery.scan.annotation_linking import AnnotationLinker
from gallery.scan.indexer import Indexer
from gallery.scan.watcher import Watcher
from gallery.stores import describe_present, open_stores, open_timelines, open_tiny_pictures, run_reprocess_step
from gallery.visits.memory_blobs import MemoryBlobs
from gallery.visits.registry import Visits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.base.paths import DataFolder
    from gallery.catalog.database import Database
    from gallery.settings.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that run while the data folder is ours, for the commands and the servers. `open_parts` closes them."""

    settings: Settings
    database: Database
    """The index; the cache has no user outside of `open_parts`."""
    hub: EventHub
    indexer: Indexer
    watcher: Watcher
    library: Library


@contextmanager
def open_parts(
    data: DataFolder, settings: Settings | None = None, *, thumbnails: bool = True, held: bool = False
) -> Iterator[Parts]:
    """Open the stores, start the threads. Leaving stops and closes all of it.

    Args:
        data: The data folder.
        settings: Those of the data folder, which the caller has locked (`lock_data_folder`); None: it is locked here.
        thumbnails: Whether to make the grid thumbnails of all photos, or only those that somebody looks at.
        held: Whether to scan and make nothing until `Library.open` lets the work begin.

    Raises:
        DataFolderError: another Shoebox has the folder.
        DatabaseError: a store cannot be opened or made.
    """
    with ExitStack() as stack:
        settings = settings or stack.enter_context(lock_data_folder(data))
        take_file(data.last_picture)  # which is of no use any more: from now on the library may look otherwise
        stores = open_stores(stack, data)
        index, cache = stores.index, stores.cache
        said = stores.library.store
        blobs = BlobCache(cache, settings.preferences.cache_limit)
        workers = max(1, os.cpu_count() or 1)
        pool = MediaPool(workers, quarter_bytes())
        store = ThumbnailStore(blobs, pool)
        tiny = open_tiny_pictures(stack, data, index, blobs, pool, lambda: store.asked_at)
        for close in (blobs.close, store.close, pool.close):
            stack.callback(close)
        startup = DeferredStart()
        hub = EventHub(on_listener=startup.page_listens)
        timelines, generations, search_updater = open_timelines(stack, index, cache, hub)
        own_folders = {os.fsencode(data.path)}
        linker = AnnotationLinker(index, said, hub)
        indexer = Indexer(
            index,
            pool,
            hub,
            lambda source: store.request(source, Recipe.SMALL),
            lambda source: any(store.get_older(source.fingerprint, recipe) for recipe in GRID_RECIPES),
            partial(run_reprocess_step, blobs=blobs),
            linker,
            workers=workers,
            skip=own_folders,
            thumbnails=thumbnails,
            held_for_startup=held,
        )
        store.add_listener(tiny.record)
        store.add_listener(indexer.record_thumbnail)
        routinely = partial(indexer.scan, routine=True)
        watcher = Watcher(indexer.check_folders, indexer.scan, routinely, lambda: hub.send(RootsChanged()), own_folders)
        counts = FolderCounts(cache)
        search = SearchController(index, indexer, timelines.search_cache)
        roots = RootsController(settings, indexer, watcher, hub, search, data.path)
        for told in (settings, settings.searches):
            told.add_listener(lambda: hub.send(RootsChanged()))
        groups = FileGroupsController(settings, index, indexer, hub)
        visits, proposals = _open_visits(stack, index, blobs, pool, roots, hub)
        annotations = AnnotationsController(said, index, indexer, search, search_updater, visits.photos, hub)
        daily = DailyBackups(stores.library.backups, hub)
        sidecars = SidecarsController(settings, said, index, indexer, annotations, hub)
        backups = BackupsController(stores.library.backups, annotations, daily, sidecars.holding)
        photos = PhotosController(index)
        timelines_controller = TimelinesController(settings, index, timelines, generations, indexer, search)
        library = Library(
            roots=roots,
            folders=FoldersController(index, counts, generations),
            timelines=timelines_controller,
            day_places=DayPlacesController(index, timelines_controller),
            stretches=StretchesController(index, timelines_controller),
            dates_and_places=DatesAndPlacesController(index),
            photos=photos,
            groups=groups,
            annotations=annotations,
            tags=TagsController(said, index, annotations),
            albums=AlbumsController(said, index, annotations),
            backups=backups,
            transfer=TransferController(said, index, annotations, data.path / "import"),
            gone=GoneFilesController(said, index, indexer, annotations),
            sidecars=sidecars,
            preferences=PreferencesController(settings, blobs, store, indexer),
            problems=ProblemsController(index, store, indexer, roots, sidecars),
            pictures=PicturesController(IndexedSources(index), store, roots.check_folder_of),
            tiny=TinyPicturesController(photos, tiny),
            search=search,
            status=StatusController(
                settings, index, blobs, indexer, watcher, counts, generations, annotations, backups, sidecars
            ),
            visits=visits,
            proposals=proposals,
            last_screen=LastScreenController(settings, index, cache, blobs),
            settings=settings,
            indexer=indexer,
            startup=startup,
        )
        indexer.submit(partial(reprocessing.begin_due, present=describe_present(blobs, cache)))
        indexer.submit(place_lookup.begin_due)
        indexer.submit(linker.begin)
        indexer.submit(groups.align)
        for thread in (indexer, watcher):
            thread.start()
            stack.callback(thread.stop)
        stack.callback(counts.save)
        for stop in (daily.stop, sidecars.stop, startup.stop, timelines.stop):
            stack.callback(stop)
        yield Parts(settings, index, hub, indexer, watcher, library)


def _open_visits(
    stack: ExitStack, index: Database, blobs: BlobCache, pool: MediaPool, roots: RootsController, hub: EventHub
) -> tuple[VisitsController, ProposalsController]:
    """Return the visits, and what proposes folders by them, until `stack` is closed. Their pictures are not written."""
    visits = Visits(pool)
    stack.callback(visits.stop)
    store = ThumbnailStore(MemoryBlobs(blobs), pool)
    photos = VisitedPhotos(visits)
    store.add_listener(photos.record)
    proposals = ProposalsController(visits, roots)
    stack.callback(proposals.stop)
    return VisitsController(visits, photos, VisitedPictures(visits, photos, store), store, index, roots, hub), proposals
