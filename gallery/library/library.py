"""The public API for web, window and command line: one object that hands out a controller for each subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery.visits.registry import is_visited

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence

    from gallery.library.albums import AlbumsController
    from gallery.library.annotations import AnnotationsController
    from gallery.library.backups import BackupsController
    from gallery.library.dates_and_places import DatesAndPlacesController
    from gallery.library.day_places import DayPlacesController
    from gallery.library.file_groups import FileGroupsController
    from gallery.library.folders import FoldersController
    from gallery.library.gone_files import GoneFilesController
    from gallery.library.last_screen import LastScreenController
    from gallery.library.photos import PhotosController
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
    from gallery.library.visited_photos import VisitedPhotos
    from gallery.library.visits import NamedPaths, VisitsController
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
    stretches: StretchesController
    dates_and_places: DatesAndPlacesController
    photos: PhotosController
    groups: FileGroupsController
    annotations: AnnotationsController
    tags: TagsController
    albums: AlbumsController
    backups: BackupsController
    transfer: TransferController
    gone: GoneFilesController
    sidecars: SidecarsController
    preferences: PreferencesController
    problems: ProblemsController
    pictures: PicturesController
    tiny: TinyPicturesController
    search: SearchController
    status: StatusController
    visits: VisitsController
    proposals: ProposalsController
    last_screen: LastScreenController
    settings: Settings
    """The page's view and the saved searches."""
    indexer: Indexer
    """To read the progress of its work."""
    startup: DeferredStart

    def open(self, is_built: threading.Event | None = None) -> None:
        """Begin to work for a page. Called once.

        A page sees what is known before anything is compared with the disk: where photos are known, watching and
        scanning wait until a page shows its first screen (see `DeferredStart`).

        Args:
            is_built: set when a server can answer; None: there is none to wait for.

        Raises:
            BusyError: the indexer did not begin in time.
        """
        self.roots.align()
        visited = self.visits.requested() is not None
        if visited or self.photos.any_known():
            self.indexer.hold_for_startup(True)
            first_screen = (self.timelines.load_last_view, self.status.read, self.folders.tree)
            self.startup.start(first_screen if not visited else (), self.begin_work, is_built)
        else:
            self.begin_work()

    def begin_work(self) -> None:
        """Begin what the first screen comes before: scans, daily backups, sidecars, tiny pictures. Called once."""
        self.roots.watch_and_scan()
        self.backups.begin()
        self.sidecars.begin()
        self.tiny.begin()

    def pause(self, *, paused: bool) -> None:
        """Hold the work in the background, or let it go on: what the indexer does, and the making of tiny pictures."""
        self.indexer.pause(paused)
        self.tiny.pause(paused=paused)

    def show(self, paths: Sequence[bytes]) -> list[str]:
        """Show what the user has named outside of the page: folders become roots, the first picture a visit.

        Returns:
            A sentence for each path that cannot be shown.
        """
        return self.add_folders(self.visits.open_pictures(paths))

    def add_folders(self, named: NamedPaths) -> list[str]:
        """Make roots of the folders that were named, and go to the first of them unless a picture is shown.

        Returns:
            A sentence for each path that cannot be shown.
        """
        return named.refused + self.roots.add_and_show(named.folders, is_shown=not named.is_picture_shown)

    def photos_of(self, ids: Sequence[int]) -> PhotosController | VisitedPhotos:
        """Return the controller of these photos, by the first: a page shows the library or a visit, never both."""
        return self.visits.photos if ids and is_visited(ids[0]) else self.photos

    def pictures_of(self, photo: int) -> PicturesController:
        """Return the controller of this photo's pictures."""
        return self.visits.pictures if is_visited(photo) else self.pictures
