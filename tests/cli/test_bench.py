"""`bench` measures on the user's pictures and leaves nothing."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING

import pytest

from gallery.cli import bench, main
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    for number in range(3):
        save(tmp_path / "photos" / "inner" / f"{number}.jpg", picture(900, 600, hue=number * 50))
    (tmp_path / "photos" / "broken.jpg").write_bytes(b"\xff\xd8\xff rubbish")
    (tmp_path / "photos" / "notes.txt").write_text("no picture", encoding="utf-8")
    return tmp_path / "photos"


def test_every_measure_is_one(photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in sorted(photos.rglob("*"))}
    assert main.main(["bench", "--json", "--data-dir", str(tmp_path / "data"), str(photos)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["photos"] for row in rows] == [4, 4, 4, 4]
    assert all(row["seconds"] > 0 for row in rows)
    assert all(row["other"] > 0 for row in rows if row["yardstick"])
    assert {path: path.stat().st_mtime_ns for path in sorted(photos.rglob("*"))} == before
    assert os.listdir(tmp_path / "temporary") == []
    assert not (tmp_path / "data").exists(), "the user's own library is left alone"


def test_it_speaks_in_lines(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["bench", str(photos)]) == 0
    told = capsys.readouterr().out
    assert "thumbnails" in told
    assert "times as long" in told


@pytest.mark.parametrize("paths", [[], ["/a", "/b"]])
def test_it_wants_one_folder(paths: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["bench", *paths]) == 2
    assert "Name one folder" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_a_sentence(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["bench", str(photos / "nowhere")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_walking_meets_every_file_and_survives_locked_folders(photos: Path) -> None:
    assert len(bench.walk(os.fsencode(photos))) == 5
    assert bench.walk(os.fsencode(photos / "nowhere")) == []
