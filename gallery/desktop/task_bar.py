"""Shows in the task bar, or the dock, how much of long work is done, where the system has a way to say it.

macOS has none that is made with a call: a program draws the tile of its dock anew, with a bar of its own.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import time
import uuid
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from gallery.base.events import ProgressChanged
from gallery.desktop.long_work import LongWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.base.events import Event

    Method = Callable[[int, list[tuple[Any, int]]], object]
    """Calls a method of the task bar, by its number, with its arguments, each with its type."""

log = logging.getLogger(__name__)

LAUNCHER_PATH, LAUNCHER_INTERFACE = "/com/canonical/unity/launcherentry/1", "com.canonical.Unity.LauncherEntry"
# ShObjIdl_core.h: the numbers of the methods, those of the interfaces below it included
_TASK_BAR_CLASS, _TASK_BAR = "56FDF344-FD6D-11D0-958A-006097C9A090", "EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF"
_START, SET_VALUE, SET_STATE = 3, 9, 10
NO_PROGRESS, NORMAL = 0, 2
_IN_PROCESS = 1
"""CLSCTX_INPROC_SERVER (wtypesbase.h)."""


class Display(Protocol):
    """One system's way. On the GUI thread."""

    def show(self, percent: int | None) -> None:
        """Show how much is done, 0 to 100; None: nothing is under way."""


class LauncherEntry:
    """On Linux: a signal that the docks of GNOME (with an extension), KDE, Unity and others listen to.

    It names the program by its entry in the menu, and ends with the connection of this program.
    """

    def show(self, percent: int | None) -> None:
        """Send it; nobody answers."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        signal = QDBusMessage.createSignal(LAUNCHER_PATH, LAUNCHER_INTERFACE, "Update")
        state = {"progress": (percent or 0) / 100, "progress-visible": percent is not None}
        signal.setArguments([f"application://{QGuiApplication.desktopFileName()}.desktop", state])
        QDBusConnection.sessionBus().send(signal)


class WindowsTaskBar:
    """On Windows: the button of the window in the task bar."""

    def __init__(self, method: Method, window: Callable[[], int | None]) -> None:
        """Take what calls the methods of ITaskbarList3, and what returns the window's handle, if it has one."""
        self._method, self._window = method, window
        method(_START, [])

    def show(self, percent: int | None) -> None:
        """Fill the button so far."""
        if (handle := self._window()) is None:
            return
        window = (ctypes.c_void_p, handle)
        self._method(SET_STATE, [window, (ctypes.c_int, NO_PROGRESS if percent is None else NORMAL)])
        if percent is not None:
            self._method(SET_VALUE, [window, (ctypes.c_uint64, percent), (ctypes.c_uint64, 100)])


class _Guid(ctypes.Structure):
    """GUID of guiddef.h."""

    _fields_ = (("parts", ctypes.c_ubyte * 16),)


def guid(text: str) -> _Guid:
    """Return an identifier as Windows has it in memory."""
    return _Guid.from_buffer_copy(uuid.UUID(text).bytes_le)


def windows_method() -> Method:
    """Make the object of the task bar, and return what calls its methods. On the GUI thread, where Qt has begun COM.

    Raises:
        OSError: Windows has no task bar, as on a server without a desktop.
    """
    if sys.platform != "win32":
        raise OSError("not Windows")
    task_bar = ctypes.c_void_p()
    create = ctypes.OleDLL("ole32").CoCreateInstance
    create(
        ctypes.byref(guid(_TASK_BAR_CLASS)), None, _IN_PROCESS, ctypes.byref(guid(_TASK_BAR)), ctypes.byref(task_bar)
    )

    def call(number: int, arguments: list[tuple[Any, int]]) -> None:
        prototype = ctypes.WINFUNCTYPE(ctypes.HRESULT, *(kind for kind, _ in arguments))
        prototype(number, f"ITaskbarList3 {number}")(task_bar, *(value for _, value in arguments))

    return call


def window_handle() -> int | None:
    """Return the system's handle of the program's window; None: there is none, or it is hidden."""
    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]
    return int(windows[0].winId()) if windows else None


def system_display() -> Display | None:
    """Return this system's way; None: there is none."""
    if sys.platform == "win32":
        return WindowsTaskBar(windows_method(), window_handle)
    return LauncherEntry() if sys.platform == "linux" and "DBUS_SESSION_BUS_ADDRESS" in os.environ else None


class TaskBar(QObject):
    """Shows the long work that events tell of. Made on the GUI thread; it stays without effect until Qt's loop runs.

    `take` may be called on any thread, and returns at once. The rest happens on the GUI thread.
    """

    _told = Signal(object)

    def __init__(self, make_display: Callable[[], Display | None] = system_display) -> None:
        """Take what returns the system's way, which is called when there is something to show."""
        super().__init__()
        self._work, self._make_display = LongWork(), make_display
        self._display: Display | None = None
        self._shown: int | None = None
        # a bound method of a QObject is queued to its thread; a lambda would not be
        self._told.connect(self._follow)

    def take(self, event: Event) -> None:
        """Take what pages are told, too."""
        if isinstance(event, ProgressChanged):
            self._told.emit(event)

    @Slot(object)
    def _follow(self, progress: ProgressChanged) -> None:
        percent = self._work.take(progress, time.monotonic())
        if percent == self._shown:
            return
        self._shown = percent
        try:
            self._display = self._display or self._make_display()
            if self._display is not None:
                self._display.show(percent)
        except OSError as error:
            log.warning("The task bar shows no progress: %s", error)
            self._display, self._make_display = None, lambda: None
