"""Fixtures of the library's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.catalog import schema
from gallery.catalog.database import Database
from gallery.library import startup
from tests.harness import run_harness
from tests.library.visited_library import Visited
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harness import Harness


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


@pytest.fixture
def visited(tmp_path: Path) -> Iterator[Visited]:
    """A library of which a visitor sees `Pictures/Private/Trip`."""
    found = Visited(Database(tmp_path / "index.db", schema.INDEX))
    found.fill()
    yield found
    found.close()


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A folder that is in no library."""
    for number in range(1, 6):
        save(tmp_path / "card" / f"p{number}.jpg", picture(90, 60, hue=number * 30))
    return tmp_path / "card"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Harness]:
    """A running Shoebox without roots."""
    with run_harness(tmp_path / "data") as running:
        yield running
