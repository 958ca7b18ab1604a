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
RETRY_AFTER_ERROR_S = 5.0
COLOR_NEWS_INTERVAL_S = 60.0


class Indexer:
    """The thread `indexer`. Orders come from any thread, news goes to the hub, `want` orders a grid thumbnail."""

    def __init__(
        self,
        database: Database,
        pool: Pool,
        hub: EventHub,
        request_thumbnail: Callable[[Source], Future[Rendered | Problem]],
        *,
        workers: int,
        skip: Collection[bytes] = (),
        thumbnails: bool = True,
        held_for_startup: bool = False,
    ) -> None:
        self._database = database
        self._pool = pool
        self._hub = hub
        self._wake = threading.Condition()
        self._write_queue = WriteQueue(database, self._signal_new_work)
        self._timed_calls = TimedCalls(self._wake_thread, partial(answers, database))
        self._scanner = Scanner(database, pool, hub, self._timed_calls, self._signal_new_work, skip)
        self._metadata_queue = MetadataQueue(pool, self._wake_thread, 2 * workers)
        self._thumbnail_queue = ThumbnailQueue(request_thumbnail, self._wake_thread, 4 * workers)
        self._colors_announced_at = 0.0
        self._paused, self.held_for_startup = False, held_for_startup
        self._idle = False
        self._stopping = False
        self._progress = ProgressReporter(database, hub)
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
        self._timed_calls.stop()

    def submit(self, write: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue `write` for a transaction of its own, and return its future result. Any thread."""
        return self._write_queue.submit(write)

    def ask(self, write: Callable[[sqlite3.Connection], T]) -> T:
        """Run `write` in a transaction of its own and return its result. Blocks; any thread but the indexer's.

        Raises:
            BusyError: the indexer did not begin `write` in time, and never will: nothing was changed.
            Exception: whatever `write` raised; its transaction was rolled back.
        """
        return self._write_queue.ask(write)

    def check_folders(self, root: int, relatives: Iterable[bytes]) -> None:
        """Something may have changed in these folders of a root."""
        self._scanner.check_folders(root, relatives)

    def scan(self, root: int) -> None:
        """Compare the whole root with the index, when its turn comes."""
        self._scanner.scan(root)

    def prioritize_folder(self, folder: int | None) -> None:
        """The folder on screen: its headers are read first."""
        self._metadata_queue.first = folder

    def record_thumbnail(self, source: Source, recipe: Recipe, result: Rendered | Problem) -> None:
        """A thumbnail was made, or failed; colour and trouble go into the index."""
        self._thumbnail_queue.record(source, recipe, result)

    def pause(self, paused: bool) -> None:  # noqa: FBT001
        """Hold scans, headers and background thumbnails; live changes and what is looked at go on."""
        self._paused = paused
        self._wake_thread()

    def hold_for_startup(self, held: bool) -> None:  # noqa: FBT001
        """The same, without a word: the program is busy with its first screen."""
        self.held_for_startup = held
        self._signal_new_work()

    def progress(self) -> ProgressChanged:
        return self._progress.last

    def wait_until_idle(self, timeout_s: float) -> bool:
        """Whether no orders, scans, headers or (where wanted) thumbnails are left; waits for it so long at most."""
        with self._wake:
            return self._wake.wait_for(lambda: self._idle, timeout_s)

    # the thread

    def _signal_new_work(self) -> None:
        """There is something new to do."""
        with self._wake:
            self._idle = False
            self._wake.notify_all()

    def _wake_thread(self) -> None:
        """Something that was under way is through."""
        with self._wake:
            self._wake.notify_all()

    def _run(self) -> None:
        while not self._stopping:
            try:
                if not self._do_some_work():
                    self._check_database_when_idle()
                    self._sleep()
            except DatabaseError as error:
                self._wait_after_error(str(error))
            except Exception:
                log.exception("the indexer goes on after an error")
                self._wait_after_error("Something went wrong while reading your folders; see the log. Shoebox goes on.")
        self._metadata_queue.forget()
        self._write_queue.close()

    def _sleep(self) -> None:
        with self._wake:
            scans = self._scanner.ready(held=self._held)
            if (
                self._stopping
                or self._write_queue
                or scans
                or self._metadata_queue.ready
                or self._thumbnail_queue.ready
            ):
                return
            under_way = (
                self._metadata_queue.busy,
                self._thumbnail_queue.busy,
                self._scanner.looking,
                self._scanner.scanning,
            )
            self._idle = not (any(under_way) or (self._may_make_thumbnails and self._thumbnail_queue.stale))
            self._wake.notify_all()
            self._wake.wait(self._seconds_until_due())

    @property
    def _held(self) -> bool:
        return self._paused or self.held_for_startup

    @property
    def _may_make_thumbnails(self) -> bool:
        """Thumbnails nobody waits for come last."""
        return self._thumbnails and not (self._held or self._metadata_queue.busy or self._scanner.scanning)

    def _check_database_when_idle(self) -> None:
        """Nothing was to be done for a while: what the start left out is done now, until there is work."""
        if self._idle and not self.held_for_startup and self._database.check(lambda: self._stopping or not self._idle):
            self._hub.send(RootsChanged())

    def _wait_after_error(self, notice: str) -> None:
        """A full disk or a damaged index: say so, forget what was under way (queries find it again), try later."""
        if notice != self.notice:
            log.error("%s", notice)
            self.notice = notice
            self._hub.send(RootsChanged())
        self._metadata_queue.forget()
        self._thumbnail_queue.forget()
        with self._wake:
            self._wake.wait(RETRY_AFTER_ERROR_S)

    def _seconds_until_due(self) -> float:
        now = time.monotonic()
        reading = None if self._held else self._metadata_queue.due
        making = self._thumbnail_queue.due if self._may_make_thumbnails else None
        times = (self._scanner.due, self._progress.due, reading, making, now + 60)
        return max(0.01, min(when for when in times if when is not None) - now)

    def _do_some_work(self) -> bool:
        """Do a little of everything, the most urgent first. False: there was nothing to do."""
        did = self._write_queue.serve()
        did |= self._scanner.serve(held=self._held)
        did |= self._store()
        self._thumbnail_queue.stale |= did
        if not self._held:
            did |= self._metadata_queue.top_up(self._database)
            if self._may_make_thumbnails:
                did |= self._thumbnail_queue.top_up(self._database)
                self._announce_colors()
        if self.notice and did:
            self.notice = None
            self._hub.send(RootsChanged())
        if did or self._progress.due is not None or not self._idle:
            self._report_progress()
        return did

    def _store(self) -> bool:
        """Write down the headers that have been read and the thumbnails that were made."""
        if not (self._metadata_queue.ready or self._thumbnail_queue.ready):
            return False
        with self._database.write() as conn:
            changed = self._metadata_queue.store(conn)
            changed |= self._thumbnail_queue.store(conn)
            generation = photos.raise_generation(conn) if changed else 0
        if changed:
            self._hub.send(TimelinesChanged(generation))
        self._check_folders_of_missed_files()
        return True

    def _announce_colors(self) -> None:
        """Colours alone are no news, but without any an open page would show grey for ever: now and then they are."""
        now = time.monotonic()
        if self._thumbnail_queue.coloured and (
            not self._thumbnail_queue.busy or now > self._colors_announced_at + COLOR_NEWS_INTERVAL_S
        ):
            self._thumbnail_queue.coloured, self._colors_announced_at = False, now
            with self._database.write() as conn:
                generation = photos.raise_generation(conn)
            self._hub.send(TimelinesChanged(generation))

    def _check_folders_of_missed_files(self) -> None:
        missed = self._thumbnail_queue.take_missed() + self._metadata_queue.take_missed()
        if missed:
            with self._database.read() as conn:
                places = folders_of(conn, missed)
            for root, relatives in places.items():
                self.check_folders(root, relatives)

    def _report_progress(self) -> None:
        self._progress.tell(
            listing=self._scanner.scanning,
            reading=self._metadata_queue.busy,
            making=self._thumbnails and self._thumbnail_queue.busy,
            listed=self._scanner.listed,
            paused=self._paused,
        )
