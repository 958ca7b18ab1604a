"""Fixtures of the library's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def outer(tmp_path: Path) -> Path:
    """Two photos, one of them in the folder `inner`."""
    save(tmp_path / "outer" / "o.jpg", picture(hue=99))
    save(tmp_path / "outer" / "inner" / "i.jpg")
    return tmp_path / "outer"
