"""The system's dialogs in which the user chooses a folder of photos, a file to read, and one to write."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from gallery.base.errors import GalleryError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from gallery.desktop.gui_thread import GuiThread

_KINDS = "What was said about photos (*.json *.csv *.db);;All files (*)"


class FileDialogs:
    """Shows one dialog at a time over the window. Its methods may be called on any thread, and wait for the user.

    Each returns None when the dialog was left, when the window closes, or when one is open already.
    """

    def __init__(self, gui: GuiThread, parent: Callable[[], QWidget | None], raise_window: Callable[[], None]) -> None:
        """Take the thread of dialogs, what returns the window, and what brings it to the front."""
        self._gui, self._parent, self._raise = gui, parent, raise_window
        self._open = threading.Lock()

    def choose_folder(self) -> bytes | None:
        """Let the user choose a folder of photos, beginning at the user's pictures, and return its absolute path.

        Raises:
            GalleryError: its name is no text that Qt can return.
        """
        pictures = _location(QStandardPaths.StandardLocation.PicturesLocation)
        title = "Choose a folder of photos"
        chosen = self._ask(lambda: QFileDialog.getExistingDirectory(self._parent(), title, pictures))
        return existing_folder(chosen) if chosen else None

    def choose_file(self) -> bytes | None:
        """Let the user choose a file of what was said about photos, and return its path."""
        title = "Choose an export, a table, or a database"
        chosen = self._ask(lambda: QFileDialog.getOpenFileName(self._parent(), title, "", _KINDS)[0])
        return os.fsencode(os.path.abspath(chosen)) if chosen else None

    def choose_new_file(self, name: str) -> bytes | None:
        """Let the user choose where a file is to be written, and return its path.

        By default it is called `name` and lies among the user's documents. The dialog itself asks before what is there
        is replaced.
        """
        path = os.path.join(_location(QStandardPaths.StandardLocation.DocumentsLocation), name)
        title = "Save what you said about photos"
        chosen = self._ask(lambda: QFileDialog.getSaveFileName(self._parent(), title, path)[0])
        return os.fsencode(os.path.abspath(chosen)) if chosen else None

    def _ask(self, dialog: Callable[[], str]) -> str | None:
        if not self._open.acquire(blocking=False):
            self._raise()
            return None
        try:
            return self._gui.call(dialog)
        finally:
            self._open.release()


def _location(place: QStandardPaths.StandardLocation) -> str:
    """Return one of the user's own folders, "" where it is not there."""
    path = QStandardPaths.writableLocation(place)
    return path if os.path.isdir(path) else ""


def existing_folder(chosen: str) -> bytes:
    """Return the absolute path of a chosen folder as bytes. On any thread.

    Raises:
        GalleryError: there is none of that name: Qt lists names that are not UTF-8, but cannot return them.
    """
    if not os.path.isdir(chosen):
        raise GalleryError(Sentence("error-folder-name"))
    return os.fsencode(os.path.abspath(chosen))
