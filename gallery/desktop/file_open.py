"""Files that macOS asks the running program to open: there no second start is made, but an event sent for each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFileOpenEvent


class FileOpenFilter(QObject):
    """Takes the events of files that are opened in the Finder, or dropped on the icon in the Dock (QFileOpenEvent).

    Files that are opened together come one by one, and are handed on together: the first of them is to be shown. On
    macOS only: the application's filter sees every event of every window, which elsewhere would be for nothing.

    Args:
        application: lives as long as the filter is to.
        on_open: called on the GUI thread with the paths of the files and folders.
    """

    def __init__(self, application: QObject, on_open: Callable[[list[bytes]], None]) -> None:
        super().__init__(application)
        self._on_open = on_open
        self._paths: list[bytes] = []
        self._all_came = QTimer(self, singleShot=True, interval=0)  # when the events that wait have been sent
        self._all_came.timeout.connect(self._hand_on)
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Return True for a file that is to be opened. Called by Qt."""
        if event.type() != QEvent.Type.FileOpen:
            return False
        path = cast("QFileOpenEvent", event).file()
        if path:  # else it is the address of something that is no file
            self._paths.append(os.fsencode(path))
            self._all_came.start()
        return True

    def _hand_on(self) -> None:
        paths, self._paths = self._paths, []
        self._on_open(paths)
