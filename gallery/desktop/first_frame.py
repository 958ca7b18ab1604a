"""What the window shows until its page has been drawn: the colour of the page, not black."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import SIGNAL, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

MAX_COVERED_MS = 1000
"""The page is covered no longer than this after the window has appeared."""
FRAMES = 2
"""The first one is not on the screen before the second one is drawn."""
_DRAWS_PAGES = "QQuick"
"""The class names of the windows, not on the screen, in which Qt draws pages begin with it. Their Python class would
bring four libraries of bindings along: their signal is connected by its name."""


class FirstFrame(QWidget):
    """Covers a window in its background colour from when it appears until its page has been drawn.

    Qt puts a window together from what its widgets have painted and a picture of the page, which is black until
    Chromium has drawn for the first time. It goes by itself, and lets the mouse through. On the GUI thread.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(window.rect())
        self._is_seen = False
        self._frames = 0
        self.show()
        self.raise_()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Wait for the first frame, once the window is seen."""
        super().showEvent(event)
        if self._is_seen or not self.window().isVisible():
            return
        self._is_seen = True
        self.setGeometry(self.window().rect())
        for one in QGuiApplication.allWindows():
            if str(one.metaObject().className()).startswith(_DRAWS_PAGES):
                QObject.connect(one, SIGNAL("afterRendering()"), self._count)
        QTimer.singleShot(MAX_COVERED_MS, self, self._leave)

    def _count(self) -> None:
        """Leave when what has been drawn is there to be shown."""
        self._frames += 1
        if self._frames == FRAMES:
            QTimer.singleShot(0, self, self._leave)

    def _leave(self) -> None:
        self.hide()
        self.deleteLater()
