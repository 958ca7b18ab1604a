"""What the desktop's portal on Linux says of the user's settings, followed while the window lives.

The interface is org.freedesktop.portal.Settings. GNOME, KDE, Xfce and others answer it; without a
session bus, or without a portal, nothing is known.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

log = logging.getLogger(__name__)

_SERVICE, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"
APPEARANCE, GNOME_INTERFACE = "org.freedesktop.appearance", "org.gnome.desktop.interface"
KDE_GENERAL = "org.kde.kdeglobals.General"
CONTRAST = (APPEARANCE, "contrast")
"""1: more of it is wanted."""
MOTION = (APPEARANCE, "reduced-motion")
"""1: less of it is wanted."""
ACCENT = (GNOME_INTERFACE, "accent-color")
"""A name. What org.freedesktop.appearance has under this key is a structure, which PySide cannot take apart."""
TEXT_SCALE = (GNOME_INTERFACE, "text-scaling-factor")
"""1.0: text of the usual size."""
KDE_ACCENT, KDE_FONT = (KDE_GENERAL, "AccentColor"), (KDE_GENERAL, "font")
"""As in kdeglobals: "61,174,233", "Noto Sans,10,-1,5,400"; neither is told unless the user has set it."""
_WANTED = (CONTRAST, MOTION, ACCENT, TEXT_SCALE, KDE_ACCENT, KDE_FONT)


def may_have_portal() -> bool:
    """Return whether a portal can be asked without starting a bus for it."""
    return sys.platform == "linux" and "DBUS_SESSION_BUS_ADDRESS" in os.environ


class PortalSettings(QObject):
    """The settings by (namespace, key), as far as they are known. On the GUI thread, which never waits for the portal.

    Signals:
        changed: one of the settings has come, or is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.values: dict[tuple[str, str], Any] = {}
        bus = QDBusConnection.sessionBus()
        # before the questions: what changes meanwhile comes after the answer
        slot: Any = SLOT("_take_change(QDBusMessage)")  # PySide's stub says bytes, and bytes are refused
        bus.connect(_SERVICE, _PATH, _INTERFACE, "SettingChanged", self, slot)
        for setting in _WANTED:
            self._ask(bus, setting)

    def _ask(self, bus: QDBusConnection, setting: tuple[str, str]) -> None:
        question = QDBusMessage.createMethodCall(_SERVICE, _PATH, _INTERFACE, "Read")
        question.setArguments(list(setting))
        watcher = QDBusPendingCallWatcher(bus.asyncCall(question), self)
        watcher.finished.connect(lambda call: self._take_answer(setting, call))

    def _take_answer(self, setting: tuple[str, str], call: QDBusPendingCallWatcher) -> None:
        answer = call.reply()
        if answer.type() == QDBusMessage.MessageType.ReplyMessage:
            self._set(setting, answer.arguments()[0])
        else:
            log.debug("The portal does not tell %s: %s", setting[1], answer.errorName())
        call.deleteLater()

    @Slot(QDBusMessage)
    def _take_change(self, message: QDBusMessage) -> None:
        space, key, value = message.arguments()
        if (space, key) in _WANTED:
            self._set((space, key), value)

    def _set(self, setting: tuple[str, str], value: object) -> None:
        while isinstance(value, QDBusVariant):
            value = value.variant()
        self.values[setting] = value
        self.changed.emit()
