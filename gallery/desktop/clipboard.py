"""What Copy puts on the clipboard: files, and of a single photo a picture as well."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from gallery.desktop.reveal import file_uri

if TYPE_CHECKING:
    from collections.abc import Sequence

GNOME_FILES = "x-special/gnome-copied-files"
"""By which the file managers of GNOME, Cinnamon and MATE tell copied files from cut ones."""


class Copied:
    """Files for the clipboard, in every form that programs ask for. Made on any thread, put on the GUI thread.

    Qt makes of it what each system has: lists of files and bitmaps for Windows, file URLs and images for macOS.

    Args:
        paths: absolute, of any bytes.
        picture: a JPEG of the only file, made by Shoebox; None: none. Decoded here, so that no window waits.
    """

    def __init__(self, paths: Sequence[bytes], picture: bytes | None) -> None:
        self._uris = [file_uri(path) for path in paths]
        self._paths, self._picture = paths, picture
        self._image = QImage.fromData(picture) if picture else QImage()

    def data(self) -> QMimeData:
        """Return what goes on the clipboard."""
        data = QMimeData()
        if sys.platform == "win32":
            data.setUrls([QUrl.fromLocalFile(os.fsdecode(path)) for path in self._paths])
        else:
            data.setUrls([QUrl.fromEncoded(uri.encode()) for uri in self._uris])
            data.setData(GNOME_FILES, "\n".join(["copy", *self._uris]).encode())
        if self._picture and not self._image.isNull():
            data.setImageData(self._image)
            data.setData("image/jpeg", self._picture)  # as it is: Qt would encode it again
        return data

    def put(self) -> None:
        """Put it on the clipboard. On the GUI thread."""
        QGuiApplication.clipboard().setMimeData(self.data())
