"""Tells the page when its window fills the screen, whoever asked for it: the page, the player, or the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWebEngineCore import QWebEngineScript

from gallery.desktop.placement import FULL_SCREEN

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWidgets import QWidget

_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
_TELL = (
    "document.documentElement.toggleAttribute('data-window-full', {full});"
    "window.dispatchEvent(new Event('windowstate'))"
)
"""The attribute says it, and the event that it may be another (ui/js/core/full-screen.js)."""


class FullScreenTeller(QObject):
    """Tells a page of its window's full screen, as long as the window lives. On the GUI thread.

    The page cannot know by itself: a window without a frame may be as large as the screen in its normal state.
    """

    def __init__(self, window: QWidget, page: QWebEnginePage) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        window.installEventFilter(self)
        page.loadFinished.connect(self._tell)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Return False: the event is the window's. Called by Qt."""
        if event.type() == QEvent.Type.WindowStateChange:
            self._tell()
        return False

    def _tell(self, *_: object) -> None:
        full = bool(self._window.windowState() & FULL_SCREEN)
        self._page.runJavaScript(_TELL.format(full="true" if full else "false"), _WORLD)
