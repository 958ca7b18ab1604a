"""Fixtures of the scan's tests: a root with some folders, a Shoebox that watches it, and a scanner without threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.scan import scanner
from tests.harness import Harness, run_harness
from tests.pictures import picture, save
from tests.scan.devices import Devices
from tests.scan.drives import wait_until_observed
from tests.scan.scanner_driver import ScannerDriver
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Four folders with a picture each."""
    folder = tmp_path / "photos"
    for number in range(4):
        save(folder / f"d{number}" / f"p{number}.jpg", picture(hue=number * 40))
    return folder


@pytest.fixture
def flat_root(tmp_path: Path) -> Path:
    """Three pictures in one folder."""
    folder = tmp_path / "photos"
    for number in range(3):
        save(folder / f"p{number}.jpg", picture(hue=number * 40))
    return folder


@pytest.fixture
def running(tmp_path: Path, root: Path) -> Iterator[Harness]:
    """A Shoebox that shows `root` and observes it."""
    with run_harness(tmp_path / "data", root) as home:
        wait_for(home.ids)
        home.wait_until_idle()
        wait_until_observed(home)
        home.wait_until_idle()
        yield home


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScannerDriver]:
    """A scanner whose steps the test takes, with one file in its root that stays."""
    monkeypatch.setattr(scanner, "RECHECK_S", 0.01)
    found = ScannerDriver(tmp_path)
    found.put("keep.jpg", b"another")
    yield found
    found.database.close()


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> Devices:
    """Drives as the test wants them; at first all lies on the system's."""
    return Devices(monkeypatch)
