"""Fixtures of the library's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.library import startup
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def startup_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a start wait for its page as long as a busy machine takes, and begin its work at once afterwards."""
    monkeypatch.setattr(startup, "FIRST_SCREEN_TIMEOUT_S", 60.0)
    monkeypatch.setattr(startup, "PICTURES_DELAY_S", 0.05)


@pytest.fixture
def outer(tmp_path: Path) -> Path:
    """Two photos, one of them in the folder `inner`."""
    save(tmp_path / "outer" / "o.jpg", picture(hue=99))
    save(tmp_path / "outer" / "inner" / "i.jpg")
    return tmp_path / "outer"
