"""Qt's application object: name, icon, and what Qt and Chromium are to know before the first window is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWebEngineCore import QWebEngineProfile
from PySide6.QtWidgets import QApplication

from gallery.desktop.navigation_guard import disable_proxies

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Shoebox"


def create_application(icon: Path) -> QApplication:
    """Start Qt, without this program's arguments: neither they nor pywebview's flags reach Chromium."""
    # else Qt keeps compiled shaders in the user's cache folder
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DisableShaderDiskCache)
    application = QApplication([TITLE.lower()])
    application.setApplicationName(TITLE)
    application.setDesktopFileName(TITLE.lower())
    application.setWindowIcon(QIcon(str(icon)))
    disable_proxies()
    QWebEngineProfile()  # the first profile starts Chromium with the flags of this moment
    return application
