"""Files that macOS asks the running program to open: there no second start is made, but an event sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFileOpenEvent


class FileOpenFilter(QObject):
    """Takes the event of a file that is opened in the Finder, or dropped on the icon in the Dock (QFileOpenEvent).

    On macOS only: the application's filter sees every event of every window, which elsewhere would be for nothing.

    Args:
        application: lives as long as the filter is to.
        on_open: called on the GUI thread with the path of the file or folder.
    """

    def __init__(self, application: QObject, on_open: Callable[[list[bytes]], None]) -> None:
        super().__init__(application)
        self._on_open = on_open
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Return True for a file that is to be opened. Called by Qt."""
        if event.type() != QEvent.Type.FileOpen:
            return False
        path = cast("QFileOpenEvent", event).file()
        if path:  # else it is the address of something that is no file
            self._on_open([os.fsencode(path)])
        return True
