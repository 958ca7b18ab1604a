"""The picture of the window as it was closed, which the next start shows until there is a page.

Qt draws it 0.5 s before Chromium draws the first page (docs/measurements.md, "Launch"). It is a JPEG whose comment says
how the desktop looked: where that has changed, the page would look otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QImageWriter, QPixmap

from gallery.desktop.placement import FULL_SCREEN, MINIMISED
from gallery.desktop.window_texts import system_languages

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_QUALITY = 95
_COMMENT = "Description"


class PictureStore(Protocol):
    """Keeps the picture between starts. On the GUI thread."""

    def load(self) -> bytes | None:
        """Return the picture of the window that was closed last; None: there is none that could be shown."""

    def save(self, picture: bytes) -> None:
        """Take the picture of a window that closes."""


class LastPicture:
    """Keeps the picture of one window, and reads that of the window before. On the GUI thread."""

    def __init__(self, store: PictureStore) -> None:
        self._store = store

    def read(self, view: QWidget) -> QPixmap | None:
        """Return the last picture for a view; None if there is none, it is damaged, or the desktop looked otherwise."""
        jpeg = self._store.load()
        if jpeg is None:
            return None
        content = QBuffer()
        content.setData(QByteArray(jpeg))
        reader = QImageReader(content, b"jpg")
        ratio = view.devicePixelRatio()
        if reader.text(_COMMENT) != _look(ratio) or (image := reader.read()).isNull():
            return None
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        return picture

    def keep(self, window: QWidget, view: QWidget) -> None:
        """Keep what a view shows in a window that closes, if the next one would come back like that."""
        if view.isVisible() and not window.windowState() & (FULL_SCREEN | MINIMISED):
            self._store.save(_picture_of(view))


def _picture_of(view: QWidget) -> bytes:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    image.setText(_COMMENT, _look(view.devicePixelRatio()))
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(content, b"jpg")
    writer.setQuality(_QUALITY)
    writer.write(image)
    return bytes(content.data().data())


def _look(ratio: float) -> str:
    """Return in one line what the page's look depends on beside what is kept in the data folder."""
    scheme = QGuiApplication.styleHints().colorScheme().name
    return f"{ratio:g} {scheme} {system_languages() or None}"  # without spaces at its end, which get lost
