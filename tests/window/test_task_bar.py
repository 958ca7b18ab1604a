"""Long work of Shoebox itself, as a dock on Linux hears of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.window.app import App
from tests.window.bus import Bus
from tests.window.needs import needs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.window.bus import Peer

needs("PySide6.QtDBus")
pytestmark = [pytest.mark.window, pytest.mark.skipif("sys.platform != 'linux'", reason="told over D-Bus")]
COUNT = 60
AT_ONCE = "from gallery.desktop import long_work; long_work.LONG_S = 0; from gallery.cli.main import main; main()"
"""Shoebox, which takes any work for long: nobody knows how long this computer works on these photos."""


def told(dock: Peer) -> list[Any]:
    return [arguments for member, arguments in dock.calls if member == "Update"]


def test_a_dock_hears_how_much_is_done_and_that_it_is_done(tmp_path: Path) -> None:
    for number in range(COUNT):
        save(tmp_path / "photos" / f"p{number}.jpg", picture(900, 600, hue=number))
    command = [sys.executable, "-c", AT_ONCE, "--data-dir", str(tmp_path / "data"), str(tmp_path / "photos")]
    with Bus(tmp_path) as bus, bus.peer() as dock:
        dock.listen("com.canonical.Unity.LauncherEntry")
        with App(command, tmp_path / "app.log", env=bus.env) as app:
            app.page()
            wait_for(lambda: told(dock) and not told(dock)[-1][1]["progress-visible"], why=app.text)
            shown = [state["progress"] for _, state in told(dock) if state["progress-visible"]]
            assert {entry for entry, _ in told(dock)} == {"application://shoebox.desktop"}
            assert shown
            assert all(0 <= share <= 1 for share in shown)
            assert app.quit().code == 0
            assert "Traceback" not in app.text()
