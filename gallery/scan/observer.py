"""Adapter for watchdog: the only module that knows its classes, its log texts and its threads.

An event only says which folder to list again; what happened there is read from the disk. What Shoebox relies on beside
watchdog's documented interface is held by tests/scan/test_observer.py: which events a reader causes, that a start that
fails raises OSError, and that lost events are told in the log, with the word "overflow".
"""

from __future__ import annotations

import errno
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchdog import events
from watchdog.observers import Observer

from gallery.base.paths import relative_to
from gallery.scan.listing import SEP, skipped_name
from gallery.scan.root_status import identity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from watchdog.observers.api import BaseObserver

CHANGE_EVENTS: list[type[events.FileSystemEvent]] = [
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
    events.FileClosedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]
"""Events that tell of a change. Opened, and closed without writing, are left out: Shoebox causes them by reading."""
WATCH_LIMIT_ERRORS = (errno.ENOSPC, errno.EMFILE, errno.ENFILE)
"""What inotify_add_watch(2) and inotify_init(2) report when a limit of the system is reached."""
STOP_TIMEOUT_S = 5.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RootObserver:
    """Observer of one root, or the reason why there is none.

    Attributes:
        identity: identity_of() the root when the observer was started; None when the root was not there.
        why_not: Sentence for people that says why the system cannot report changes; None when it can, or when the root
            is not there.
    """

    identity: str | None = None
    why_not: str | None = None
    _observer: BaseObserver | None = None

    @property
    def started(self) -> bool:
        """Whether an observer was started for the root."""
        return self._observer is not None

    @property
    def died(self) -> bool:
        """Whether an observer was started and has ended since, by itself or by `stop`."""
        return self._observer is not None and not self._observer.is_alive()

    def stop(self) -> None:
        """End the observer and wait for its threads, STOP_TIMEOUT_S at most. Any thread; idempotent.

        An error is logged, not raised: one root's is no reason to leave the others' observers running.
        """
        if self._observer and self._observer.is_alive():
            try:
                self._observer.stop()
                self._observer.join(STOP_TIMEOUT_S)
            except Exception:
                log.exception("watchdog does not end")


def start_observer(
    root: int, path: bytes, on_change: Callable[[bytes], None], skip: Collection[bytes] = ()
) -> RootObserver:
    """Start to observe a root. Blocks while its drive is slow, and some seconds for a large tree.

    Args:
        root: id of the root; it names the thread.
        path: absolute path of the root.
        on_change: called on watchdog's threads with the path, below the root, of each folder to list again.
        skip: absolute paths of folders whose changes are not reported.
    """
    identity = identity_of(path)
    if identity is None:
        return RootObserver()
    observer = Observer()
    observer.name = f"watchdog-{root}"
    handler = _FolderEvents(path, on_change, skip)
    try:
        observer.schedule(handler, os.fsdecode(path), recursive=True, event_filter=CHANGE_EVENTS)
        observer.start()
    except OSError as error:
        RootObserver(identity, None, observer).stop()
        return RootObserver(identity, _why_not(error, path))
    return RootObserver(identity, None, observer)


class OverflowListener(logging.Handler):
    """Log handler that calls `on_overflow` when watchdog has lost events; the log is the only place that tells it.

    The text names no root that can be relied on, so that `on_overflow` concerns all roots. It is called on watchdog's
    threads.
    """

    def __init__(self, on_overflow: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._on_overflow = on_overflow

    def start(self) -> None:
        """Begin to read watchdog's log."""
        logging.getLogger("watchdog").addHandler(self)

    def stop(self) -> None:
        """Read watchdog's log no longer. Idempotent."""
        logging.getLogger("watchdog").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Call `on_overflow` when the record tells of lost events."""
        if "overflow" in record.getMessage():
            self._on_overflow()


class _FolderEvents(events.FileSystemEventHandler):
    """Turns watchdog's events into the folders to list again, below the root. Runs on watchdog's threads."""

    def __init__(self, root: bytes, on_change: Callable[[bytes], None], skip: Collection[bytes] = ()) -> None:
        self._root = root
        self._on_change = on_change
        self._skip = skip

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Report the folders of both ends of an event: a move has a source and a destination."""
        for path in (event.src_path, event.dest_path):
            if path:
                self._report(os.fsencode(path), is_folder=event.is_directory)

    def _report(self, path: bytes, *, is_folder: bool) -> None:
        relative = relative_to(self._root, path)
        # what a scan leaves out makes no work here either; the data folder would cause events by writing them down
        if relative is None or any(map(skipped_name, relative.split(SEP))) or self._is_skipped(path):
            return
        self._on_change(os.path.dirname(relative))
        if is_folder and relative:
            self._on_change(relative)

    def _is_skipped(self, path: bytes) -> bool:
        return any(path == folder or path.startswith(folder + SEP) for folder in self._skip)


def _why_not(error: OSError, path: bytes) -> str:
    name = os.fsencode(path).decode("utf-8", "replace")
    if error.errno in WATCH_LIMIT_ERRORS:
        return (
            f"This system's limit for watched folders is reached, so changes in {name} are seen once a minute."
            " Raise it with: sudo sysctl fs.inotify.max_user_watches=1048576 fs.inotify.max_user_instances=1024"
        )
    return f"Changes in {name} are seen once a minute: the system cannot watch it ({error.strerror or error})."
