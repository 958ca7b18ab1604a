"""Observers: what reports the changes of one root, by the means that the system has for it."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gallery.scan.change_reports import ChangeReports
from gallery.scan.root_status import identity_of
from gallery.scan.watch_failures import WatchFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

log = logging.getLogger(__name__)


class SystemObserver(Protocol):
    """What an observer of any system can do; see FolderWatches."""

    limit: OSError | None

    @property
    def alive(self) -> bool:
        """Whether everything that has a part in reading events is alive."""

    def start(self) -> None:
        """Begin to watch. Blocks.

        Raises:
            OSError: the system cannot watch the root.
            RuntimeError: the system gives no thread.
        """

    def stop(self) -> None:
        """End. Idempotent."""

    def retry(self) -> None:
        """Try again to watch what could not be watched. Blocks."""

    def watch_again(self, folder: bytes) -> None:
        """Watch a folder, a path below the root, where something was mounted or is no longer. Blocks."""


@dataclass(frozen=True, slots=True)
class RootObserver:
    """Observer of one root, or the error for which there is none. Every method may be called on any thread.

    Attributes:
        path: absolute path of the root.
        identity: identity_of() the root when the observer was started; None when the root was not there.
        error: Why the observer could not be started; None when it was, or when the root was not there.
    """

    path: bytes = b""
    identity: str | None = None
    error: Exception | None = None
    _observer: SystemObserver | None = None

    @property
    def started(self) -> bool:
        """Whether an observer was started for the root."""
        return self._observer is not None

    @property
    def died(self) -> bool:
        """Whether an observer was started and reads events no longer, by itself or after `stop`."""
        return self._observer is not None and not self._observer.alive

    @property
    def failure(self) -> WatchFailure | None:
        """Why the system does not report all changes; None when it does, or when the root is not there."""
        if self.error:
            return WatchFailure.of(self.path, self.error, whole=True)
        if self._observer and self._observer.limit:
            return WatchFailure.of(self.path, self._observer.limit, whole=False)
        return None

    def retry(self) -> None:
        """Try again to watch folders that could not be watched. Blocks while the drive is slow. Raises nothing."""
        if self._observer:
            try:
                self._observer.retry()
            except Exception:
                log.exception("folders could not be watched")

    def watch_again(self, folder: bytes) -> None:
        """Watch a folder where something was mounted, or is no longer. Blocks as `retry` does. Raises nothing."""
        if self._observer:
            try:
                self._observer.watch_again(folder)
            except Exception:
                log.exception("a folder could not be watched")

    def stop(self) -> None:
        """End the observer. Waits some seconds at most. Idempotent.

        An error is logged, not raised: one root's is no reason to leave the others' observers running.
        """
        if self._observer:
            try:
                self._observer.stop()
            except Exception:
                log.exception("an observer does not end")


def start_observer(
    root: int,
    path: bytes,
    on_change: Callable[[bytes], None],
    on_lost: Callable[[], None],
    skip: Collection[bytes] = (),
) -> RootObserver:
    """Start to observe a root. Blocks while its drive is slow, and some seconds for a large tree.

    Args:
        root: id of the root; it names the thread.
        path: absolute path of the root.
        on_change: called on the observer's threads with the path, below the root, of each folder to list again.
        on_lost: called on the observer's threads when changes were missed: the whole root is to be scanned.
        skip: absolute paths of folders whose changes are not reported.
    """
    identity = identity_of(path)
    if identity is None:
        return RootObserver(path)
    try:
        observer = _new_observer(path, f"observer-{root}", ChangeReports(path, on_change, on_lost, skip))
        observer.start()
    except Exception as error:
        if not isinstance(error, OSError):
            log.exception("the observer cannot be started")
        return RootObserver(path, identity, error)
    return RootObserver(path, identity, None, observer)


def _new_observer(path: bytes, name: str, reports: ChangeReports) -> SystemObserver:
    if sys.platform == "linux":
        from gallery.scan.folder_watches import FolderWatches

        return FolderWatches(path, name, reports)
    from gallery.scan.watchdog_adapter import WatchdogObserver

    return WatchdogObserver(path, name, reports)
