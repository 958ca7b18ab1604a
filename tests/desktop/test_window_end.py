"""A window that closes goes out of sight; on macOS it leaves full screen before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.window.needs import needs

needs("gallery.desktop.window_end")
SCRIPT = """
import json, sys
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QWindowStateChangeEvent
from PySide6.QtWidgets import QApplication, QWidget
from gallery.desktop import window_end
from gallery.desktop.placement import FULL_SCREEN
platform, full, leaves = sys.argv[1], sys.argv[2] == "full", sys.argv[3] == "leaves"
application = QApplication([])
said = []
class Page(QObject):
    def __init__(self, page, on_done):
        super().__init__()
        self.is_done, self.on_done = False, on_done
    def end(self):
        self.is_done = True
        said.append("page ended")
        self.on_done()
class Window(QWidget):
    def hide(self):
        said.append("hidden in full screen" if self.windowState() & FULL_SCREEN else "hidden")
        super().hide()
    def setWindowState(self, state):
        said.append("told to leave")
        if leaves:  # as Cocoa: Qt says at once that it has left, the system later
            for one in (self, self.windowHandle()):
                application.sendEvent(one, QWindowStateChangeEvent(FULL_SCREEN))
            QTimer.singleShot(50, lambda: leave(state))
def leave(state):
    said.append("full screen left")
    QWidget.setWindowState(window, state)
window_end.PageEnd = Page
window_end.MAX_LEAVING_MS = 50 if not leaves else 60_000
window = Window()
if full:
    QWidget.setWindowState(window, FULL_SCREEN)
window.show()
application.processEvents()
def done():
    said.append("done")
    QTimer.singleShot(100, application.quit)
end = window_end.WindowEnd(window, None, done, platform)
said.append("begun")
QTimer.singleShot(20, end._page_end.end)
QTimer.singleShot(30_000, application.quit)
application.exec()
print(json.dumps({"said": said, "is_done": end.is_done}))
"""


def run(*arguments: str) -> list[str]:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["is_done"]
    said: list[str] = found["said"]
    return said


@pytest.mark.parametrize(("platform", "full"), [("linux", "full"), ("win32", "full"), ("darwin", "normal")])
def test_elsewhere_it_is_hidden_at_once_and_done_when_its_page_has_ended(platform: str, full: str) -> None:
    hidden = "hidden in full screen" if full == "full" else "hidden"
    assert run(platform, full, "leaves") == [hidden, "begun", "page ended", "done"]


def test_on_macos_it_leaves_full_screen_and_is_hidden_then() -> None:
    said = run("darwin", "full", "leaves")
    assert said == ["told to leave", "begun", "page ended", "full screen left", "hidden", "done"]


def test_one_that_does_not_leave_full_screen_closes_all_the_same() -> None:
    said = run("darwin", "full", "stays")
    assert said[:2] == ["told to leave", "begun"]
    assert (sorted(said[2:4]), said[4:]) == (["hidden in full screen", "page ended"], ["done"])
