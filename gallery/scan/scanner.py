"""Scheduler of checks (some folders of a root) and scans (all of a root): one step of one of them at a time.

A change on the disk goes this way (the thread stands in brackets):

1. ChangeReports.entry [observer-ROOT, or watchdog's] tells Watcher.folder_changed which folder it concerns.
2. Watcher._pass_on_changes [watcher], once changes pause, calls Indexer.check_folders, which is Scanner.check_folders:
   the folders are queued, and the indexer's thread is woken. Indexer.scan does the same for a whole root.
3. Indexer._do_some_work [indexer] calls Scanner.advance, which makes the first of Scanner._next_calls. For a queued
   root that is _check_status: root_status.read_status is called on the drive [call-ROOT, by TimedCalls.call].
4. Its result goes to _begin_check or _begin_scan [indexer]: the status is written down and, where the root is online,
   a ScanPass is begun.
5. A later Scanner.advance makes the pass's next step: _start_step calls _read_step [call-ROOT], which lists folders
   (ScanPass.list_folders) and looks for moved files (moves.find_possible_moves).
6. Its result goes to _finish_step [indexer]: StepWriter.write changes the index in one transaction and sends
   TimelinesChanged. Step 5 follows again until the pass is done.
7. New and changed rows are unread: MetadataQueue has their headers read, ThumbnailQueue their thumbnails made.

Results of steps 3 and 5 that come late are handed over by TimedCalls.deliver_late, at the beginning of a later
Scanner.advance. So a drive that takes its time makes no other wait for longer than timed_calls.IN_TIME_S; one that does
not answer at all is shown as offline until it does (_give_up).
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.errors import DatabaseError
from gallery.base.events import RootsChanged, TimelinesChanged
from gallery.catalog import folders, photos
from gallery.scan import root_status
from gallery.scan.delayed_requests import DelayedRequests
from gallery.scan.moves import PossibleMoves, find_possible_moves
from gallery.scan.root_status import RootStatus, is_still_there, read_status, record_status
from gallery.scan.scan_pace import ScanPace
from gallery.scan.scan_pass import ScanPass, new_files
from gallery.scan.step_writer import StepWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.imaging.workers.pool import Pool
    from gallery.scan.scan_pass import Listings, StepResult
    from gallery.scan.timed_calls import TimedCalls

log = logging.getLogger(__name__)
SCAN_STEP_S, CHECK_STEP_S = 0.05, 0.5
"""How long one step of a scan, and of a check, lists folders; checks have their turn between the steps of scans."""
OFFLINE_RETRY_S, MOUNTS_RETRY_S = 3.0, 10.0
"""How often an offline root is checked, and whether the drives mounted inside a root are there."""
RECHECK_S = 2.0
"""New folders are listed once more after this: files may arrive before the system reports changes there. So are those
of a step in which the root did not answer, though it is there."""
SILENT = RootStatus("It does not answer. It is shown again when it does.", None)


class _StepRead(NamedTuple):
    """What a step has read from the disk, and whether the root was the same folder all the time."""

    listings: Listings
    moves: PossibleMoves
    same_root: bool


class Scanner:
    """Queues checks and scans and carries them out step by step, checks before scans.

    Threads: `check_folders` and `scan` may be called on any thread; `_lock` guards what they queue. All else belongs to
    the indexer's thread, but `_read_step` and what it calls, which run on a thread of TimedCalls, with a connection of
    their own and on a pass that nothing else touches meanwhile.

    Attributes:
        listed: Number of files that the scan under way has met.
        scanned: Roots that were scanned to the end since the start.
        pace: When scans begin and end.
    """

    def __init__(
        self,
        database: Database,
        pool: Pool,
        hub: EventHub,
        timed_calls: TimedCalls,
        on_queued: Callable[[], None],
        skip: Collection[bytes],
    ) -> None:
        """Start with nothing queued.

        Args:
            database: the index.
            pool: reads headers; told which roots are silent.
            hub: gets TimelinesChanged and RootsChanged.
            timed_calls: calls the drives.
            on_queued: called on the queueing thread when something was queued.
            skip: absolute paths of folders to leave out.
        """
        self.listed, self.scanned = 0, set[int]()
        self._database, self._pool, self._hub = database, pool, hub
        self._timed_calls, self._on_queued, self._skip = timed_calls, on_queued, skip
        self._writer, self._lock = StepWriter(database, hub), threading.Lock()
        self._queued_checks: dict[int, set[bytes]] = {}
        self._queued_scans: list[int] = []
        self._accepted: set[int] = set()
        """Of the queued scans those that the user asked for by name."""
        self.pace, self._delayed = ScanPace(), DelayedRequests()
        self._checks: deque[ScanPass] = deque()
        self._scans: deque[ScanPass] = deque()

    @property
    def checking(self) -> bool:
        """Whether checks are queued or under way, without those of silent roots."""
        return bool(self._checks or self._queued_checks.keys() - self._timed_calls.silent)

    @property
    def scanning(self) -> bool:
        """Whether scans are queued or under way, without queued ones of silent roots."""
        return bool(self._scans or set(self._queued_scans) - self._timed_calls.silent)

    def ready(self, *, held: bool) -> bool:
        """Return whether `advance` would find something to do."""
        return self._timed_calls.ready or any(self._next_calls(held=held))

    @property
    def due(self) -> float | None:
        """When, on the monotonic clock, `advance` may find something to do though nothing is queued until then."""
        times = self._delayed.due, self._timed_calls.due, self.pace.survey_end
        return min((when for when in times if when is not None), default=None)

    def check_folders(self, root: int, relatives: Iterable[bytes]) -> None:
        """Queue a check of these folders, paths below the root; with none, of whether the root is there."""
        with self._lock:
            self._queued_checks.setdefault(root, set()).update(relatives)
        self._on_queued()

    def scan(self, root: int, *, accept: bool = False, routine: bool = False) -> None:
        """Queue a scan: compare the whole root with the index.

        With `accept` show what is there, should it be in doubt. A `routine` scan, which nothing but the time that has
        passed asks for, is left out while ScanPace says so.
        """
        with self._lock:
            if routine and not self.pace.allows(root):
                return
            if accept:
                self._accepted.add(root)
            if root not in self._queued_scans:
                self._queued_scans.append(root)
        self._on_queued()

    def advance(self, *, held: bool) -> bool:
        """Take late results, and begin one more step. `held`: scans wait. Return whether there was something to do."""
        self._queue_delayed()
        did = self._timed_calls.deliver_late()
        for root in self._timed_calls.overdue():
            self._give_up(root)
        call = next(self._next_calls(held=held), None)
        if call:
            call()
        return did or call is not None

    def _queue_delayed(self) -> None:
        for delayed in self._delayed.take_due():
            if delayed.relatives is None:
                self.scan(delayed.root)
            else:
                self.check_folders(delayed.root, delayed.relatives)

    def _next_calls(self, *, held: bool) -> Iterator[Callable[[], None]]:
        """Yield the calls that could be made next on drives that are not busy, the most urgent first."""
        with self._lock:
            checks, scans = list(self._queued_checks), [] if held else list(self._queued_scans)
        passes = [*self._checks, *([] if held else self._scans)]
        busy = self._timed_calls.is_busy
        yield from (partial(self._check_status, root, self._begin_check) for root in checks if not busy(root))
        yield from (partial(self._start_step, scan_pass) for scan_pass in passes if not busy(scan_pass.root.id))
        yield from (partial(self._check_status, root, self._begin_scan) for root in scans if not busy(root))

    def _check_status(self, root: int, then: Callable[[int, RootStatus | None], None]) -> None:
        def read() -> RootStatus | None:
            with self._database.read() as conn:
                return read_status(conn, root)

        self._timed_calls.call(root, read, partial(then, root))

    def _begin_check(self, root: int, status: RootStatus | None) -> None:
        row = self._record_status(root, status)
        with self._lock:
            relatives = self._queued_checks.pop(root, set())
        if row and relatives:
            self._checks.append(ScanPass(row, relatives, whole=False, skip=self._skip))

    def _begin_scan(self, root: int, status: RootStatus | None) -> None:
        with self._lock:
            status = root_status.accepted(status) if status and root in self._accepted else status
        row = self._record_status(root, status)
        with self._database.write() as conn:
            photos.retry_unreadable(conn, root)
            is_first = folders.get_listing_hash(conn, root, b"") is None
        with self._lock:
            self._accepted.discard(root)
            self._queued_scans = [waiting for waiting in self._queued_scans if waiting != root]
            if row:
                self.pace.begin(root, first=is_first)
        if not self._scans:
            self.listed = 0
        if row:
            self._scans.append(ScanPass(row, [b""], whole=True, skip=self._skip))

    def _record_status(self, root: int, status: RootStatus | None) -> folders.RootRow | None:
        """Write the status down, and tell pages when the root came or went. Return its row when it is online."""
        if status is None:
            return None
        with self._database.write() as conn:
            row, changed = record_status(conn, root, status)
            generation = photos.raise_generation(conn) if changed else 0
        if changed:
            self._hub.send(RootsChanged())
            self._hub.send(TimelinesChanged(generation))
            if row:
                self.scan(root)
        if row:
            self._pool.resume_root(row.path)
        if (row is None or status.mounts) and not self._delayed.holds(root):
            self._delayed.add(MOUNTS_RETRY_S if row else OFFLINE_RETRY_S, root, set())
        return row

    def _give_up(self, root: int) -> None:
        """Show a silent root as offline. When it answers, all of it is scanned."""
        with self._database.read() as conn:
            row = folders.get_root(conn, root)
        self._record_status(root, SILENT)
        log.warning("root %d does not answer", root)
        self._timed_calls.give_up(root)
        for scan_pass in [scan_pass for scan_pass in (*self._checks, *self._scans) if scan_pass.root.id == root]:
            self._end_pass(scan_pass)
        if row:
            self._pool.suspend_root(row.path)

    def _start_step(self, scan_pass: ScanPass) -> None:
        on_result = partial(self._finish_step, scan_pass)
        self._timed_calls.call(scan_pass.root.id, partial(self._read_step, scan_pass), on_result)

    def _read_step(self, scan_pass: ScanPass) -> _StepRead:
        with self._database.read() as conn:
            listings = scan_pass.list_folders(conn, SCAN_STEP_S if scan_pass.whole else CHECK_STEP_S)
        try:
            found = self._find_moves(scan_pass, listings)
            with self._database.read() as conn:
                return _StepRead(listings, found, is_still_there(conn, scan_pass.root, scan_pass.mounts))
        except DatabaseError:
            scan_pass.give_back(listings)
            raise

    def _find_moves(self, scan_pass: ScanPass, listings: Listings) -> PossibleMoves:
        root = scan_pass.root
        try:
            with self._database.read() as conn:
                return find_possible_moves(conn, self._pool, root.path, new_files(conn, root, listings))
        except DatabaseError:
            raise
        except Exception:
            log.exception("what has moved here counts as new")
            return PossibleMoves()

    def _finish_step(self, scan_pass: ScanPass, step: _StepRead) -> None:
        if scan_pass not in (self._scans if scan_pass.whole else self._checks):
            self.scan(scan_pass.root.id)  # it was given up
            return
        if step.same_root:
            self._follow_up(scan_pass, self._writer.write(scan_pass, step.listings, step.moves))
            if scan_pass.whole and scan_pass.done:
                self.scanned.add(scan_pass.root.id)
        else:
            self._start_over(scan_pass, step.listings)
        if scan_pass.done:
            self._end_pass(scan_pass)

    def _end_pass(self, scan_pass: ScanPass) -> None:
        (self._scans if scan_pass.whole else self._checks).remove(scan_pass)
        if scan_pass.whole:
            with self._lock:
                self.pace.end(scan_pass.root.id)

    def _follow_up(self, scan_pass: ScanPass, result: StepResult) -> None:
        if scan_pass.whole:
            self.listed += result.listed
        elif result.new_folders:
            self._delayed.add(RECHECK_S, scan_pass.root.id, set(result.new_folders))

    def _start_over(self, scan_pass: ScanPass, listings: Listings) -> None:
        """Repeat a pass later: the root did not answer, or is another folder now, so the listings are discarded."""
        scan_pass.give_back(listings)
        self._delayed.add(RECHECK_S, scan_pass.root.id, None if scan_pass.whole else scan_pass.waiting)
        self.check_folders(scan_pass.root.id, ())
        scan_pass.cancel()
