"""Keeps the screen awake while something is shown that moves by itself: a video, and nothing else."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject

from gallery.desktop.application import TITLE
from gallery.desktop.placement import MINIMISED

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWidgets import QWidget

    from gallery.desktop.window_texts import WindowTexts

log = logging.getLogger(__name__)

PAGE, PLAYER = "page", "player"
"""Who may want it: the page for a video that it plays, and the player that stands in place of the page."""
_BUS_NAME = "screen-awake"
_SAVER, _SAVER_PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
# winbase.h
ES_SYSTEM_REQUIRED, ES_DISPLAY_REQUIRED, ES_CONTINUOUS = 0x1, 0x2, 0x80000000
_IOKIT = "/System/Library/Frameworks/IOKit.framework/IOKit"
_CORE_FOUNDATION = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_UTF8, _LEVEL_ON = 0x08000100, 255
"""kCFStringEncodingUTF8 (CFString.h), kIOPMAssertionLevelOn (IOPMLib.h)."""


class Inhibition(Protocol):
    """One system's way. The system ends it by itself when the program ends, however that is."""

    def hold(self, reason: str) -> None:
        """Keep the screen awake."""

    def release(self) -> None:
        """Let it go to sleep again."""


class BusInhibition:
    """On Linux: the desktop's screen saver is asked, over a connection of its own, with whose end the request ends.

    The number that is given for a request cannot be handed back: PySide sends every number as a signed one.
    """

    def hold(self, reason: str) -> None:
        """Ask, and wait for no answer: where there is no such service nothing can be done."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _BUS_NAME)
        request = QDBusMessage.createMethodCall(_SAVER, _SAVER_PATH, _SAVER, "Inhibit")
        request.setArguments([TITLE, reason])
        bus.asyncCall(request)

    def release(self) -> None:
        """Hang up."""
        from PySide6.QtDBus import QDBusConnection

        QDBusConnection.disconnectFromBus(_BUS_NAME)


class WindowsInhibition:
    """On Windows: a state of the thread that asks, the GUI thread."""

    def __init__(self, set_state: Callable[[int], object] | None = None) -> None:
        """Take SetThreadExecutionState, or what stands for it."""
        self._set_state = set_state or ctypes.windll.kernel32.SetThreadExecutionState  # type: ignore[attr-defined,unused-ignore]

    def hold(self, reason: str) -> None:  # noqa: ARG002  Windows asks for none
        """Keep screen and computer awake until the next call."""
        self._set_state(ES_CONTINUOUS | ES_DISPLAY_REQUIRED | ES_SYSTEM_REQUIRED)

    def release(self) -> None:
        """Take it back."""
        self._set_state(ES_CONTINUOUS)


class MacInhibition:
    """On macOS: an assertion of power management."""

    def __init__(self) -> None:
        self._held = ctypes.c_uint32()

    def hold(self, reason: str) -> None:
        """Assert that the display is in use."""
        core, kit = ctypes.CDLL(_CORE_FOUNDATION), ctypes.CDLL(_IOKIT)
        core.CFStringCreateWithCString.restype = ctypes.c_void_p
        core.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        core.CFRelease.argtypes = [ctypes.c_void_p]
        create = kit.IOPMAssertionCreateWithName
        create.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32)]
        kind = core.CFStringCreateWithCString(None, b"PreventUserIdleDisplaySleep", _UTF8)
        name = core.CFStringCreateWithCString(None, reason.encode(), _UTF8)
        if failure := create(kind, _LEVEL_ON, name, ctypes.byref(self._held)):
            log.warning("The screen cannot be kept awake: %d.", failure)
        core.CFRelease(kind)
        core.CFRelease(name)

    def release(self) -> None:
        """Take it back."""
        ctypes.CDLL(_IOKIT).IOPMAssertionRelease(self._held)


def system_inhibition() -> Inhibition | None:
    """Return this system's way; None: there is none."""
    if sys.platform == "win32":
        return WindowsInhibition()
    if sys.platform == "darwin":
        return MacInhibition()
    return BusInhibition() if "DBUS_SESSION_BUS_ADDRESS" in os.environ else None


class ScreenAwake(QObject):
    """Keeps the screen awake while anybody wants it, and somebody can see the window. On the GUI thread."""

    def __init__(
        self, window: QWidget, page: QWebEnginePage, texts: WindowTexts, inhibition: Inhibition | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._texts = window, texts
        self._inhibition = inhibition or system_inhibition()
        self._wanted: set[str] = set()
        self._is_held = False
        window.installEventFilter(self)
        # a page that is loaded anew, or whose process has died, plays nothing, and cannot say so
        page.loadStarted.connect(lambda: self.want(PAGE, on=False))
        page.renderProcessTerminated.connect(lambda *_: self.want(PAGE, on=False))

    def want(self, who: str, *, on: bool) -> None:
        """Note that somebody wants the screen awake, or no longer."""
        (self._wanted.add if on else self._wanted.discard)(who)
        self._follow()

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Return False: the event is the window's. Called by Qt."""
        if event.type() in (QEvent.Type.WindowStateChange, QEvent.Type.Show, QEvent.Type.Hide):
            self._follow()
        return False

    def _follow(self) -> None:
        is_seen = self._window.isVisible() and not self._window.windowState() & MINIMISED
        held = bool(self._wanted) and is_seen
        if held == self._is_held or self._inhibition is None:
            return
        self._is_held = held
        if held:
            self._inhibition.hold(self._texts.say("window-plays"))
        else:
            self._inhibition.release()
