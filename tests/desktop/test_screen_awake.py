"""What Windows is asked so that the screen stays awake."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6.QtWebEngineCore", exc_type=ImportError)

from gallery.desktop.screen_awake import WindowsInhibition


def test_windows_is_told_that_display_and_computer_are_in_use_and_then_no_longer() -> None:
    states: list[int] = []
    inhibition = WindowsInhibition(states.append)
    inhibition.hold("Shows a video")
    inhibition.release()
    assert states == [0x80000003, 0x80000000]
