"""The keys of the window itself, as each system has them; all others are the page's (ui/js/core/keys.js)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow

CLOSE, MINIMISE, FULL_SCREEN = "close", "minimise", "full screen"
_EVERYWHERE = {"Ctrl+Q": CLOSE, "Ctrl+W": CLOSE}
_ELSEWHERE = {
    "win32": {"Ctrl+F4": CLOSE},  # Alt+F4 is the system's
    "darwin": {"Ctrl+M": MINIMISE, "Meta+Ctrl+F": FULL_SCREEN},  # Qt's menu of the program has Command+H
}
"""Qt calls Command "Ctrl", and Control "Meta"."""


def window_keys(platform: str) -> dict[str, str]:
    """Return what each key does on a system, `sys.platform`; Qt's own list has none to quit with on Windows."""
    return _EVERYWHERE | _ELSEWHERE.get(platform, {})


def bind_window_keys(window: QMainWindow, set_full_screen: Callable[[bool | None], bool]) -> None:
    """Bind the keys of this system. On the GUI thread."""
    acts: dict[str, Callable[[], object]] = {
        CLOSE: window.close,
        MINIMISE: window.showMinimized,
        FULL_SCREEN: lambda: set_full_screen(None),
    }
    for keys, act in window_keys(sys.platform).items():
        QShortcut(QKeySequence(keys), window, acts[act])
