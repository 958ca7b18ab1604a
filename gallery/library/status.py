"""The controller of the status: what a page must know first, and after each event."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gallery.base.events import ProgressChanged
from gallery.catalog import folders, photo_counts, photos, visible_folders
from gallery.library import serialize
from gallery.settings.view_state import ViewState

if TYPE_CHECKING:
    from gallery.catalog.blobs import BlobCache
    from gallery.catalog.database import Database
    from gallery.catalog.visible_folders import Within
    from gallery.library.annotations import AnnotationsController
    from gallery.library.backups import BackupsController
    from gallery.library.folder_counts import FolderCounts
    from gallery.library.sidecars import SidecarsController
    from gallery.scan.indexer import Indexer
    from gallery.scan.watcher import Watcher
    from gallery.settings.settings import Settings
    from gallery.timeline.visible_generations import VisibleGenerations


class StatusController:
    """Composes the status from every part that has a word to say in it. May be called on any thread."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        blobs: BlobCache,
        indexer: Indexer,
        watcher: Watcher,
        counts: FolderCounts,
        generations: VisibleGenerations,
        annotations: AnnotationsController,
        backups: BackupsController,
        sidecars: SidecarsController,
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._indexer = indexer
        self._watcher = watcher
        self._counts = counts
        self._generations = generations
        self._annotations, self._backups, self._sidecars = annotations, backups, sidecars

    def read_within(self, within: Within) -> dict[str, Any]:
        """Return the same for those who see some top folders (visible_folders.py), and nothing of this computer.

        The top folders are the roots. What Shoebox does and what troubles it is nobody's business but its owner's.
        """
        with self._database.read() as conn:
            generation = self._generations.now(within)
            counts, sums = self._counts.get(conn), dict.fromkeys(within, 0)
            rows = visible_folders.get_rows(conn, within)
            for row in rows:
                sums[row.root] += counts[row.id][0] if row.id in counts else 0
            problems = photo_counts.count_problems(conn, within)
        return {
            "generation": generation,
            "roots": [serialize.top_folder_json(row, sums[row.id]) for row in rows if row.parent is None],
            "counts": {"photos": sum(sums.values()), "problems": problems},
            "progress": asdict(ProgressChanged("idle")),
            "view": ViewState().as_json(),
            "notices": [],
        }

    def read(self) -> dict[str, Any]:
        """Return generation, roots, counts, progress, view, notices and what can be undone, as JSON."""
        with self._database.read() as conn:
            generation = photos.get_generation(conn)
            counts = folders.counts_by_root(conn, self._counts.get(conn))
            roots = [
                serialize.root_json(root, folders.find(conn, root.id, b""), counts.get(root.id, 0))
                for root in folders.get_roots(conn)
            ]
            problems = photo_counts.count_problems(conn) + len(self._sidecars.problems())
        return {
            "generation": generation,
            "roots": roots,
            "counts": {"photos": sum(counts.values()), "problems": problems},
            "progress": asdict(self._indexer.progress()),
            "view": self._settings.view.as_json(),
            "notices": self._notices(),
            **self._annotations.status(),
            "backup": self._backups.status(),
            **self._sidecars.status(),
        }

    def _notices(self) -> list[str]:
        """Return the sentences that the user should read, as long as they are true."""
        parts = (self._settings, self._database, self._blobs, self._indexer, self._annotations, self._backups)
        notices = [part.notice for part in parts] + self._watcher.notices()
        return list(dict.fromkeys(notice for notice in notices if notice))  # both databases may lie on a full disk
