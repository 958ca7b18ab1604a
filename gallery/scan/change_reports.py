"""What an observer reports of one root: folders to list again, or that reports were lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gallery.base.paths import relative_to
from gallery.imaging.left_out_kinds import NOT_TOLD, is_hidden_picture
from gallery.scan.skipped_folders import SEP, passes_skipped, skipped_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

NOMEDIA = b".nomedia"


class ChangeReports:
    """Passes on where something changed in a root, but for what a scan leaves out. Has no state of its own.

    An event only says which folder to list again; what happened there is read from the disk.

    Attributes:
        lost: Called when changes may have been missed anywhere in the root. Runs on the observer's threads.
    """

    def __init__(
        self,
        root: bytes,
        on_change: Callable[[bytes], None],
        lost: Callable[[], None],
        skip: Collection[bytes] = (),
    ) -> None:
        """Report changes in one root.

        Args:
            root: absolute path of the root.
            on_change: called on the observer's threads with the path, below the root, of each folder to list again.
            lost: see the attribute.
            skip: absolute paths of folders whose changes are not reported.
        """
        self.lost = lost
        self._root = root
        self._on_change = on_change
        inside = (relative_to(root, path) for path in skip)
        self._skip = tuple(os.path.normcase(path) for path in inside if path)

    def leaves_out(self, folder: bytes) -> bool:
        """Return whether a folder, a path below the root, is left out of the index by its name or place."""
        return passes_skipped(self._root, folder) or self._is_to_be_skipped(folder)

    def _is_to_be_skipped(self, folder: bytes) -> bool:
        place = os.path.normcase(folder)
        # the data folder would cause events by writing them down
        return any(place == skipped or place.startswith(skipped + SEP) for skipped in self._skip)

    def folder(self, folder: bytes) -> None:
        """Report a folder, a path below the root, that is to be listed again."""
        if not self.leaves_out(folder):
            self._on_change(folder)

    def entry(self, path: bytes, *, is_folder: bool) -> None:
        """Report that a file or folder, a path below the root, came, went or changed.

        Of what is left out, that matters which its folder counts, and a file `.nomedia`: it takes its folder out, or
        gives it back.
        """
        if self.leaves_out(path) and not self._is_counted(path, is_folder=is_folder):
            return
        self.folder(os.path.dirname(path))
        if is_folder and path:
            self.folder(path)

    def _is_counted(self, path: bytes, *, is_folder: bool) -> bool:
        """Return whether an entry that is left out changes what is known of the folder in which it lies."""
        above, name = os.path.split(path)
        if name.lower() == NOMEDIA or is_hidden_picture(name):
            return True
        if not is_folder or self._is_to_be_skipped(path):
            return False
        return skipped_kind(os.path.join(self._root, above), name) not in (None, NOT_TOLD)
