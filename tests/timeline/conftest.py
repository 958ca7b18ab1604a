"""Fixtures of the tests of timelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.timeline import cache
from tests.timeline.cached_timelines import CachedTimelines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three photos be a large timeline."""
    monkeypatch.setattr(cache, "LARGE_TIMELINE", 3)


@pytest.fixture
def timelines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CachedTimelines]:
    """A cache over eight photos."""
    found = CachedTimelines(tmp_path, monkeypatch)
    for number in range(8):
        found.add(b"%d" % number, number * 1000)
    yield found
    found.close()
