"""Watches all roots for changes on the disk, waits until they pause, and says which folders to list again.

Where the system reports no changes (its limits, network drives) a root is scanned on a timer instead, and all roots
are scanned when reports were lost.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from gallery.scan.observer import OverflowListener, RootObserver, start_observer
from gallery.scan.root_status import identity_of
from gallery.scan.timed_calls import TimedCalls

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

log = logging.getLogger(__name__)
QUIET_PERIOD_S = 0.3
"""How long no change may come before changed folders are listed."""
MAX_DELAY_S = 2.0
"""How long changes that never pause may put off the listing."""
UNOBSERVED_SCAN_INTERVAL_S = 60.0
"""How often a root is scanned whose changes the system cannot report."""
OBSERVED_SCAN_INTERVAL_S = 600.0
"""How often every other root is scanned all the same: reports can be lost without a word."""
ROOT_CHECK_INTERVAL_S = 3.0
"""How often it is checked whether a root is still the same folder of the same volume."""


class Debouncer:
    """Collects changed folders until changes pause. Times are seconds of one clock; reads no clock itself.

    Threads: has no lock; the Watcher calls it with its own lock held.
    """

    def __init__(self) -> None:
        self._first = self._last = 0.0
        self._folders: dict[int, set[bytes]] = {}

    def add(self, root: int, relative: bytes, now: float) -> None:
        """Note that a folder of a root has changed."""
        if not self._folders:
            self._first = now
        self._last = now
        self._folders.setdefault(root, set()).add(relative)

    def due(self) -> float | None:
        """Return when to `take`: QUIET_PERIOD_S after the last change, MAX_DELAY_S after the first at the latest."""
        return min(self._last + QUIET_PERIOD_S, self._first + MAX_DELAY_S) if self._folders else None

    def take(self) -> dict[int, set[bytes]]:
        """Return the changed folders by root, and forget them."""
        folders, self._folders = self._folders, {}
        return folders


@dataclass(eq=False, slots=True)
class _WatchedRoot:
    path: bytes
    observer: RootObserver = field(default_factory=RootObserver)
    scanned: float = field(default_factory=time.monotonic)
    """When it was last scanned because its time had come."""


class Watcher:
    """Keeps an observer running for each root and passes on what changed.

    Drives are called by TimedCalls: a root that does not answer is not observed, all others are.

    Threads: `start` and `stop` belong to the thread that opens and closes the program; `watch`, `unwatch` and
    `notices` may be called on any thread; `folder_changed` is called on watchdog's threads. Everything else happens
    on the thread `watcher`, which alone changes `_roots` (`notices` reads a copy). `_wake` guards `_wanted` and
    `_debouncer`, and wakes that thread; it is not held while a drive is called or a callback runs. `check_folders` is
    called on the thread `watcher`, `scan` there and on watchdog's threads.
    """

    def __init__(
        self,
        check_folders: Callable[[int, set[bytes]], None],
        scan: Callable[[int], None],
        skip: Collection[bytes] = (),
    ) -> None:
        """Build a watcher that watches nothing yet.

        Args:
            check_folders: lists these folders of a root again; with none, checks whether the root is there.
            scan: compares a whole root with the index.
            skip: absolute paths of folders whose changes are no news.
        """
        self._check_folders = check_folders
        self._scan = scan
        self._skip = skip
        self._debouncer = Debouncer()
        self._roots: dict[int, _WatchedRoot] = {}
        self._wanted: dict[int, bytes] = {}
        self._wake = threading.Condition()
        self._timed_calls = TimedCalls(self._wake_thread)
        self._stopping = False
        self._next_root_check = 0.0
        self._overflow = OverflowListener(self._scan_all)
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Start the thread `watcher`."""
        self._overflow.start()
        self._thread.start()

    def stop(self) -> None:
        """End the thread and all observers. Idempotent; returns after some seconds though a drive does not answer."""
        self._overflow.stop()
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
        """Return a sentence for each root whose changes the system cannot report."""
        return [root.observer.why_not for root in list(self._roots.values()) if root.observer.why_not]

    def folder_changed(self, root: int, relative: bytes) -> None:
        """Note that something happened in this folder of a root."""
        with self._wake:
            self._debouncer.add(root, relative, time.monotonic())
            self._wake.notify()

    def _wake_thread(self) -> None:
        with self._wake:
            self._wake.notify()

    def _scan_all(self) -> None:
        with self._wake:
            roots = list(self._wanted)
        for root in roots:
            self._scan(root)

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
            watched = self._roots[root] = _WatchedRoot(path)
            start = partial(start_observer, root, path, partial(self.folder_changed, root), self._skip)
            self._timed_calls.call(root, start, partial(self._observer_started, root, watched))

    def _observer_started(self, root: int, watched: _WatchedRoot, observer: RootObserver) -> None:
        if self._roots.get(root) is not watched:  # it was to stop meanwhile
            self._timed_calls.call(root, observer.stop, _do_nothing)
            return
        watched.observer = observer
        if observer.why_not:
            log.warning("%s", observer.why_not)
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
        for root, watched in list(self._roots.items()):
            if self._timed_calls.is_busy(root):
                self._check_folders(root, set())  # the scanner finds out whether the root is there at all
            else:
                on_result = partial(self._root_checked, root, watched)
                self._timed_calls.call(root, partial(identity_of, watched.path), on_result)

    def _root_checked(self, root: int, watched: _WatchedRoot, identity: str | None) -> None:
        if self._roots.get(root) is not watched:
            return
        now = time.monotonic()
        interval = UNOBSERVED_SCAN_INTERVAL_S if watched.observer.why_not else OBSERVED_SCAN_INTERVAL_S
        if identity != watched.observer.identity or watched.observer.died:
            self._stop_observing(root)  # _follow_wanted_roots starts a new observer, as the root is still wanted
            self._scan(root)
        elif now > watched.scanned + interval:
            watched.scanned = now
            self._scan(root)

    def _pass_on_changes(self) -> None:
        with self._wake:
            due = self._debouncer.due()
            folders = self._debouncer.take() if due is not None and due <= time.monotonic() else {}
        for root, relatives in folders.items():
            self._check_folders(root, relatives)


def _do_nothing(_: None) -> None:
    """Ignore the result of a call that has none."""
