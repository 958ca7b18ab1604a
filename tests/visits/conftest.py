"""Visits of a real folder, whose headers real processes read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.imaging.workers.pool import Pool
from gallery.visits import visit
from gallery.visits.registry import Visits
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """Real decode processes."""
    made = Pool(1, 1 << 30)
    yield made
    made.close()


@pytest.fixture
def visits(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visits]:
    """Visits whose folders may be looked at again and again."""
    monkeypatch.setattr(visit, "CHECK_INTERVAL_S", 0.0)
    monkeypatch.setattr(visit, "SETTLED_S", -1.0)  # a time of change is never too young to be believed
    made = Visits(pool)
    yield made
    made.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eleven pictures, and things that are none."""
    for number in range(1, 12):
        save(tmp_path / "pictures" / f"p{number}.jpg", picture(40, 30, hue=number * 20))
    folder = tmp_path / "pictures"
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    (folder / "inner").mkdir()
    save(folder / "inner" / "deep.jpg")
    return folder
