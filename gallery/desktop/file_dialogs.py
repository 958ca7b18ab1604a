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
    from gallery.desktop.window_texts import WindowTexts

_KINDS = "{} (*.json *.csv *.db);;{} (*)"


class FileDialogs:
    """Shows one dialog at a time over the window. Its methods may be called on any thread, and wait for the user.

    Each returns None when the dialog was left, when the window closes, or when one is open already.
    """

    def __init__(
        self,
        gui: GuiThread,
        parent: Callable[[], QWidget | None],
        raise_window: Callable[[], None],
        texts: WindowTexts,
    ) -> None:
        """Take the thread of dialogs, what returns the window, what brings it to the front, and the window's texts."""
        self._gui, self._parent, self._raise, self._texts = gui, parent, raise_window, texts
        self._open = threading.Lock()

    def choose_folder(self) -> bytes | None:
        """Let the user choose a folder of photos, beginning at the user's pictures, and return its absolute path.

        Raises:
            GalleryError: its name is no text that Qt can return.
        """
        pictures = _location(QStandardPaths.StandardLocation.PicturesLocation)
        say = self._texts.say
        chosen = self._ask(
            lambda: QFileDialog.getExistingDirectory(self._parent(), say("window-choose-folder"), pictures)
        )
        return existing_folder(chosen) if chosen else None

    def choose_file(self) -> bytes | None:
        """Let the user choose a file of what was said about photos, and return its path."""

        def ask() -> str:
            say = self._texts.say
            kinds = _KINDS.format(say("window-kind-said"), say("window-kind-all"))
            return QFileDialog.getOpenFileName(self._parent(), say("window-choose-file"), "", kinds)[0]

        chosen = self._ask(ask)
        return os.fsencode(os.path.abspath(chosen)) if chosen else None

    def choose_new_file(self, name: str) -> bytes | None:
        """Let the user choose where a file is to be written, and return its path.

        By default it is called `name` and lies among the user's documents. The dialog itself asks before what is there
        is replaced.
        """
        path = os.path.join(_location(QStandardPaths.StandardLocation.DocumentsLocation), name)
        say = self._texts.say
        chosen = self._ask(lambda: QFileDialog.getSaveFileName(self._parent(), say("window-save-file"), path)[0])
        return os.fsencode(os.path.abspath(chosen)) if chosen else None

    def _ask(self, dialog: Callable[[], str]) -> str | None:
        if not self._open.acquire(blocking=False):
            self._raise()
            return None
        try:
            self._gui.call(self._texts.translate_qt)
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
