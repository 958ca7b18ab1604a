"""Lets the page end before its window does: it says what stands in a field, and waits for the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWebEngineCore import QWebEngineScript

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWebEngineCore import QWebEnginePage

MAX_MS = 2000
"""A page that does not answer by then ends with its window."""
_LOOK_MS = 20
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
_LEAVE = "window.dispatchEvent(new PageTransitionEvent('pagehide'))"
"""What happens when a page is left (ui/js/core/leaving.js); Qt's views do not tell theirs when they are deleted."""
_IS_SENDING = "document.documentElement.hasAttribute('data-sending')"


class PageEnd(QObject):
    """The end of one page. On the GUI thread."""

    def __init__(self, page: QWebEnginePage, on_done: Callable[[], None]) -> None:
        """Have the page end.

        Args:
            page: the page, which lives as long as this object.
            on_done: called once, when nothing is being sent any more, or `MAX_MS` later; never from here.
        """
        super().__init__(page)
        self._page, self._on_done = page, on_done
        self.is_done = False
        QTimer.singleShot(MAX_MS, self, self._finish)
        page.runJavaScript(_LEAVE, _WORLD)
        self._look()

    def _look(self) -> None:
        self._page.runJavaScript(_IS_SENDING, _WORLD, self._on_answer)

    def _on_answer(self, is_sending: object) -> None:
        if is_sending:
            QTimer.singleShot(_LOOK_MS, self, self._look)
        else:
            QTimer.singleShot(0, self, self._finish)

    def _finish(self) -> None:
        if not self.is_done:
            self.is_done = True
            self._on_done()
