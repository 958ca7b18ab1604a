"""The only writer of index.db: scans, checks, headers and results of thumbnails, in one short transaction each.

What is to be done is a query (headers to read, thumbnails to make), or found again by listing a folder: a crash loses
nothing. How one change on the disk travels is described in scanner.py.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, TypeVar

from gallery.base.errors import DatabaseError
from gallery.base.events import RootsChanged, TimelinesChanged
from gallery.catalog import photos
from gallery.scan.metadata_queue import MetadataQueue
from gallery.scan.progress import ProgressReporter
from gallery.scan.reprocessing_runner import ReprocessingRunner
from gallery.scan.root_status import folders_by_root, probe_drive
from gallery.scan.scanner import Scanner
from gallery.scan.thumbnail_queue import MAX_AT_ONCE, ThumbnailQueue
from gallery.scan.timed_calls import TimedCalls
from gallery.scan.write_queue import WriteQueue

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable
    from concurrent.futures import Future

    from gallery.base.events import EventHub, ProgressChanged
    from gallery.base.models import Problem, Recipe, Rendered, Source
    from gallery.catalog.database import Database
    from gallery.imaging.workers.pool import Pool
    from gallery.scan.annotation_linking import AnnotationLinker

log = logging.getLogger(__name__)
T = TypeVar("T")
RETRY_AFTER_ERROR_S, MAX_SLEEP_S = 5.0, 60.0
"""Wait after an error (a full disk, a damaged index) before the next try; longest wait when there is nothing to do."""


class Indexer:
    """Owns the thread `indexer`, which does all background work on the index, and takes requests for it.

    Threads: the public methods may be called on any thread, `ask` and `wait_until_idle` not on the thread `indexer`,
    which they wait for. The private ones are for that thread, but for `_signal_new_work` and `_wake_thread`. `_wake`
    guards `_idle` and `_stopping` and wakes the thread, which acquires locks of queues and scanner under it: nobody
    acquires it while holding one of those. The attributes are read on any thread.

    Attributes:
        notice: Sentence for people that says why the indexer makes no progress; None when it does.
        held_for_startup: Whether background work waits for the first screen.
    """

    def __init__(
        self,
        database: Database,
        pool: Pool,
        hub: EventHub,
        request_thumbnail: Callable[[Source], Future[Rendered | Problem]],
        is_kept: Callable[[Source], bool],
        reprocess: Callable[[sqlite3.Connection], bool],
        linker: AnnotationLinker | None = None,
        *,
        workers: int,
        skip: Collection[bytes] = (),
        thumbnails: bool = True,
        held_for_startup: bool = False,
    ) -> None:
        """Build an indexer; `start` starts its thread.

        Args:
            database: the index.
            pool: reads headers.
            hub: gets TimelinesChanged, RootsChanged, ProgressChanged and ProblemsChanged.
            request_thumbnail: has the grid thumbnail of a photo made in the background.
            is_kept: whether a grid thumbnail of these bytes is in the cache, whatever it was made by.
            reprocess: runs a step of what is to be done again for all photos, and returns whether there may be more.
            linker: links photos with what was said about them; None: nothing was.
            workers: number of decode processes.
            skip: absolute paths of folders to leave out.
            thumbnails: whether thumbnails are made that nobody has asked for.
            held_for_startup: whether background work is held until `hold_for_startup(False)` is called.
        """
        self.notice: str | None = None
        self._database, self._hub, self._linker, self.held_for_startup = database, hub, linker, held_for_startup
        self._wake = threading.Condition()
        self._write_queue = WriteQueue(database, self._signal_new_work)
        self._timed_calls = TimedCalls(self._wake_thread, lambda root: probe_drive(database, root))
        self._scanner = Scanner(database, pool, hub, self._timed_calls, self._signal_new_work, skip)
        self._metadata_queue = MetadataQueue(pool, self._wake_thread, 2 * workers)
        self._thumbnail_queue = ThumbnailQueue(request_thumbnail, is_kept, self._wake_thread, MAX_AT_ONCE)
        self._queues = self._metadata_queue, self._thumbnail_queue
        self._progress = ProgressReporter(database, hub)
        self._reprocessing = ReprocessingRunner(database, reprocess, hub)
        self._thumbnails, self._paused, self._idle, self._stopping = thumbnails, False, False, False
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)

    def start(self) -> None:
        """Start the thread `indexer`."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread. Idempotent. What is half done is found again at the next start."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread.is_alive():
            self._thread.join(10)
        self._timed_calls.stop()

    def submit(self, write: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue `write` for a transaction of its own, and return its future result.

        `write` runs on the thread `indexer`, and so do callbacks that are added to the future before it has run. They
        must not touch a drive, call `ask` or `wait_until_idle`, open `Database.write`, or take long.
        """
        return self._write_queue.submit(write)

    def ask(self, write: Callable[[sqlite3.Connection], T]) -> T:
        """Run `write` in a transaction of its own and return its result. Blocks until then.

        Raises:
            BusyError: `write` did not begin, or did not end, in time (see WriteQueue.ask).
            Exception: whatever `write` raised; its transaction was rolled back.
        """
        return self._write_queue.ask(write)

    def check_folders(self, root: int, relatives: Iterable[bytes]) -> None:
        """Compare folders (paths below the root) with the index, soon. With none, check whether the root is there."""
        relatives = set(relatives)
        for queue in self._queues:
            queue.backoff.retry_folders(relatives)  # something happened where some files could not be reached
        self._scanner.check_folders(root, relatives)

    def scan(self, root: int, *, accept: bool = False, routine: bool = False) -> None:
        """Compare a whole root with the index, in its turn; retry what was out of reach. See Scanner.scan."""
        for queue in self._queues:
            queue.backoff.retry_all()
        self._scanner.scan(root, accept=accept, routine=routine)

    def prioritize_folder(self, folder: int | None) -> None:
        """Read headers of this folder, the one on screen, before others; None: no folder comes first."""
        self._metadata_queue.first_folder = folder

    def record_thumbnail(self, source: Source, recipe: Recipe, result: Rendered | Problem) -> None:
        """Write the colour, or the problem, of a picture that was made into the index, soon."""
        self._thumbnail_queue.record(source, recipe, result)

    def pause(self, paused: bool) -> None:  # noqa: FBT001
        """Hold scans, headers and background thumbnails, or go on; checks and requested pictures are not held."""
        self._paused = paused
        self._wake_thread()

    def hold_for_startup(self, held: bool) -> None:  # noqa: FBT001
        """Hold the same work as `pause`, but without reporting a pause: the first screen comes before it."""
        self.held_for_startup = held
        self._signal_new_work()

    def progress(self) -> ProgressChanged:
        """Return the progress that was reported last."""
        return self._progress.last

    def wait_until_idle(self, timeout_s: float) -> bool:
        """Wait until no writes, checks, scans, headers or wanted thumbnails are left. Return whether that is so."""
        with self._wake:
            return self._wake.wait_for(lambda: self._idle, timeout_s)

    def _signal_new_work(self) -> None:
        with self._wake:
            self._idle = False
            self._wake.notify_all()

    def _wake_thread(self) -> None:
        """Wake the thread because work that was under way is done. Unlike new work this leaves `_idle` as it is."""
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
        self._metadata_queue.drop_pending()
        self._write_queue.close()

    def _do_some_work(self) -> bool:
        """Do a little of everything, the most urgent first. Return whether there was something to do."""
        did = self._write_queue.run_queued()
        did |= self._scanner.advance(held=self._held) | self._store_results()
        did = did or self._advance_reprocessing()
        if did:
            self._thumbnail_queue.mark_stale()
        if not self._held:
            surveying = self._scanner.pace.survey_end is not None
            did |= (not surveying and self._metadata_queue.submit_more(self._database)) or self._advance_linking()
            if self._may_make_thumbnails:
                did |= self._thumbnail_queue.submit_more(self._database)
                self._announce_colours()
        if self.notice and did:
            self.notice = None
            self._hub.send(RootsChanged())
        if did or self._progress.due is not None or not self._idle:
            self._report_progress()
        return did

    @property
    def _held(self) -> bool:
        return self._paused or self.held_for_startup

    @property
    def _may_make_thumbnails(self) -> bool:
        """Whether background thumbnails have their turn: after scans and headers."""
        return self._thumbnails and not (self._held or self._metadata_queue.busy or self._scanner.scanning)

    def _advance_reprocessing(self) -> bool:
        """Run a step of the reprocessing if nothing else is under way. Return whether one was run."""
        busy = self._held or self._scanner.scanning or self._metadata_queue.busy or self._thumbnail_queue.busy
        return not busy and self._reprocessing.advance()

    def _advance_linking(self) -> bool:
        """Link noted photos; those that have moved when nothing else is under way. Return whether there were any."""
        quiet = not (self._scanner.checking or self._scanner.scanning or self._metadata_queue.busy)
        return self._linker is not None and self._linker.advance(self._scanner.scanned if quiet else None)

    def _store_results(self) -> bool:
        """Write down headers and results of thumbnails that have come. Return whether there were any."""
        if not (self._metadata_queue.ready or self._thumbnail_queue.ready):
            return False
        with self._database.write() as conn:
            changed = self._metadata_queue.store(conn)
            changed |= self._thumbnail_queue.store(conn)
            changed |= self._linker is not None and self._linker.link_new(conn)
            generation = photos.raise_generation(conn) if changed else 0
        if changed:
            self._hub.send(TimelinesChanged(generation))
        outdated = [file for queue in self._queues for file in queue.take_outdated_files()]
        if outdated:
            with self._database.read() as conn:
                found = folders_by_root(conn, outdated)
            for root, relatives in found.items():
                self._scanner.check_folders(root, relatives)
        return True

    def _announce_colours(self) -> None:
        """Tell pages of new colours, at intervals; a page that is told of none would show grey for ever."""
        if self._thumbnail_queue.take_announcement():
            with self._database.write() as conn:
                generation = photos.raise_generation(conn)
            self._hub.send(TimelinesChanged(generation))

    def _report_progress(self) -> None:
        self._progress.report(
            listing=self._scanner.scanning,
            reading=self._metadata_queue.busy,
            making=self._thumbnails and self._thumbnail_queue.busy,
            listed=self._scanner.listed,
            paused=self._paused,
        )

    def _check_database_when_idle(self) -> None:
        """Make the checks of the database that the start has left out, until there is work."""
        if self._idle and not self.held_for_startup and self._database.check(lambda: self._stopping or not self._idle):
            self._hub.send(RootsChanged())

    def _sleep(self) -> None:
        """Set `_idle`, and wait until something is due or the thread is woken; not where there is work already."""
        with self._wake:
            ready = self._scanner.ready(held=self._held) or any(queue.ready for queue in self._queues)
            if self._stopping or self._write_queue or ready:
                return
            busy = self._scanner.checking or self._scanner.scanning or any(queue.busy for queue in self._queues)
            self._idle = not (busy or (self._may_make_thumbnails and self._thumbnail_queue.stale))
            self._wake.notify_all()
            self._wake.wait(self._seconds_until_due())

    def _seconds_until_due(self) -> float:
        now = time.monotonic()
        reading = None if self._held else self._metadata_queue.due
        making = self._thumbnail_queue.due if self._may_make_thumbnails else None
        times = self._scanner.due, self._progress.due, reading, making, now + MAX_SLEEP_S
        return max(0.01, min(when for when in times if when is not None) - now)

    def _wait_after_error(self, notice: str) -> None:
        """Show the notice, forget what was under way (queries find it again), and wait before the next try."""
        if notice != self.notice:
            log.error("%s", notice)
            self.notice = notice
            self._hub.send(RootsChanged())
        for queue in self._queues:
            queue.drop_pending()
        with self._wake:
            self._wake.wait(RETRY_AFTER_ERROR_S)
