"""The public API for web, window and command line: one object that hands out a controller for each subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.library.day_places import DayPlacesController
    from gallery.library.folders import FoldersController
    from gallery.library.photos import PhotosController
    from gallery.library.pictures import PicturesController
    from gallery.library.problems import ProblemsController
    from gallery.library.roots import RootsController
    from gallery.library.search import SearchController
    from gallery.library.startup import DeferredStart
    from gallery.library.status import StatusController
    from gallery.library.timelines import TimelinesController
    from gallery.scan.indexer import Indexer
    from gallery.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Library:
    """The controllers. They take ids and return values; every error that they raise is a GalleryError.

    Every controller may be used on any thread.
    """

    roots: RootsController
    folders: FoldersController
    timelines: TimelinesController
    day_places: DayPlacesController
    photos: PhotosController
    problems: ProblemsController
    pictures: PicturesController
    search: SearchController
    status: StatusController
    settings: Settings
    """The page's view and the saved searches."""
    indexer: Indexer
    """To pause the work, and to read its progress."""
    startup: DeferredStart

    def open(self) -> None:
        """Begin to work for a page. Called once.

        A page sees what is known before anything is compared with the disk: where photos are known, watching and
        scanning wait until a page shows its first screen (see `DeferredStart`).

        Raises:
            BusyError: the indexer did not begin in time.
        """
        self.roots.align()
        if self.photos.any_known():
            self.indexer.hold_for_startup(True)
            first_screen = (self.timelines.load_last_view, self.status.read, self.folders.tree)
            self.startup.start(first_screen, self.roots.watch_and_scan)
        else:
            self.roots.watch_and_scan()
