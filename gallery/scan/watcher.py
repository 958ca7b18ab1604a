"""Watches all roots for changes on the disk, waits until they pause, and says which folders to list again.

Whatever keeps changes from being reported is told (`notices`) and made up for by looking: a root that the system cannot
watch, or not wholly, is scanned on a timer; one whose reports were lost, at once; all of them after the computer slept.
An observer whose threads have died is made anew.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from gallery.scan.debouncer import Debouncer
from gallery.scan.mountinfo import changed_mounts, mounts_below, read_mounts
from gallery.scan.observer import RootObserver, start_observer
from gallery.scan.root_status import identity_of
from gallery.scan.sleep_detector import SleepDetector
from gallery.scan.timed_calls import TimedCalls
from gallery.scan.watch_failures import WatchFailure, notices

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

log = logging.getLogger(__name__)
UNOBSERVED_SCAN_INTERVAL_S = 60.0
"""How often a root is scanned whose changes the system cannot report."""
OBSERVED_SCAN_INTERVAL_S = 600.0
"""How often every other root is scanned all the same: reports can be lost without a word."""
ROOT_CHECK_INTERVAL_S = 3.0
"""How often it is checked whether a root is still the same folder of the same volume."""
MAX_DEATHS = 3
"""After so many deaths of observers of a root within DEATHS_WITHIN_S the next one is started with the next scan only,
and that is told."""
DEATHS_WITHIN_S = 300.0
"""Deaths longer ago than this do not count."""


@dataclass(eq=False, slots=True)
class _WatchedRoot:
    path: bytes
    observer: RootObserver = field(default_factory=RootObserver)
    mounts: dict[bytes, bytes] = field(default_factory=dict)
    """What is mounted inside it."""
    deaths: list[float] = field(default_factory=list)
    """When observers of it have died lately."""
    scanned: float = field(default_factory=time.monotonic)
    """When it was last scanned because its time had come."""

    @property
    def failing(self) -> bool:
        """Whether the observer is dead, and its kind has died too often lately to start another at once."""
        recent = [when for when in self.deaths if when > time.monotonic() - DEATHS_WITHIN_S]
        return self.observer.died and len(recent) >= MAX_DEATHS

    @property
    def failure(self) -> WatchFailure | None:
        """Why the system does not report all changes; None when it does."""
        if self.failing:
            return WatchFailure(self.path, "watching fails again and again; see the log", limit=False, whole=True)
        return self.observer.failure

    @property
    def scan_due(self) -> bool:
        """Whether it is time to scan the root, although nothing was reported."""
        interval = UNOBSERVED_SCAN_INTERVAL_S if self.failure else OBSERVED_SCAN_INTERVAL_S
        return time.monotonic() > self.scanned + interval


class Watcher:
    """Keeps an observer running for each root and passes on what changed.

    Drives are called by TimedCalls: a root that does not answer is not observed, all others are.

    Threads: `start` and `stop` belong to the thread that opens and closes the program; `watch`, `unwatch` and
    `notices` may be called on any thread; `folder_changed` is called on observers' threads. Everything else happens
    on the thread `watcher`, which alone changes `_roots` (`notices` reads a copy). `_wake` guards `_wanted` and
    `_debouncer`, and wakes that thread; it is not held while a drive is called or a callback runs. `check_folders`,
    `scan_routinely` and `on_notices` are called on the thread `watcher`, `scan` there and on observers' threads.
    """

    def __init__(
        self,
        check_folders: Callable[[int, set[bytes]], None],
        scan: Callable[[int], None],
        scan_routinely: Callable[[int], None],
        on_notices: Callable[[], None] = lambda: None,
        skip: Collection[bytes] = (),
    ) -> None:
        """Build a watcher that watches nothing yet.

        Args:
            check_folders: lists these folders of a root again; with none, checks whether the root is there.
            scan: compares a whole root with the index.
            scan_routinely: the same, now and then; may leave it out where that takes long.
            on_notices: called when `notices` are others than before.
            skip: absolute paths of folders whose changes are no news.
        """
        self._check_folders = check_folders
        self._scan = scan
        self._scan_routinely = scan_routinely
        self._on_notices = on_notices
        self._skip = skip
        self._debouncer = Debouncer()
        self._roots: dict[int, _WatchedRoot] = {}
        self._wanted: dict[int, bytes] = {}
        self._wake = threading.Condition()
        self._timed_calls = TimedCalls(self._wake_thread)
        self._stopping = False
        self._next_root_check = 0.0
        self._sleep = SleepDetector()
        self._mountinfo = read_mounts()
        self._told: list[str] = []
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Start the thread `watcher`."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and all observers. Idempotent; returns after some seconds though a drive does not answer."""
        self._stopping = True
        self._wake_thread()
        if self._thread.is_alive():
            self._thread.join(10)
        self._timed_calls.stop()

    def watch(self, root: int, path: bytes) -> None:
        """Observe a root from now on. Returns at once; a large tree takes the system some seconds."""
        with self._wake:
            self._wanted[root] = path
            self._wake.notify()

    def unwatch(self, root: int) -> None:
        """Observe a root no longer. Returns at once."""
        with self._wake:
            self._wanted.pop(root, None)
            self._wake.notify()

    def notices(self) -> list[str]:
        """Return sentences for people about the roots whose changes the system does not report, or not all."""
        failures = [watched.failure for watched in list(self._roots.values())]
        return notices(failure for failure in failures if failure)

    def folder_changed(self, root: int, relative: bytes) -> None:
        """Note that something happened in this folder of a root."""
        with self._wake:
            self._debouncer.add(root, relative, time.monotonic())
            self._wake.notify()

    def _wake_thread(self) -> None:
        with self._wake:
            self._wake.notify()

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._do_due_work()
            except Exception:
                log.exception("the watcher goes on after an error")
            with self._wake:
                if not (self._stopping or self._timed_calls.ready or self._to_stop() or self._to_start()):
                    self._wake.wait(self._seconds_until_due())
        for root in list(self._roots):
            self._stop_observing(root)

    def _do_due_work(self) -> None:
        self._timed_calls.deliver_late()
        self._follow_wanted_roots()
        self._check_roots()
        self._pass_on_changes()
        self._tell_notices()

    def _seconds_until_due(self) -> float:
        due = self._debouncer.due()
        until = self._next_root_check if due is None else min(due, self._next_root_check)
        return max(0.01, until - time.monotonic())

    def _to_stop(self) -> list[int]:
        return [root for root in self._roots if root not in self._wanted]

    def _to_start(self) -> list[tuple[int, bytes]]:
        """Return the roots to observe, without those that still stop: a system may refuse to watch a folder twice."""
        new = [(root, path) for root, path in self._wanted.items() if root not in self._roots]
        return [(root, path) for root, path in new if not self._timed_calls.is_busy(root)]

    def _follow_wanted_roots(self) -> None:
        """Start and stop observers so that they are those of the wanted roots."""
        with self._wake:
            stops, starts = self._to_stop(), self._to_start()
        for root in stops:
            self._stop_observing(root)
        for root, path in starts:
            watched = self._roots[root] = _WatchedRoot(path, mounts=mounts_below(self._mountinfo, path))
            self._observe(root, watched)

    def _observe(self, root: int, watched: _WatchedRoot) -> None:
        """Start an observer, in place of the one that there was."""
        before = watched.observer
        on_change, on_lost = partial(self.folder_changed, root), partial(self._scan, root)

        def start() -> RootObserver:
            before.stop()
            return start_observer(root, watched.path, on_change, on_lost, self._skip)

        self._timed_calls.call(root, start, partial(self._observer_started, root, watched))

    def _observer_started(self, root: int, watched: _WatchedRoot, observer: RootObserver) -> None:
        if self._roots.get(root) is not watched:  # it was to stop meanwhile
            self._timed_calls.call(root, observer.stop, _do_nothing)
            return
        watched.observer = observer
        if observer.started:
            self._scan(root)  # what changed before the observer was ready, which takes a while for a large tree

    def _stop_observing(self, root: int) -> None:
        self._timed_calls.call(root, self._roots.pop(root).observer.stop, _do_nothing)

    def _check_roots(self) -> None:
        """Ask every root's drive, now and then, whether the root is still the folder that is observed."""
        now = time.monotonic()
        if now < self._next_root_check:
            return
        self._next_root_check = now + ROOT_CHECK_INTERVAL_S
        slept = self._sleep.has_slept(now, time.time())
        self._follow_mounts()
        for root, watched in list(self._roots.items()):
            if slept:
                self._scan(root)
            if self._timed_calls.is_busy(root):
                self._check_folders(root, set())  # the scanner finds out whether the root is there at all
            else:
                ask = partial(_ask_drive, watched.path, watched.observer if watched.scan_due else None)
                self._timed_calls.call(root, ask, partial(self._root_checked, root, watched))

    def _root_checked(self, root: int, watched: _WatchedRoot, identity: str | None) -> None:
        if self._roots.get(root) is not watched:
            return
        due = watched.scan_due
        other = identity != watched.observer.identity
        died = not other and watched.observer.died and (due or not watched.failing)
        if due:
            watched.scanned = time.monotonic()
        if died:
            log.warning("the observer of root %d has died; another is started", root)
            watched.deaths = [*watched.deaths[-MAX_DEATHS:], time.monotonic()]
        renewed = other or died or (due and not watched.observer.started)
        if renewed:
            self._observe(root, watched)
            self._scan(root)
        elif due:
            self._scan_routinely(root)

    def _follow_mounts(self) -> None:
        """Look where a file system was mounted inside a root, or is no longer."""
        before, self._mountinfo = self._mountinfo, read_mounts()
        if before == self._mountinfo:
            return
        for root, watched in list(self._roots.items()):
            known, watched.mounts = watched.mounts, mounts_below(self._mountinfo, watched.path)
            for folder in changed_mounts(known, watched.mounts):
                self._timed_calls.call(root, partial(watched.observer.watch_again, folder), _do_nothing)
                for changed in (os.path.dirname(folder), folder):
                    self.folder_changed(root, changed)

    def _pass_on_changes(self) -> None:
        with self._wake:
            due = self._debouncer.due()
            folders = self._debouncer.take() if due is not None and due <= time.monotonic() else {}
        for root, relatives in folders.items():
            self._check_folders(root, relatives)

    def _tell_notices(self) -> None:
        """Log the notices that are new, and let pages know when there are others than before."""
        told, self._told = self._told, self.notices()
        for notice in self._told:
            if notice not in told:
                log.warning("%s", notice)
        if told != self._told:
            self._on_notices()


def _ask_drive(path: bytes, retry: RootObserver | None) -> str | None:
    """Return the identity of a root; before, try again to watch what its observer could not. A thread `call-ROOT`."""
    if retry:
        retry.retry()
    return identity_of(path)


def _do_nothing(_: None) -> None:
    """Ignore the result of a call that has none."""
