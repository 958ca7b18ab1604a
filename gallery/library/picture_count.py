"""Counts the pictures below a folder that is no root, for a limited time, and notes which were changed last."""

from __future__ import annotations

import heapq
import logging
import os
import time
from typing import TYPE_CHECKING, NamedTuple

from gallery.scan.skipped_folders import skipped_kind
from gallery.visits.names import promises_picture

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


class NewPicture(NamedTuple):
    """A picture that was changed lately."""

    modified_ns: int
    folder: bytes
    name: bytes


class PictureCount:
    """The pictures below a folder, as far as they were counted. One thread counts, any may read.

    A file counts by its name. Links are not followed, and folders that a scan leaves out are left out.
    """

    def __init__(self, folder: bytes, depth: int, newest: int) -> None:
        """Take the folder, how many levels below it are counted, and how many of the newest pictures are noted."""
        self._folder, self._depth, self._most = folder, depth, newest
        self._newest: list[NewPicture] = []
        self.photos = 0
        self.complete = False
        """Whether all of it was counted, down to its depth: what cannot be read was not."""

    @property
    def newest(self) -> list[NewPicture]:
        """The pictures that were changed last, the newest first."""
        return sorted(self._newest, reverse=True)

    def run(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """Count for so long at most, or until it is stopped. Blocks with the drive of the folder."""
        until = time.monotonic() + seconds

        def ended() -> bool:
            return time.monotonic() > until or stopped()

        waiting, all_read = [(self._folder, 0)], True
        while waiting and not ended():
            folder, depth = waiting.pop()
            below, whole = self._count(folder, ended)
            all_read = all_read and whole
            waiting += [(one, depth + 1) for one in below if depth < self._depth]
        self.complete = all_read and not waiting

    def _count(self, folder: bytes, ended: Callable[[], bool]) -> tuple[list[bytes], bool]:
        """Count the pictures in one folder. Return the folders in it, and whether all of it was read."""
        below: list[bytes] = []
        whole = True
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if ended():
                        return below, False
                    whole = self._count_entry(entry, folder, below) and whole
        except OSError as error:
            log.info("a folder is not counted: %s", error.strerror)  # the log names nothing that was not asked for
            return below, False
        return below, whole

    def _count_entry(self, entry: os.DirEntry[bytes], folder: bytes, below: list[bytes]) -> bool:
        """Count a picture, or add a folder to `below`. Return whether the entry could be read."""
        try:
            if entry.is_dir(follow_symlinks=False):
                if skipped_kind(folder, entry.name) is None:
                    below.append(entry.path)
            elif promises_picture(entry.name) and entry.is_file(follow_symlinks=False):
                self._note(entry, folder)
                self.photos += 1
        except FileNotFoundError:
            return True  # it is not there any more
        except OSError as error:
            log.info("a file is not counted: %s", error.strerror)
            return False
        return True

    def _note(self, entry: os.DirEntry[bytes], folder: bytes) -> None:
        """Keep a picture if it is one of the newest."""
        if not self._most:
            return
        one = NewPicture(entry.stat(follow_symlinks=False).st_mtime_ns, folder, entry.name)
        if len(self._newest) < self._most:
            heapq.heappush(self._newest, one)
        elif one > self._newest[0]:
            heapq.heapreplace(self._newest, one)
