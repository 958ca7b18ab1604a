"""Locks the data folder, so that one process has it at a time; the system releases the lock even after a crash."""

from __future__ import annotations

import errno
import logging
import os
import sys
from typing import TYPE_CHECKING, Self

from gallery.base.durable_file import make_accessible, obstacle, set_aside
from gallery.base.errors import DataFolderError

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)
HELD_ERRORS = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What locking, not opening, answers when another process holds the lock."""


class FolderInUseError(DataFolderError):
    """Another Shoebox has the data folder."""


class InstanceLock:
    """Holds `path` locked while the context lasts. The file stays: removing it would race with the next start.

    Raises:
        FolderInUseError: another process holds it.
        DataFolderError: it cannot be opened, or not be locked there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> Self:
        try:
            _clear(self._path)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise DataFolderError(
                f"{self._path} may not be opened: it may belong to another account. Choose another data folder with"
                " --data-dir."
            ) from error
        except OSError as error:
            raise self._cannot_be_locked(error) from error
        try:
            _lock(self._descriptor)
        except OSError as error:
            self.__exit__()
            if error.errno in HELD_ERRORS:
                raise FolderInUseError(f"Another Shoebox is using the data folder {self._path.parent}.") from error
            raise self._cannot_be_locked(error) from error
        return self

    def _cannot_be_locked(self, error: OSError) -> DataFolderError:
        """Return the error for a folder in which no lock can be had: a network drive, a full disk."""
        reason = error.strerror or error
        return DataFolderError(
            f"The data folder {self._path.parent} cannot be locked: {reason}. Choose another with --data-dir."
        )

    def __exit__(self, *_: object) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)  # which also unlocks
            self._descriptor = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _clear(path: Path) -> None:
        """Move what is no file out of the lock's place, and tell a folder there from a lock that is held.

        Raises:
            OSError: it cannot be moved.
        """
        if obstacle(path):
            set_aside(path, "other")

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _clear(path: Path) -> None:
        """Move what is no file out of the lock's place, and give a file there a mode that lets us in.

        Two starts at once must not move each other's lock: whoever moves has the folder itself locked, and looks again.

        Raises:
            OSError: it cannot be moved.
        """
        make_accessible(path)
        if not obstacle(path):
            return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            if found := obstacle(path):
                log.warning("the lock was %s, which was kept as %s", found, set_aside(path, "other").name)
        finally:
            os.close(folder)
