"""The controller of visits: a picture that the user opens by its path, with its folder behind it, without a root."""

from __future__ import annotations

import logging
import os
import time
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from gallery.base.errors import GalleryError, NotFoundError
from gallery.base.events import FolderRequested
from gallery.base.models import Metadata, Recipe, Source
from gallery.base.paths import display
from gallery.catalog import photos
from gallery.catalog.folders import basename
from gallery.languages.sentence import Sentence
from gallery.library.root_paths import ask_drive, find_file
from gallery.scan.timed_calls import call_with_deadline
from gallery.timeline.build import BROKEN_FLAG, VIDEO_FLAG
from gallery.timeline.file import FLAGS_AT, Columns, encode
from gallery.visits.names import promises_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.imaging.thumbnails import ThumbnailStore
    from gallery.library.roots import RootsController
    from gallery.library.visited_photos import VisitedPhotos, VisitedPictures
    from gallery.visits.readings import Reading
    from gallery.visits.registry import Visits
    from gallery.visits.visit import Visit

log = logging.getLogger(__name__)
GONE_MESSAGE = Sentence("error-visit-gone")
KEEP_TIMEOUT_S = 2.0
"""How long a page waits for the photo that it shows to be in the library, once its folder is."""


class NamedPaths(NamedTuple):
    """What the user has named outside of the page, once the picture among it is shown."""

    folders: list[bytes]
    refused: list[str]
    """A sentence for each path that cannot be shown."""
    is_picture_shown: bool


class VisitsController:
    """Opens pictures by their paths, and tells pages of the folders around them. Any thread may call every method."""

    def __init__(
        self,
        visits: Visits,
        photos: VisitedPhotos,
        pictures: VisitedPictures,
        thumbnails: ThumbnailStore,
        database: Database,
        roots: RootsController,
        hub: EventHub,
    ) -> None:
        self.photos = photos
        """What the page may ask of single photos."""
        self.pictures = pictures
        """Their pictures."""
        self._visits, self._thumbnails = visits, thumbnails
        self._database, self._roots, self._hub = database, roots, hub
        self._last_shown = 0
        """Number of the last visit to which a page has gone. Numbers rise."""

    def open_pictures(self, paths: Sequence[bytes]) -> NamedPaths:
        """Show the first file among these paths in every open page, or the next one, and return what else there is.

        Others in its folder lie beside it; of those in other folders it is said that they are not shown.
        """
        folders: list[bytes] = []
        refused: list[str] = []
        shown: Visit | None = None
        place: bytes | None = None
        for path in paths:
            if os.path.dirname(path) == place and promises_picture(os.path.basename(path)):
                continue  # a thousand may have been selected, and a slow drive takes long to be asked for each
            try:
                folder, name = ask_drive(path, partial(find_file, path))
            except GalleryError as error:
                log.warning("%s is not shown: %s", display(path), error)
                refused.append(str(error))
                continue
            if not name:
                folders.append(path)
            elif shown is None:
                shown, place = self._open(folder, name), os.path.dirname(path)
            elif folder != shown.folder:
                refused.append(f"{display(path)} is not shown: it lies in another folder than the first picture.")
        return NamedPaths(folders, refused, shown is not None)

    def _open(self, folder: bytes, name: bytes) -> Visit:
        """Begin a visit, and have the picture made while window and page are still on their way."""
        number, visit, photo = self._visits.open(folder, name)

        def read() -> None:
            reading = visit.readings.get(photo, name)
            reading.result.add_done_callback(lambda _: self._make(photo, reading))

        call_with_deadline(read)  # a drive that hangs by now holds up neither the window nor the next second start
        self._hub.send(FolderRequested(None, photo, number))
        return visit

    def _make(self, photo: int, reading: Reading) -> None:
        """Have the rendition made of a file whose header was read. The pool's thread."""
        result = reading.now()
        if isinstance(result, Metadata):
            self._thumbnails.request(Source(photo, result.fingerprint, reading.file), Recipe.SCREEN)

    def requested(self) -> dict[str, int] | None:
        """Return the visit that was opened last, and the photo, until a page has gone there.

        A page that was not open may not have heard of it; one that is opened later shows what the user asks it for.
        """
        last = self._visits.last()
        return {"id": last.number, "photo": last.photo} if last and last.number > self._last_shown else None

    def describe(self, number: int) -> dict[str, Any]:
        """Return what a page shows of the folder, and have it compared with the disk.

        Raises:
            NotFoundError: There is no such visit any more.
        """
        visit = self._get(number)
        self._last_shown = max(self._last_shown, number)
        visit.check()
        state = visit.state
        return {
            "id": number,
            "name": display(basename(visit.folder)),
            "path": display(visit.folder),
            **state._asdict(),
        }

    def timeline(self, number: int) -> tuple[int, bytes]:
        """Return the generation of a visit and its timeline: the photos in the order of their names (timeline/file.py).

        Sizes are those of the photos that were looked at so far.

        Raises:
            NotFoundError: There is no such visit any more.
        """
        visit = self._get(number)
        generation, shown = visit.shown()
        columns = Columns()
        columns.extend([(photo, _packed(visit.readings.peek(photo)), 0) for photo in shown])
        file = encode(generation, columns, by_day=False, descending=False, has_numeric_keys=False)
        return generation, file.data

    def keep(self, number: int, photo: int | None) -> dict[str, int | None]:
        """Show the folder of a visit in the library from now on, as a root or as part of one.

        Returns:
            The ids of the folder there, and of the photo, if the library knows that already.

        Raises:
            NotFoundError: There is no such visit any more.
            GalleryError: The folder cannot be added (`RootsController.add`).
        """
        visit = self._get(number)
        name = visit.name_of(photo) if photo is not None else None
        folder = self._roots.add(visit.folder).folder
        return {"folder": folder, "photo": None if name is None else self._wait_for(folder, name)}

    def _wait_for(self, folder: int, name: bytes) -> int | None:
        """Return a photo of the index; of a folder that is scanned just now it may come in a moment."""
        until = time.monotonic() + KEEP_TIMEOUT_S
        while True:
            with self._database.read() as conn:
                found = photos.find_by_name(conn, folder, name)
            if found is not None or time.monotonic() > until:
                return found
            time.sleep(0.05)

    def _get(self, number: int) -> Visit:
        visit = self._visits.get(number)
        if visit is None:
            raise NotFoundError(GONE_MESSAGE)
        return visit


def _packed(reading: Reading | None) -> int:
    """Return aspect, colour, version and flags of a photo as a timeline file has them (timeline/file.py)."""
    if reading is None:
        return 1 << 32
    result = reading.now()
    aspect = flags = 0
    if isinstance(result, Metadata) and result.width and result.height:
        aspect = max(1024, min(65535, round(result.width * 4096 / result.height)))
        flags = VIDEO_FLAG if result.video_codec is not None else 0
    elif result is not None:
        flags = BROKEN_FLAG
    return aspect | reading.version << 32 | flags << FLAGS_AT
