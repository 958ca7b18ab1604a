"""The bars of the player in the window take the room they have, and stand still while the video plays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.window.needs import needs

needs("gallery.desktop.player_controls")
SCRIPT = """
import json
from types import SimpleNamespace
from PySide6.QtWidgets import QApplication
from gallery.base.playback import Playback
from gallery.desktop.player_controls import ControlBar, TopBar
from gallery.desktop.player_look import LIGHT
from gallery.desktop.window_texts import WindowTexts
application = QApplication([])
texts = WindowTexts(lambda: "en")
top = TopBar(LIGHT, Playback("Saturday 14 November 2026, a long title " * 4, "3 of 7", 100, muted=False, dark=False), texts)
bar = ControlBar(LIGHT, texts)
bar.resize(600, 48)
bar.show()
def slider_at(position):
    bar.follow(SimpleNamespace(is_playing=True, position=position, duration=4_000_000))
    application.processEvents()
    return bar.seek.geometry().getRect()
print(json.dumps({"top": top.minimumSizeHint().width(), "sliders": [slider_at(ms) for ms in (0, 599_000, 3_999_000)]}))
"""


def bars() -> dict[str, Any]:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(run, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_long_title_does_not_make_the_window_wider() -> None:
    assert bars()["top"] < 360


def test_the_slider_stands_still_while_the_time_gets_longer() -> None:
    first, *others = bars()["sliders"]
    assert all(one == first for one in others)
