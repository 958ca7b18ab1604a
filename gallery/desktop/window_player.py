"""The stack of the window's pages: the web view, and over it the player while a video is played.

A page of a stack, not a widget floating above the web view: two surfaces that are drawn by the graphics card on top of
each other flash, or fight for the place.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QStackedWidget

from gallery.base.errors import GalleryError
from gallery.base.playback import PlaybackEnd
from gallery.desktop.screen_awake import PLAYER, ScreenAwake
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWebEngineWidgets import QWebEngineView
    from PySide6.QtWidgets import QMainWindow

    from gallery.base.playback import Playback
    from gallery.desktop.gui_thread import GuiThread
    from gallery.desktop.player_page import PlayerPage
    from gallery.desktop.window_texts import WindowTexts

UNCOVER_MS = 200
"""So long the web view has to draw its first frame: else the window would be empty in between."""
GONE_S = 0.25
"""How often it is asked whether anybody still waits for the end of a video."""

log = logging.getLogger(__name__)


class _Played(NamedTuple):
    page: PlayerPage
    ended: Future[PlaybackEnd]


class WindowPlayer:
    """Plays one video at a time in place of the page. On the GUI thread.

    Args:
        window: gets the stack in place of its view.
        view: the web view.
        set_full_screen: as `WindowPlacement.set_full_screen`.
        texts: of the window.
    """

    def __init__(
        self,
        window: QMainWindow,
        view: QWebEngineView,
        set_full_screen: Callable[[bool | None], bool],
        texts: WindowTexts,
    ) -> None:
        self.awake = ScreenAwake(window, view.page(), texts)
        self._view, self._set_full_screen, self._texts = view, set_full_screen, texts
        self._played: _Played | None = None
        self._left: PlaybackEnd | None = None  # how it has ended, while the web view draws itself below the player
        window.takeCentralWidget()
        self._stack = QStackedWidget(window)
        self._stack.addWidget(view)
        window.setCentralWidget(self._stack)
        self._uncovering = QTimer(self._stack, singleShot=True, interval=UNCOVER_MS)
        self._uncovering.timeout.connect(self.stop)

    def start(self, file: BinaryIO, playback: Playback, ended: Future[PlaybackEnd]) -> None:
        """Load a video, show it once its first frame is there, and play it.

        Args:
            file: the video; it must stay open until `ended` is done.
            playback: how it is to be played.
            ended: is told how it has ended.

        Raises:
            GalleryError: this computer has no part of Qt for it.
        """
        self.stop()
        try:
            from gallery.desktop.player_page import PlayerPage
        except ImportError as error:  # on Linux Qt's part for sound and video wants PulseAudio's library
            log.warning("Videos cannot be played: %s", error)
            raise GalleryError(Sentence("error-player-missing")) from error
        page = PlayerPage(file, playback, self._set_full_screen, self._texts, self._stack)
        self._played = _Played(page, ended)
        page.fill(self._stack.size())
        self._stack.addWidget(page)
        page.ready.connect(self._show)
        page.ended.connect(self._leave)
        awake = self.awake
        page.engine.changed.connect(lambda: awake.want(PLAYER, on=page.engine.is_playing))

    def leave(self, ended: Future[PlaybackEnd]) -> None:
        """Go back to the web view, if the video is played whose end `ended` is told."""
        if self._played is not None and self._played.ended is ended:
            self._played.page.end("back")

    def stop(self) -> None:
        """Free what is played at once, if anything is, and answer whoever waits for its end, who closes the file."""
        self._uncovering.stop()
        played, self._played = self._played, None
        left, self._left = self._left, None
        if played is None:
            return
        page, ended = played
        self.awake.want(PLAYER, on=False)
        end = left or page.result("back")
        page.engine.close()
        self._stack.setCurrentWidget(self._view)
        self._set_stacking(QStackedLayout.StackingMode.StackOne)
        self._stack.removeWidget(page)
        page.deleteLater()
        ended.set_result(end)

    def _show(self) -> None:
        if self._played is not None:
            self._stack.setCurrentWidget(self._played.page)
            self._played.page.setFocus()

    def _leave(self, end: PlaybackEnd) -> None:
        """Stop; where the player is seen, let the web view draw itself below it first."""
        if self._played is None or self._left is not None:
            return
        self._left = end
        if self._stack.currentWidget() is not self._played.page:
            self.stop()
            return
        self._played.page.engine.pause()
        self._set_stacking(QStackedLayout.StackingMode.StackAll)
        self._view.setFocus()
        self._uncovering.start()

    def _set_stacking(self, mode: QStackedLayout.StackingMode) -> None:
        layout = self._stack.layout()
        if isinstance(layout, QStackedLayout):
            layout.setStackingMode(mode)


def play_and_wait(
    gui: GuiThread,
    get_player: Callable[[], WindowPlayer | None],
    file: BinaryIO,
    playback: Playback,
    is_gone: Callable[[], bool],
) -> PlaybackEnd:
    """Play a video, wait for its end, close its file, and return how it has ended. Not on the GUI thread.

    Args:
        gui: the GUI thread.
        get_player: called on it; None: there is no window any more.
        file: the video.
        playback: how it is to be played.
        is_gone: asked every `GONE_S`, and before it begins; True: nobody waits for the end any more, so it is left.

    Raises:
        GalleryError: as `WindowPlayer.start`.
    """
    ended: Future[PlaybackEnd] = Future()

    def start() -> bool:
        player = None if is_gone() else get_player()
        if player is not None:
            player.start(file, playback, ended)
        return player is not None

    def leave() -> None:
        if (player := get_player()) is not None:
            player.leave(ended)

    with file:
        if gui.call(start):
            while not wait([ended], GONE_S).done:
                if is_gone():
                    gui.post(leave)
            return ended.result()
    return PlaybackEnd("back", playback.volume, playback.muted, fullscreen=False)
