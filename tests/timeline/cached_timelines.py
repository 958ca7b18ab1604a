"""A cache of timelines over an index of its own, in which building can be counted and held up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from gallery.catalog import cache_schema, photos, schema
from gallery.catalog.change_log import ALL_PHOTOS, ChangeLog
from gallery.catalog.database import Database
from gallery.search.bitmaps import SnapshotCache
from gallery.timeline import build as timeline_build
from gallery.timeline.cache import TimelineCache
from tests.index_builder import metadata, read, top

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from gallery.timeline.build import TimelineQuery
    from gallery.timeline.file import TimelineFile


class CachedTimelines:
    """An index and the cache of its timelines. `built` counts how often one was built; `hold`, while cleared, delays that."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.index = Database(folder / "index.db", schema.INDEX)
        self.database = Database(folder / "cache.db", cache_schema.CACHE)
        self.changes = ChangeLog()
        self.index.add_observer(self.changes)
        self.built_generations: list[int] = []
        self.built = 0
        self.hold = threading.Event()
        self.hold.set()
        original = timeline_build.build_timeline

        def build(
            conn: sqlite3.Connection,
            query: TimelineQuery,
            search_cache: SnapshotCache | None = None,
            stop: Callable[[], bool] = lambda: False,
        ) -> TimelineFile:
            self.built += 1
            while not self.hold.wait(0.01):
                if stop():
                    raise timeline_build.StoppedError("Shoebox is closing.")
            return original(conn, query, search_cache, stop)

        monkeypatch.setattr(timeline_build, "build_timeline", build)
        self.cache = TimelineCache(
            self.index, self.database, self.changes, SnapshotCache(), self.built_generations.append
        )

    def add(self, name: bytes, taken: int) -> int:
        """Add a photo in a transaction that raises the generation, and return its id."""
        with self.index.write() as conn:
            photo = read(conn, top(conn), name, metadata(name, taken))
            photos.raise_generation(conn)
        return photo

    def change_everything(self) -> int:
        """Raise the generation so that any photo may have changed, and return it."""
        with self.index.write() as conn:
            conn.execute("INSERT INTO temp.touched VALUES (?)", (ALL_PHOTOS,))
            return photos.raise_generation(conn)

    def close(self) -> None:
        """Close the cache, which saves large timelines, and both databases."""
        self.hold.set()
        self.cache.close()
        self.index.close()
        self.database.close()
