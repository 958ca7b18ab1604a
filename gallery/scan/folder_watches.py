"""Observer of one root on Linux: a watch of inotify on every folder, kept right while folders come, move and go.

inotify watches single folders, not trees. A folder is watched before it is listed, so that what appears in it
meanwhile is either listed or told; a folder that comes, whether new or moved, is watched with all that is in it, and
every folder in it is reported: files may have got into it before its watch was there. A folder that could not be
watched is remembered, told (`limit`) and tried again.
"""

from __future__ import annotations

import errno
import logging
import os
import threading
from collections import deque
from typing import TYPE_CHECKING

from gallery.base.paths import display
from gallery.catalog.folders import join
from gallery.scan.inotify import (
    CHANGES,
    IN_ATTRIB,
    IN_CREATE,
    IN_DONT_FOLLOW,
    IN_IGNORED,
    IN_ISDIR,
    IN_MOVED_FROM,
    IN_MOVED_TO,
    IN_ONLYDIR,
    IN_Q_OVERFLOW,
    IN_UNMOUNT,
    Inotify,
)
from gallery.scan.skipped_folders import SEP

if TYPE_CHECKING:
    from gallery.scan.change_reports import ChangeReports
    from gallery.scan.inotify import Event

log = logging.getLogger(__name__)
STOP_TIMEOUT_S = 5.0
GONE_ERRORS = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
"""The folder went, or a link took its place, before it could be watched: an event of its parent tells that."""
CLOSED_ERRORS = (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG)
"""The folder cannot be listed either, so that nothing in it is shown, and its listing says why."""


class FolderWatches:
    """Watches of all folders below a root.

    Threads: `start` comes first. Then the thread of `name` reads events and reports what they tell; `retry`,
    `watch_again` and `stop` may be called on any other. `_lock` guards `_folders` and `_refused`; it is held while
    folders are listed, which a slow drive may make long. `limit` and `alive` are read without it.

    Attributes:
        limit: Why some folders, which a listing can show, are not watched; None when all are.
    """

    def __init__(self, root: bytes, name: str, reports: ChangeReports) -> None:
        """Prepare to watch `root`, an absolute path, on a thread of this name.

        Raises:
            OSError: the system gives no instance of inotify.
        """
        self.limit: OSError | None = None
        self._root = root
        self._reports = reports
        self._folders: dict[int, tuple[bytes, ...]] = {}
        """watch -> paths below the root of the folder that it watches; a bind mount shows one folder at several"""
        self._refused: dict[bytes, OSError] = {}
        """path below the root of a folder that could not be watched -> why; nothing inside it was tried"""
        self._lock = threading.Lock()
        self._stopping = False
        self._inotify = Inotify()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def alive(self) -> bool:
        """Whether events are read. False before `start`, after `stop`, and when reading has failed."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Watch every folder and begin to read events. Blocks while the drive is slow, and a while for a large tree.

        Raises:
            OSError: the root itself cannot be watched.
            RuntimeError: the system gives no thread.
        """
        try:
            self._watch_below(b"", report=False)
            self._thread.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the thread and give the watches back. Waits STOP_TIMEOUT_S at most. Idempotent."""
        if not self._stopping:
            self._stopping = True
            if self.alive:
                self._inotify.wake()
                self._thread.join(STOP_TIMEOUT_S)
            if self.alive or not self._lock.acquire(timeout=STOP_TIMEOUT_S):
                log.warning("the observer of %s does not end: its drive does not answer", display(self._root))
                return
            self._inotify.close()
            self._lock.release()

    def retry(self) -> None:
        """Try again to watch what could not be watched. What is watched now is reported, with all that is in it."""
        with self._lock:
            for folder in list(self._refused):
                self._watch_below(folder, report=True)
                if folder in self._refused and self._refused[folder].errno == errno.ENOSPC:
                    break  # the limit is still reached: the others would fare the same

    def watch_again(self, folder: bytes) -> None:
        """Watch and report a folder and all that is in it: something was mounted there, or is no longer."""
        with self._lock:
            self._watch_below(folder, report=True)

    def _run(self) -> None:
        try:
            while not self._stopping:
                events = self._inotify.read()
                with self._lock:
                    for event in events:
                        self._handle(event)
        except OSError as error:
            log.warning("watching %s has ended: %s", display(self._root), error)
        except Exception:
            log.exception("watching %s has ended", display(self._root))

    def _handle(self, event: Event) -> None:
        if event.mask & IN_Q_OVERFLOW:
            log.warning("events of %s were lost", display(self._root))
            self._watch_all_again()
            self._reports.lost()
        elif event.mask & IN_IGNORED:
            if b"" in self._folders.pop(event.watch, ()):
                raise OSError(errno.ENOENT, "the root is not there any more")
        else:
            for folder in self._folders.get(event.watch, ()):
                self._handle_in(folder, event)

    def _handle_in(self, folder: bytes, event: Event) -> None:
        path = join(folder, event.name) if event.name else folder
        is_folder = event.mask & (IN_ISDIR | IN_UNMOUNT) > 0
        self._reports.entry(path, is_folder=is_folder)
        if not is_folder:
            return
        if event.mask & IN_MOVED_FROM:
            self._forget_below(path)
        elif event.mask & (IN_CREATE | IN_MOVED_TO | IN_UNMOUNT):  # a mount has covered a folder, which has no watch
            self._watch_below(path, report=True)
        elif event.mask & IN_ATTRIB:  # perhaps it may be opened now
            for refused in [refused for refused in self._refused if _lies_in(path, refused)]:
                self._watch_below(refused, report=True)

    def _watch_below(self, top: bytes, *, report: bool) -> None:
        """Watch a folder and all folders in it, the upper ones first: where a limit comes, they count for most."""
        waiting = deque([top])
        while waiting and not self._stopping:
            folder = waiting.popleft()
            self._refused.pop(folder, None)
            if folder and self._reports.leaves_out(folder):
                continue
            try:
                waiting.extend(self._watch(folder))
            except OSError as error:
                if not folder:
                    raise
                if error.errno in GONE_ERRORS:
                    continue
                self._refused[folder] = error
            if report:
                self._reports.folder(folder)
        refusals = self._refused.values()
        self.limit = next((error for error in refusals if error.errno not in CLOSED_ERRORS), None)

    def _watch(self, folder: bytes) -> list[bytes]:
        """Watch one folder and return the paths of those in it.

        Raises:
            OSError: it cannot be watched or listed.
        """
        path = join(self._root, folder)
        # links are not shown, but for the root itself: whatever it leads to is shown
        watch = self._inotify.add(path, CHANGES | IN_ONLYDIR | (IN_DONT_FOLLOW if folder else 0))
        known = self._folders.get(watch, ())
        if folder not in known:
            self._folders[watch] = (*known, folder)
        with os.scandir(path) as entries:
            names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        if names and self._lies_behind_link(folder):
            raise OSError(errno.ELOOP, "a link has taken the folder's place")  # it may lead to a whole disk
        return [join(folder, name) for name in names]

    def _lies_behind_link(self, folder: bytes) -> bool:
        """Return whether a folder, or one above it inside the root, is a link now."""
        while folder:
            if os.path.islink(join(self._root, folder)):
                return True
            folder = os.path.dirname(folder)
        return False

    def _forget_below(self, top: bytes) -> None:
        """Remove the watches of a folder that was moved away. Where it went inside the root they are made anew."""
        for watch, folders in list(self._folders.items()):
            kept = tuple(folder for folder in folders if not _lies_in(top, folder))
            if kept:
                self._folders[watch] = kept
            else:
                del self._folders[watch]
                self._inotify.remove(watch)

    def _watch_all_again(self) -> None:
        """Watch what is there now, after lost events: folders may have come, gone and moved untold."""
        before = set(self._folders)
        self._folders.clear()
        self._refused.clear()
        self._watch_below(b"", report=False)
        for watch in before - set(self._folders):
            self._inotify.remove(watch)


def _lies_in(top: bytes, folder: bytes) -> bool:
    """Return whether a folder is `top` or lies below it. Both are paths below the root, which itself is empty."""
    return not top or folder == top or folder.startswith(top + SEP)
