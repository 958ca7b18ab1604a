"""Tells when the user comes back to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from collections.abc import Callable


class FocusFilter(QObject):
    """Calls `on_focus` when the user comes back to the window. On the GUI thread."""

    def __init__(self, window: QObject, on_focus: Callable[[], None]) -> None:
        super().__init__(window)
        self._on_focus = on_focus
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Return False: the event is the window's. Called by Qt."""
        if event.type() == QEvent.Type.WindowActivate:
            self._on_focus()
        return False
