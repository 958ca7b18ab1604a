"""The viewer's bench runs on today's page: nothing else reads which layer of a photo is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import bench_viewer
from tests.browser.chromium import chromium_path

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_viewer_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chromium_path()
    bench_viewer.main(str(tmp_path), count=bench_viewer.BLOCK + 1, sizes={1: (1200, 800)})
    assert "no pause: median of 10" in capsys.readouterr().out
