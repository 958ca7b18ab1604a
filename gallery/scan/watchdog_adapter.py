"""Observer of one root on macOS and Windows: the only module that knows watchdog, its classes and its threads.

watchdog 7.1 says nothing where the system has dropped events: not of the flags of FSEvents, not of the empty buffer of
ReadDirectoryChangesW; and its reading threads may end while the observer lives. What is used here beside its documented
interface is held by tests/scan/test_watchdog_adapter.py.
"""

from __future__ import annotations

import logging
import os
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

from watchdog import events
from watchdog.observers import Observer

from gallery.base.paths import display, relative_to
from gallery.scan.skipped_folders import SEP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from watchdog.observers.api import BaseObserver, EventEmitter

    from gallery.scan.change_reports import ChangeReports

CHANGE_EVENTS: list[type[events.FileSystemEvent]] = [
    events.DirAttribEvent,
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
    events.FileAttribEvent,
    events.FileClosedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]
"""Events that tell of a change. Opened, and closed without writing, are left out: Shoebox causes them by reading."""
FSEVENTS_LOST = 0x1 | 0x2 | 0x4 | 0x8 | 0x40 | 0x80
"""Flags of FSEvents that ask for a look at all: MustScanSubDirs, UserDropped, KernelDropped, EventIdsWrapped, Mount,
Unmount."""
ERROR_NOTIFY_ENUM_DIR = 1022
"""What ReadDirectoryChangesW says where it could not list all changes; mostly it gives an empty list instead."""
STOP_TIMEOUT_S = 5.0
log = logging.getLogger(__name__)


class WatchdogObserver:
    """An observer of watchdog for all of a root.

    Threads: `start` comes first; `stop` and `alive` may be called on any thread. Reports come on watchdog's threads.

    Attributes:
        limit: Always None: these systems watch a tree as a whole or not at all.
    """

    limit: OSError | None = None

    def __init__(self, root: bytes, name: str, reports: ChangeReports) -> None:
        """Prepare to watch `root`, an absolute path; the thread that reports gets this name."""
        self._root = root
        self._reports = reports
        self._observer: BaseObserver = Observer()
        self._observer.name = name
        self._stopped = False

    @property
    def alive(self) -> bool:
        """Whether every thread that has a part in reading events is alive."""
        return bool(self._observer.emitters) and all(thread.is_alive() for thread in reading_threads(self._observer))

    def start(self) -> None:
        """Begin to watch.

        Raises:
            OSError: the system cannot watch the root.
            RuntimeError: the system gives no thread.
        """
        emitter = emitter_class(sys.platform, self._reports.lost)
        if emitter:
            self._observer._emitter_class = emitter  # noqa: SLF001  its constructor takes none
        handler = _Handler(self._root, self._reports)
        try:
            self._observer.schedule(handler, os.fsdecode(self._root), recursive=True, event_filter=CHANGE_EVENTS)
            self._observer.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the observer and wait for its threads, STOP_TIMEOUT_S at most. Idempotent; an error is only logged."""
        if self._stopped:
            return
        self._stopped = True
        try:
            self._observer.stop()  # also where it is dead, or never began: others of its threads may live
            if self._observer.is_alive():
                self._observer.join(STOP_TIMEOUT_S)
        except Exception:
            log.exception("watchdog does not end")

    def retry(self) -> None:
        """Do nothing: there is no part of a root that could not be watched."""

    def watch_again(self, folder: bytes) -> None:
        """Do nothing: what is mounted in a root is told by the system's own events."""


class _Handler(events.FileSystemEventHandler):
    """Turns watchdog's events into reports. Runs on watchdog's threads."""

    def __init__(self, root: bytes, reports: ChangeReports) -> None:
        self._root = root
        self._reports = reports

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Report both ends of an event: a move has a source and a destination."""
        for path in (event.src_path, event.dest_path):
            if path:
                self._report(os.fsencode(path), is_folder=event.is_directory)

    def _report(self, path: bytes, *, is_folder: bool) -> None:
        relative = below_root(self._root, path)
        if relative is None:
            log.warning("an event of a place outside of %s: %s", display(self._root), display(path))
            self._reports.lost()
        else:
            self._reports.entry(relative, is_folder=is_folder)


def below_root(root: bytes, path: bytes) -> bytes | None:
    """Return a path of an event below the root, or None when it lies outside.

    FSEvents names folders as the disk has them: the root may come in other capitals or composed otherwise (NFD).
    """
    relative = relative_to(root, path)
    if relative is not None:
        return relative
    above, names = (place.rstrip(SEP).split(SEP) for place in (root, path))
    same = [_plain(name) for name in above] == [_plain(name) for name in names[: len(above)]]
    return SEP.join(names[len(above) :]) if same else None


def _plain(name: bytes) -> str:
    return unicodedata.normalize("NFC", os.fsdecode(name)).casefold()


def fsevents_lost(flags: Iterable[int]) -> bool:
    """Return whether FSEvents says, in the flags of some events, that the tree is to be looked at as a whole."""
    return any(flag & FSEVENTS_LOST for flag in flags)


def reading_threads(observer: BaseObserver) -> list[Any]:
    """Return the observer's thread, those that take events from the system, and on Windows those behind them."""
    threads: list[Any] = [observer, *observer.emitters]
    for emitter in observer.emitters:
        reader = getattr(emitter, "_reader", None)
        thread = getattr(reader, "_reader_thread", None)
        threads += [thread] if thread else []
    return threads


def emitter_class(platform: str, on_lost: Callable[[], None]) -> type[EventEmitter] | None:
    """Return watchdog's emitter for a platform, made to call `on_lost` where events were dropped; None: as it is."""
    if platform == "darwin":
        return _fsevents_emitter(on_lost)
    if platform == "win32":
        return _windows_emitter(on_lost)
    return None


def _fsevents_emitter(on_lost: Callable[[], None]) -> type[EventEmitter]:
    from watchdog.observers.fsevents import FSEventsEmitter

    class Emitter(FSEventsEmitter):
        def queue_events(self, timeout: float, events: list[Any]) -> None:  # type: ignore[override]  # as in watchdog
            try:
                super().queue_events(timeout, events)
            except Exception:
                on_lost()  # the caller only logs it
                raise

        def events_callback(self, paths: list[bytes], inodes: list[int], flags: list[int], ids: list[int]) -> None:
            super().events_callback(paths, inodes, flags, ids)
            if fsevents_lost(flags):
                on_lost()

    return Emitter


def _windows_emitter(on_lost: Callable[[], None]) -> type[EventEmitter]:
    from watchdog.observers.read_directory_changes import WindowsApiEmitter
    from watchdog.observers.winapi import DirectoryChangeReader

    class Reader(DirectoryChangeReader):
        def _run_inner(self, handle: Any, event_buffer: Any, nbytes: Any) -> None:
            try:
                super()._run_inner(handle, event_buffer, nbytes)
            except OSError as error:
                if getattr(error, "winerror", None) != ERROR_NOTIFY_ENUM_DIR:
                    raise
                nbytes.value = 0
            if not nbytes.value and not self._should_stop:
                on_lost()

    class Emitter(WindowsApiEmitter):
        def on_thread_start(self) -> None:
            self._reader = Reader(self.watch.path, recursive=self.watch.is_recursive)
            self._reader.start()

    return Emitter
