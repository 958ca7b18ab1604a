"""What comes between the user's wish to close the window and its end: it goes out of sight, and its page ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from gallery.desktop.page_end import PageEnd
from gallery.desktop.placement import FULL_SCREEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWidgets import QWidget

MAX_LEAVING_MS = 1500
"""A window that has not left full screen by then is hidden in it. macOS takes about 700 ms."""


def leaves_full_screen_first(platform: str, state: Qt.WindowState) -> bool:
    """Return whether a window in this state leaves full screen before it is hidden.

    On macOS full screen is a space of its own, which stays behind, empty, where its window is hidden.

    Args:
        platform: as `sys.platform`.
        state: of the window.
    """
    return platform == "darwin" and bool(state & FULL_SCREEN)


class WindowEnd(QObject):
    """The end of one window. On the GUI thread."""

    def __init__(
        self, window: QWidget, page: QWebEnginePage, on_done: Callable[[], None], platform: str = sys.platform
    ) -> None:
        """Take a window out of sight, and have its page end.

        Args:
            window: the window, which lives as long as this object.
            page: its page.
            on_done: called once, when it may close; never from here.
            platform: as `sys.platform`.
        """
        super().__init__(window)
        self._window, self._on_done = window, on_done
        self._is_hidden = False
        native = window.windowHandle()
        if native and leaves_full_screen_first(platform, window.windowState()):
            native.installEventFilter(self)
            QTimer.singleShot(MAX_LEAVING_MS, self, self._hide)
            window.setWindowState(window.windowState() & ~FULL_SCREEN)
        else:
            self._is_hidden = True
            window.hide()
        self._page_end = PageEnd(page, self._tell)

    @property
    def is_done(self) -> bool:
        """Whether the window may close."""
        return self._is_hidden and self._page_end.is_done

    def eventFilter(self, native: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Hide the window once the system says that it has left full screen. Return False. Called by Qt.

        A widget says so itself when it is told to leave, before the system has begun.
        """
        if event.type() == QEvent.Type.WindowStateChange and event.spontaneous():
            native.removeEventFilter(self)
            QTimer.singleShot(0, self, self._hide)
        return False

    def _hide(self) -> None:
        if not self._is_hidden:
            self._is_hidden = True
            self._window.hide()
            self._tell()

    def _tell(self) -> None:
        if self.is_done:
            self._on_done()
