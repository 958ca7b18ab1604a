"""Locks the data folder, so that one process has it at a time; the system releases the lock even after a crash."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Self

from gallery.base.errors import DataFolderError

if TYPE_CHECKING:
    from pathlib import Path


HELD_ERRORS = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""Error numbers that say that another process holds the lock."""


class InstanceLock:
    """Holds `path` locked while the context lasts. The file stays: removing it would race with the next start.

    Raises:
        DataFolderError: another process holds it, or it cannot be locked there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> Self:
        folder = self._path.parent
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            _lock(self._descriptor)
        except OSError as error:
            self.__exit__()
            if error.errno in HELD_ERRORS:
                raise DataFolderError(f"Another Shoebox is using the data folder {folder}.") from error
            reason = error.strerror or error
            raise DataFolderError(
                f"The data folder {folder} cannot be locked: {reason}. Choose another with --data-dir."
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)  # which also unlocks
            self._descriptor = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
