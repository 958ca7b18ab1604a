"""Single frames of a video file by Qt Multimedia, whose FFmpeg decodes. For the poster process alone: it imports Qt.

The file is handed over open, by its descriptor: Qt does not see its path.
"""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEventLoop, QFile, QIODevice, QTimer, QUrl
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoFrameFormat, QVideoSink

from gallery.imaging.colour_space import BT2020_PRIMARIES, SRGB_PRIMARIES, ColourSpace, Hdr
from gallery.imaging.decoding import yuv_planes
from gallery.imaging.decoding.render import apply_orientation
from gallery.imaging.decoding.yuv_planes import Layout
from gallery.imaging.geometry import oriented

_WAIT_MS = 5000
"""So long is waited for one frame: it takes 10 to 600 ms of a processor of which this process, of low priority, may get
a tenth of; what never comes would hold up the others."""
_TOO_LATE = 1
"""Exit code of an event loop whose time is up."""
_Status = QMediaPlayer.MediaStatus
_ENDS = (_Status.InvalidMedia, _Status.EndOfMedia)
_WEIGHTS = {
    QVideoFrameFormat.ColorSpace.ColorSpace_BT709: yuv_planes.BT709,
    QVideoFrameFormat.ColorSpace.ColorSpace_BT601: yuv_planes.BT601,
    QVideoFrameFormat.ColorSpace.ColorSpace_BT2020: yuv_planes.BT2020,
}
_TRANSFERS = {
    QVideoFrameFormat.ColorTransfer.ColorTransfer_ST2084: Hdr.PQ,
    QVideoFrameFormat.ColorTransfer.ColorTransfer_STD_B67: Hdr.HLG,
}
_Pixels = QVideoFrameFormat.PixelFormat
_LAYOUTS = {
    _Pixels.Format_YUV420P: Layout.PLANAR,
    _Pixels.Format_YUV422P: Layout.PLANAR_422,
    _Pixels.Format_NV12: Layout.PAIRED,
    _Pixels.Format_YUV420P10: Layout.PLANAR_10,
    _Pixels.Format_P010: Layout.PAIRED_16,
    _Pixels.Format_P016: Layout.PAIRED_16,
}
_HD_SIDE = 720
_application: list[QCoreApplication] = []


class Wanted(NamedTuple):
    """What is to be made of a frame."""

    size: tuple[int, int]
    """Width and height in pixels, upright."""
    orientation: int
    """EXIF orientation that makes stored frames upright."""
    codec: str | None
    """Name of the codec."""


def start() -> None:
    """Make the event loop of this process, without which Qt plays nothing."""
    if not _application:
        _application.append(QCoreApplication([]))


def frame_at(opened: BinaryIO, ms: int, wanted: Wanted) -> tuple[Image.Image, ColourSpace | None] | None:
    """Return the frame shown at a time, upright, and the colour space where it is not sRGB; None if there is none.

    Args:
        opened: The file.
        ms: Milliseconds from the beginning.
        wanted: What is to be made of it.

    Raises:
        TimeoutError: None came in time, and no error either.
    """
    start()
    device = QFile()
    if not device.open(opened.fileno(), QIODevice.OpenModeFlag.ReadOnly, QFile.FileHandleFlag.DontCloseHandle):
        return None
    try:
        frame = _wait_for_frame(device, ms)
        return None if frame is None else _to_image(frame, wanted)
    finally:
        device.close()


def _wait_for_frame(device: QFile, ms: int) -> QVideoFrame | None:
    """Return the first frame that a player, paused there, shows; None if it says that there is none.

    Raises:
        TimeoutError: It says nothing.
    """
    loop, player, sink, clock = QEventLoop(), QMediaPlayer(), QVideoSink(), QTimer()
    found: list[QVideoFrame] = []

    def take(frame: QVideoFrame) -> None:
        if frame.isValid():
            found.append(frame)
            loop.quit()

    def follow(status: QMediaPlayer.MediaStatus) -> None:
        if status == _Status.LoadedMedia and not found:
            if ms:
                player.setPosition(ms)
            player.pause()
        elif status in _ENDS:
            loop.quit()

    player.setVideoSink(sink)
    sink.videoFrameChanged.connect(take)
    player.mediaStatusChanged.connect(follow)
    player.errorOccurred.connect(loop.quit)
    clock.timeout.connect(lambda: loop.exit(_TOO_LATE))
    clock.start(_WAIT_MS)
    player.setSourceDevice(device, QUrl("video"))
    ended = loop.exec()
    player.mediaStatusChanged.disconnect(follow)
    player.stop()
    player.setSource(QUrl())
    if ended == _TOO_LATE and not found:
        raise TimeoutError
    return found[0] if found else None


def _to_image(frame: QVideoFrame, wanted: Wanted) -> tuple[Image.Image, ColourSpace | None] | None:
    """Return a frame as a picture: converted by us, or by Qt where its layout is a rare one."""
    layout = frame.surfaceFormat()
    weights = _WEIGHTS.get(layout.colorSpace()) or _usual_weights((frame.width(), frame.height()), wanted)
    full = layout.colorRange() == QVideoFrameFormat.ColorRange.ColorRange_Full
    converted = _convert(frame, oriented(wanted.size, wanted.orientation), weights, full=full)
    if converted is None:
        shown = frame.toImage()  # upright
        return None if shown.isNull() else (_from_qt(shown).resize(wanted.size, reducing_gap=3.0), None)
    hdr = _TRANSFERS.get(layout.colorTransfer())
    primaries = BT2020_PRIMARIES if weights is yuv_planes.BT2020 else SRGB_PRIMARIES
    return apply_orientation(converted, wanted.orientation), ColourSpace(primaries, hdr) if hdr else None


def _usual_weights(size: tuple[int, int], wanted: Wanted) -> yuv_planes.Weights:
    """Return what a video that does not say its colour space means: BT.709 from HD on, but JPEG always has BT.601."""
    return yuv_planes.BT709 if min(size) >= _HD_SIDE and wanted.codec != "mjpeg" else yuv_planes.BT601


def _from_qt(image: QImage) -> Image.Image:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    size, row = (plain.width(), plain.height()), plain.bytesPerLine()
    return Image.frombytes("RGB", size, bytes(plain.constBits()), "raw", "RGB", row, 1)


def _convert(
    frame: QVideoFrame, size: tuple[int, int], weights: yuv_planes.Weights, *, full: bool
) -> Image.Image | None:
    """Return a frame in RGB of a size, made of its samples while they are mapped; None for layouts not known."""
    layout = _LAYOUTS.get(frame.pixelFormat())
    if layout is None or not frame.map(QVideoFrame.MapMode.ReadOnly):
        return None
    try:
        planes = [(frame.bits(plane), frame.bytesPerLine(plane)) for plane in range(frame.planeCount())]
        mapped = yuv_planes.Planes(layout, (frame.width(), frame.height()), planes)
        return yuv_planes.to_rgb(mapped, size, weights, full=full)
    finally:
        frame.unmap()
