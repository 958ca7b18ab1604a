"""Plays one video file by Qt Multimedia: position, frames, sound. Knows nothing of windows and keys.

Imported when the first video is played: Qt's part for sound and video takes time to load, and is missing on some
computers.
"""

from __future__ import annotations

import ctypes
import logging
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import PySide6
from PySide6.QtCore import QFile, QIODevice, QObject, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaMetaData, QMediaPlayer, QVideoFrame

from gallery.desktop.qt_calls import call_slot, settle_overrides

if TYPE_CHECKING:
    from PySide6.QtMultimediaWidgets import QVideoWidget

    from gallery.base.playback import Playback

log = logging.getLogger(__name__)

SEEK_MS = 5000
"""How far an arrow key goes."""
_AV_LOG_QUIET = -8  # libavutil/log.h
_AVUTIL = ("avutil-*.dll", "Qt/lib/libavutil.so.[0-9][0-9]", "Qt/lib/libavutil.[0-9][0-9].dylib")
"""By the name that others look for: the wheel holds the library under three, as three files."""
_FRAME_MS = 1000 / 30  # where the file does not say how many frames it has a second
_SEEK_WAIT_MS = 400
"""So long the next seek waits for the frame of the one before."""
_Status = QMediaPlayer.MediaStatus
_State = QMediaPlayer.PlaybackState


def gain(volume: int) -> float:
    """Return the factor of the samples for a volume of 0 to 100: half as loud to people is a quarter (video-bar.js)."""
    return (volume / 100) ** 2


def silence_ffmpeg() -> None:
    """Keep FFmpeg from writing what is wrong with a file to stderr: a damaged one has hundreds of lines.

    Qt has no switch for it. The library is the one that Qt has loaded, or will load: of one file there is one copy.
    """
    folder = Path(PySide6.__file__).parent
    found = [path for pattern in _AVUTIL for path in folder.glob(pattern)]
    for path in found:
        try:
            ctypes.CDLL(str(path)).av_log_set_level(_AV_LOG_QUIET)
        except (OSError, AttributeError) as error:
            log.debug("FFmpeg goes on to write to stderr: %s", error)


class MediaEngine(QObject):
    """A video that is loaded, played and closed once. On the GUI thread.

    The decoder reads from the open file: it sees no path, and may open nothing else (S45 in docs/threats.md).

    Args:
        file: the video. It must stay open until `close` has returned.
        screen: shows the frames.
        playback: how it is to be played.
        parent: owns this object.
    """

    shown = Signal()
    """The first frame is there."""
    failed = Signal()
    """Nothing of the file can be played."""
    changed = Signal()
    """Position, duration, or whether it plays."""
    came_to_end = Signal()
    """It stands on its last frame."""

    def __init__(self, file: BinaryIO, screen: QVideoWidget, playback: Playback, parent: QObject) -> None:
        super().__init__(parent)
        self._at_end = False
        self._frame: QVideoFrame | None = None  # the last one
        self._wanted: int | None = None  # where to go once the frame of the seek under way is there
        self._seeking = QTimer(self, singleShot=True, interval=_SEEK_WAIT_MS)
        self._seeking.timeout.connect(self._seek_on)
        silence_ffmpeg()
        self._device = QFile(self)
        self._audio = QAudioOutput(self)
        self._player = QMediaPlayer(self)
        settle_overrides(self._audio.volumeChanged)
        settle_overrides(self._player.positionChanged)
        self._player.setAudioOutput(self._audio)
        self.set_sound(playback.volume, muted=playback.muted)
        self._player.setVideoOutput(screen)
        self._sink = screen.videoSink()
        self._connect()
        if not self._device.open(file.fileno(), QIODevice.OpenModeFlag.ReadOnly, QFile.FileHandleFlag.DontCloseHandle):
            QTimer.singleShot(0, self, self.failed.emit)
            return
        self._player.setSourceDevice(self._device, QUrl("video"))
        call_slot(self._player, "play")

    def _connect(self) -> None:
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.errorOccurred.connect(self._on_error)
        self._player.positionChanged.connect(self.changed)
        self._player.durationChanged.connect(self.changed)
        self._player.playbackStateChanged.connect(self.changed)

    @property
    def is_playing(self) -> bool:
        """Whether it goes on."""
        return self._player.playbackState() == _State.PlayingState

    @property
    def position(self) -> int:
        """Milliseconds from the beginning."""
        if self._at_end:
            return self.duration
        return self._player.position() if self._wanted is None else self._wanted

    @property
    def duration(self) -> int:
        """Milliseconds; 0: not known."""
        return self._player.duration()

    @property
    def error(self) -> str:
        """What Qt says of a failure, for the log."""
        return self._player.errorString()

    def toggle(self) -> None:
        """Pause it, or let it go on; from its end, begin anew."""
        if self.is_playing:
            call_slot(self._player, "pause")
            return
        if self._at_end:
            self.seek(0)
        call_slot(self._player, "play")

    def pause(self) -> None:
        """Let it stand still, and be silent."""
        call_slot(self._player, "pause")

    def seek(self, ms: int) -> None:
        """Go to a position. While a seek is under way only the last one that is asked for is kept."""
        self._at_end = False
        ms = max(0, min(ms, self.duration))
        if self._seeking.isActive():
            self._wanted = ms
        else:
            self._seeking.start()
            call_slot(self._player, "setPosition", ("qlonglong", ms))
        self.changed.emit()

    def skip(self, ms: int) -> None:
        """Go some milliseconds on, or back."""
        self.seek(self.position + ms)

    def step(self, frames: int) -> None:
        """Pause, and go to another frame.

        Args:
            frames: how many frames on; below 0: back.
        """
        call_slot(self._player, "pause")
        rate = self._player.metaData().value(QMediaMetaData.Key.VideoFrameRate)
        frame_ms = 1000 / rate if isinstance(rate, float) and rate > 1 else _FRAME_MS
        self.skip(round(frames * frame_ms))

    def set_sound(self, volume: int, *, muted: bool) -> None:
        """Set how loud it is: `volume` from 0 to 100."""
        self._audio.setVolume(gain(volume))
        self._audio.setMuted(muted)

    def close(self) -> None:
        """Free the decoder, and let go of the file. Nothing is signalled afterwards."""
        self.blockSignals(True)
        self._frame = None
        self._seeking.stop()
        call_slot(self._player, "stop")
        call_slot(self._player, "setSource", (QUrl, QUrl()))  # returns when no thread reads any more
        self._device.close()

    def _on_frame(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            self._keep_frame()
            return
        is_first, self._frame = self._frame is None, frame
        if self._seeking.isActive():
            self._seeking.stop()
            self._seek_on()
        if is_first:
            self.shown.emit()

    def _keep_frame(self) -> None:
        """Put the last frame back, which Qt takes away at the end: until the seek there is done it would be black."""
        if self._frame is not None and not self._sink.videoFrame().isValid():
            self._sink.setVideoFrame(self._frame)

    def _seek_on(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.seek(wanted)

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == _Status.InvalidMedia or (status == _Status.LoadedMedia and not self._player.hasVideo()):
            self.failed.emit()
        elif status == _Status.EndOfMedia:
            self._end()

    def _end(self) -> None:
        """Stay on the last frame: Qt would show nothing."""
        if self._frame is None:
            self.failed.emit()
            return
        call_slot(self._player, "pause")
        call_slot(self._player, "setPosition", ("qlonglong", max(0, self.duration - round(_FRAME_MS))))
        self._at_end = True
        self.changed.emit()
        self.came_to_end.emit()

    def _on_error(self, error: QMediaPlayer.Error, text: str) -> None:
        log.info("A video could not be played: %s %s", error.name, text)
        if self._frame is None:
            self.failed.emit()
