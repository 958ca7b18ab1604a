"""Listens to one root through watchdog. Events say only which folder to look at; the disk says what happened."""

from __future__ import annotations

import errno
import logging
import os
from typing import TYPE_CHECKING, NamedTuple

from watchdog import events
from watchdog.observers import Observer

from gallery.base.paths import relative_to
from gallery.scan.listing import SEP, skipped_name
from gallery.scan.root_status import device_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from watchdog.observers.api import BaseObserver

# opened and closed-without-writing are our own reading
HEARD: list[type[events.FileSystemEvent]] = [
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
    events.FileClosedEvent,
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]
log = logging.getLogger(__name__)
LIMITS = (errno.ENOSPC, errno.EMFILE, errno.ENFILE)


class RootObserver(NamedTuple):
    """What listens to a root: nothing where it is away (no device), or where the system cannot (and why not)."""

    device: str | None = None
    observer: BaseObserver | None = None
    why_not: str | None = None


def start_observer(root: int, path: bytes, note: Callable[[bytes], None], skip: Collection[bytes] = ()) -> RootObserver:
    """Hear of this root from now on: `note` gets folders below it, on watchdog's threads. May wait for the drive."""
    device = device_of(path)
    if device is None:
        return RootObserver()
    observer = Observer()
    observer.name = f"watchdog-{root}"
    try:
        observer.schedule(_Handler(path, note, skip), os.fsdecode(path), recursive=True, event_filter=HEARD)
        observer.start()
    except OSError as error:
        stop_observer(observer)
        return RootObserver(device, None, _why_not(error, path))
    return RootObserver(device, observer)


def stop_observer(observer: BaseObserver | None) -> None:
    """End one of them. What goes wrong with one is no reason to leave the others running."""
    if observer and observer.is_alive():
        try:
            observer.stop()
            observer.join(5)
        except Exception:
            log.exception("watchdog does not end")


class _Handler(events.FileSystemEventHandler):
    """Turns an event into the folders to look at, relative to the root."""

    def __init__(self, root: bytes, note: Callable[[bytes], None], skip: Collection[bytes] = ()) -> None:
        self._root = root
        self._note = note
        self._skip = skip

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                self._note_folder(os.fsencode(path), itself=event.is_directory)

    def _note_folder(self, path: bytes, *, itself: bool) -> None:
        relative = relative_to(self._root, path)
        # what is left out of a scan makes no work either; our own data folder would feed on its own news
        if relative is None or any(map(skipped_name, relative.split(SEP))) or self._ours(path):
            return
        self._note(os.path.dirname(relative))
        if itself and relative:
            self._note(relative)

    def _ours(self, path: bytes) -> bool:
        return any(path == own or path.startswith(own + SEP) for own in self._skip)


def _why_not(error: OSError, path: bytes) -> str:
    name = os.fsencode(path).decode("utf-8", "replace")
    if error.errno in LIMITS:
        return (
            f"This system's limit for watched folders is reached, so changes in {name} are seen once a minute."
            " Raise it with: sudo sysctl fs.inotify.max_user_watches=1048576 fs.inotify.max_user_instances=1024"
        )
    return f"Changes in {name} are seen once a minute: the system cannot watch it ({error.strerror or error})."
