"""What the program with its window writes: for this account only, and nothing beside its data folder (S22, S23, S29)."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.window.app import App, Ending
from tests.window.needs import needs
from tests.window.page_wait import PICTURES_SHOWN, wait_in_page

if TYPE_CHECKING:
    from pathlib import Path

needs("PySide6.QtWebEngineWidgets")
pytestmark = [pytest.mark.window, pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")]
OPEN_TO_ALL = ["sh", "-c", 'umask 0; exec "$@"', "sh"]


def open_to_others(folder: Path) -> dict[str, str]:
    """Return what another account could use, with its mode."""
    seen = {place: place.lstat().st_mode for place in (folder, *folder.rglob("*"))}
    return {place.name: oct(stat.S_IMODE(mode)) for place, mode in seen.items() if mode & 0o077}


def test_the_window_leaves_its_data_folder_and_nothing_else(tmp_path: Path) -> None:
    data, home, temp = (tmp_path / name for name in ("data", "home", "tmp"))
    save(tmp_path / "photos" / "a.jpg", picture())
    for place in (home, temp):
        place.mkdir()
    env = {"HOME": str(home), "TMPDIR": str(temp), **dict.fromkeys(("XDG_CACHE_HOME", "XDG_CONFIG_HOME"), "")}
    command = [*OPEN_TO_ALL, sys.executable, "main.py", "--data-dir", str(data), str(tmp_path / "photos")]
    with App(command, tmp_path / "log", env) as app:
        wait_in_page(app.page(), f"{PICTURES_SHOWN} === 1", 60)
        wait_for((data / "handover").is_socket)
        assert open_to_others(data) == {}
        assert app.quit() == Ending(0, []), app.text()
    assert open_to_others(data) == {}
    left = {place.name for place in data.rglob("*")}
    assert left == {
        "cache.db",
        "index.db",
        "instance.lock",
        "last-window.jpg",
        "library.db",
        "logs",
        "settings.json",
        "settings.json.bak",
        "shoebox.log",
        "tiny.bin",
    }
    assert [path for place in (home, temp) for path in place.rglob("*") if not path.is_dir()] == []
