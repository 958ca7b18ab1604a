"""What is to be listed and compared: live looks before whole scans, one step of one of them at a time.

A step looks at the disk on a thread of its own, and is written down on the indexer's. A drive that takes its time makes
no other wait for longer than a moment, and one that does not answer at all is shown as away until it does. `look` and
`scan` may be called from any thread, everything else from the indexer's.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from gallery.base.errors import DatabaseError
from gallery.base.events import RootsChanged, TimelinesChanged
from gallery.base.paths import display
from gallery.catalog import folders, photos
from gallery.scan.moves import Suspects, place_new, read_suspects
from gallery.scan.root_status import RootStatus, look_for, note, still_there
from gallery.scan.scan_pass import Found, ScanPass, mark_listed, new_files, write

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.imaging.workers.pool import Pool
    from gallery.scan.scan_pass import Seen
    from gallery.scan.timed_calls import TimedCalls

log = logging.getLogger(__name__)
STEP_S = 0.05
"""How long a whole scan may go on before live changes have their turn."""
LOOK_S = 0.5
AWAY_S = 3.0
AGAIN_S = 2.0
"""New folders are listed once more after this: files may arrive before the system watches them. So is what a root was
asked for when it did not answer, though it is there."""
SILENT = RootStatus("It does not answer. It is shown again when it does.", None)


class Scanner:
    """`stir` is called when something was put in; `eyes` ask the drives."""

    def __init__(
        self,
        database: Database,
        pool: Pool,
        hub: EventHub,
        eyes: TimedCalls,
        stir: Callable[[], None],
        skip: Collection[bytes],
    ) -> None:
        self._database = database
        self._pool = pool
        self._hub = hub
        self._eyes = eyes
        self._stir = stir
        self._skip = skip
        self._lock = threading.Lock()
        self._looks: dict[int, set[bytes]] = {}
        self._scans: list[int] = []
        self._again: list[tuple[float, int, set[bytes] | None]] = []
        """When, which root, and its folders to look at; None: all of it is scanned."""
        self._live: deque[ScanPass] = deque()
        self._whole: deque[ScanPass] = deque()
        self.listed = 0
        """Files that the scan under way has met."""

    @property
    def looking(self) -> bool:
        """Whether live looks wait or go on; not those at a drive that does not answer."""
        return bool(self._live or self._looks.keys() - self._eyes.silent)

    @property
    def scanning(self) -> bool:
        """The same of whole scans."""
        return bool(self._whole or set(self._scans) - self._eyes.silent)

    def ready(self, *, held: bool) -> bool:
        """Whether `serve` would find something to do."""
        return self._eyes.ready or any(self._questions(held=held))

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, it may find something next, though nothing comes."""
        times = [when for when, _, _ in self._again], [self._eyes.due]
        return min((when for part in times for when in part if when is not None), default=None)

    def check_folders(self, root: int, relatives: Iterable[bytes]) -> None:
        """Something may have changed in these folders of a root; with none, whether it is there."""
        with self._lock:
            self._looks.setdefault(root, set()).update(relatives)
        self._stir()

    def scan(self, root: int) -> None:
        """Compare the whole root with the index, when its turn comes."""
        with self._lock:
            if root not in self._scans:
                self._scans.append(root)
        self._stir()

    def serve(self, *, held: bool) -> bool:
        """Write down what was seen, and look further. False: there was nothing to do. `held`: whole scans wait."""
        self._look_again()
        did = self._eyes.serve()
        for root in self._eyes.overdue():
            self._give_up(root)
        ask = next(self._questions(held=held), None)
        if ask:
            ask()
        return did or ask is not None

    def _look_again(self) -> None:
        now = time.monotonic()
        for when, root, relatives in [item for item in self._again if item[0] <= now]:
            self._again.remove((when, root, relatives))
            if relatives is None:
                self.scan(root)
            else:
                self.check_folders(root, relatives)

    def _questions(self, *, held: bool) -> Iterator[Callable[[], None]]:
        """What could be asked next, the most urgent first."""
        with self._lock:
            looks, scans = list(self._looks), [] if held else list(self._scans)
        walks = [*self._live, *([] if held else self._whole)]
        yield from (partial(self._find, root, self._begin_look) for root in looks if not self._eyes.asks(root))
        yield from (partial(self._go_on, walk) for walk in walks if not self._eyes.asks(walk.root.id))
        yield from (partial(self._find, root, self._begin_scan) for root in scans if not self._eyes.asks(root))

    def _find(self, root: int, then: Callable[[int, RootStatus | None], None]) -> None:
        """Ask whether the root is there."""

        def question() -> RootStatus | None:
            with self._database.read() as conn:
                return look_for(conn, root)

        self._eyes.ask(root, question, partial(then, root))

    def _begin_look(self, root: int, seen: RootStatus | None) -> None:
        row = self._note(root, seen)
        with self._lock:
            relatives = self._looks.pop(root, set())
        if row and relatives:
            self._live.append(ScanPass(row, relatives, whole=False, skip=self._skip))

    def _begin_scan(self, root: int, seen: RootStatus | None) -> None:
        row = self._note(root, seen)
        with self._database.write() as conn:
            photos.retry_unreadable(conn, root)
        with self._lock:
            self._scans = [waiting for waiting in self._scans if waiting != root]
        if not self._whole:
            self.listed = 0
        if row:
            self._whole.append(ScanPass(row, [b""], whole=True, skip=self._skip))

    def _note(self, root: int, seen: RootStatus | None) -> folders.RootRow | None:
        """The root, if it is there. Coming and going is news, once it is written down."""
        if seen is None:
            return None
        with self._database.write() as conn:
            row, turned = note(conn, root, seen)
            generation = photos.raise_generation(conn) if turned else 0
        if turned:
            self._hub.send(RootsChanged())
            self._hub.send(TimelinesChanged(generation))
            if row:
                self.scan(root)
        if row:
            self._pool.resume_root(row.path)
        elif all(waiting != root for _, waiting, _ in self._again):
            self._again.append((time.monotonic() + AWAY_S, root, set()))  # until it is back
        return row

    def _give_up(self, root: int) -> None:
        """It is away, as far as anybody can tell. When it answers, all of it is scanned."""
        with self._database.read() as conn:
            row = folders.get_root(conn, root)
        self._note(root, SILENT)
        log.warning("root %d does not answer", root)
        self._eyes.give_up(root)
        for walks in (self._live, self._whole):
            for walk in [walk for walk in walks if walk.root.id == root]:
                walks.remove(walk)
        if row:
            self._pool.suspend_root(row.path)

    def _go_on(self, walk: ScanPass) -> None:
        """One step; a large pass lets other things in between."""
        self._eyes.ask(walk.root.id, partial(self._step, walk), partial(self._take, walk))

    def _step(self, walk: ScanPass) -> tuple[Seen, Suspects, bool]:
        """What was seen, what of it may have moved, and whether the root was there all the time."""
        with self._database.read() as conn:
            seen = walk.look(conn, STEP_S if walk.whole else LOOK_S)
        return seen, self._suspects(walk, seen), still_there(walk.root)

    def _suspects(self, walk: ScanPass, seen: Seen) -> Suspects:
        try:
            with self._database.read() as conn:
                return read_suspects(conn, self._pool, walk.root.path, new_files(conn, walk.root, seen))
        except DatabaseError:
            walk.give_back(seen)
            raise
        except Exception:
            log.exception("what has moved here counts as new")
            return Suspects()

    def _take(self, walk: ScanPass, answer: tuple[Seen, Suspects, bool]) -> None:
        seen, suspects, there = answer
        walks = self._whole if walk.whole else self._live
        if walk not in walks:
            self.scan(walk.root.id)  # it was given up
            return
        if there:
            self._heed(walk, self._written(walk, seen, suspects))
        else:
            self._start_over(walk, seen)
        if walk.done:
            walks.remove(walk)

    def _heed(self, walk: ScanPass, found: Found) -> None:
        if walk.whole:
            self.listed += found.listed
        elif found.fresh:
            self._again.append((time.monotonic() + AGAIN_S, walk.root.id, set(found.fresh)))

    def _start_over(self, walk: ScanPass, seen: Seen) -> None:
        """The root did not answer, or is another now: what was seen counts for nothing."""
        walk.give_back(seen)
        left = None if walk.whole else walk.left
        self._again.append((time.monotonic() + AGAIN_S, walk.root.id, left))
        self.check_folders(walk.root.id, ())
        walk.stop()

    def _written(self, walk: ScanPass, seen: Seen, suspects: Suspects) -> Found:
        try:
            return self._write(walk, seen, suspects)
        except DatabaseError:
            walk.give_back(seen)
            raise
        except Exception:
            log.exception("these folders are written one by one")
            return self._write_each(walk, seen, suspects)

    def _write_each(self, walk: ScanPass, seen: Seen, suspects: Suspects) -> Found:
        """One of them is at fault: it costs itself only."""
        total = Found()
        for at, one in enumerate(seen):
            try:
                found = self._write(walk, [one], suspects)
            except DatabaseError:
                walk.give_back(seen[at:])
                raise
            except Exception:
                log.exception("a folder could not be written: %s", display(one[0]))
                continue
            total.listed += found.listed
            total.fresh += found.fresh
        return total

    def _write(self, walk: ScanPass, seen: Seen, suspects: Suspects) -> Found:
        with self._database.write() as conn:
            if folders.get_root(conn, walk.root.id) is None:  # removed meanwhile
                walk.stop()
                return Found()
            found = write(conn, walk.root, seen)
            mark_listed(conn, walk.root, seen)
            place_new(conn, found, suspects)  # last: a photo that moves takes away the marks of both its folders
            generation = photos.raise_generation(conn) if found.changed else 0
        if found.changed:
            self._hub.send(TimelinesChanged(generation))
        return found
