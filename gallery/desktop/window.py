"""The window: pywebview on PySide6, showing one server on this machine. Built by the composition root, run by main.

Everything of ours hangs on pywebview's `before_show`, which runs on the GUI thread when window, view and page exist and
no request has left yet. pywebview itself is not patched.
"""

from __future__ import annotations

import base64
import binascii
import gc
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Protocol

import webview
from PySide6.QtCore import QByteArray, QEvent, QObject, QStandardPaths, Qt, QTimer, QUrl
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWebEngineCore import QWebEngineProfile
from PySide6.QtWidgets import QApplication, QFileDialog

from gallery.base.errors import GalleryError
from gallery.desktop.backoff import Backoff
from gallery.desktop.drop import DropFilter
from gallery.desktop.environment import prepare_environment
from gallery.desktop.guard import NavigationGuard, disable_proxies
from gallery.desktop.gui_thread import GuiThread, TerminationSignals
from gallery.desktop.qt_log import log_qt_messages
from gallery.desktop.reveal import reveal
from gallery.desktop.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger(__name__)

TITLE = "Shoebox"
_FULL_SCREEN, _MINIMISED = Qt.WindowState.WindowFullScreen, Qt.WindowState.WindowMinimized
_MAX_HIDDEN_MS = 3000
_WEBVIEW_SETTINGS = {
    "ALLOW_DOWNLOADS": False,
    "ALLOW_FILE_URLS": False,
    "IGNORE_SSL_ERRORS": False,
    "OPEN_DEVTOOLS_IN_DEBUG": False,
    "OPEN_EXTERNAL_LINKS_IN_BROWSER": False,
    "REMOTE_DEBUGGING_PORT": None,
    "SHOW_DEFAULT_MENUS": False,
}


class WindowState(Protocol):
    """Where size and place of the window are kept between starts, as one line of text."""

    def load(self) -> str | None: ...
    def save(self, text: str) -> None: ...


class Window:
    """One window on `origin`. Built and `run` on the main thread; every other method may be called from any thread.

    `boot_address` gives a fresh one-time address per page load. It and the `on_` callables are called
    on the GUI thread: they hand over and return.
    """

    available = True

    def __init__(
        self,
        *,
        origin: str,
        boot_address: Callable[[], str],
        state: WindowState,
        icon: Path,
        on_drop: Callable[[list[bytes]], None],
        on_hover: Callable[[bool], None],
        on_focus: Callable[[], None],
        devtools: int | None = None,
    ) -> None:
        self._origin, self._boot_address, self._state, self._icon = origin, boot_address, state, icon
        self._on_drop, self._on_hover, self._on_focus = on_drop, on_hover, on_focus
        self._devtools = devtools
        self._gui = GuiThread()
        self._backoff = Backoff(limit=3, seconds=60)
        self._dialog = threading.Lock()
        self._native: Any = None  # pywebview's QMainWindow, from before_show on
        self._before_full: str | None = None
        self._closing = False
        self._failure: Exception | None = None
        self._kept: list[QObject] = []  # what Qt would not keep alive for us

    def run(self) -> None:
        """Show the window and return when it has been closed, by whomever."""
        prepare_environment(self._devtools)
        self._warn_of_devtools()
        with log_qt_messages():
            application = _application(self._icon)
            self._signals = TerminationSignals(self.close)
            try:
                self._show()
            finally:
                self._gui.shut_down()
                self._signals.restore()
                self._dismantle(application)
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """End `run`, also while a dialog is open or before the window has appeared."""
        self._closing = True
        self._gui.post(self._close)

    def raise_(self) -> None:
        """Bring the window before the user's eyes."""
        self._gui.post(self._raise)

    def choose_folder(self) -> bytes | None:
        """Let the user choose a folder; None if they did not, or are choosing one already. Waits for the answer."""
        if not self._dialog.acquire(blocking=False):
            self.raise_()
            return None
        try:
            chosen = self._gui.call(self._choose)
        finally:
            self._dialog.release()
        return _checked_folder(chosen) if chosen else None

    def reveal(self, path: bytes) -> None:
        """Show a file in the system's file manager, selected."""
        reveal(path)

    def fullscreen(self, on: bool | None = None) -> bool:  # noqa: FBT001  the page says which; None: the other one
        """Enter or leave full screen and return whether the window is in it now. A maximised window comes back so."""
        return bool(self._gui.call(lambda: self._fullscreen(on)))

    # From here on: the GUI thread.

    def _show(self) -> None:
        webview.settings.update(_WEBVIEW_SETTINGS)
        window: Any = webview.create_window(
            TITLE, self._boot_address(), width=1200, height=800, min_size=(480, 360), hidden=True, text_select=True
        )
        window.events.before_show += lambda: self._prepare(window.native)
        window.events.closing += self._remember
        webview.start(gui="qt", private_mode=True)

    def _prepare(self, native: Any) -> None:
        """Or fail: pywebview would log a failure here and go on, with a window that nobody guards."""
        self._native = native
        try:
            self._dress(native)
        except Exception as error:
            log.exception("the window cannot be guarded")
            # raised by run(); its frames would keep pywebview's objects for another thread's garbage collector
            self._failure, self._closing = error.with_traceback(None), True
            native.webview.stop()
        if self._closing:
            QTimer.singleShot(0, native, self._close)

    def _dress(self, native: Any) -> None:
        page = native.webview.page()
        self._guard = NavigationGuard(page, self._origin)
        self._kept += [
            self._guard,
            Theme(native, page),
            DropFilter(native.webview, self._on_drop, self._on_hover),
            _FocusFilter(native, self._on_focus),
        ]
        self._signals.install()
        page.loadFinished.connect(self._loaded)
        page.titleChanged.connect(self._title)
        page.urlChanged.connect(self._moved)
        page.renderProcessTerminated.connect(lambda *_: self._boot_again("its process ended"))
        for key in (QKeySequence.StandardKey.Quit, QKeySequence.StandardKey.Close):
            QShortcut(key, native, native.close)
        self._restore()
        native.webview.resize(native.size())  # else the page is laid out for a small window first, and then again
        QTimer.singleShot(_MAX_HIDDEN_MS, native, self._appear)

    def _appear(self) -> None:
        if self._native.isHidden() and not self._closing:
            self._native.show()

    def _loaded(self, _ok: bool) -> None:  # noqa: FBT001  Qt's signal
        self._appear()

    def _title(self, title: str) -> None:
        address = self._origin.partition("://")[2]
        self._native.setWindowTitle(title if title and address not in title else TITLE)  # untitled: its secret address

    def _moved(self, url: QUrl) -> None:
        if not self._guard.owns(url):
            self._boot_again(f"it went to {url.scheme()}:")

    def _boot_again(self, why: str) -> None:
        if not self._closing:
            wait = self._backoff.reserve()
            log.error("The page is loaded anew in %d s: %s.", wait, why)
            QTimer.singleShot(int(wait * 1000), self._native, self._load)

    def _load(self) -> None:
        if not self._closing:
            self._native.webview.setUrl(QUrl(self._boot_address()))

    def _close(self) -> None:
        if self._native is not None:
            self._native.close()

    def _raise(self) -> None:
        if self._native is not None and not self._closing:
            self._native.setWindowState(self._native.windowState() & ~_MINIMISED)
            self._native.show()
            self._native.raise_()
            self._native.activateWindow()

    def _choose(self) -> str:
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        start = pictures if os.path.isdir(pictures) else ""
        return QFileDialog.getExistingDirectory(self._native, "Choose a folder of photos", start)

    def _fullscreen(self, on: bool | None) -> bool:  # noqa: FBT001
        state = self._native.windowState()
        wanted = not state & _FULL_SCREEN if on is None else on
        if wanted and not state & _FULL_SCREEN:
            self._before_full = self._place()
        self._native.setWindowState(state | _FULL_SCREEN if wanted else state & ~_FULL_SCREEN)
        return wanted

    def _remember(self) -> None:
        self._closing = True
        if self._failure is not None:  # its place was never restored
            return
        full = self._native.windowState() & _FULL_SCREEN  # then what it would go back to is kept
        self._state.save(self._before_full if full and self._before_full else self._place())

    def _place(self) -> str:
        return base64.b64encode(self._native.saveGeometry().data()).decode()

    def _restore(self) -> None:
        text = self._state.load()
        if not text:
            return
        try:
            self._native.restoreGeometry(QByteArray(base64.b64decode(text, validate=True)))  # also from a lost screen
        except (binascii.Error, ValueError) as error:
            log.warning("The window's place is not readable: %s", error)
        self._native.setWindowState(self._native.windowState() & ~(_FULL_SCREEN | _MINIMISED))

    def _dismantle(self, application: QApplication) -> None:
        """In the order Chromium wants: page, view, profile. Its processes end now and not some time after ours.

        What is left would be found by the garbage collector on any thread, and Qt aborts where a window is not
        deleted on its own.
        """
        self._kept.clear()
        if self._native is not None:
            self._native.deleteLater()
            self._native = None
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()  # the profile, too

    def _warn_of_devtools(self) -> None:
        if self._devtools is not None and sys.stderr is not None:
            sys.stderr.write(f"Any program on this computer can now drive the window, on port {self._devtools}.\n")


class _FocusFilter(QObject):
    """Says when the user comes back to the window."""

    def __init__(self, window: QObject, on_focus: Callable[[], None]) -> None:
        super().__init__(window)
        self._on_focus = on_focus
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.WindowActivate:
            self._on_focus()
        return False


def _application(icon: Path) -> QApplication:
    """Qt started by us, without our arguments, so that neither they nor pywebview's flags reach Chromium."""
    application = QApplication([TITLE.lower()])
    application.setApplicationName(TITLE)
    application.setDesktopFileName(TITLE.lower())
    application.setWindowIcon(QIcon(str(icon)))
    disable_proxies()
    QWebEngineProfile()  # the first profile starts Chromium with the flags of this moment
    return application


def _checked_folder(chosen: str) -> bytes:
    if not os.path.isdir(chosen):  # Qt lists names that are not UTF-8, but cannot return them
        raise GalleryError("The name of this folder is not valid text here. Drop the folder on the window instead.")
    return os.fsencode(os.path.abspath(chosen))
