"""The photos of visits: what the page may ask of a photo of the library, answered from the file's header alone."""

from __future__ import annotations

import os
import time
from collections import OrderedDict, defaultdict
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from gallery.base.errors import BusyError, GalleryError, NotFoundError
from gallery.base.models import Metadata, Problem, Recipe, Source
from gallery.base.paths import display
from gallery.catalog.folders import basename, join
from gallery.catalog.photo_details import PhotoDetails
from gallery.catalog.photos import detail_values
from gallery.imaging.metadata.file_name_date import date_without_header
from gallery.languages.sentence import Sentence
from gallery.library import serialize
from gallery.library.photos import NO_VIDEO_MESSAGE, checked_video
from gallery.library.pictures import GONE_MESSAGE, RENDER_TIMEOUT_S, PicturesController
from gallery.scan.place_lookup import find_place_name
from gallery.scan.timed_calls import call_with_deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gallery.base.models import FileRef, Rendered
    from gallery.base.variants import Variant
    from gallery.catalog.visible_folders import Within
    from gallery.imaging.thumbnails import ThumbnailStore
    from gallery.library.pictures import Picture
    from gallery.visits.readings import Reading, Readings
    from gallery.visits.registry import Visits
    from gallery.visits.visit import Visit

HEADER_TIMEOUT_S = 30.0
"""How long the details of a photo are waited for: longer than the pool tries to read a header, twice."""
SUM_TIMEOUT_S = 2.0
"""How long files are asked for their sizes, one after the other."""
MAX_PROBLEMS = 1000


class VisitedPhotos:
    """Details and sources of visited photos. Any thread may call it; its drive is asked on another one.

    It is a `PictureSources` (picture_sources.py). `within` (visible_folders.py) leaves nothing of a visit, which is its
    owner's.
    """

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self._problems: OrderedDict[bytes, tuple[Problem, bool]] = OrderedDict()
        """By fingerprint: what came to light when pictures were made, and whether nothing is shown of them. One
        statement at a time changes it, so that it needs no lock."""

    def get(self, photo: int, within: Within | None) -> tuple[Source, int, str | None] | None:
        """Return the source of a photo and its version; None if there is none. Wait for its header.

        Raises:
            NotFoundError: The file is no picture, or cannot be read; the sentence says why.
            BusyError: Its header was not read in time.
        """
        found = self._find(photo, within)
        if found is None:
            return None
        reading, result = self._read(photo, *found, RENDER_TIMEOUT_S)
        if isinstance(result, Problem):
            raise NotFoundError(result.message)
        return Source(photo, result.fingerprint, reading.file), reading.version, None

    def is_inline(self, photo: int) -> bool:
        """Return whether the file of a photo may be sent as it is."""
        found = self._find(photo, None)
        reading = found and found[0].readings.peek(photo)
        result = reading and reading.now()
        return isinstance(result, Metadata) and result.inline and result.fingerprint not in self._problems

    def motion(self, photo: int) -> tuple[int, int | None, int | None] | None:
        """Return where in its file the motion of a photo is. Files of a visit are never put together."""
        found = self._find(photo, None)
        reading = found and found[0].readings.peek(photo)
        result = reading and reading.now()
        if isinstance(result, Metadata) and result.motion_start is not None:
            return photo, result.motion_start, result.motion_length
        return None

    def details(self, photo: int, within: Within | None = None) -> dict[str, Any]:
        """Return everything the page shows of a photo, as JSON. Wait for its header.

        Raises:
            NotFoundError: There is no such photo, or its file is gone.
            BusyError: Its header was not read in time.
        """
        found = self._find(photo, within)
        if found is None:
            raise NotFoundError(GONE_MESSAGE)
        visit, name = found
        reading, result = self._read(photo, visit, name, HEADER_TIMEOUT_S)
        if isinstance(result, Problem) and result.code == "vanished":
            raise NotFoundError(result.message)
        return serialize.photo_json(self._as_details(photo, visit, name, reading, result))

    def _as_details(
        self, photo: int, visit: Visit, name: bytes, reading: Reading, result: Metadata | Problem
    ) -> PhotoDetails:
        """Return what was read of a file in the shape in which the index knows a photo; its folder has no id."""
        file, label = reading.file, display(name)
        place = (photo, 0, visit.folder, display(basename(visit.folder)), name, label)
        size, mtime_ns = max(0, file.size), file.mtime_ns
        details: dict[str, Any] = defaultdict(lambda: None)  # what only the index holds is not known of it
        if isinstance(result, Problem):
            taken = date_without_header(name, mtime_ns)
            details |= {"origin": taken.origin}
            return PhotoDetails(
                *place, size, mtime_ns, reading.version, taken.local_ms, None, None, None, True,
                result, (), details, None,
            )  # fmt: skip
        details |= detail_values(photo, result)
        problem, broken = self._problems.get(result.fingerprint, (None, False))
        return PhotoDetails(
            *place, size, mtime_ns, reading.version, result.taken.local_ms, result.width, result.height, None, broken,
            problem, (), details, find_place_name(result.latitude, result.longitude),
            moves=result.motion_start is not None,
        )  # fmt: skip

    def labels(self, ids: Sequence[int], within: Within | None = None) -> list[dict[str, Any]]:
        """Return id, name, time and problem of these photos, as JSON; no time where no header was read."""
        return [self._label(photo, *found) for photo in ids if (found := self._find(photo, within)) is not None]

    def _label(self, photo: int, visit: Visit, name: bytes) -> dict[str, Any]:
        reading = visit.readings.peek(photo)
        result = None if reading is None else reading.now()
        if isinstance(result, Metadata):
            moving = result.format if result.animated and result.inline else None
            said = result.taken.local_ms, result.duration_ms, 1, moving
            return serialize.label_json(photo, display(name), *said, self._problems.get(result.fingerprint, (None,))[0])
        return {**serialize.label_json(photo, display(name), 0, None, 1, None, result), "taken": ""}

    def file_path(self, photo: int) -> bytes:
        """Return the absolute path of a photo's file, for the file manager.

        Raises:
            NotFoundError: There is no such photo.
        """
        found = self.paths([photo])
        if not found:
            raise NotFoundError(GONE_MESSAGE)
        return found[0]

    def video_path(self, photo: int) -> bytes:
        """Return the absolute path of a video (`photos.checked_video`), for the system's player.

        Raises:
            NotFoundError: there is no such photo, or it is no video, or none any more.
            UnsafePathError: its name is none of a video, or it is a link.
        """
        found = self._find(photo, None)
        reading = found and found[0].readings.peek(photo)
        result = reading and reading.now()
        if found is None or not isinstance(result, Metadata) or result.video_codec is None:
            raise NotFoundError(NO_VIDEO_MESSAGE)
        return checked_video(found[0].folder, found[1])

    def paths(self, ids: Sequence[int]) -> list[bytes]:
        """Return the absolute paths of these photos, for people to copy; an unknown id is left out."""
        found = (self._find(photo, None) for photo in ids)
        return [join(visit.folder, name) for visit, name in filter(None, found)]

    def total_bytes(self, ids: Sequence[int]) -> int:
        """Return the sum of the sizes of these photos' files in bytes. Blocks with their drive.

        Raises:
            BusyError: The drive takes too long for so many.
        """
        total, until = 0, time.monotonic() + SUM_TIMEOUT_S
        for path in self.paths(ids):
            if time.monotonic() > until:
                raise BusyError(Sentence("error-sizes-later"))
            try:
                total += os.lstat(path).st_size
            except OSError:
                continue  # it is gone by now, and takes no room
        return total

    def record(self, source: Source, recipe: Recipe, result: Rendered | Problem) -> None:
        """Note what is wrong with a picture that was made, or could not be: the listener of the store of pictures.

        What has too many pixels to make all of them is not broken: its rendition is shown.
        """
        broken = isinstance(result, Problem)
        if broken and recipe in (Recipe.FULL, Recipe.TILES):
            return
        problem = result if isinstance(result, Problem) else result.problem
        if problem is None:
            self._problems.pop(source.fingerprint, None)
        elif not problem.is_access_problem:
            self._problems[source.fingerprint] = problem, broken
            if len(self._problems) > MAX_PROBLEMS:
                self._problems.popitem(last=False)

    def check_folder_of(self, file: FileRef) -> None:
        """Have the folder of a file looked at: the file is not as it was."""
        for visit in self._visits.all():
            if visit.folder == file.root:
                visit.look_again()

    def _find(self, photo: int, within: Within | None) -> tuple[Visit, bytes] | None:
        return self._visits.find(photo) if within is None else None

    def _read(self, photo: int, visit: Visit, name: bytes, timeout_s: float) -> tuple[Reading, Metadata | Problem]:
        """Return the reading of a file with its result.

        Raises:
            BusyError: It did not come in time, or the program ends.
        """
        try:
            reading = visit.readings.known(photo) or _ask(visit.readings, photo, name, timeout_s)
            result = reading.result.result(timeout_s)[0]
        except (TimeoutError, CancelledError) as error:
            raise BusyError(Sentence("error-picture-read-later")) from error
        if isinstance(result, Problem) and result.is_access_problem:
            visit.look_again()
        return reading, result


def _ask(readings: Readings, photo: int, name: bytes, timeout_s: float) -> Reading:
    """Return the reading of a file whose drive is asked on another thread, one of a few.

    Raises:
        TimeoutError: The drive does not answer in time, neither this thread nor those before it.
    """
    until = time.monotonic() + timeout_s
    if not readings.askers.acquire(timeout=timeout_s):
        raise TimeoutError

    def ask() -> Reading:
        try:
            return readings.get(photo, name)
        finally:
            readings.askers.release()

    reading = call_with_deadline(ask, max(0.0, until - time.monotonic()))
    if reading is None:
        raise TimeoutError
    return reading


class VisitedPictures(PicturesController):
    """The pictures of visits. What has been handed out lets the listing of its folder begin."""

    def __init__(self, visits: Visits, sources: VisitedPhotos, thumbnails: ThumbnailStore) -> None:
        super().__init__(sources, thumbnails, sources.check_folder_of)
        self._visits = visits

    def derived(
        self,
        photo: int,
        recipe: Recipe,
        client_gone: Callable[[], bool],
        within: Within | None = None,
        fingerprint: bytes | None = None,
        variant: Variant | None = None,
        tile: str = "",
    ) -> Picture:
        """Return a derived picture (`PicturesController.derived`), or why there is none; then list its folder."""
        try:
            picture = super().derived(photo, recipe, client_gone, within, fingerprint, variant, tile)
        except BusyError:
            raise  # it is still being made, and nothing is to slow that down
        except GalleryError:
            self._list_folder_of(photo)
            raise
        self._list_folder_of(photo)
        return picture

    def _list_folder_of(self, photo: int) -> None:
        found = self._visits.find(photo)
        if found is not None:
            found[0].begin_listing()
