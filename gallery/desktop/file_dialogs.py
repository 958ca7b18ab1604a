"""The system's dialog in which the user chooses a folder of photos."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from gallery.base.errors import GalleryError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def ask_for_folder(parent: QWidget | None) -> str:
    """Show the dialog over `parent`, beginning at the user's pictures, and return a path, or "" when it was left.

    On the GUI thread, whose events go on meanwhile.
    """
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    start = pictures if os.path.isdir(pictures) else ""
    return QFileDialog.getExistingDirectory(parent, "Choose a folder of photos", start)


def existing_folder(chosen: str) -> bytes:
    """Return the absolute path of a chosen folder as bytes. On any thread.

    Raises:
        GalleryError: there is none of that name: Qt lists names that are not UTF-8, but cannot return them.
    """
    if not os.path.isdir(chosen):
        raise GalleryError("The name of this folder is not valid text here. Drop the folder on the window instead.")
    return os.fsencode(os.path.abspath(chosen))
