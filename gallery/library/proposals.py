"""The controller of proposals: folders of this computer that may hold pictures, for whoever has added none yet.

The page has no paths: what is proposed has a number, by which it is added. Nothing is added, or written, before.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from gallery.base import picture_places
from gallery.base.errors import NotFoundError
from gallery.base.paths import display
from gallery.languages.sentence import Sentence
from gallery.library.picture_count import PictureCount
from gallery.scan.timed_calls import call_with_deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

    from gallery.base.picture_places import PicturePlace
    from gallery.library.roots import RootsController
    from gallery.visits.registry import Visits

log = logging.getLogger(__name__)
T = TypeVar("T")
SAMPLES = 10
"""Pictures of the first proposal that are shown."""
FRESH_S = 5.0
"""A look that ended so long ago is not taken again: a card may have come meanwhile."""
_DRIVE_S, _PICTURES_S, _OTHERS_S = 1.0, 3.0, 1.0
"""How long is waited for the names of a drive, and how long is counted in Pictures and elsewhere."""
_DEEP = 30
_DEPTHS = {"pictures": _DEEP, "downloads": 0, "card": 1}
"""How many levels below a folder are counted. A card has a folder for each thousand pictures."""


@dataclass(slots=True)
class Proposal:
    """A folder that is proposed."""

    number: int
    place: PicturePlace
    count: PictureCount
    samples: list[int] = field(default_factory=list)
    """Photos of its newest pictures; they are visited (visits/registry.py)."""


class ProposalsController:
    """Looks for folders with pictures, and adds one. Any thread may call every method.

    The thread `proposals` looks; each drive is asked on a thread of its own, so that one that does not answer costs a
    second. `_lock` guards the list, and is not held meanwhile.
    """

    def __init__(
        self,
        visits: Visits,
        roots: RootsController,
        own_places: Callable[[], list[PicturePlace]] = picture_places.own_places,
        drive_lists: Callable[[], Iterable[Callable[[], list[Path]]]] = picture_places.drive_lists,
    ) -> None:
        """Take what shows pictures that are in no root, what adds roots, and what knows where pictures may lie."""
        self._visits, self._roots = visits, roots
        self._own_places, self._drive_lists = own_places, drive_lists
        self._unanswered: set[Hashable] = set()
        """Questions that some drive has not answered yet."""
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._found: list[Proposal] = []
        self._thread: threading.Thread | None = None
        self._ended_at = -FRESH_S
        self._stopping = threading.Event()

    def read(self) -> dict[str, Any]:
        """Return what was found so far, as JSON, and look (again) unless that was done just now."""
        with self._lock:
            searching = self._thread is not None and self._thread.is_alive()
            if not searching and time.monotonic() >= self._ended_at + FRESH_S and not self._stopping.is_set():
                self._thread = threading.Thread(target=self._look, name="proposals", daemon=True)
                self._thread.start()
                searching = True
            found = [_proposal_json(one) for one in self._found if one.count.photos]
        return {"searching": searching, "proposals": found}

    def add(self, number: int) -> dict[str, int]:
        """Show a folder that was proposed from now on. Return its id.

        Raises:
            NotFoundError: nothing with this number was proposed.
            GalleryError: it cannot be added (`RootsController.add`).
        """
        with self._lock:
            place = next((one.place for one in self._found if one.number == number), None)
        if place is None:
            raise NotFoundError(Sentence("error-not-proposed"))
        return {"folder": self._roots.add(os.fsencode(place.path)).folder}

    def stop(self) -> None:
        """End the thread, but do not wait for a drive. Nothing is looked for any more."""
        self._stopping.set()
        if self._thread:
            self._thread.join(1)

    def _look(self) -> None:
        """Look for folders with pictures. The thread `proposals`."""
        found: list[Proposal] = []
        try:
            for place in self._own_places():
                found.append(self._propose(place))
                self._count(found)
            for number, drives in enumerate(self._drive_lists()):
                for drive in self._ask(number, drives, _DRIVE_S) or []:
                    for place in self._ask(drive, partial(picture_places.camera_folders, drive), _DRIVE_S) or []:
                        found.append(self._propose(place))
                        self._count(found)
        except Exception:
            log.exception("folders with pictures cannot be looked for")
        with self._lock:
            self._found, self._ended_at = found, time.monotonic()

    def _ask(self, key: Hashable, question: Callable[[], T], seconds: float) -> T | None:
        """Return a drive's answer; None if it takes longer, or has not answered the same question before.

        So a dead drive costs one thread, however often it is looked at.
        """
        if key in self._unanswered:
            return None
        self._unanswered.add(key)

        def answer() -> T:
            try:
                return question()
            finally:
                self._unanswered.discard(key)

        return call_with_deadline(answer, seconds)

    def _propose(self, place: PicturePlace) -> Proposal:
        number = self._numbers.setdefault(str(place.path), len(self._numbers) + 1)
        newest = SAMPLES if place.kind == "pictures" else 0
        return Proposal(number, place, PictureCount(os.fsencode(place.path), _DEPTHS[place.kind], newest))

    def _count(self, found: list[Proposal]) -> None:
        """Count in the folder that was found last, and show what there is of it."""
        proposal = found[-1]
        seconds = _PICTURES_S if proposal.place.kind == "pictures" else _OTHERS_S
        # a little longer than it counts: only a drive that does not answer is left alone
        counting = partial(proposal.count.run, seconds, self._stopping.is_set)
        self._ask(proposal.place, counting, seconds + _DRIVE_S)
        newest = proposal.count.newest
        if newest:
            proposal.samples = self._visits.propose([(one.folder, one.name) for one in newest])
        with self._lock:
            if len(found) >= len(self._found):
                self._found = list(found)


def _proposal_json(one: Proposal) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.place.kind,
        "name": one.place.path.name,
        "path": display(os.fsencode(one.place.path)),
        "photos": one.count.photos,
        "complete": one.count.complete and _DEPTHS[one.place.kind] > 0,
        "samples": one.samples,
    }
