"""The file in the data folder with the picture of the window as it was closed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gallery.base.durable_file import obstacle, replace_file, take_file

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)


class LastPictureFile:
    """The file with a picture of the window as it was closed. It serves once: a start that crashes leaves none."""

    def __init__(self, path: Path, *, wanted: bool) -> None:
        """Take the file, and whether the window will show again what it showed then: nothing else is to be opened."""
        self._path, self._wanted = path, wanted
        self._picture = b""

    def load(self) -> bytes | None:
        """Return the picture, and remove it; None: there is none, or the window will show something else."""
        return take_file(self._path) if self._wanted else None

    def save(self, picture: bytes) -> None:
        """Take the picture of a window that closes; `write` puts it into the file."""
        self._picture = picture

    def write(self) -> None:
        """Write what was saved, if anything was."""
        try:
            if self._picture and not obstacle(self._path):
                replace_file(self._path, self._picture, durable=False)
        except OSError as error:
            log.warning("the last picture of the window cannot be kept: %s", error)
