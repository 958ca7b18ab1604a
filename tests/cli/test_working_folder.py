"""Where the user stands when the program is started is of no account: it may be forbidden, deleted, or unplugged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from gallery.program_files import program_folder
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no folder in which a program stands")


def run_from_nowhere(folder: Path, *words: str) -> Any:
    """Run a command that prints JSON, from a folder that is gone, and return what it prints."""
    (folder / "gone").mkdir()
    script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    program = [sys.executable, str(program_folder("main.py")), *words, "--json"]
    command = ["sh", "-c", script, "sh", str(folder / "gone"), *program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@posix
def test_thumbnails_are_made_from_a_folder_that_is_gone(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "a.jpg", picture())
    found = run_from_nowhere(tmp_path, "index", "--data-dir", str(tmp_path / "data"), str(tmp_path / "photos"))
    assert (found["photos"], found["thumbnails"], found["problems"]) == (1, 1, [])


@posix
def test_decoders_are_found_from_a_folder_that_is_gone(tmp_path: Path) -> None:
    found = run_from_nowhere(tmp_path, "doctor", "--data-dir", str(tmp_path / "data"))
    assert found["codecs"]["jpeg"]
    assert "error" not in found["codecs"]


@posix
def test_a_folder_is_measured_from_one_that_is_gone(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "a.jpg", picture())
    assert run_from_nowhere(tmp_path, "bench", str(tmp_path / "photos"))


def test_a_relative_path_is_one_from_where_the_user_stands(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "a.jpg", picture())
    words = [sys.executable, str(program_folder("main.py")), "index", "--json", "--data-dir", "data", "photos"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True, cwd=tmp_path)
    assert json.loads(done.stdout)["photos"] == 1
    assert os.path.isfile(tmp_path / "data" / "index.db")
