"""The window: pywebview on PySide6, showing one server on this machine. Built and run on the main thread.

All that is added to pywebview's window is added in `_prepare`, when window, view and page exist and no request has left
yet. pywebview itself is not patched; what is used of its inside is in `pywebview_adapter`.
"""

from __future__ import annotations

import gc
import logging
import sys
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl
from PySide6.QtWidgets import QApplication

from gallery.base.immortal_constants import keep_constants_alive
from gallery.desktop.application import TITLE, create_application
from gallery.desktop.clipboard import Copied
from gallery.desktop.drop import DropFilter
from gallery.desktop.environment import prepare_environment
from gallery.desktop.field_menu import FieldMenu
from gallery.desktop.file_dialogs import FileDialogs
from gallery.desktop.file_open import FileOpenFilter
from gallery.desktop.first_frame import FirstFrame
from gallery.desktop.focus_filter import FocusFilter
from gallery.desktop.full_screen_teller import FullScreenTeller
from gallery.desktop.gui_thread import GuiThread, TerminationSignals, calling_on_signals
from gallery.desktop.last_picture import LastPicture, PictureStore
from gallery.desktop.look_teller import LookTeller
from gallery.desktop.navigation_guard import NavigationGuard
from gallery.desktop.placement import MINIMISED, PlacementStore, WindowPlacement
from gallery.desktop.pywebview_adapter import show_window, web_view
from gallery.desktop.qt_log import log_qt_messages
from gallery.desktop.retry_limiter import RetryLimiter
from gallery.desktop.reveal import play, reveal
from gallery.desktop.screen_awake import PAGE
from gallery.desktop.theme import Theme
from gallery.desktop.title_follower import TitleFollower
from gallery.desktop.window_end import WindowEnd
from gallery.desktop.window_keys import bind_window_keys
from gallery.desktop.window_player import WindowPlayer, play_and_wait
from gallery.desktop.window_texts import WindowTexts, system_languages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QMainWindow

    from gallery.base.playback import Playback, PlaybackEnd

log = logging.getLogger(__name__)

MAX_HIDDEN_MS = 3000  # the window stays hidden until the document of its page is there, but no longer than this
MAX_RELOADS, RELOAD_PERIOD_SECONDS = 3, 60


class Window:
    """One window on one server. It is a `gallery.web.desktop_protocol.Desktop`.

    Threads: `__init__` and `run` belong to the main thread, the GUI thread. The other public methods may be called on
    any thread; `choose_folder`, `copy`, `play_in_window` and `fullscreen` wait for the GUI thread, the others do not.
    The private methods below the line "GUI thread" run there only.

    Args:
        origin: scheme, host and port of the server: the only address the window shows.
        boot_address: returns a fresh one-time address, for each time the page is loaded from the start.
        placement, last_picture: keep size and place of the window, and what it shows when it closes, between starts.
        icon: a PNG.
        language: returns the one that is set: a tag, or "system".
        on_drop: called with the absolute paths of dropped files and folders, and of those that macOS asks to open.
        on_hover: called with True while files are held over the window, then with False.
        on_focus: called when the user comes back to the window.
        devtools: port on which any local program may drive the page; None: no such port.

    `boot_address`, `language` and the `on_` functions are called on the GUI thread and must return at once.
    """

    available = True

    def __init__(
        self,
        *,
        origin: str,
        boot_address: Callable[[], str],
        placement: PlacementStore,
        last_picture: PictureStore,
        icon: Path,
        language: Callable[[], str],
        on_drop: Callable[[list[bytes]], None],
        on_hover: Callable[[bool], None],
        on_focus: Callable[[], None],
        devtools: int | None = None,
    ) -> None:
        self._origin, self._boot_address, self._icon = origin, boot_address, icon
        self._on_drop, self._on_hover, self._on_focus = on_drop, on_hover, on_focus
        self._devtools = devtools
        self._gui = GuiThread()
        self._placement, self._last_picture = WindowPlacement(placement), LastPicture(last_picture)
        self._retry_limiter = RetryLimiter(limit=MAX_RELOADS, seconds=RELOAD_PERIOD_SECONDS)
        self._texts = WindowTexts(language)
        self._dialogs = FileDialogs(self._gui, lambda: self._native, self.raise_, self._texts)
        self._player: WindowPlayer | None = None
        self._native: QMainWindow | None = None  # from _prepare on; only the GUI thread looks at it
        self._closing = False
        self._end: WindowEnd | None = None
        self._failure: Exception | None = None
        self._referenced: list[QObject] = []  # Qt keeps no Python reference to them

    def run(self) -> None:
        """Show the window and return when it has been closed, by the user, a signal or `close`.

        Raises:
            Exception: what kept the window from being guarded; it was not shown.
        """
        keep_constants_alive()
        prepare_environment(self._devtools)
        with log_qt_messages(), calling_on_signals(self.close):
            application = create_application(self._icon)
            self._signals = TerminationSignals(self.close)
            try:
                show_window(TITLE, self._boot_address(), self._prepare, self._may_close)
            finally:
                self._gui.shut_down()
                self._signals.restore()
                self._dismantle(application)
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """End `run`, also while a dialog is open or before the window has appeared. Return at once."""
        self._closing = True
        self._gui.post(self._close)

    def raise_(self) -> None:
        """Bring the window to the front, also from the taskbar. Return at once."""
        self._gui.post(self._raise)

    def choose_folder(self) -> bytes | None:
        """Let the user choose a folder and return its absolute path. Wait for the answer.

        Return None when the dialog was left, when the window closes, or when a dialog is open already: then the window
        is raised.

        Raises:
            GalleryError: the folder's name is no text that Qt can return.
        """
        return self._dialogs.choose_folder()

    def choose_file(self) -> bytes | None:
        """Let the user choose a file to read; the rest as in `choose_folder`."""
        return self._dialogs.choose_file()

    def choose_new_file(self, name: str) -> bytes | None:
        """Let the user choose where to write a file, by default under `name`; the rest as in `choose_folder`."""
        return self._dialogs.choose_new_file(name)

    def reveal(self, path: bytes) -> None:
        """Show a file or folder, by its absolute path, selected in the system's file manager.

        Raises:
            GalleryError: this system has no way to do it.
        """
        reveal(path)

    def copy(self, paths: list[bytes], picture: bytes | None) -> None:
        """Put files, by their absolute paths, on the clipboard, and a JPEG of the only one. Wait until it is there."""
        self._gui.call(Copied(paths, picture).put)

    def play(self, path: bytes) -> None:
        """Open a video, by its absolute path, in the system's player for it. Raise what `reveal` raises."""
        play(path)

    def play_in_window(self, file: BinaryIO, playback: Playback, is_gone: Callable[[], bool]) -> PlaybackEnd:
        """Play a video in place of the page, close its file, and return how that has ended. Wait for the end.

        Args:
            file: the video.
            playback: how it is to be played.
            is_gone: asked meanwhile; True: nobody waits for the end any more, so it ends.

        Raises:
            GalleryError: this computer has no part of Qt for it.
        """
        return play_and_wait(self._gui, lambda: None if self._closing else self._player, file, playback, is_gone)

    def fullscreen(self, on: bool | None = None) -> bool:  # noqa: FBT001
        """Enter or leave full screen (None: toggle) and return whether the window is in it now; False after its end."""
        return bool(self._gui.call(lambda: self._set_full_screen(on)))

    def keep_awake(self, *, on: bool) -> None:
        """Keep the screen awake while the page plays something, or no longer. Return at once."""
        if (player := self._player) is not None:
            self._gui.post(lambda: player.awake.want(PAGE, on=on))

    # GUI thread: everything from here on.

    def _prepare(self, native: QMainWindow) -> None:
        """Guard the window, or keep it from opening: pywebview would log a failure, and show an unguarded window."""
        self._native = native
        try:
            self._equip(native)
        except Exception as error:
            log.exception("the window cannot be guarded")
            # raised by run(); its frames would keep pywebview's objects for another thread's garbage collector
            self._failure, self._closing = error.with_traceback(None), True
            web_view(native).stop()
        if self._closing:
            QTimer.singleShot(0, native, self._close)

    def _equip(self, native: QMainWindow) -> None:
        """Add guard, theme, drop and focus filters, signal handlers and shortcuts, and restore size and place."""
        view = web_view(native)
        page = view.page()
        page.profile().setHttpAcceptLanguage(system_languages())
        self._guard, titles = NavigationGuard(page, self._origin), TitleFollower(native, page, self._origin)
        self._referenced += [
            self._guard,
            Theme(native, page),
            FieldMenu(view, self._texts),
            DropFilter(view, self._on_drop, self._on_hover),
            FocusFilter(native, self._on_focus),
            FullScreenTeller(native, page),
            LookTeller(native, page),
            titles,
        ]
        if sys.platform == "darwin" and (application := QApplication.instance()) is not None:
            self._referenced.append(FileOpenFilter(application, self._on_drop))
        self._signals.install()
        page.urlChanged.connect(self._address_changed)
        page.renderProcessTerminated.connect(lambda *_: self._reload_later("its process ended"))
        bind_window_keys(native, self._set_full_screen)
        self._placement.restore(native)
        self._player = WindowPlayer(native, view, self._set_full_screen, self._texts)
        titles.arrived.connect(FirstFrame(native, page, picture := self._last_picture.read(view)).page_is_there)
        titles.arrived.connect(self._appear)
        view.resize(native.size())  # else the page is laid out for a small window first, and then again
        QTimer.singleShot(0 if picture else MAX_HIDDEN_MS, native, self._appear)

    def _appear(self) -> None:
        if self._native is not None and self._native.isHidden() and not self._closing:
            self._native.show()

    def _address_changed(self, url: QUrl) -> None:
        """Come back from a foreign address that the guard did not refuse, such as about:blank."""
        if not self._guard.owns(url):
            self._reload_later(f"it went to {url.scheme()}:")

    def _reload_later(self, why: str) -> None:
        """Load the page anew from a fresh one-time address, after a wait when that happens often."""
        if self._native is not None and not self._closing:
            wait = self._retry_limiter.reserve()
            log.error("The page is loaded anew in %d s: %s.", wait, why)
            QTimer.singleShot(int(wait * 1000), self._native, self._reload)

    def _reload(self) -> None:
        if self._native is not None and not self._closing:
            if self._player is not None:
                self._player.stop()
            web_view(self._native).setUrl(QUrl(self._boot_address()))

    def _close(self) -> None:
        if self._native is not None:
            self._native.close()

    def _raise(self) -> None:
        if self._native is not None and not self._closing:
            self._native.setWindowState(self._native.windowState() & ~MINIMISED)
            self._native.show()
            self._native.raise_()
            self._native.activateWindow()

    def _set_full_screen(self, on: bool | None) -> bool:  # noqa: FBT001
        return self._native is not None and self._placement.set_full_screen(self._native, on)

    def _may_close(self) -> bool:
        """Return whether the window may close now: not before the page has ended, of which nothing is seen any more."""
        self._closing = True
        if self._player is not None:
            self._player.stop()
        if self._failure is not None or self._native is None:
            return True
        if self._end is None:
            self._placement.save(self._native)
            self._last_picture.keep(self._native, web_view(self._native))
            self._end = WindowEnd(self._native, web_view(self._native).page(), self._close)
        return self._end.is_done

    def _dismantle(self, application: QApplication) -> None:
        """Delete page, view and profile in the order Chromium wants: its processes end now, not some time after ours.

        What is left would be found by the garbage collector on any thread, at which Qt aborts.
        """
        self._referenced, self._player, self._end = [], None, None
        if self._native is not None:
            self._native.deleteLater()
            self._native = None
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()  # the profile, too
