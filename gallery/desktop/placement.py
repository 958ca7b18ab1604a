"""Size, place and full screen of the window, and how they come back at the next start."""

from __future__ import annotations

import base64
import binascii
import logging
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

FULL_SCREEN, MINIMISED = Qt.WindowState.WindowFullScreen, Qt.WindowState.WindowMinimized


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

        A text that is not readable is logged, and the window stays as it is.
        """
        text = self._store.load()
        if not text:
            return
        try:
            window.restoreGeometry(QByteArray(base64.b64decode(text, validate=True)))
        except (binascii.Error, ValueError) as error:
            log.warning("The window's place is not readable: %s", error)
        window.setWindowState(window.windowState() & ~(FULL_SCREEN | MINIMISED))

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


def _geometry(window: QWidget) -> str:
    return base64.b64encode(window.saveGeometry().data()).decode()
