"""Size, place and full screen of the window, and how they come back at the next start."""

from __future__ import annotations

import base64
import binascii
import logging
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

FULL_SCREEN, MINIMISED = Qt.WindowState.WindowFullScreen, Qt.WindowState.WindowMinimized
TITLE_BAR = 40
"""Room for the title bar, in pixels: how high it is, a system tells only after the window was shown."""
FRAME = 8
"""Room for the frame at each of the other sides; as wide as that of Windows."""


class PlacementStore(Protocol):
    """Keeps the window's size and place between starts, as one line of text (base64 of Qt's saveGeometry)."""

    def load(self) -> str | None:
        """Return the text saved last, or None. On the GUI thread."""

    def save(self, text: str) -> None:
        """Keep a text. On the GUI thread, while the window closes."""


class WindowPlacement:
    """Restores and saves the geometry of one window, and switches its full screen. Every method: on the GUI thread."""

    def __init__(self, store: PlacementStore) -> None:
        self._store = store
        self._before_full_screen: str | None = None

    def restore(self, window: QWidget) -> None:
        """Bring back size and place, also from a screen that is gone; neither full screen nor minimised.

        A text that is not readable is logged, and the window stays as it is. However it got its size, no part of it
        lies outside of its screen, nor below a panel or a dock.
        """
        text = self._store.load()
        if text:
            try:
                window.restoreGeometry(QByteArray(base64.b64decode(text, validate=True)))
            except (binascii.Error, ValueError) as error:
                log.warning("The window's place is not readable: %s", error)
            window.setWindowState(window.windowState() & ~(FULL_SCREEN | MINIMISED))
        if not window.isMaximized():
            _fit(window)

    def save(self, window: QWidget) -> None:
        """Keep size and place; of a window in full screen, those it would go back to."""
        full = window.windowState() & FULL_SCREEN
        self._store.save(self._before_full_screen if full and self._before_full_screen else _geometry(window))

    def set_full_screen(self, window: QWidget, on: bool | None) -> bool:  # noqa: FBT001
        """Enter or leave full screen (None: toggle) and return whether the window is in it now.

        A window that was maximised before is so afterwards.
        """
        state = window.windowState()
        wanted = not state & FULL_SCREEN if on is None else on
        if wanted and not state & FULL_SCREEN:
            self._before_full_screen = _geometry(window)
        window.setWindowState(state | FULL_SCREEN if wanted else state & ~FULL_SCREEN)
        return wanted


def fit_into(window: QRect, available: QRect) -> QRect:
    """Return the inside of a window, moved and made smaller until it and the title bar above it lie in `available`."""
    room = available.adjusted(0, TITLE_BAR, 0, 0)
    size = window.size().boundedTo(room.size() - QSize(2 * FRAME, FRAME))
    left = min(max(window.left(), room.left()), room.left() + room.width() - size.width())
    top = min(max(window.top(), room.top()), room.top() + room.height() - size.height())
    return QRect(left, top, size.width(), size.height())


def _fit(window: QWidget) -> None:
    wanted = window.geometry()
    screen = QGuiApplication.screenAt(wanted.center()) or QGuiApplication.primaryScreen()
    fitting = fit_into(wanted, screen.availableGeometry())
    if fitting != wanted:
        window.setGeometry(fitting)


def _geometry(window: QWidget) -> str:
    return base64.b64encode(window.saveGeometry().data()).decode()
