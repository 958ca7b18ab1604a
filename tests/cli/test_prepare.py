"""Of the pictures that a file manager names at once, the drive is asked for the first in each place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import UsageError
from gallery.cli.prepare import _check_all
from tests.pictures import save

if TYPE_CHECKING:
    from pathlib import Path


def checked(paths: list[Path], data: Path, *, files: bool = True) -> list[bytes]:
    return list(_check_all([str(path) for path in paths], data, files=files))


def test_only_the_first_picture_of_a_place_is_asked_for(tmp_path: Path) -> None:
    first, other = save(tmp_path / "a" / "1.jpg"), save(tmp_path / "b" / "1.jpg")
    odd = first.parent / "notes.dat"
    odd.touch()
    named = [first, first.parent / "not there.jpg", other, odd, first.parent]
    expected = [os.fsencode(path.resolve()) for path in (first, other, odd, first.parent)]
    assert checked(named, tmp_path / "data") == expected
    with pytest.raises(UsageError, match="There is no file or folder"):
        checked([first.parent / "not there.jpg", first], tmp_path / "data")


def test_folders_are_all_asked_for(tmp_path: Path) -> None:
    folders = [tmp_path / "1.jpg", tmp_path / "2.jpg"]
    for folder in folders:
        folder.mkdir()
    assert checked(folders, tmp_path / "data", files=False) == [os.fsencode(folder.resolve()) for folder in folders]
