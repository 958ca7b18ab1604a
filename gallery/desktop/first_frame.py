"""What the window shows until its page has been drawn: its last picture, or the page's colour, not black."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import SIGNAL, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWebEngineCore import QWebEngineScript
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QPixmap, QShowEvent
    from PySide6.QtWebEngineCore import QWebEnginePage

MAX_COVERED_MS = 1000
"""The page is covered no longer than this after the window has appeared and the page's document is there."""
FRAMES, FRAMES_MS = 2, 200
"""The first frame with the page is not on the screen before the second one is drawn; if there is one, for nothing may
change any more."""
_LOOK_MS = 16
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
_IS_PAINTED = "performance.getEntriesByName('first-contentful-paint').length"
_DRAWS_PAGES = "QQuick"
"""The class names of the windows, not on the screen, in which Qt draws pages begin with it. Their Python class would
bring four libraries of bindings along: their signal is connected by its name."""


class FirstFrame(QWidget):
    """Covers a window from when it appears until its page has been drawn.

    Qt puts a window together from what its widgets have painted and a picture of the page, which is black until
    Chromium has drawn for the first time. It goes by itself, and lets the mouse through. On the GUI thread.

    Args:
        window: the window.
        page: its page.
        picture: shown where the window has its size; elsewhere, and without one, the window's colour is.
    """

    def __init__(self, window: QWidget, page: QWebEnginePage, picture: QPixmap | None) -> None:
        super().__init__(window)
        self._page, self._picture = page, picture
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(window.rect())
        self._has_page = self._waits = self._left = False
        self._frames = 0
        window.installEventFilter(self)
        self.show()
        self.raise_()

    def page_is_there(self) -> None:
        """Leave once the page is drawn, whose document is there. Again does no harm."""
        self._has_page = True
        self._wait()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Note that the window is seen."""
        super().showEvent(event)
        if self.window().isVisible():
            self._wait()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Stay as large as the window, which a maximised one learns late. Return False."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.window().rect())
        return False

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Draw the picture."""
        if self._picture and self._picture.deviceIndependentSize().toSize() == self.size():
            painter = QPainter(self)
            painter.drawPixmap(0, 0, self._picture)
            painter.end()

    def _wait(self) -> None:
        """Begin to wait for the page, once the window is seen and has a page to draw."""
        if not self._waits and self._has_page and self.window().isVisible():
            self._waits = True
            QTimer.singleShot(MAX_COVERED_MS, self, self._leave)
            self._look()

    def _look(self) -> None:
        """Ask the page whether it has painted anything: Qt draws frames without it, too."""
        self._page.runJavaScript(_IS_PAINTED, _WORLD, self._on_answer)

    def _on_answer(self, paints: object) -> None:
        if self._left:
            return
        if not paints:
            QTimer.singleShot(_LOOK_MS, self, self._look)
            return
        for one in QGuiApplication.allWindows():
            if str(one.metaObject().className()).startswith(_DRAWS_PAGES):
                QObject.connect(one, SIGNAL("afterRendering()"), self._count)
        QTimer.singleShot(FRAMES_MS, self, self._leave)

    def _count(self) -> None:
        """Leave when what has been drawn is there to be shown."""
        self._frames += 1
        if self._frames == FRAMES:
            QTimer.singleShot(0, self, self._leave)

    def _leave(self) -> None:
        self._left = True
        self.hide()
        self.deleteLater()
