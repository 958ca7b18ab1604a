"""The status: what it is composed of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import cache_schema
from gallery.catalog.blobs import BlobCache
from gallery.catalog.change_log import ChangeLog
from gallery.catalog.database import Database
from gallery.library.folder_counts import FolderCounts
from gallery.library.status import StatusController
from gallery.timeline.visible_generations import VisibleGenerations
from tests.harness import run_harness

if TYPE_CHECKING:
    from pathlib import Path


def test_the_notice_of_each_store_is_shown(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"garbage" * 1000)
    cache = Database(tmp_path / "cache.db", cache_schema.CACHE, checked=False)
    with run_harness(tmp_path / "data") as home:
        parts = home.parts
        status = StatusController(
            parts.settings,
            parts.database,
            BlobCache(cache),
            parts.indexer,
            parts.watcher,
            FolderCounts(cache),
            VisibleGenerations(parts.database, ChangeLog()),
            parts.library.annotations,
            parts.library.backups,
            parts.library.sidecars,
        )
        told = status.read()["notices"]
    cache.close()
    assert [notice for notice in told if notice.startswith("cache.db was a file of another program")]
