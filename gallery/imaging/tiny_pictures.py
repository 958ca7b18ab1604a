"""Fills the file of tiny pictures: from each thumbnail that is made, and, when there is time, from those kept already.

Those kept already are found in two ways: by a pass over all photos, newest first, which begins where there was no file
and whose place is kept in the file; and as a page asks for pictures that are missing, because the disk was full, power
was lost, or the photo is a copy, of which the thumbnail was made for another.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import CancelledError
from functools import partial
from typing import TYPE_CHECKING, Protocol

from gallery.base.errors import DatabaseError
from gallery.base.models import GRID_RECIPES, Recipe, Rendered, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future

    from gallery.imaging.render_coalescing import Result
    from gallery.imaging.tiny_file import TinyFile

log = logging.getLogger(__name__)
MAX_WANTED = 2000
"""So many photos wait at most that a page has asked for."""
MAX_JPEG_BYTES = 45_000
"""Of a longer thumbnail none is made: with it the request would be longer than what a pipe takes at once (64 KiB)."""
PART = 100
"""Photos of the pass that are looked up at a time."""
MAX_LOOKS = 50
"""So many thumbnails are looked for at a time: a request may be waiting for it."""
GIVE_WAY_S = 0.5
"""For so long after a page has asked for a picture none is made: each would cost the main process as much as the answer
to such a request."""
_PAUSE_S = 0.2
Photo = tuple[int, bytes]
"""Id and fingerprint."""


class KeptThumbnails(Protocol):
    """The part of the blob cache that has thumbnails. Any thread may call it."""

    def peek(self, fingerprint: bytes, recipes: Sequence[str], max_bytes: int) -> bytes | None:
        """Return a picture of at most so many bytes by the first recipe that has one, not noted as used; None: none.

        Raises:
            DatabaseError: The store cannot be read there.
        """


class Shrinker(Protocol):
    """The part of the pool that makes tiny pictures of thumbnails. Any thread may call it."""

    def shrink(self, jpeg: bytes) -> Future[bytes]:
        """Make a tiny picture when there is nothing else to do; empty where it cannot be made."""

    def call_later(self, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` on the pool's thread after this time."""


class TinyPictures:
    """Gives tiny pictures out, and has those made that are missing, one at a time.

    Any thread may call the public methods. `_lock` guards what is wanted, and whether one is being made or may be; it
    is not held while a thumbnail is read, handed to the pool, or written down.
    """

    def __init__(
        self,
        file: TinyFile,
        kept: KeptThumbnails,
        pool: Shrinker,
        find_with_thumbnail: Callable[[int, int], list[Photo]],
        asked_at: Callable[[], float],
    ) -> None:
        """Take the file, the thumbnails, what makes tiny pictures of them, and what finds photos for the pass.

        `find_with_thumbnail(below, limit)` returns photos with a thumbnail and an id below `below`, the highest first;
        `asked_at()` when a page asked for a picture last, seconds by the monotonic clock.
        """
        self._file, self._kept, self._pool = file, kept, pool
        self._find_with_thumbnail, self._asked_at = find_with_thumbnail, asked_at
        self._lock = threading.Lock()
        self._wanted: dict[int, bytes] = {}
        """Fingerprints by id, the last one to be made first."""
        self._part: list[Photo] = []
        """What is left of the part of the pass, the next one last."""
        self._begun = self._paused = False
        self._busy = True
        """Whether one is being made; before `begin` none is to be."""

    def record(self, source: Source, recipe: Recipe, result: Result) -> None:
        """Keep the tiny picture that has come with a thumbnail; a listener of the store of thumbnails."""
        if recipe in GRID_RECIPES and isinstance(result, Rendered) and result.tiny:
            self._file.put(source.photo, source.fingerprint, result.tiny)

    def get_many(self, photos: Sequence[Photo]) -> list[bytes]:
        """Return the tiny picture of each photo, empty where there is none; those are made when there is time."""
        found = self._file.get_many(photos)
        missing = [photo for photo, tiny in zip(photos, found, strict=True) if not tiny and self._file.holds(photo[0])]
        if missing:
            self._want(missing)
        return found

    def begin(self) -> None:
        """Begin to make what is missing: when the first screen has been shown. A second call does nothing."""
        with self._lock:
            if self._begun:
                return
            self._begun, self._busy = True, False
        self._make_next()

    def pause(self, *, paused: bool) -> None:
        """Make none until this is called again, but for the one being made; what pages ask for meanwhile waits, too."""
        with self._lock:
            self._paused = paused
        self._make_next()

    def _want(self, photos: Iterable[Photo]) -> None:
        with self._lock:
            for photo, fingerprint in photos:
                self._wanted.pop(photo, None)
                self._wanted[photo] = fingerprint
            while len(self._wanted) > MAX_WANTED:
                del self._wanted[next(iter(self._wanted))]
        self._make_next()

    def _make_next(self) -> None:
        """Have the next one made, unless one is being made. Returns when the pool has it, or nothing is left."""
        with self._lock:
            if self._busy or self._paused:
                return
            self._busy = True
        if (wait := self._asked_at() + GIVE_WAY_S - time.monotonic()) > 0:
            self._pool.call_later(wait, self._go_on)
            return
        for _ in range(MAX_LOOKS):
            photo = self._take()
            if photo is None:
                return
            jpeg = self._thumbnail_of(photo)
            if jpeg is not None:
                self._pool.shrink(jpeg).add_done_callback(partial(self._on_made, photo))
                return
        with self._lock:
            self._busy = False
        self._pool.call_later(_PAUSE_S, self._make_next)

    def _go_on(self) -> None:
        with self._lock:
            self._busy = False
        self._make_next()

    def _on_made(self, photo: Photo, done: Future[bytes]) -> None:
        """Write a tiny picture down, and go on. On the pool's thread."""
        try:
            tiny = done.result()
        except CancelledError:
            return  # the pool has closed
        self._file.put(*photo, tiny)
        self._go_on()

    def _take(self) -> Photo | None:
        """Return what is to be made next: what a page has asked for last, else the next of the pass; None: nothing.

        Nothing, too, where it could not be kept: it would be made again for ever.
        """
        while True:
            with self._lock:
                if self._file.failing:
                    self._busy = False
                    return None
                if self._wanted:
                    return self._wanted.popitem()
            if self._part:
                return self._part.pop()
            if not self._read_part():
                with self._lock:  # what has been asked for since the look above counts
                    self._busy = bool(self._wanted)
                    if not self._busy:
                        return None

    def _read_part(self) -> bool:
        """Read the next part of the pass; return whether there may be more. The part before is done."""
        below = self._file.undone
        if below == 0:
            return False
        try:
            found = self._find_with_thumbnail(below, PART)
        except DatabaseError as error:  # closed, or damaged: the next start goes on here
            log.info("Tiny pictures are not made: %s", error)
            return False
        self._file.undone = below = found[-1][0] if found else 0
        kept = self._file.get_many(found)
        self._part = [photo for photo, tiny in zip(found, kept, strict=True) if not tiny][::-1]
        return below > 0

    def _thumbnail_of(self, photo: Photo) -> bytes | None:
        try:
            return self._kept.peek(photo[1], GRID_RECIPES, MAX_JPEG_BYTES)
        except DatabaseError:  # said by whoever shows it
            return None
