"""Hears of changes in all roots, waits until it is quiet, and says where to look.

Where events cannot be had (limits, network drives, an overflow) the root is scanned on a slow timer instead.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from gallery.scan.observer import RootObserver, start_observer, stop_observer
from gallery.scan.root_status import device_of
from gallery.scan.timed_calls import TimedCalls

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from watchdog.observers.api import BaseObserver

log = logging.getLogger(__name__)
QUIET_S = 0.3
LATEST_S = 2.0
SLOW_S = 60.0
"""How often a root without events is scanned."""
SWEEP_S = 600.0
"""How often every root is scanned all the same: events can be lost without a word."""
PULSE_S = 3.0
"""How often it is checked whether a root is still the same folder of the same volume."""


class Debouncer:
    """Folders with news, held until it is quiet. Times in seconds of one clock; pure."""

    def __init__(self) -> None:
        self._first = self._last = 0.0
        self._folders: dict[int, set[bytes]] = {}

    def add(self, root: int, relative: bytes, now: float) -> None:
        if not self._folders:
            self._first = now
        self._last = now
        self._folders.setdefault(root, set()).add(relative)

    def due(self) -> float | None:
        """When to look: after QUIET_S without news, LATEST_S after the first at the latest."""
        return min(self._last + QUIET_S, self._first + LATEST_S) if self._folders else None

    def take(self) -> dict[int, set[bytes]]:
        folders, self._folders = self._folders, {}
        return folders


@dataclass(eq=False, slots=True)
class _Watched:
    path: bytes
    ear: RootObserver = field(default_factory=RootObserver)
    scanned: float = field(default_factory=time.monotonic)

    @property
    def observer(self) -> BaseObserver | None:
        return self.ear.observer


class Watcher:
    """The thread `watcher`. `check_folders(root, folders)` and `scan(root)` are called on it when there is news.

    Drives are asked on threads of their own: one that does not answer is not heard, all others are.
    """

    def __init__(
        self,
        check_folders: Callable[[int, set[bytes]], None],
        scan: Callable[[int], None],
        skip: Collection[bytes] = (),
    ) -> None:
        self._check_folders = check_folders
        self._scan = scan
        self._skip = skip
        self._settle = Debouncer()
        self._roots: dict[int, _Watched] = {}
        self._wanted: dict[int, bytes] = {}
        self._wake = threading.Condition()
        self._eyes = TimedCalls(self._poke)
        self._stopping = False
        self._pulse_at = 0.0
        self._overflow = _Overflow(self._scan_all)
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        logging.getLogger("watchdog").addHandler(self._overflow)
        self._thread.start()

    def stop(self) -> None:
        """Idempotent; ends watchdog's threads too."""
        logging.getLogger("watchdog").removeHandler(self._overflow)
        self._stopping = True
        self._poke()
        if self._thread.is_alive():
            self._thread.join(10)
        self._eyes.stop()

    def watch(self, root: int, path: bytes) -> None:
        """Listen to a root from now on. Returns at once; a large tree takes the system some seconds."""
        with self._wake:
            self._wanted[root] = path
            self._wake.notify()

    def unwatch(self, root: int) -> None:
        with self._wake:
            self._wanted.pop(root, None)
            self._wake.notify()

    def notices(self) -> list[str]:
        """A sentence for each root whose changes are seen late."""
        return [watched.ear.why_not for watched in list(self._roots.values()) if watched.ear.why_not]

    def folder_changed(self, root: int, relative: bytes) -> None:
        """Something happened in this folder. Called on watchdog's threads."""
        with self._wake:
            self._settle.add(root, relative, time.monotonic())
            self._wake.notify()

    def _poke(self) -> None:
        with self._wake:
            self._wake.notify()

    def _scan_all(self) -> None:
        for root in list(self._wanted):
            self._scan(root)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._turn()
            except Exception:
                log.exception("the watcher goes on after an error")
            with self._wake:
                if not (self._stopping or self._eyes.ready or self._to_end() or self._to_begin()):
                    self._wake.wait(self._nap())
        for root in list(self._roots):
            self._end(root)

    def _turn(self) -> None:
        self._eyes.serve()
        self._follow()
        self._pulse()
        self._flush()

    def _nap(self) -> float:
        due = self._settle.due()
        until = self._pulse_at if due is None else min(due, self._pulse_at)
        return max(0.01, until - time.monotonic())

    def _to_end(self) -> list[int]:
        return [root for root in self._roots if root not in self._wanted]

    def _to_begin(self) -> list[tuple[int, bytes]]:
        """One that is still ending is begun after that: a system may refuse to watch a place twice."""
        new = [(root, path) for root, path in self._wanted.items() if root not in self._roots]
        return [(root, path) for root, path in new if not self._eyes.asks(root)]

    def _follow(self) -> None:
        """Start and stop listening as wanted."""
        with self._wake:
            ends, begins = self._to_end(), self._to_begin()
        for root in ends:
            self._end(root)
        for root, path in begins:
            watched = self._roots[root] = _Watched(path)
            begin = partial(start_observer, root, path, partial(self.folder_changed, root), self._skip)
            self._eyes.ask(root, begin, partial(self._listening, root, watched))

    def _listening(self, root: int, watched: _Watched, ear: RootObserver) -> None:
        if self._roots.get(root) is not watched:  # it was to end meanwhile
            self._eyes.ask(root, partial(stop_observer, ear.observer), _nothing)
            return
        watched.ear = ear
        if ear.why_not:
            log.warning("%s", ear.why_not)
        if ear.observer:
            self._scan(root)  # what changed before the system listened, which takes a large tree a while

    def _end(self, root: int) -> None:
        self._eyes.ask(root, partial(stop_observer, self._roots.pop(root).observer), _nothing)

    def _pulse(self) -> None:
        now = time.monotonic()
        if now < self._pulse_at:
            return
        self._pulse_at = now + PULSE_S
        for root, watched in list(self._roots.items()):
            if self._eyes.asks(root):
                self._check_folders(root, set())  # whether it is there at all: who looks says so
            else:
                self._eyes.ask(root, partial(device_of, watched.path), partial(self._felt, root, watched))

    def _felt(self, root: int, watched: _Watched, device: str | None) -> None:
        """A root has answered: is it the one that is listened to?"""
        if self._roots.get(root) is not watched:
            return
        now = time.monotonic()
        dead = watched.observer is not None and not watched.observer.is_alive()
        if device != watched.ear.device or dead:
            self._end(root)  # begun again by _follow, as it is still wanted
            self._scan(root)
        elif now > watched.scanned + (SLOW_S if watched.ear.why_not else SWEEP_S):
            watched.scanned = now
            self._scan(root)

    def _flush(self) -> None:
        with self._wake:
            due = self._settle.due()
            folders = self._settle.take() if due is not None and due <= time.monotonic() else {}
        for root, relatives in folders.items():
            self._check_folders(root, relatives)


def _nothing(_: None) -> None:
    """Nobody waits for this."""


class _Overflow(logging.Handler):
    """watchdog tells of lost events in its log only; then every root is to be scanned."""

    def __init__(self, heard: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage():
            self._heard()
