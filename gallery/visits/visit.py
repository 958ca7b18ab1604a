"""One visit: the pictures of a folder by ids of their own, in the order of their names, and how far it is listed.

The folder is listed when the picture that was opened has been handed to the page, never before: so that this picture
takes as long in a folder of a hundred thousand as in one of ten, and on a drive that is slow to list. From then on what
has been found so far is shown, piece by piece.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.folders import join
from gallery.visits.listing import find_neighbours, list_pictures
from gallery.visits.names import order_key
from gallery.visits.readings import Readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gallery.imaging.workers.pool import Pool

log = logging.getLogger(__name__)
CHECK_INTERVAL_S = 2.0
"""Between two looks at a folder that is listed. It is looked at while a page shows it: the page asks."""
SETTLED_S = 2.0
"""A folder's time of change tells of later changes if it is older than this: FAT counts in steps of two seconds."""


class VisitState(NamedTuple):
    """How far a folder is listed."""

    generation: int
    """Rises with every change of what is shown."""
    photos: int
    """How many pictures were found so far."""
    complete: bool
    """Whether the folder has been listed to its end, or cannot be."""
    problem: str | None
    """Why it cannot, as a sentence."""


class Visit:
    """A folder that is shown without being a root. Any thread may call every method.

    `_lock` guards names, order and state, and is not held while the drive is asked. At most one thread, named `visit`,
    asks it at a time.
    """

    def __init__(self, folder: bytes, new_id: Callable[[], int], pool: Pool, *, lists: bool = True) -> None:
        """Take the folder; nothing of it is shown yet.

        Args:
            folder: Absolute path without links.
            new_id: Returns an id that no other photo has.
            pool: Reads headers.
            lists: Whether other pictures of the folder are shown, too, and not only those that are opened.
        """
        self.folder = folder
        self.readings = Readings(folder, pool)
        self._new_id = new_id
        self._lock = threading.Lock()
        self._ids: dict[bytes, int] = {}
        self._names: dict[int, bytes] = {}
        self._keys: dict[int, tuple[str, bytes]] = {}
        self._shown: list[int] = []
        self._generation, self._complete = 1, not lists
        self._problem: str | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._listed_at: int | None = None
        """The folder's time of change when it was listed; None: it may change within the same tick."""
        self._next_check = 0.0
        self._opened: list[int] = []
        """The photos that the user opened, the last one at the end."""

    def open(self, name: bytes) -> int:
        """Show a file, whatever its name is, and return its photo. The drive is not asked."""
        (photo,) = self._ids_of([name])
        with self._lock:
            self._opened = [*(one for one in self._opened if one != photo), photo]
            self._next_check = 0.0
            shown = self._shown
            if photo in shown:
                return photo
            self._listed_at = None  # what is listed just now may not have it
        self._show({*shown, photo})
        return photo

    @property
    def state(self) -> VisitState:
        """How far the folder is listed."""
        with self._lock:
            return VisitState(self._generation, len(self._shown), self._complete, self._problem)

    def shown(self) -> tuple[int, list[int]]:
        """Return the generation, and the photos in the order of their names."""
        with self._lock:
            return self._generation, self._shown

    def name_of(self, photo: int) -> bytes | None:
        """Return the name of a photo's file; None if it is none of this visit."""
        with self._lock:
            return self._names.get(photo)

    def begin_listing(self) -> None:
        """Have the folder listed, once: its first picture has been handed out."""
        with self._lock:
            if not self._complete:
                self._start_thread()

    def check(self) -> None:
        """Have the folder, and the pictures looked at last, compared with the disk, if that was not done just now."""
        with self._lock:
            if self._complete and time.monotonic() >= self._next_check:
                self._start_thread()

    def look_again(self) -> None:
        """Have the folder compared with the disk, for a file is not as it was."""
        with self._lock:
            self._next_check = 0.0

    def stop(self, timeout_s: float = 1.0) -> None:
        """End the thread, but do not wait longer than this for a drive. Nothing is listed any more."""
        self._stopping.set()
        thread = self._thread
        if thread:
            thread.join(timeout_s)

    def _start_thread(self) -> None:
        """Start the thread unless it runs. Under the lock."""
        if self._stopping.is_set() or (self._thread and self._thread.is_alive()):
            return
        self._thread = threading.Thread(target=self._run, name="visit", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        began = time.monotonic()
        try:
            self._compare()
        except OSError as error:
            log.info("the folder of a visit cannot be listed: %s", error.strerror)  # its path is not to be kept
            self._finish(None, f"This folder cannot be listed: {error.strerror or error}.")
            self._listed_at = None
        except Exception:
            log.exception("a visit cannot be listed")
            self._finish(None, "Something went wrong inside Shoebox. The log says what.")
            self._listed_at = None
        now = time.monotonic()
        self._next_check = now + max(CHECK_INTERVAL_S, 10 * (now - began))  # a slow one is not asked all the time

    def _compare(self) -> None:
        """List the folder if it was changed, and look at the pictures that were asked for last.

        Raises:
            OSError: The folder cannot be listed.
        """
        changed_at = os.stat(self.folder).st_mtime_ns
        if changed_at != self._listed_at:
            settled = abs(time.time() - changed_at / 1e9) > SETTLED_S
            opened = self._opened
            self._list(opened)
            with self._lock:
                self._listed_at = changed_at if settled and self._opened is opened else None
        last = [(photo, name) for photo in self.readings.asked_last() if (name := self.name_of(photo))]
        if not self._stopping.is_set() and self.readings.look_again(last):
            with self._lock:
                self._generation += 1

    def _list(self, opened: Sequence[int]) -> None:
        """Read all names, and show the photos that were opened among them, whatever their names are.

        The first time what was found so far is shown meanwhile.

        Raises:
            OSError: The folder cannot be listed.
        """
        first = set(opened)
        if not self.state.complete:
            first.update(self._ids_of(find_neighbours(self.folder, self._names[opened[-1]])))
            self._show(first)
        found: set[int] = set()
        for piece in list_pictures(self.folder):
            if self._stopping.is_set():
                return
            found.update(self._ids_of(piece))
            if piece and not self.state.complete:
                self._show(found | first)
        for photo in opened:
            if photo not in found and os.path.lexists(self._path(photo)):
                found = {one for one in found if not self._are_one(one, photo)} | {photo}
        self._finish(found, None)

    def _path(self, photo: int) -> bytes:
        return join(self.folder, self._names[photo])

    def _are_one(self, one: int, other: int) -> bool:
        """Return whether two names are spellings of one: not all drives tell capitals apart."""
        if self._keys[one][0] != self._keys[other][0]:
            return False
        try:
            return os.path.samestat(os.lstat(self._path(one)), os.lstat(self._path(other)))
        except OSError:
            return False  # one is gone by now

    def _finish(self, found: set[int] | None, problem: str | None) -> None:
        """Take what was found as all that there is; None: what was shown so far stays."""
        if found is not None:
            self._show(found)
        with self._lock:
            if (self._complete, self._problem) != (True, problem):
                self._generation += 1
            self._complete, self._problem = True, problem

    def _show(self, photos: Iterable[int]) -> None:
        """Show these photos, sorted."""
        shown = sorted(photos, key=self._keys.__getitem__)
        with self._lock:
            if shown != self._shown:
                self._shown = shown
                self._generation += 1

    def _ids_of(self, names: Sequence[bytes]) -> list[int]:
        """Return the ids of names, new ones for those that have none."""
        keys = {name: order_key(name) for name in names if name not in self._ids}  # long: others may ask meanwhile
        with self._lock:
            for name, key in keys.items():
                if name not in self._ids:  # it may have been opened meanwhile
                    photo = self._ids[name] = self._new_id()
                    self._names[photo], self._keys[photo] = name, key
        return [self._ids[name] for name in names]
