"""Gives the window the title of its page, which says what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gallery.desktop.application import TITLE

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWidgets import QWidget


class TitleFollower(QObject):
    """Follows the title as long as the window lives. On the GUI thread.

    Args:
        window: it gets the title.
        page: it has the title.
        origin: the server's. Of a page without a title Chromium offers the address, which is a secret at first.
    """

    arrived = Signal()
    """The page has a title of its own, or has ended loading: its document is there, if there is one."""

    def __init__(self, window: QWidget, page: QWebEnginePage, origin: str) -> None:
        super().__init__(window)
        self._window, self._address = window, origin.partition("://")[2]
        page.titleChanged.connect(self._follow)
        page.loadFinished.connect(lambda *_: self.arrived.emit())

    def _follow(self, title: str) -> None:
        is_own = bool(title) and self._address not in title
        self._window.setWindowTitle(title if is_own else TITLE)
        if is_own:
            self.arrived.emit()
