"""Opens what the program keeps: library.db, index and cache, and what follows the writes of the index.

Part of the composition root (`app.py`), which calls these functions in the order that stands there and hands each part
what is open already.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gallery.annotations.library_file import OpenedLibrary, open_library
from gallery.base.events import TimelinesChanged
from gallery.base.models import GRID_RECIPES, Recipe
from gallery.catalog import cache_schema, photo_details, reprocessing, schema, sort_keys
from gallery.catalog.change_log import ChangeLog
from gallery.catalog.database import Database
from gallery.imaging.metadata.version import READER_VERSION
from gallery.imaging.tiny_file import TinyFile
from gallery.imaging.tiny_pictures import TinyPictures
from gallery.scan import place_lookup
from gallery.search.bitmaps import SnapshotCache
from gallery.search.column_index_updater import ColumnIndexUpdater
from gallery.timeline.cache import TimelineCache
from gallery.timeline.visible_generations import VisibleGenerations

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import ExitStack

    from gallery.base.events import EventHub
    from gallery.base.paths import DataFolder
    from gallery.catalog.blobs import BlobCache
    from gallery.imaging.tiny_pictures import Shrinker

TINY_SHARE = 4
"""The file of tiny pictures may grow to a quarter of what the cache may take: 600,000 photos of 1 GiB."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What is kept in the data folder, open."""

    library: OpenedLibrary
    """library.db: what the user said about photos."""
    index: Database
    cache: Database


def open_stores(stack: ExitStack, data: DataFolder) -> Stores:
    """Open library.db, index and cache, to be closed when `stack` is.

    Raises:
        DatabaseError: one cannot be opened or made.
    """
    library = open_library(data.library)
    stack.callback(library.store.close)
    index = Database(data.index, schema.INDEX)
    stack.callback(index.close)
    cache = Database(data.cache, cache_schema.CACHE, checked=False)
    stack.callback(cache.close)
    return Stores(library, index, cache)


def open_timelines(
    stack: ExitStack, index: Database, cache: Database, hub: EventHub
) -> tuple[TimelineCache, VisibleGenerations, ColumnIndexUpdater]:
    """Attach to the index what follows its writes, and return it; the timelines are closed when `stack` is."""
    changes = ChangeLog()
    index.add_observer(changes)
    updater = ColumnIndexUpdater()
    index.add_observer(updater)
    timelines = TimelineCache(
        index, cache, changes, SnapshotCache(), lambda generation: hub.send(TimelinesChanged(generation))
    )
    stack.callback(timelines.close)
    return timelines, VisibleGenerations(index, changes), updater


def open_tiny_pictures(
    stack: ExitStack, data: DataFolder, index: Database, blobs: BlobCache, pool: Shrinker, asked_at: Callable[[], float]
) -> TinyPictures:
    """Return the tiny pictures, whose file is closed when `stack` is; `asked_at` as `TinyPictures` wants it."""
    file = TinyFile(data.tiny, blobs.limit // TINY_SHARE)
    stack.callback(file.close)

    def find_with_thumbnail(below: int, limit: int) -> list[tuple[int, bytes]]:
        with index.read() as conn:
            return photo_details.list_with_thumbnail(conn, below, limit)

    return TinyPictures(file, blobs, pool, find_with_thumbnail, asked_at)


def run_reprocess_step(conn: sqlite3.Connection, blobs: BlobCache) -> bool:
    """Run the next step of what is to be done for all photos. Return whether there may be more."""
    missing = partial(blobs.find_missing, recipes=GRID_RECIPES)
    return sort_keys.run_step(conn) or place_lookup.run_step(conn) or reprocessing.run_step(conn, missing)


def describe_present(blobs: BlobCache, cache: Database) -> reprocessing.Present:
    """Return what decides whether photos are read, or their thumbnails made, again."""
    return reprocessing.Present(
        READER_VERSION, Recipe.SMALL.value, blobs.empty, crashed=cache.closed_uncleanly and blobs.roomy
    )
