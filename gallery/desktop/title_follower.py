"""Gives the window the title of its page, which says what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gallery.desktop.application import TITLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWidgets import QWidget


class TitleFollower(QObject):
    """Follows the title as long as the window lives. On the GUI thread.

    Args:
        window: it gets the title.
        page: it has the title.
        origin: the server's. Of a page without a title Chromium offers the address, which is a secret at first.
        on_title: called at each title of the page: its document is there.
    """

    def __init__(self, window: QWidget, page: QWebEnginePage, origin: str, on_title: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._address, self._on_title = window, origin.partition("://")[2], on_title
        page.titleChanged.connect(self._follow)

    def _follow(self, title: str) -> None:
        is_own = bool(title) and self._address not in title
        self._window.setWindowTitle(title if is_own else TITLE)
        if is_own:
            self._on_title()
