"""Where the user stands when the program is started is of no account: it may be forbidden, deleted, or unplugged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gallery.base.paths import program_folder
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no folder in which a program stands")
def test_thumbnails_are_made_from_a_folder_that_is_gone(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "a.jpg", picture())
    (tmp_path / "gone").mkdir()
    words = [sys.executable, str(program_folder("main.py")), "index", "--json", "--data-dir", str(tmp_path / "data")]
    script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    command = ["sh", "-c", script, "sh", str(tmp_path / "gone"), *words, str(tmp_path / "photos")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["photos"], found["thumbnails"], found["problems"]) == (1, 1, [])


def test_a_relative_path_is_one_from_where_the_user_stands(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "a.jpg", picture())
    words = [sys.executable, str(program_folder("main.py")), "index", "--json", "--data-dir", "data", "photos"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True, cwd=tmp_path)
    assert json.loads(done.stdout)["photos"] == 1
    assert os.path.isfile(tmp_path / "data" / "index.db")
