"""Reads the names of a folder that is visited, piece by piece: a slow drive may need long for all of them."""

from __future__ import annotations

import logging
import os
import stat
import time
from typing import TYPE_CHECKING

from gallery.base.errors import UnsafePathError
from gallery.base.files import open_below
from gallery.catalog.folders import join
from gallery.imaging.formats import HEAD_BYTES, sniff
from gallery.visits.names import likely_neighbours, needs_look, promises_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)
PIECE_S = 0.3
"""How long names are collected before they are handed over."""


def find_neighbours(folder: bytes, opened: bytes) -> list[bytes]:
    """Return names that lie likely beside a file and are there, spelled as it is. Blocks with the drive of the folder.

    A drive that does not tell capitals apart may have another spelling, which its listing tells.
    """
    return [name for name in likely_neighbours(opened) if promises_picture(name) and _is_there(join(folder, name))]


def list_pictures(folder: bytes) -> Iterator[list[bytes]]:
    """Yield the names of the pictures in a folder, in pieces and in no order. Blocks with its drive.

    First come all whose names promise a picture, without a call for each; then those without a suffix whose leading
    bytes are a picture's. Links are left out, as in a scan.

    Args:
        folder: Absolute path, without links.

    Raises:
        OSError: The folder cannot be listed.
    """
    doubtful: list[bytes] = []
    pieces = _Pieces()
    with os.scandir(folder) as entries:
        for entry in entries:
            if not _is_file(entry):
                continue
            if promises_picture(entry.name):
                pieces.add(entry.name)
            elif needs_look(entry.name):
                doubtful.append(entry.name)
            if pieces.due:
                yield pieces.take()
    yield pieces.take()
    for name in doubtful:
        if _holds_picture(folder, name):
            pieces.add(name)
        if pieces.due:
            yield pieces.take()
    yield pieces.take()


class _Pieces:
    """Names that are collected for a moment."""

    def __init__(self) -> None:
        self._names: list[bytes] = []
        self._until = time.monotonic() + PIECE_S

    def add(self, name: bytes) -> None:
        """Add a name."""
        self._names.append(name)

    @property
    def due(self) -> bool:
        """Whether they have been collected for PIECE_S."""
        return time.monotonic() >= self._until

    def take(self) -> list[bytes]:
        """Return the names, and begin anew."""
        taken, self._names = self._names, []
        self._until = time.monotonic() + PIECE_S
        return taken


def _is_there(path: bytes) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False  # most often there is no such name: it was a guess


def _is_file(entry: os.DirEntry[bytes]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)  # told by the listing itself on nearly every file system
    except OSError as error:
        log.info("a file of a visit is left out: %s", error.strerror)  # the log names nothing that was looked at
        return False


def _holds_picture(folder: bytes, name: bytes) -> bool:
    try:
        with open_below(folder, name) as file:
            return sniff(file.read(HEAD_BYTES)) is not None
    except (OSError, UnsafePathError) as error:
        log.info("a file without a suffix is left out: %s", getattr(error, "strerror", None) or type(error).__name__)
        return False
