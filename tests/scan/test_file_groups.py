"""Files that are one photo, with a real disk and real processes: pairs, Live Photos, motion photos, bursts, copies."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import NotFoundError, UsageError
from gallery.timeline.build import GROUP_FLAGS, TimelineQuery
from tests.harness import Harness, run_harness
from tests.imaging.group_files import burst_frame, google_motion, live_still, live_video, shot
from tests.imaging.raw_files import cr2
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    "IMG_0001.JPG": shot("2021:02:05 10:56:53", make="Canon"),
    "IMG_0001.CR2": cr2(),
    "IMG_0002.JPG": live_still("ID"),
    "IMG_0002.MOV": live_video("ID"),
    "IMG_E0003.JPG": shot(),
    "IMG_0003.JPG": shot(quality=40),
    "PXL_1.jpg": google_motion(),
    "b1.jpg": burst_frame("B"),
    "b2.jpg": burst_frame("B", cover=True),
    "alone.jpg": shot(quality=30),
}
TILES = {"IMG_0001.JPG", "IMG_0002.JPG", "IMG_E0003.JPG", "PXL_1.jpg", "b2.jpg", "alone.jpg"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def home(tmp_path: Path, root: Path) -> Iterator[Harness]:
    with run_harness(tmp_path / "data", root) as found:
        wait_for(lambda: set(found.names()) == TILES, 120)
        found.wait_until_idle()
        yield found


def tiles(home: Harness) -> set[str]:
    home.wait_until_idle()
    return set(home.names())


def found(home: Harness, text: str) -> set[str]:
    shown = set(home.names(TimelineQuery(text=text)))
    assert home.library.search.find(text)["count"] == len(shown)
    return shown


def members(home: Harness, name: str) -> list[str]:
    return [file["name"] for file in home.library.photos.details(home.names()[name])["group"]]


def test_one_tile_stands_for_all_files_of_a_photo(home: Harness, root: Path) -> None:
    assert members(home, "IMG_0001.JPG") == ["IMG_0001.JPG", "IMG_0001.CR2"]
    assert members(home, "IMG_0002.JPG") == ["IMG_0002.JPG", "IMG_0002.MOV"]
    assert members(home, "IMG_E0003.JPG") == ["IMG_E0003.JPG", "IMG_0003.JPG"]
    assert members(home, "b2.jpg") == ["b2.jpg", "b1.jpg"]
    assert members(home, "alone.jpg") == []
    assert {flags & GROUP_FLAGS for flags in home.flags()} == {0, 4, 8, 32}
    labels = {label["name"]: label["pictures"] for label in home.library.photos.labels(home.ids())}
    assert labels == dict.fromkeys(TILES, 1) | {"b2.jpg": 2, "IMG_E0003.JPG": 2}
    assert home.library.status.read()["counts"]["photos"] == len(TILES)
    folder = home.folder(root.name)
    assert folder is not None
    assert folder["total"] == len(TILES)


def test_a_search_that_matches_a_member_shows_the_tile(home: Harness) -> None:
    assert found(home, "type:raw") == found(home, "type:raw type:jpeg") == found(home, "0001.cr2") == {"IMG_0001.JPG"}
    assert found(home, "-type:raw") == TILES - {"IMG_0001.JPG"}
    assert found(home, "is:live") == {"IMG_0002.JPG", "PXL_1.jpg"}
    assert found(home, "is:burst") == found(home, "b1.jpg") == {"b2.jpg"}
    assert found(home, "type:video") == found(home, "duration:>0s") == set()
    assert found(home, "IMG_0003") == {"IMG_E0003.JPG"}
    assert found(home, "") == found(home, "type:jpeg") == TILES
    suggested = home.library.search.suggest("is:", 3)["suggestions"]
    counts = {one["label"]: one["count"] for one in suggested}
    assert (counts["live"], counts["burst"]) == (2, 1)


def test_members_can_be_looked_at_and_motions_played(home: Harness) -> None:
    details = home.library.photos.details
    pair = details(home.names()["IMG_0001.JPG"])
    raw = details(pair["group"][1]["id"])
    assert (raw["name"], raw["format"], raw["group"]) == ("IMG_0001.CR2", "cr2", pair["group"])
    assert home.library.photos.file_path(raw["id"]).endswith(b"IMG_0001.CR2")
    moving = {name for name, photo in home.names().items() if details(photo)["moves"]}
    assert moving == {"IMG_0002.JPG", "PXL_1.jpg"}
    for name, kind in (("IMG_0002.JPG", "video/quicktime"), ("PXL_1.jpg", "video/quicktime")):
        motion = home.library.pictures.motion(home.names()[name])
        with motion.file as file:
            file.seek(motion.offset)
            assert (motion.kind, file.read(motion.size)[4:8]) == (kind, b"ftyp")
    with pytest.raises(NotFoundError):
        home.library.pictures.motion(pair["id"])


def test_what_was_shown_goes_and_its_member_is_a_tile(home: Harness, root: Path) -> None:
    (root / "IMG_0001.JPG").unlink()
    (root / "IMG_0002.MOV").unlink()
    wait_for(lambda: "IMG_0001.CR2" in tiles(home), 120)
    assert tiles(home) == TILES - {"IMG_0001.JPG"} | {"IMG_0001.CR2"}
    assert found(home, "is:live") == {"PXL_1.jpg"}
    (root / "IMG_0001.JPG").write_bytes(FILES["IMG_0001.JPG"])
    wait_for(lambda: tiles(home) == TILES, 120)


def test_members_move_and_come_together_elsewhere(home: Harness, root: Path) -> None:
    (root / "else").mkdir()
    (root / "IMG_0001.CR2").rename(root / "else" / "IMG_0001.CR2")
    wait_for(lambda: "IMG_0001.CR2" in tiles(home), 120)
    assert "IMG_0001.JPG" in tiles(home)
    (root / "IMG_0001.JPG").rename(root / "else" / "IMG_0001.JPG")
    wait_for(lambda: tiles(home) == TILES, 120)
    assert members(home, "IMG_0001.JPG") == ["IMG_0001.JPG", "IMG_0001.CR2"]


def test_what_is_taken_apart_stays_apart_and_comes_together_again(tmp_path: Path, root: Path) -> None:
    data = tmp_path / "data"
    with run_harness(data, root) as home:
        wait_for(lambda: set(home.names()) == TILES, 120)
        assert home.library.groups.take_apart(home.names()["IMG_0001.JPG"]) == {"photos": 2}
        assert tiles(home) == TILES | {"IMG_0001.CR2"}
        with pytest.raises(NotFoundError):
            home.library.groups.take_apart(home.names()["alone.jpg"])
        ids = home.names()
        home.library.groups.put_together([ids["alone.jpg"], ids["PXL_1.jpg"]])
        assert tiles(home) == (TILES | {"IMG_0001.CR2"}) - {"PXL_1.jpg"}
        assert members(home, "alone.jpg") == ["alone.jpg", "PXL_1.jpg"]
    for name in ("index.db", "index.db-wal", "index.db-shm"):
        (data / name).unlink(missing_ok=True)  # a new index, and another name
    shutil.move(root / "IMG_0001.CR2", root / "img_0001.cr2")
    with run_harness(data) as home:
        wait_for(lambda: tiles(home) == (TILES | {"img_0001.cr2"}) - {"PXL_1.jpg"}, 120)
        ids = home.names()
        home.library.groups.put_together([ids["IMG_0001.JPG"], ids["img_0001.cr2"]])
        home.library.groups.take_apart(ids["alone.jpg"])
        assert tiles(home) == TILES
        assert home.parts.settings.groups.by_file() == {}  # as the rules have it: nothing is to be remembered


def test_what_cannot_be_put_together_is_said(home: Harness, root: Path) -> None:
    (root / "else").mkdir()
    (root / "else" / "other.jpg").write_bytes(shot(quality=20))
    wait_for(lambda: "other.jpg" in tiles(home), 120)
    ids = home.names()
    for photos in ([ids["alone.jpg"]], [ids["alone.jpg"], ids["other.jpg"]], [99_999]):
        with pytest.raises(UsageError):
            home.library.groups.put_together(photos)
