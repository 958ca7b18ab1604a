"""The visits of this run of the program: opened, found by number or by photo, and at the end forgotten."""

from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from gallery.visits.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.imaging.workers.pool import Pool

FIRST_ID = 3 << 30
"""The photos of visits have ids from here on, up to 2 ** 32, the limit of a timeline file: far beyond any in an index,
which counts from 1. So every address of a photo serves for them, too."""
MAX_VISITS = 4
"""More are not kept: the oldest are forgotten, and Back leads from there to all photos."""


def is_visited(photo: int) -> bool:
    """Return whether an id is one of a photo that is visited, or was."""
    return photo >= FIRST_ID


class Opening(NamedTuple):
    """A picture that was opened by its path."""

    number: int
    """For the page, which goes there once. Numbers rise."""
    visit: Visit
    photo: int


class Visits:
    """The visits that pages may show, one for each folder.

    Any thread may call every method; `_lock` guards the lists.
    """

    def __init__(self, pool: Pool) -> None:
        """Begin without a visit. Numbers begin with the time, so that no page of an earlier run means one of this."""
        self._pool = pool
        self._numbers = itertools.count(int(time.time()))
        self._ids = itertools.count(FIRST_ID)
        self._lock = threading.Lock()
        self._visits: list[Visit] = []
        """The one that was opened last at the end."""
        self._openings: list[Opening] = []
        self._proposed: list[Visit] = []
        """Folders of which single pictures are shown to whoever has no folders yet; no page goes there."""

    def open(self, folder: bytes, name: bytes) -> Opening:
        """Visit a folder, for the first time or again, because of a file in it. Returns at once."""
        with self._lock:
            visit = next((one for one in self._visits if one.folder == folder), None)
            if visit is None:
                visit = Visit(folder, lambda: next(self._ids), self._pool)
            else:
                self._visits.remove(visit)
            self._visits.append(visit)
            opening = Opening(next(self._numbers), visit, visit.open(name))
            forgotten = self._visits[:-MAX_VISITS]
            del self._visits[:-MAX_VISITS]
            self._openings = [one for one in (*self._openings, opening) if one.visit not in forgotten]
        for old in forgotten:
            old.stop(0)
        return opening

    def propose(self, pictures: Sequence[tuple[bytes, bytes]]) -> list[int]:
        """Return photos by which these files can be looked at, in place of those that were proposed before.

        Nothing else of their folders is shown, or read.

        Args:
            pictures: folder, an absolute path without links, and name of each.
        """
        with self._lock:
            visits = {folder: self._single(folder) for folder, _ in pictures}
            old, self._proposed = self._proposed, list(visits.values())
        for visit in old:
            if visit not in self._proposed:
                visit.stop(0)
        return [visits[folder].open(name) for folder, name in pictures]

    def _single(self, folder: bytes) -> Visit:
        known = next((one for one in self._proposed if one.folder == folder), None)
        return known or Visit(folder, lambda: next(self._ids), self._pool, lists=False)

    def get(self, number: int) -> Visit | None:
        """Return the visit that has this number, as one of some."""
        with self._lock:
            return next((one.visit for one in self._openings if one.number == number), None)

    def all(self) -> list[Visit]:
        """Return the visits that are known."""
        with self._lock:
            return [*self._visits, *self._proposed]

    def last(self) -> Opening | None:
        """Return what was opened last."""
        with self._lock:
            return self._openings[-1] if self._openings else None

    def find(self, photo: int) -> tuple[Visit, bytes] | None:
        """Return the visit of a photo, and the name of its file; None if it is in none."""
        return next(((visit, name) for visit in self.all() if (name := visit.name_of(photo)) is not None), None)

    def stop(self) -> None:
        """End the threads of all visits."""
        for visit in self.all():
            visit.stop()
