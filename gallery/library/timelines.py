"""The controller of the timelines: the files from which pages draw their grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.errors import NotFoundError
from gallery.catalog import folders
from gallery.timeline.build import TimelineQuery

if TYPE_CHECKING:
    from gallery.catalog.database import Database
    from gallery.library.search import SearchController
    from gallery.scan.indexer import Indexer
    from gallery.settings.settings import Settings
    from gallery.timeline.cache import TimelineCache


class TimelinesController:
    """Returns timelines. Every method may be called on any thread."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        timelines: TimelineCache,
        indexer: Indexer,
        search: SearchController,
    ) -> None:
        self._settings = settings
        self._database = database
        self._timelines = timelines
        self._indexer = indexer
        self._search = search

    def get(self, query: TimelineQuery) -> tuple[int, bytes]:
        """Return the generation and the file of a timeline; the indexer reads the headers of its folder first.

        A large timeline may be returned as it was a moment ago, while the new one is built (see `TimelineCache.get`).

        Raises:
            NotFoundError: there is no such folder.
            BusyError: the query has a text, and most of the search index is still to be made.
        """
        self._indexer.prioritize_folder(query.folder)
        if query.text:
            self._search.refuse_until_ready()
        if query.folder is not None:
            with self._database.read() as conn:
                if folders.get(conn, query.folder) is None:
                    raise NotFoundError("This folder is not there any more.")
        timeline = self._timelines.get(query)
        return timeline.generation, timeline.data

    def load_last_view(self) -> None:
        """Build the timeline that the page showed last, so that it is in memory when a page asks for it.

        Raises:
            NotFoundError: its folder is gone.
        """
        view = self._settings.view
        self.get(TimelineQuery(view.folder, view.subfolders or view.folder is None, "", view.order))
