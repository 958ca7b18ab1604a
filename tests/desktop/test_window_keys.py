"""The keys of the window on each system."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6.QtGui", exc_type=ImportError)

from PySide6.QtGui import QKeySequence

from gallery.desktop.window_keys import CLOSE, FULL_SCREEN, MINIMISE, window_keys


@pytest.mark.parametrize(
    ("platform", "more"),
    [("linux", {}), ("win32", {"Ctrl+F4": CLOSE}), ("darwin", {"Ctrl+M": MINIMISE, "Meta+Ctrl+F": FULL_SCREEN})],
)
def test_each_system_has_its_own(platform: str, more: dict[str, str]) -> None:
    keys = window_keys(platform)
    assert keys == {"Ctrl+Q": CLOSE, "Ctrl+W": CLOSE, **more}
    for key in keys:
        assert QKeySequence(key).toString() == key, "Qt knows it"
