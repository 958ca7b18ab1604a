"""The one hand that writes index.db: scans, live changes, headers, thumbnails' facts, one short transaction each.

Everything that is still to be done is a query (headers to read, thumbnails to make) or can be found again by listing
a folder, so a crash at any point loses nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from gallery.base.errors import DatabaseError
from gallery.base.events import RootsChanged, TimelinesChanged
from gallery.catalog import photos
from gallery.scan.progress import ProgressReporter
from gallery.scan.root_status import answers, folders_of
from gallery.scan.scanner import Scanner
from gallery.scan.timed_calls import TimedCalls
from gallery.scan.work_queues import MetadataQueue, ThumbnailQueue
from gallery.scan.write_queue import WriteQueue

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable
    from concurrent.futures import Future

    from gallery.base.events import EventHub, ProgressChanged
    from gallery.base.models import Problem, Recipe, Rendered, Source
    from gallery.catalog.database import Database
    from gallery.imaging.workers.pool import Pool

log = logging.getLogger(__name__)
T = TypeVar("T")
TROUBLE_S = 5.0
COLOURS_S = 60.0


class Indexer:
    """The thread `indexer`. Orders come from any thread, news goes to the hub, `want` orders a grid thumbnail."""

    def __init__(
        self,
        database: Database,
        pool: Pool,
        hub: EventHub,
        want: Callable[[Source], Future[Rendered | Problem]],
        *,
        workers: int,
        skip: Collection[bytes] = (),
        thumbnails: bool = True,
        held: bool = False,
    ) -> None:
        self._database = database
        self._pool = pool
        self._hub = hub
        self._wake = threading.Condition()
        self._orders = WriteQueue(database, self._stir)
        self._eyes = TimedCalls(self._poke, partial(answers, database))
        self._scans = Scanner(database, pool, hub, self._eyes, self._stir, skip)
        self._headers = MetadataQueue(pool, self._poke, 2 * workers)
        self._thumbs = ThumbnailQueue(want, self._poke, 4 * workers)
        self._coloured_at = 0.0
        self._paused, self.held = False, held
        self._idle = False
        self._stopping = False
        self._teller = ProgressReporter(database, hub)
        self._thumbnails = thumbnails
        self.notice: str | None = None
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)

    # orders, from any thread

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Idempotent. What is half done is found again at the next start."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread.is_alive():
            self._thread.join(10)
        self._eyes.stop()

    def call(self, order: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run `order` in a transaction of the indexer's, soon."""
        return self._orders.put(order)

    def look(self, root: int, relatives: Iterable[bytes]) -> None:
        """Something may have changed in these folders of a root."""
        self._scans.look(root, relatives)

    def scan(self, root: int) -> None:
        """Compare the whole root with the index, when its turn comes."""
        self._scans.scan(root)

    def prefer(self, folder: int | None) -> None:
        """The folder on screen: its headers are read first."""
        self._headers.first = folder

    def note_made(self, source: Source, recipe: Recipe, made: Rendered | Problem) -> None:
        """A thumbnail was made, or failed; colour and trouble go into the index."""
        self._thumbs.note(source, recipe, made)

    def pause(self, paused: bool) -> None:  # noqa: FBT001
        """Hold scans, headers and background thumbnails; live changes and what is looked at go on."""
        self._paused = paused
        self._poke()

    def hold(self, held: bool) -> None:  # noqa: FBT001
        """The same, without a word: the program is busy with its first screen."""
        self.held = held
        self._stir()

    def progress(self) -> ProgressChanged:
        return self._teller.last

    def at_rest(self, seconds: float) -> bool:
        """Whether no orders, scans, headers or (where wanted) thumbnails are left; waits for it so long at most."""
        with self._wake:
            return self._wake.wait_for(lambda: self._idle, seconds)

    # the thread

    def _stir(self) -> None:
        """There is something new to do."""
        with self._wake:
            self._idle = False
            self._wake.notify_all()

    def _poke(self) -> None:
        """Something that was under way is through."""
        with self._wake:
            self._wake.notify_all()

    def _run(self) -> None:
        while not self._stopping:
            try:
                if not self._turn():
                    self._use_rest()
                    self._sleep()
            except DatabaseError as error:
                self._rest(str(error))
            except Exception:
                log.exception("the indexer goes on after an error")
                self._rest("Something went wrong while reading your folders; see the log. Shoebox goes on.")
        self._headers.forget()
        self._orders.close()

    def _sleep(self) -> None:
        with self._wake:
            scans = self._scans.ready(held=self._resting)
            if self._stopping or self._orders or scans or self._headers.ready or self._thumbs.ready:
                return
            under_way = self._headers.busy, self._thumbs.busy, self._scans.looking, self._scans.scanning
            self._idle = not (any(under_way) or (self._may_make and self._thumbs.stale))
            self._wake.notify_all()
            self._wake.wait(self._nap())

    @property
    def _resting(self) -> bool:
        return self._paused or self.held

    @property
    def _may_make(self) -> bool:
        """Thumbnails nobody waits for come last."""
        return self._thumbnails and not (self._resting or self._headers.busy or self._scans.scanning)

    def _use_rest(self) -> None:
        """Nothing was to be done for a while: what the start left out is done now, until there is work."""
        if self._idle and not self.held and self._database.check(lambda: self._stopping or not self._idle):
            self._hub.send(RootsChanged())

    def _rest(self, notice: str) -> None:
        """A full disk or a damaged index: say so, forget what was under way (queries find it again), try later."""
        if notice != self.notice:
            log.error("%s", notice)
            self.notice = notice
            self._hub.send(RootsChanged())
        self._headers.forget()
        self._thumbs.forget()
        with self._wake:
            self._wake.wait(TROUBLE_S)

    def _nap(self) -> float:
        now = time.monotonic()
        reading = None if self._resting else self._headers.due
        making = self._thumbs.due if self._may_make else None
        times = (self._scans.due, self._teller.due, reading, making, now + 60)
        return max(0.01, min(when for when in times if when is not None) - now)

    def _turn(self) -> bool:
        """Do a little of everything, the most urgent first. False: there was nothing to do."""
        did = self._orders.serve()
        did |= self._scans.serve(held=self._resting)
        did |= self._store()
        self._thumbs.stale |= did
        if not self._resting:
            did |= self._headers.top_up(self._database)
            if self._may_make:
                did |= self._thumbs.top_up(self._database)
                self._share_colours()
        if self.notice and did:
            self.notice = None
            self._hub.send(RootsChanged())
        if did or self._teller.due is not None or not self._idle:
            self._tell()
        return did

    def _store(self) -> bool:
        """Write down the headers that have been read and the thumbnails that were made."""
        if not (self._headers.ready or self._thumbs.ready):
            return False
        with self._database.write() as conn:
            changed = self._headers.store(conn)
            changed |= self._thumbs.store(conn)
            generation = photos.raise_generation(conn) if changed else 0
        if changed:
            self._hub.send(TimelinesChanged(generation))
        self._look_for_missed()
        return True

    def _share_colours(self) -> None:
        """Colours alone are no news, but without any an open page would show grey for ever: now and then they are."""
        now = time.monotonic()
        if self._thumbs.coloured and (not self._thumbs.busy or now > self._coloured_at + COLOURS_S):
            self._thumbs.coloured, self._coloured_at = False, now
            with self._database.write() as conn:
                generation = photos.raise_generation(conn)
            self._hub.send(TimelinesChanged(generation))

    def _look_for_missed(self) -> None:
        missed = self._thumbs.take_missed() + self._headers.take_missed()
        if missed:
            with self._database.read() as conn:
                places = folders_of(conn, missed)
            for root, relatives in places.items():
                self.look(root, relatives)

    def _tell(self) -> None:
        self._teller.tell(
            listing=self._scans.scanning,
            reading=self._headers.busy,
            making=self._thumbnails and self._thumbs.busy,
            listed=self._scans.listed,
            paused=self._paused,
        )
