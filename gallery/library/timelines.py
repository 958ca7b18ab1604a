"""The controller of the timelines: the files from which pages draw their grids."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gallery.base.errors import NotFoundError
from gallery.catalog import album_copy, visible_folders
from gallery.languages.sentence import Sentence
from gallery.timeline.build import BY_HAND, OWN_ORDER, TimelineQuery
from gallery.timeline.file import with_generation

if TYPE_CHECKING:
    from gallery.catalog.database import Database
    from gallery.catalog.visible_folders import Within
    from gallery.library.search import SearchController
    from gallery.scan.indexer import Indexer
    from gallery.settings.settings import Settings
    from gallery.timeline.cache import TimelineCache
    from gallery.timeline.visible_generations import VisibleGenerations

MAX_TRIES = 3
_OWN_ORDERS = (BY_HAND, "date", "date-asc")
"""The order of a timeline for each of the orders of albums (album_copy.ORDERINGS)."""
MAX_GENERATION = 0xFFFFFFFF


class TimelinesController:
    """Returns timelines. Every method may be called on any thread."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        timelines: TimelineCache,
        generations: VisibleGenerations,
        indexer: Indexer,
        search: SearchController,
    ) -> None:
        self._settings = settings
        self._database = database
        self._timelines = timelines
        self._generations = generations
        self._indexer = indexer
        self._search = search

    def get(self, query: TimelineQuery) -> tuple[int, bytes]:
        """Return the generation and the file of a timeline; the indexer reads the headers of its folder first.

        A large timeline may be returned as it was a moment ago, while the new one is built (see `TimelineCache.get`).

        The generation is that of `generation` where only some folders are visible.

        Raises:
            NotFoundError: there is no such folder.
            BusyError: the query has a text, and most of the search index is still to be made.
        """
        if query.within is None:
            self._indexer.prioritize_folder(query.folder)
        if query.text:
            self._search.refuse_until_ready(query.within)
        if query.folder is not None:
            with self._database.read() as conn:
                if not visible_folders.is_visible(conn, query.folder, query.within):
                    raise NotFoundError(Sentence("error-folder-gone"))
        if query.within is not None:
            return self._get_visible(query, query.within)
        timeline = self._timelines.get(query)
        return timeline.generation, timeline.data

    def query_of_album(self, album: int, query: TimelineQuery) -> TimelineQuery:
        """Return a query for the photos of an album.

        Raises:
            NotFoundError: there is no such album.
        """
        with self._database.read() as conn:
            rows = album_copy.get_albums(conn)
        albums = album_copy.within(rows, album)
        if not albums:
            raise NotFoundError(Sentence("error-album-gone"))
        own = next(row.ordering for row in rows if row.id == album)
        order = _OWN_ORDERS[own] if query.order == OWN_ORDER else query.order
        return replace(query, order=order, albums=tuple(albums))

    def generation(self, within: Within) -> int:
        """Return a number that is another one when what is visible within top folders is another one, and only then."""
        return self._generations.now(within)

    def _get_visible(self, query: TimelineQuery, within: Within) -> tuple[int, bytes]:
        for _ in range(MAX_TRIES):
            timeline = self._timelines.get(query)
            number = self._generations.at(within, timeline.generation)
            if number is not None:
                break
        else:  # the library changes all the time: a number that no state has, so that it is asked for again
            number = ~self._generations.now(within) & MAX_GENERATION
        return number, with_generation(timeline.data, number)

    def load_last_view(self) -> None:
        """Build the timeline that the page showed last, so that it is in memory when a page asks for it.

        Raises:
            NotFoundError: its folder is gone.
        """
        view = self._settings.view
        self.get(TimelineQuery(view.folder, view.subfolders or view.folder is None, "", view.order))
