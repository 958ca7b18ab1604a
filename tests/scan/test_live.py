"""What happens on the disk reaches the timeline by itself, and photos keep their ids."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import NotFoundError, RootOfflineError
from gallery.base.models import Recipe
from gallery.timeline.build import OFFLINE_FLAG
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Harness


@pytest.fixture
def root(flat_root: Path) -> Path:
    """Three pictures, and a folder with one."""
    save(flat_root / "trip" / "t0.jpg", picture(hue=200))
    return flat_root


def test_a_new_file_appears(running: Harness, root: Path) -> None:
    save(root / "new.jpg", picture(hue=90))
    wait_for(lambda: "new.jpg" in running.names())


def test_a_new_folder_with_files_appears(running: Harness, root: Path) -> None:
    for number in range(20):
        save(root / "deep" / "er" / f"n{number}.png", picture(hue=number))
    wait_for(lambda: len(running.ids()) == 24)
    assert running.folder("er")


def test_a_changed_file_gets_a_new_version_and_keeps_its_id(running: Harness, root: Path) -> None:
    photo = running.names()["p0.jpg"]
    before = running.library.photos.details(photo)
    save(root / "p0.jpg", picture(800, 300, hue=10))
    wait_for(lambda: running.library.photos.details(photo)["width"] == 800)
    assert running.library.photos.details(photo)["version"] > before["version"]


def test_a_file_that_is_replaced_keeps_its_id(running: Harness, root: Path) -> None:
    photo = running.names()["p0.jpg"]
    save(root / "p0.tmp.png", picture(900, 300, hue=10)).replace(root / "p0.jpg")
    wait_for(lambda: running.library.photos.details(photo)["width"] == 900)


def test_a_renamed_file_keeps_its_id(running: Harness, root: Path) -> None:
    photo = running.names()["p1.jpg"]
    (root / "p1.jpg").rename(root / "renamed.jpg")
    wait_for(lambda: running.names().get("renamed.jpg") == photo)
    assert "p1.jpg" not in running.names()


def test_a_file_moved_to_another_folder_keeps_its_id(running: Harness, root: Path) -> None:
    photo = running.names()["p1.jpg"]
    (root / "p1.jpg").rename(root / "trip" / "p1.jpg")
    wait_for(lambda: running.library.photos.details(photo)["folders"][-1:] == ["trip"])


def test_a_renamed_folder_keeps_its_id_and_those_of_its_photos(running: Harness, root: Path) -> None:
    photo, folder = running.names()["t0.jpg"], running.folder("trip")
    assert folder
    (root / "trip").rename(root / "journey")
    renamed = wait_for(lambda: running.folder("journey"))
    assert running.names()["t0.jpg"] == photo
    assert renamed
    assert renamed["id"] == folder["id"]
    assert not running.folder("trip")


def test_a_copy_is_another_photo(running: Harness, root: Path) -> None:
    photo = running.names()["p1.jpg"]
    shutil.copy2(root / "p1.jpg", root / "copy.jpg")
    wait_for(lambda: "copy.jpg" in running.names())
    assert running.names()["p1.jpg"] == photo
    assert running.names()["copy.jpg"] != photo


def test_a_deleted_file_leaves(running: Harness, root: Path) -> None:
    (root / "p2.jpg").unlink()
    wait_for(lambda: "p2.jpg" not in running.names())


def test_a_deleted_folder_leaves(running: Harness, root: Path) -> None:
    shutil.rmtree(root / "trip")
    wait_for(lambda: "t0.jpg" not in running.names())
    assert not running.folder("trip")


def test_what_was_deleted_and_comes_back_is_the_same_photo(running: Harness, root: Path, tmp_path: Path) -> None:
    photo = running.names()["p2.jpg"]
    (root / "p2.jpg").rename(tmp_path / "away.jpg")
    wait_for(lambda: "p2.jpg" not in running.names())
    (tmp_path / "away.jpg").rename(root / "back.jpg")
    wait_for(lambda: running.names().get("back.jpg") == photo)


def test_a_burst_of_files_all_arrives(running: Harness, root: Path) -> None:
    (root / "burst").mkdir()
    for number in range(2000):
        os.link(root / "p0.jpg", root / "burst" / f"{number}.jpg")
    wait_for(lambda: len(running.ids()) == 2004, 90)


def test_many_changes_at_once_end_like_the_disk(running: Harness, root: Path) -> None:
    for number in range(60):
        save(root / "mix" / f"m{number}.png", picture(32, 32, hue=number))
    for number in range(0, 60, 3):
        (root / "mix" / f"m{number}.png").unlink()
    for number in range(1, 60, 3):
        (root / "mix" / f"m{number}.png").rename(root / f"moved{number}.png")
    wanted = {file.name for file in root.rglob("*") if file.is_file()}
    wait_for(lambda: set(running.names()) == wanted)


def test_a_root_that_goes_away_keeps_its_photos_and_comes_back(running: Harness, root: Path, tmp_path: Path) -> None:
    before = running.names()
    root.rename(tmp_path / "unplugged")
    wait_for(lambda: running.library.status.read()["roots"][0]["state"] == "offline")
    assert running.names() == before
    assert running.flags() == {OFFLINE_FLAG}
    (tmp_path / "unplugged").rename(root)
    wait_for(lambda: running.library.status.read()["roots"][0]["state"] == "online")
    assert running.names() == before
    assert running.flags() == {0}
    save(root / "after.jpg", picture(hue=77))
    wait_for(lambda: "after.jpg" in running.names())


def test_an_empty_folder_in_the_place_of_a_root_deletes_nothing(running: Harness, root: Path, tmp_path: Path) -> None:
    before = running.names()
    root.rename(tmp_path / "unplugged")
    root.mkdir()
    wait_for(lambda: running.library.status.read()["roots"][0]["state"] == "offline")
    assert running.names() == before


def size_in_index(home: Harness, name: str) -> int | None:
    with home.parts.database.read() as conn:
        row = conn.execute("SELECT size FROM photos WHERE name = ?", (os.fsencode(name),)).fetchone()
    return row and int(row[0])


def test_a_file_being_copied_ends_whole(running: Harness, root: Path) -> None:
    """Each part is seen before the next one is written, so that headers are read of a file that is cut off."""
    data = save(root.parent / "whole.jpg", picture(1600, 1200)).read_bytes()
    step = len(data) // 5 + 1
    with (root / "slow.jpg").open("wb") as file:
        for start in range(0, len(data), step):
            file.write(data[start : start + step])
            file.flush()
            written = file.tell()
            wait_for(lambda written=written: size_in_index(running, "slow.jpg") == written)  # type: ignore[misc]  # a default argument has no type here
    wait_for(lambda: "slow.jpg" in running.names() and not running.problems())
    running.wait_until_idle()
    assert running.library.photos.details(running.names()["slow.jpg"])["size"] == len(data)
    assert not running.problems()


def test_a_drive_that_goes_while_it_is_looked_at_breaks_no_photo(running: Harness, root: Path, tmp_path: Path) -> None:
    photo = running.names()["p0.jpg"]
    watcher = running.parts.watcher
    watcher.stop()  # nobody has told yet that the drive is gone
    root.rename(tmp_path / "unplugged")
    with pytest.raises((NotFoundError, RootOfflineError)):
        running.library.pictures.derived(photo, Recipe.LARGE, lambda: False)
    running.wait_until_idle()
    (tmp_path / "unplugged").rename(root)
    running.library.roots.rescan()
    wait_for(lambda: running.library.status.read()["roots"][0]["state"] == "online")
    running.wait_until_idle()
    assert running.flags() == {0}
    assert not running.problems()
    assert running.library.pictures.derived(photo, Recipe.LARGE, lambda: False).size
