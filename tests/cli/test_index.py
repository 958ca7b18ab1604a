"""The command `index`: what it reports, and what it leaves undone."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.events import ProgressChanged
from gallery.base.paths import DataFolder
from gallery.cli import index as command
from gallery.cli import prepare
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """An empty data folder; the command leaves the logging and the signals of the test runner alone."""
    monkeypatch.setattr(prepare, "start_logging", lambda *_, **__: None)
    for module in (prepare, command):
        monkeypatch.setattr(module, "call_on_signals", lambda _: None)
    (tmp_path / "data").mkdir()
    return DataFolder(tmp_path / "data")


def index(data: DataFolder, capsys: pytest.CaptureFixture[str], *paths: Path) -> dict[str, Any]:
    arguments = argparse.Namespace(
        data_dir=str(data.path), verbose=False, paths=[str(path) for path in paths], no_thumbnails=True, json=True
    )
    assert command.run(arguments) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_index_tells_the_problems_of_what_it_scanned_and_all_of_them(
    tmp_path: Path, data: DataFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gallery.library.problems.MAX_PROBLEMS", 2)
    save(tmp_path / "good" / "a.jpg", picture())
    for number in range(4):
        (tmp_path / "bad").mkdir(exist_ok=True)
        (tmp_path / "bad" / f"{number}.jpg").write_bytes(b"\xff\xd8 no picture %d" % number)
    bad = index(data, capsys, tmp_path / "bad")
    assert bad["failed"] == len(bad["problems"]) == 4
    good = index(data, capsys, tmp_path / "good")
    assert (good["photos"], good["failed"], good["problems"]) == (1, 0, [])
    both = index(data, capsys)
    assert both["failed"] == len(both["problems"]) == 4


@pytest.mark.parametrize("named", [True, False], ids=["a folder that is known", "all of them"])
def test_index_finds_what_has_come_since(
    tmp_path: Path,
    data: DataFolder,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    named: bool,
) -> None:
    folder = tmp_path / "photos"
    for count in (1, 2, 3):
        save(folder / f"{count}.jpg", picture(hue=count * 60))
        assert index(data, capsys, *([folder] if named or count == 1 else []))["photos"] == count


def test_index_without_thumbnails_makes_none_ever(
    tmp_path: Path, data: DataFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also at the second run, which finds work before it was told what not to do."""
    for number in range(3):
        save(tmp_path / "photos" / f"{number}.jpg", picture(hue=number * 60))
    for _ in range(3):
        assert index(data, capsys, tmp_path / "photos")["thumbnails"] == 0


def test_a_bar_is_drawn_only_when_it_is_known_how_much_there_is() -> None:
    listing = command._progress_line(ProgressChanged("listing", listed=1200, read=340, unread=60))
    assert listing == "1,200 files found, 340 headers read"
    assert "░" in command._progress_line(ProgressChanged("reading", listed=1200, read=340, unread=860))
