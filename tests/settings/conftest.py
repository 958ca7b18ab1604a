"""Fixtures of the tests of the settings."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.settings.filled import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """Where settings.json will be. No thread of the settings may be left at the end."""
    yield tmp_path / "settings.json"
    assert "settings" not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def filled(path: Path) -> Path:
    """A settings.json with three roots and three searches."""
    fill(path)
    return path
