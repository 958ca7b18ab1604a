"""Listens to the disk. Events say only which folder to look at; the disk itself says what happened.

Where events cannot be had (limits, network drives, an overflow) the root is scanned on a slow timer instead.
"""

from __future__ import annotations

import errno
import logging
import os
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from gallery.scan.scanner import SEP, device_of, skipped_name

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
HEARD: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]  # fmt: skip  opened and closed-without-writing are our own reading
LIMITS = (errno.ENOSPC, errno.EMFILE, errno.ENFILE)


class Settle:
    """Folders with news, held until it is quiet. Times in seconds of one clock; pure."""

    def __init__(self) -> None:
        self._first = self._last = 0.0
        self._folders: dict[int, set[bytes]] = {}

    def note(self, root: int, relative: bytes, now: float) -> None:
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


@dataclass(slots=True)
class _Watched:
    path: bytes
    device: str | None = None
    observer: BaseObserver | None = None
    why_not: str | None = None
    scanned: float = field(default_factory=time.monotonic)


class Watcher:
    """The thread `watcher`. `look(root, folders)` and `scan(root)` are called on it when there is news."""

    def __init__(
        self,
        look: Callable[[int, set[bytes]], None],
        scan: Callable[[int], None],
        skip: Collection[bytes] = (),
    ) -> None:
        self._look = look
        self._scan = scan
        self._skip = skip
        self._settle = Settle()
        self._roots: dict[int, _Watched] = {}
        self._wanted: dict[int, bytes] = {}
        self._wake = threading.Condition()
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
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(10)

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
        return [watched.why_not for watched in list(self._roots.values()) if watched.why_not]

    def note(self, root: int, relative: bytes) -> None:
        """Something happened in this folder. Called on watchdog's threads."""
        with self._wake:
            self._settle.note(root, relative, time.monotonic())
            self._wake.notify()

    def _scan_all(self) -> None:
        for root in list(self._wanted):
            self._scan(root)

    def _run(self) -> None:
        while not self._stopping:
            self._follow()
            self._pulse()
            self._flush()
            with self._wake:
                if not self._stopping and self._wanted.keys() == self._roots.keys():
                    self._wake.wait(self._nap())
        for root in list(self._roots):
            self._end(root)

    def _nap(self) -> float:
        due = self._settle.due()
        until = self._pulse_at if due is None else min(due, self._pulse_at)
        return max(0.01, until - time.monotonic())

    def _follow(self) -> None:
        """Start and stop listening as wanted."""
        with self._wake:
            wanted = dict(self._wanted)
        for root in [root for root in self._roots if root not in wanted]:
            self._end(root)
        for root, path in wanted.items():
            if root not in self._roots:
                self._roots[root] = _Watched(path, device_of(path))
                self._begin(root, self._roots[root])

    def _begin(self, root: int, watched: _Watched) -> None:
        if watched.device is None:
            return  # away: the pulse sees it come back
        observer = Observer()
        observer.name = f"watchdog-{root}"
        handler = _Handler(watched.path, lambda relative: self.note(root, relative), self._skip)
        try:
            observer.schedule(handler, os.fsdecode(watched.path), recursive=True, event_filter=HEARD)
            observer.start()
        except OSError as error:
            watched.why_not = _why_not(error, watched.path)
            log.warning("%s", watched.why_not)
            if observer.is_alive():
                observer.stop()
            return
        watched.observer, watched.why_not = observer, None
        self._scan(root)  # what changed before the system listened, which takes a large tree a while

    def _end(self, root: int) -> None:
        watched = self._roots.pop(root)
        if watched.observer:
            watched.observer.stop()
            watched.observer.join(5)

    def _pulse(self) -> None:
        now = time.monotonic()
        if now < self._pulse_at:
            return
        self._pulse_at = now + PULSE_S
        for root, watched in list(self._roots.items()):
            device = device_of(watched.path)
            dead = watched.observer is not None and not watched.observer.is_alive()
            if device != watched.device or dead:
                self._end(root)  # begun again by _follow, as it is still wanted
                self._scan(root)
            elif now > watched.scanned + (SLOW_S if watched.why_not else SWEEP_S):
                watched.scanned = now
                self._scan(root)

    def _flush(self) -> None:
        with self._wake:
            due = self._settle.due()
            folders = self._settle.take() if due is not None and due <= time.monotonic() else {}
        for root, relatives in folders.items():
            self._look(root, relatives)


class _Overflow(logging.Handler):
    """watchdog tells of lost events in its log only; then every root is to be scanned."""

    def __init__(self, heard: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage():
            self._heard()


class _Handler(FileSystemEventHandler):
    """Turns an event into the folders to look at, relative to the root."""

    def __init__(self, root: bytes, note: Callable[[bytes], None], skip: Collection[bytes] = ()) -> None:
        self._root = root
        self._note = note
        self._skip = skip

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                self._note_folder(os.fsencode(path), itself=event.is_directory)

    def _note_folder(self, path: bytes, *, itself: bool) -> None:
        relative = below(self._root, path)
        # what is left out of a scan makes no work either; our own data folder would feed on its own news
        if relative is None or any(map(skipped_name, relative.split(SEP))) or self._ours(path):
            return
        self._note(os.path.dirname(relative))
        if itself and relative:
            self._note(relative)

    def _ours(self, path: bytes) -> bool:
        return any(path == own or path.startswith(own + SEP) for own in self._skip)


def below(root: bytes, path: bytes) -> bytes | None:
    """`path` relative to `root`; None when it lies outside."""
    base = root.rstrip(os.fsencode(os.sep)) + os.fsencode(os.sep)
    if path.startswith(base):
        return path[len(base) :]
    return b"" if path + os.fsencode(os.sep) == base else None


def _why_not(error: OSError, path: bytes) -> str:
    name = os.fsencode(path).decode("utf-8", "replace")
    if error.errno in LIMITS:
        return (
            f"This system's limit for watched folders is reached, so changes in {name} are seen once a minute."
            " Raise it with: sudo sysctl fs.inotify.max_user_watches=1048576 fs.inotify.max_user_instances=1024"
        )
    return f"Changes in {name} are seen once a minute: the system cannot watch it ({error.strerror or error})."
