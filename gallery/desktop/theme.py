"""The window's ground while there is no page to see, and the page told when the system changes its colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

LIGHT, DARK = "#fcfcfb", "#161615"  # `bg` in ui/css/tokens.css


class Theme(QObject):
    """Keeps ground and page in step with the system's colour scheme, from now on."""

    def __init__(self, window: QWidget, page: QWebEnginePage) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        ground = QColor(DARK if dark else LIGHT)
        palette = self._window.palette()
        palette.setColor(QPalette.ColorRole.Window, ground)
        self._window.setPalette(palette)
        self._page.setBackgroundColor(ground)
        _reevaluate_colour_scheme(self._page.settings())


def _reevaluate_colour_scheme(settings: QWebEngineSettings) -> None:
    """Make an open page look at prefers-color-scheme again: any setting written does it, nothing else does."""
    size = QWebEngineSettings.FontSize.DefaultFontSize
    settings.setFontSize(size, settings.fontSize(size))
