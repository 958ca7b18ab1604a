"""Light and dark: the window's colour while there is no page to see, and the page told when the system changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

LIGHT, DARK = "#fcfcfb", "#161615"
"""`--bg` of the light and the dark theme in ui/css/tokens.css."""


class Theme(QObject):
    """Keeps window and page in step with the system's colour scheme, as long as the window lives. On the GUI thread."""

    def __init__(self, window: QWidget, page: QWebEnginePage) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        """Paint window and page in the background colour of the system's scheme, and tell the page."""
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        background = QColor(DARK if dark else LIGHT)
        palette = self._window.palette()
        palette.setColor(QPalette.ColorRole.Window, background)
        self._window.setPalette(palette)
        self._page.setBackgroundColor(background)
        _reevaluate_colour_scheme(self._page.settings())


def _reevaluate_colour_scheme(settings: QWebEngineSettings) -> None:
    """Make an open page evaluate prefers-color-scheme again: writing any setting does it, nothing else does."""
    size = QWebEngineSettings.FontSize.DefaultFontSize
    settings.setFontSize(size, settings.fontSize(size))
