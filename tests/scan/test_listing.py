"""Listing, comparing, and telling absence from deletion."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.catalog.file_stats import FileStat, KnownFile
from gallery.catalog.schema import GONE, READ
from gallery.scan.listing import Listing, compare, list_folder
from tests.byte_names import write_named

if TYPE_CHECKING:
    from pathlib import Path


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def listed(folder: Path) -> set[bytes]:
    found = list_folder(os.fsencode(folder))
    assert found
    return set(found.files)


@pytest.mark.parametrize(
    "name", ["a.jpg", "B.JPEG", "c.HeIc", "noextension", "d.tiff", "e.hif", "-rf.jpg", "a b#%.png"]
)
def test_candidates_are_listed(tmp_path: Path, name: str) -> None:
    touch(tmp_path / name)
    assert listed(tmp_path) == {os.fsencode(name)}


@pytest.mark.parametrize(
    "name", ["notes.txt", "film.mpg", "Thumbs.db", ".hidden.jpg", "._IMG_1.jpg", ".DS_Store", "photo.xmp", "a.svg"]
)
def test_other_files_are_not(tmp_path: Path, name: str) -> None:
    touch(tmp_path / name)
    assert listed(tmp_path) == set()


@pytest.mark.parametrize(
    "name", [".git", "@eaDir", "@EADIR", ".thumbnails", "$RECYCLE.BIN", "#recycle", "System Volume Information"]
)
def test_folders_of_other_programs_are_skipped(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / "seen").mkdir()
    found = list_folder(os.fsencode(tmp_path))
    assert found
    assert found.folders == [b"seen"]


def test_the_data_folder_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    found = list_folder(os.fsencode(tmp_path), {os.fsencode(tmp_path / "data")})
    assert found
    assert found.folders == []


def test_links_are_not_followed(tmp_path: Path) -> None:
    touch(tmp_path / "real" / "a.jpg")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "link.jpg").symlink_to(tmp_path / "real" / "a.jpg")
    (tmp_path / "broken.jpg").symlink_to(tmp_path / "nowhere")
    found = list_folder(os.fsencode(tmp_path))
    assert found
    assert (found.files, found.folders) == ({}, [b"real"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_a_pipe_is_no_picture(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert listed(tmp_path) == set()


def test_a_name_that_is_no_text_is_kept_as_bytes(tmp_path: Path) -> None:
    name = b"caf\xe9.jpg"
    write_named(os.path.join(os.fsencode(tmp_path), name), b"")
    assert listed(tmp_path) == {name}


def test_a_folder_that_is_not_there_is_no_folder(tmp_path: Path) -> None:
    assert list_folder(os.fsencode(tmp_path / "gone")) is None
    assert list_folder(os.fsencode(touch(tmp_path / "file"))) is None


def test_a_folder_that_may_not_be_opened_is_a_problem_not_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    found = list_folder(os.fsencode(tmp_path))
    assert found
    assert found.problem == "You are not allowed to open this folder."


KNOWN = {
    b"same": KnownFile(1, 10, 5, READ),
    b"bigger": KnownFile(2, 10, 5, READ),
    b"gone": KnownFile(3, 10, 5, READ),
    b"back": KnownFile(4, 10, 5, GONE),
}


def test_compare_tells_new_changed_gone_and_back() -> None:
    diff = compare(
        Listing({b"same": (10, 5, 7), b"bigger": (11, 5, 7), b"back": (10, 5, 7), b"new": (1, 2, 7)}), KNOWN, GONE
    )
    assert diff.new == [(b"new", FileStat(1, 2, 7))]
    assert sorted(diff.changed) == [(2, FileStat(11, 5, 7)), (4, FileStat(10, 5, 7))]
    assert diff.gone == [3]


@pytest.mark.parametrize("stat", [(11, 5), (10, 6), (10, 4)])
def test_another_size_or_time_is_a_change(stat: tuple[int, int]) -> None:
    assert compare(Listing({b"same": (*stat, 7)}), {b"same": KNOWN[b"same"]}, GONE).changed == [(1, FileStat(*stat, 7))]


def test_what_was_said_about_a_photo_is_no_file_of_its_own(tmp_path: Path) -> None:
    for name in ("DSC_1.JPG", "DSC_1.WAV", "song.mp3", "notes.txt"):
        touch(tmp_path / name)
    found = list_folder(os.fsencode(tmp_path))
    assert found
    assert found.left_out == {"sound": 1, "other": 1}
    assert "DSC_1.WAV" in found.sidecars[b"DSC_1.JPG"]
