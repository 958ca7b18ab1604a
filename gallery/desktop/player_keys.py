"""What keys mean while the window plays a video: as ui/js/views/viewer/video-keys.js binds them."""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Mapping

_Key = Qt.Key


class Command(Enum):
    """What the user wants of the player."""

    TOGGLE = "play or pause"
    FORWARD = "5 s on"
    BACKWARD = "5 s back"
    NEXT_FRAME = "one frame on"
    PREVIOUS_FRAME = "one frame back"
    MUTE = "sound on or off"
    FULL_SCREEN = "full screen on or off"
    LEAVE = "back to the picture"
    NEXT_PHOTO = "the next photo"
    PREVIOUS_PHOTO = "the previous photo"


_PLAIN: Mapping[int, Command] = MappingProxyType(
    {
        _Key.Key_Space: Command.TOGGLE,
        _Key.Key_Return: Command.TOGGLE,
        _Key.Key_Enter: Command.TOGGLE,
        _Key.Key_MediaPlay: Command.TOGGLE,
        _Key.Key_MediaPause: Command.TOGGLE,
        _Key.Key_MediaTogglePlayPause: Command.TOGGLE,
        _Key.Key_Right: Command.FORWARD,
        _Key.Key_Left: Command.BACKWARD,
        _Key.Key_Period: Command.NEXT_FRAME,
        _Key.Key_Comma: Command.PREVIOUS_FRAME,
        _Key.Key_M: Command.MUTE,
        _Key.Key_F: Command.FULL_SCREEN,
        _Key.Key_F11: Command.FULL_SCREEN,
        _Key.Key_Escape: Command.LEAVE,
        _Key.Key_Backspace: Command.LEAVE,
        _Key.Key_Back: Command.LEAVE,
        _Key.Key_PageDown: Command.NEXT_PHOTO,
        _Key.Key_Down: Command.NEXT_PHOTO,
        _Key.Key_PageUp: Command.PREVIOUS_PHOTO,
        _Key.Key_Up: Command.PREVIOUS_PHOTO,
    }
)
_SHIFTED: Mapping[int, Command] = MappingProxyType(
    {_Key.Key_Right: Command.NEXT_PHOTO, _Key.Key_Left: Command.PREVIOUS_PHOTO}
)
_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def command_of(key: int, modifiers: Qt.KeyboardModifier) -> Command | None:
    """Return what a key means; None: nothing here. The keypad's keys mean the same as others."""
    held = modifiers & _MODIFIERS
    if held == Qt.KeyboardModifier.ShiftModifier:
        return _SHIFTED.get(key)
    return None if held else _PLAIN.get(key)
