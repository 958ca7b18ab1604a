"""What is to be listed and compared: live looks before whole scans, one step of one of them at a time.

Called on the indexer's thread; `look` and `scan` may be called from any.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from gallery.catalog import folders, photos
from gallery.errors import DatabaseError
from gallery.events import Changed, Roots
from gallery.paths import display
from gallery.scan.moves import place_new, read_suspects
from gallery.scan.presence import look_for, note, still_there
from gallery.scan.walk import Found, Walk, agree, new_files, write

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from gallery.catalog.database import Database
    from gallery.events import EventHub
    from gallery.imaging.pool import Pool
    from gallery.scan.moves import Headers
    from gallery.scan.walk import Seen

log = logging.getLogger(__name__)
STEP_S = 0.05
"""How long a whole scan may go on before live changes and headers have their turn."""
LOOK_S = 0.5
AWAY_S = 3.0
AGAIN_S = 2.0
"""New folders are listed once more after this: files may arrive before the system watches them. So is what a root was
asked for when it did not answer, though it is there."""


class Scans:
    """`stir` is called when something was put in."""

    def __init__(
        self, database: Database, pool: Pool, hub: EventHub, stir: Callable[[], None], skip: Collection[bytes]
    ) -> None:
        self._database = database
        self._pool = pool
        self._hub = hub
        self._stir = stir
        self._skip = skip
        self._lock = threading.Lock()
        self._looks: dict[int, set[bytes]] = {}
        self._again: list[tuple[float, int, set[bytes] | None]] = []
        """When, which root, and its folders to look at; None: all of it is scanned."""
        self._live: deque[Walk] = deque()
        self._scans: deque[int] = deque()
        self._walk: Walk | None = None
        self.listed = 0
        """Files that the scan under way has met."""

    @property
    def looking(self) -> bool:
        """Whether live looks wait or go on."""
        return bool(self._looks or self._live)

    @property
    def scanning(self) -> bool:
        """Whether whole scans wait or go on."""
        return bool(self._walk or self._scans)

    @property
    def next_look(self) -> float | None:
        """When, on the monotonic clock, a second look is due."""
        return min((when for when, _, _ in self._again), default=None)

    def look(self, root: int, relatives: Iterable[bytes]) -> None:
        """Something may have changed in these folders of a root."""
        with self._lock:
            self._looks.setdefault(root, set()).update(relatives)
        self._stir()

    def scan(self, root: int) -> None:
        """Compare the whole root with the index, when its turn comes."""
        with self._lock:
            if root not in self._scans:
                self._scans.append(root)
        self._stir()

    def _put_back(self, root: int, relatives: set[bytes] | None) -> None:
        if relatives is None:
            self.scan(root)
        else:
            self.look(root, relatives)

    def serve_looks(self) -> bool:
        now = time.monotonic()
        for when, root, relatives in [item for item in self._again if item[0] <= now]:
            self._again.remove((when, root, relatives))
            self._put_back(root, relatives)
        with self._lock:
            looks, self._looks = self._looks, {}
        did = bool(looks)
        while looks:
            root = next(iter(looks))
            try:
                row = self._present(root)
            except DatabaseError:
                for waiting, relatives in looks.items():  # this one, and those behind it
                    self.look(waiting, relatives)
                raise
            relatives = looks.pop(root)
            if row:
                self._live.append(Walk(row, relatives, whole=False, skip=self._skip))
        return self._live_on() or did

    def _live_on(self) -> bool:
        """One step of the oldest look; a large one lets headers and orders in between."""
        if not self._live:
            return False
        walk = self._live[0]
        found = self._step(walk, LOOK_S)
        if found.fresh:
            self._again.append((time.monotonic() + AGAIN_S, walk.root.id, set(found.fresh)))
        if walk.done:
            self._live.popleft()
        return True

    def scan_on(self) -> bool:
        if self._walk is None:
            with self._lock:
                root = self._scans.popleft() if self._scans else None
            if root is None:
                return False
            try:
                row = self._present(root)
                with self._database.write() as conn:
                    photos.retry_unreadable(conn, root)
            except DatabaseError:
                self.scan(root)
                raise
            if row:
                self._walk = Walk(row, [b""], whole=True, skip=self._skip)
            self.listed = 0
        if self._walk:
            self.listed += self._step(self._walk, STEP_S).listed
            if self._walk.done:
                self._walk = None
        return True

    def _step(self, walk: Walk, seconds: float) -> Found:
        """Look, make sure that the root was there all the time, then write."""
        with self._database.read() as conn:
            seen = walk.look(conn, seconds)
            headers = read_suspects(conn, self._pool, walk.root.path, new_files(conn, walk.root, seen))
        if not still_there(walk.root):
            self._start_over(walk, seen)
            return Found()
        try:
            return self._write(walk, seen, headers)
        except DatabaseError:
            walk.give_back(seen)
            raise
        except Exception:
            log.exception("these folders are written one by one")
            return self._write_each(walk, seen, headers)

    def _start_over(self, walk: Walk, seen: Seen) -> None:
        """The root did not answer, or is another now: what was seen counts for nothing."""
        walk.give_back(seen)
        if self._present(walk.root.id):  # else the whole of it is scanned when it is back
            left = None if walk.whole else walk.left
            self._again.append((time.monotonic() + AGAIN_S, walk.root.id, left))
        walk.stop()

    def _write_each(self, walk: Walk, seen: Seen, headers: Headers) -> Found:
        """One of them is at fault: it costs itself only."""
        total = Found()
        for at, one in enumerate(seen):
            try:
                found = self._write(walk, [one], headers)
            except DatabaseError:
                walk.give_back(seen[at:])
                raise
            except Exception:
                log.exception("a folder could not be written: %s", display(one[0]))
                continue
            total.listed += found.listed
            total.fresh += found.fresh
        return total

    def _write(self, walk: Walk, seen: Seen, headers: Headers) -> Found:
        with self._database.write() as conn:
            if folders.root(conn, walk.root.id) is None:  # removed meanwhile
                walk.stop()
                return Found()
            found = write(conn, walk.root, seen)
            agree(conn, walk.root, seen)
            place_new(conn, found, headers)  # last: a photo that moves takes away the marks of both its folders
            generation = photos.raise_generation(conn) if found.changed else 0
        if found.changed:
            self._hub.send(Changed(generation))
        return found

    def _present(self, root: int) -> folders.RootRow | None:
        """The root, if it is there. Coming and going is news, once it is written down."""
        with self._database.read() as conn:
            seen = look_for(conn, root)
        if seen is None:
            return None
        with self._database.write() as conn:
            row, turned = note(conn, root, seen)
            generation = photos.raise_generation(conn) if turned else 0
        if turned:
            self._hub.send(Roots())
            self._hub.send(Changed(generation))
            if row:
                self.scan(root)
        if row is None and all(waiting != root for _, waiting, _ in self._again):
            self._again.append((time.monotonic() + AWAY_S, root, {b""}))  # until it is back
        return row
