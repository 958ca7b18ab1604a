"""The controls of the player in the window: the bar above the video, and the one below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gallery.desktop.player_look import (
    BAR_PX,
    BOTTOM_PX,
    GAP_PX,
    HIT_PX,
    LOW_PX,
    NARROW_PX,
    TEXT_PX,
    TITLE_PX,
    Colours,
    paint_button,
)

if TYPE_CHECKING:
    from gallery.base.playback import Playback
    from gallery.desktop.media_engine import MediaEngine
    from gallery.desktop.window_texts import WindowTexts

_TRACK_PX, _KNOB_PX, _VOLUME_PX = 2, 14, 96


def clock(ms: int) -> str:
    """Return a time as the page writes it (`formatDuration`): "0:07", "1:02:33"."""
    seconds = round(ms / 1000)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class IconButton(QAbstractButton):
    """A button that is an icon, with a label for its tooltip and for screen readers."""

    def __init__(self, colours: Colours, name: str, label: str) -> None:
        super().__init__()
        self._colours = colours
        self.setFixedSize(HIT_PX, HIT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_as(name, label)

    def show_as(self, name: str, label: str) -> None:
        """Show another icon, with another label."""
        self._name = name
        self.setToolTip(label)
        self.setAccessibleName(label)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint icon, and what shows that the pointer or the focus is there. Called by Qt."""
        with QPainter(self) as painter:
            paint_button(
                painter, self.rect(), self._name, self._colours, hovered=self.underMouse(), focused=self.hasFocus()
            )


class Slider(QAbstractSlider):
    """A slider whose knob goes at once to where it is pressed: as `.slider` of the page. Keys are the player's."""

    dragged = Signal(int)
    """The user has moved it there."""

    def __init__(self, colours: Colours, label: str, maximum: int) -> None:
        super().__init__()
        self._colours = colours
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(label)
        self.setFixedHeight(HIT_PX)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return the size that suits a volume. Called by Qt."""
        return QSize(_VOLUME_PX, HIT_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Go there. Called by Qt."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Follow the pointer while it is pressed. Called by Qt."""
        if self.isSliderDown():
            self._go_to(event)
        else:
            event.ignore()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Stay there. Called by Qt."""
        self.setSliderDown(False)

    def _go_to(self, event: QMouseEvent) -> None:
        room = max(1, self.width() - _KNOB_PX)
        share = max(0.0, min(1.0, (event.position().x() - _KNOB_PX / 2) / room))
        self.setValue(round(share * self.maximum()))
        self.dragged.emit(self.value())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint track, what lies before the knob, and the knob. Called by Qt."""
        share = self.value() / self.maximum() if self.maximum() else 0.0
        knob = share * (self.width() - _KNOB_PX)
        middle = self.height() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours.edge))
            painter.drawRoundedRect(QRectF(0, middle - _TRACK_PX / 2, self.width(), _TRACK_PX), 1, 1)
            painter.setBrush(QColor(self._colours.ink))
            painter.drawRoundedRect(QRectF(0, middle - _TRACK_PX / 2, knob, _TRACK_PX), 1, 1)
            painter.drawEllipse(QRectF(knob, middle - _KNOB_PX / 2, _KNOB_PX, _KNOB_PX))


class ElidedText(QLabel):
    """A line that ends in an ellipsis where there is less room: it never makes the window wider, as a label would."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint as much of the text as there is room for. Called by Qt."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        with QPainter(self) as painter:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


class TopBar(QWidget):
    """The way back, and what is shown: as `.viewer__top` of the page."""

    def __init__(self, colours: Colours, playback: Playback, texts: WindowTexts) -> None:
        super().__init__()
        self.back = IconButton(colours, "back", texts.say("window-back"))
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_PX, 0, GAP_PX, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self.back)
        row.addWidget(_text(ElidedText(), playback.title, colours.ink, TITLE_PX, QFont.Weight.DemiBold))
        row.addWidget(_text(QLabel(), playback.place, colours.ink_2, TEXT_PX))
        row.addStretch()
        self.setFixedHeight(BAR_PX)
        self.setMouseTracking(True)


class ControlBar(QWidget):
    """What is done with the video: as `.player` of the page, in the same order."""

    def __init__(self, colours: Colours, texts: WindowTexts) -> None:
        super().__init__()
        say = self._say = texts.say
        self.play = IconButton(colours, "pause", say("window-pause"))
        self.time = _text(QLabel(), "", colours.ink, TEXT_PX)
        self.seek = Slider(colours, say("window-position"), 0)
        self.mute = IconButton(colours, "sound", say("window-mute"))
        self.volume = Slider(colours, say("window-volume"), 100)
        self.full = IconButton(colours, "full", say("window-full-screen"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GAP_PX, 0, GAP_PX, 0)
        self._row.setSpacing(GAP_PX)
        for widget in (self.play, self.time, self.seek, self.mute, self.volume, self.full):
            self._row.addWidget(widget)
        self.volume.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row.setStretchFactor(self.seek, 1)
        self.setMouseTracking(True)

    def fit(self, window: QSize) -> None:
        """Take as much room as the window has."""
        self.setFixedHeight(BAR_PX if window.height() <= LOW_PX else BOTTOM_PX)
        self.volume.setHidden(window.width() <= NARROW_PX)

    def follow(self, engine: MediaEngine) -> None:
        """Show where the video is, and whether it plays."""
        name = "pause" if engine.is_playing else "play"
        self.play.show_as(name, self._say("window-pause" if engine.is_playing else "window-play"))
        duration = engine.duration
        if duration != self.seek.maximum():  # as wide as it gets: the slider beside it must not move while it plays
            self.time.setText(re.sub(r"\d", "0", f"{clock(duration)} / {clock(duration)}"))
            self.time.setFixedWidth(self.time.sizeHint().width())
        self.time.setText(f"{clock(engine.position)} / {clock(duration)}" if duration else clock(engine.position))
        self.seek.setMaximum(duration)
        if not self.seek.isSliderDown():
            self.seek.setValue(engine.position)

    def show_sound(self, volume: int, *, muted: bool) -> None:
        """Show how loud it is."""
        silent = muted or not volume
        self.mute.show_as("muted" if silent else "sound", self._say("window-sound-on" if silent else "window-mute"))
        self.volume.setValue(0 if muted else volume)

    def is_touched(self) -> bool:
        """Return whether pointer or focus is on it, so that it must not fade."""
        parts = (self.play, self.mute, self.full)
        return self.underMouse() or self.seek.isSliderDown() or any(one.hasFocus() for one in parts)


def _text(label: QLabel, text: str, colour: str, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    font = label.font()
    font.setPixelSize(size)
    font.setWeight(weight)
    label.setFont(font)
    palette = label.palette()
    palette.setColor(label.foregroundRole(), QColor(colour))
    label.setPalette(palette)
    label.setMouseTracking(True)
    return label
