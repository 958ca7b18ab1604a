"""Keys of the player in the window mean what they mean in the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.window.needs import needs

qt_core = needs("PySide6.QtCore")
player_keys = needs("gallery.desktop.player_keys")
Command, Key, Modifier = player_keys.Command, qt_core.Qt.Key, qt_core.Qt.KeyboardModifier
PAGE = Path(__file__).parents[2] / "ui" / "js" / "views" / "viewer" / "video-keys.js"
NAMES = {
    " ": "Space", "Enter": "Return", "ArrowRight": "Right", "ArrowLeft": "Left", ".": "Period", ",": "Comma",
    "m": "M", "f": "F", "Escape": "Escape", "Backspace": "Backspace",
}  # fmt: skip
"""Qt's names of the page's keys."""
MEANINGS = {
    "viewer-play-pause": Command.TOGGLE, "viewer-seconds-on": Command.FORWARD, "viewer-seconds-back": Command.BACKWARD,
    "viewer-leave-next": Command.NEXT_PHOTO, "viewer-leave-before": Command.PREVIOUS_PHOTO,
    "viewer-frame-on": Command.NEXT_FRAME, "viewer-frame-back": Command.PREVIOUS_FRAME, "viewer-sound": Command.MUTE,
    "common-full-screen": Command.FULL_SCREEN, "viewer-back-to-picture": Command.LEAVE,
}  # fmt: skip


def bound() -> dict[str, str]:
    """The keys that the page binds, with the keys of their labels."""
    rows = re.findall(r'\[\[([^\]]+)\], "([^"]+)"', PAGE.read_text(encoding="utf-8"))
    return {key: label for keys, label in rows for key in re.findall(r'"([^"]+)"', keys)}


def test_the_page_s_keys_are_the_window_s() -> None:
    found = bound()
    assert set(found.values()) == set(MEANINGS)
    for key, label in found.items():
        name, shifted = key.removeprefix("Shift+"), key.startswith("Shift+")
        if name not in NAMES:
            assert re.fullmatch(r"Key[MF]|Period|Comma", name), "the same key by its place"
            continue
        held = Modifier.ShiftModifier if shifted else Modifier.NoModifier
        assert player_keys.command_of(Key[f"Key_{NAMES[name]}"], held) is MEANINGS[label], key


@pytest.mark.parametrize("key", ["Key_Right", "Key_M", "Key_F", "Key_Space"])
@pytest.mark.parametrize("held", ["ControlModifier", "AltModifier"])
def test_other_modifiers_mean_something_else(key: str, held: str) -> None:
    assert player_keys.command_of(Key[key], Modifier[held]) is None


def test_the_keypad_and_keys_of_keyboards_for_media_work() -> None:
    assert player_keys.command_of(Key.Key_Right, Modifier.KeypadModifier) is Command.FORWARD
    assert player_keys.command_of(Key.Key_MediaTogglePlayPause, Modifier.NoModifier) is Command.TOGGLE
