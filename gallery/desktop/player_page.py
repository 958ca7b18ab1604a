"""The page of the window that plays a video in place of the web view: video, controls, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QPropertyAnimation, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtMultimediaWidgets import QVideoWidget
from PySide6.QtWidgets import QGraphicsOpacityEffect, QVBoxLayout, QWidget

from gallery.base.playback import Playback, PlaybackEnd, Reason
from gallery.desktop.media_engine import SEEK_MS, MediaEngine
from gallery.desktop.player_controls import ControlBar, TopBar
from gallery.desktop.player_keys import Command, command_of
from gallery.desktop.player_look import CALM_MS, DARK, IDLE_MS, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.desktop.window_texts import WindowTexts


def fit_inside(picture: QSize, room: QSize) -> QRect:
    """Return where a picture of any size lies in the middle of a room, as large as it can be, undistorted."""
    shown = QRect(0, 0, room.width(), room.height())
    if picture.isEmpty() or room.isEmpty():
        return shown
    shown.setSize(picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    shown.moveCenter(QRect(0, 0, room.width(), room.height()).center())
    return shown


class VideoStage(QWidget):
    """The room between the bars. What the video leaves free of it has the colour of the page's stage, not black."""

    pressed = Signal()
    double_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.surface = QVideoWidget(self)
        self.surface.setAspectRatioMode(Qt.AspectRatioMode.IgnoreAspectRatio)
        for widget in (self, self.surface, *self.surface.findChildren(QWidget)):  # the last holds the video's window
            widget.setMouseTracking(True)
        self.surface.videoSink().videoSizeChanged.connect(self._place)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Keep the shape of the video. Called by Qt."""
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Tell that the video was pressed. Called by Qt."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Tell that it was pressed twice; the first press has been told. Called by Qt."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_pressed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Leave it to the page. Called by Qt."""
        event.ignore()

    def _place(self) -> None:
        self.surface.setGeometry(fit_inside(self.surface.videoSink().videoSize(), self.size()))


class PlayerPage(QWidget):
    """Plays one video, from its beginning until it is left. On the GUI thread.

    Args:
        file: the video; it must stay open until `engine.close` has returned.
        playback: how it is to be played.
        set_full_screen: has the window fill the screen or no longer, or leaves that (False), and returns whether it
            fills the screen now.
        texts: of the window.
        parent: the widget that it is a page of.
    """

    ready = Signal()
    """The first frame is there."""
    ended = Signal(object)
    """A `PlaybackEnd`."""

    def __init__(
        self,
        file: BinaryIO,
        playback: Playback,
        set_full_screen: Callable[[bool | None], bool],
        texts: WindowTexts,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        colours = DARK if playback.dark else LIGHT
        self._volume, self._muted = playback.volume, playback.muted
        self._set_full_screen = set_full_screen
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.stage))
        self.setPalette(palette)
        self.stage, self.top, self.bar = VideoStage(), TopBar(colours, playback, texts), ControlBar(colours, texts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.top, self.stage, self.bar):
            column.addWidget(part)
        column.setStretchFactor(self.stage, 1)
        self.engine = MediaEngine(file, self.stage.surface, playback, self)
        self._fades = [_Fade(part) for part in (self.top, self.bar)]
        self._rest = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._connect()

    def _connect(self) -> None:
        self.engine.shown.connect(self.ready)
        self.engine.failed.connect(lambda: self.end("failed"))
        self.engine.changed.connect(lambda: self.bar.follow(self.engine))
        self.engine.came_to_end.connect(self._wake)
        self._rest.timeout.connect(self._hide_bars)
        for button, command in (
            (self.top.back, Command.LEAVE),
            (self.bar.play, Command.TOGGLE),
            (self.bar.mute, Command.MUTE),
            (self.bar.full, Command.FULL_SCREEN),
        ):
            button.clicked.connect(lambda _checked=False, wanted=command: self.do(wanted))
        self.bar.seek.dragged.connect(self.engine.seek)
        self.bar.volume.dragged.connect(lambda volume: self._set_sound(volume, muted=not volume))
        self.stage.pressed.connect(lambda: self.do(Command.TOGGLE))
        self.stage.double_pressed.connect(self._double_pressed)
        self._set_sound(self._volume, muted=self._muted)
        self._wake()

    def do(self, command: Command) -> None:
        """Do what the user wants."""
        self._wake()
        match command:
            case Command.TOGGLE:
                self.engine.toggle()
            case Command.FORWARD | Command.BACKWARD:
                self.engine.skip(SEEK_MS if command is Command.FORWARD else -SEEK_MS)
            case Command.NEXT_FRAME | Command.PREVIOUS_FRAME:
                self.engine.step(1 if command is Command.NEXT_FRAME else -1)
            case Command.MUTE:
                self._set_sound(self._volume or 100, muted=not self._muted)
            case Command.FULL_SCREEN:
                self._set_full_screen(None)
            case Command.LEAVE if self.window().isFullScreen():
                self._set_full_screen(False)
            case Command.LEAVE:
                self.end("back")
            case Command.NEXT_PHOTO | Command.PREVIOUS_PHOTO:
                self.end("next" if command is Command.NEXT_PHOTO else "previous")

    def end(self, reason: Reason) -> None:
        """Tell that the user has left the video, or that it cannot be played."""
        self.ended.emit(self.result(reason))

    def result(self, reason: Reason) -> PlaybackEnd:
        """Return how it has ended, if it ends now."""
        return PlaybackEnd(reason, self._volume, self._muted, self.window().isFullScreen())

    def fill(self, size: QSize) -> None:
        """Take a size before it is shown: else the video is seen in another one for a moment."""
        self.resize(size)
        self.bar.fit(size)
        column = self.layout()
        if column is not None:
            column.activate()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Do what a key means. Called by Qt."""
        command = command_of(event.key(), event.modifiers())
        if command is None:
            event.ignore()
        else:
            self.do(command)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Show the bars. Called by Qt."""
        self._wake()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Fit the bar to the window. Called by Qt."""
        self.bar.fit(event.size())

    def _double_pressed(self) -> None:
        self.engine.toggle()  # as it was before the first press
        self.do(Command.FULL_SCREEN)

    def _set_sound(self, volume: int, *, muted: bool) -> None:
        self._volume, self._muted = volume, muted
        self.engine.set_sound(volume, muted=muted)
        self.bar.show_sound(volume, muted=muted)

    def _wake(self) -> None:
        self.unsetCursor()
        for fade in self._fades:
            fade.show(1.0)
        self._rest.start()

    def _hide_bars(self) -> None:
        if not self.engine.is_playing or self.bar.is_touched() or self.top.underMouse():
            self._rest.start()
            return
        self.setCursor(Qt.CursorShape.BlankCursor)
        for fade in self._fades:
            fade.show(0.0)


class _Fade:
    """Fades a bar in and out."""

    def __init__(self, part: QWidget) -> None:
        self._effect = QGraphicsOpacityEffect(part)
        self._effect.setOpacity(1.0)
        part.setGraphicsEffect(self._effect)
        self._animation = QPropertyAnimation(self._effect, b"opacity", part)
        self._animation.setDuration(CALM_MS)

    def show(self, opacity: float) -> None:
        """Go to an opacity, 0 to 1."""
        if self._animation.endValue() == opacity:
            return
        self._animation.stop()
        self._animation.setEndValue(opacity)
        self._animation.start()
