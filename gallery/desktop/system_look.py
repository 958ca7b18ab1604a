"""What the user has set in the system for all programs: contrast, motion, accent colour, text size."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette

from gallery.desktop import portal_settings
from gallery.desktop.portal_settings import PortalSettings, may_have_portal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    Portal = Mapping[tuple[str, str], Any]

GNOME_ACCENTS = {
    "blue": "#3584e4",
    "teal": "#2190a4",
    "green": "#3a944a",
    "yellow": "#c88800",
    "orange": "#ed5b00",
    "pink": "#d56199",
    "purple": "#9141ac",
    "red": "#e62d42",
    "slate": "#6f8396",
}
"""The names of accents in org.gnome.desktop.interface, and the colours that libadwaita documents for them."""
KDE_TEXT_PT = 10
"""Size of KDE's general font, unless the user sets another: KDE has no other setting for the size of text."""
_KDE_FONT = re.compile(r"[^,]+,(\d+(?:\.\d+)?),")
SMALLEST_SCALE, LARGEST_SCALE = 0.5, 3.0
"""What GNOME allows; Windows goes from 1 to 2.25."""
_ACCESSIBILITY_KEY = r"Software\Microsoft\Accessibility"
_EVENTS = frozenset(
    {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.ThemeChange, QEvent.Type.WindowActivate}
)
"""Who changes a setting does it in another window, and comes back: by then at the latest it is followed."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the page and its window follow.

    Attributes:
        more_contrast: text and lines are to stand out more.
        less_motion: nothing is to move that need not.
        accent: #rrggbb; None: the system has none.
        text_scale: 1.0: text of the usual size.
    """

    more_contrast: bool
    less_motion: bool
    accent: str | None
    text_scale: float


def accent_of(portal: Portal) -> str | None:
    """Return the accent colour that the portal tells, as #rrggbb; None: none that is known."""
    parts = str(portal.get(portal_settings.KDE_ACCENT, "")).split(",")
    if len(parts) in (3, 4) and all(part.isdecimal() and int(part) < 256 for part in parts):  # 4: and its opacity
        return "#{:02x}{:02x}{:02x}".format(*map(int, parts))
    return GNOME_ACCENTS.get(str(portal.get(portal_settings.ACCENT)))


def text_scale_of(portal: Portal, platform: str, windows_percent: int | None) -> float:
    """Return how much larger than usual the user wants text, beyond what Qt enlarges by itself.

    Args:
        portal: the settings that the portal tells.
        platform: Qt's. On xcb GNOME's factor is part of Xft.dpi, by which Qt enlarges everything already.
        windows_percent: what Windows has; None: this is not Windows, or nothing was ever set.
    """
    font = _KDE_FONT.match(str(portal.get(portal_settings.KDE_FONT, "")))
    if windows_percent is not None:
        scale = windows_percent / 100
    elif font:
        scale = float(font[1]) / KDE_TEXT_PT
    else:
        told = 1.0 if platform == "xcb" else portal.get(portal_settings.TEXT_SCALE, 1.0)
        scale = float(told) if isinstance(told, int | float) else 1.0
    return min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)


def windows_text_percent() -> int | None:
    """Return the text size of Settings > Accessibility, 100 to 225; None: not Windows, or it was never set."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _ACCESSIBILITY_KEY) as key:
            value, kind = winreg.QueryValueEx(key, "TextScaleFactor")
    except FileNotFoundError:
        return None
    return int(value) if kind == winreg.REG_DWORD else None


class SystemLook(QObject):
    """Follows the settings as long as the window lives. On the GUI thread.

    Signals:
        changed: `look` is another.
    """

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._portal = PortalSettings(self) if may_have_portal() else None
        self._style = QGuiApplication.styleHints()  # PySide forgets what belongs to it with its last reference
        self._hints = self._style.accessibility()
        self._hints.contrastPreferenceChanged.connect(self._follow)
        self._hints.motionPreferenceChanged.connect(self._follow)
        if self._portal is not None:
            self._portal.changed.connect(self._follow)
        self.look = self._read()
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Return False: the event is the window's. Called by Qt."""
        if event.type() in _EVENTS:
            self._follow()
        return False

    def _follow(self, *_: object) -> None:
        before, self.look = self.look, self._read()
        if self.look != before:
            self.changed.emit()

    def _read(self) -> Look:
        hints = self._hints
        portal: Portal = self._portal.values if self._portal is not None else {}
        palette_accent = QGuiApplication.palette().color(QPalette.ColorRole.Accent).name()  # on Linux Qt's own
        contrast, motion = portal.get(portal_settings.CONTRAST), portal.get(portal_settings.MOTION)
        return Look(  # Qt asks the portal for both, but not in KDE
            hints.contrastPreference() == Qt.ContrastPreference.HighContrast or contrast == 1,
            hints.motionPreference() == Qt.MotionPreference.ReducedMotion or motion == 1,
            palette_accent if sys.platform in ("win32", "darwin") else accent_of(portal),
            text_scale_of(portal, QGuiApplication.platformName(), windows_text_percent()),
        )
