"""The search's bench runs on today's database: nothing else fills one by hand and would notice a new column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import bench_catalog, bench_search

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_searches_of_the_bench_find_something(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench_search.main(2 * bench_search.PER_FOLDER, tmp_path / "index.db")
    assert "search, nothing in memory: p50" in capsys.readouterr().out


def test_the_queries_of_the_catalog_are_measured() -> None:
    assert all(value for value in bench_catalog.measure(500).values())
