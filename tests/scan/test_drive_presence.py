"""The rule by which a drive is taken for there or away, as a table; and what tells volumes apart."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.scan.drive_presence import ACCEPT, EMPTY, OTHER_DRIVE, Known, Seen, is_told_apart, judge
from gallery.scan.root_status import identity_of
from gallery.scan.volume_id import is_mount, volume_id

if TYPE_CHECKING:
    from pathlib import Path

HERE, AWAY, ASK = "here", "away", "ask"
NAMES = {b"DCIM"}
MOUNT, FOLDER = True, False
TOLD, WEAK, UNTOLD = "8:2:1111222233334444", "8:2:~1A2B-3C4D", "8:2:"


def verdict(known: str | None, seen: str | None, names: set[bytes], is_mounted: bool, *counts: int) -> str:
    found = judge(Known(known, NAMES), Seen(seen, names, is_mounted, *counts))
    assert found.doubtful == (ACCEPT in (found.reason or ""))
    if found.reason is None:
        return HERE
    assert found.reason.removesuffix(ACCEPT) == (OTHER_DRIVE if names else EMPTY)
    return ASK if found.doubtful else AWAY


@pytest.mark.parametrize(
    ("known", "seen", "is_mounted", "expected"),
    [
        (TOLD, TOLD, MOUNT, HERE),  # a disk that the user emptied
        (TOLD, TOLD, FOLDER, HERE),  # a folder of it
        (TOLD, "8:99:1111222233334444", FOLDER, ASK),  # made again, or what was bound over it is gone
        (TOLD, "1:99:9999888877776666", FOLDER, AWAY),  # unplugged: the mount point on the system's disk
        (TOLD, "8:2:9999888877776666", MOUNT, ASK),  # an empty disk in its place
        (WEAK, "1:99:9999888877776666", FOLDER, AWAY),
        (WEAK, WEAK, MOUNT, ASK),  # an emptied card, or an empty one whose serial number is the camera's
        (WEAK, WEAK, FOLDER, HERE),
        (UNTOLD, UNTOLD, MOUNT, ASK),  # an emptied card, or another one in the reader
        (UNTOLD, UNTOLD, FOLDER, HERE),
        (UNTOLD, "8:99:", FOLDER, ASK),
        (UNTOLD, "1:99:9999888877776666", FOLDER, AWAY),
        (UNTOLD, "9:2:", MOUNT, ASK),  # by another number after a restart, or another drive
        (TOLD, "8:2:9999888877776666", FOLDER, AWAY),  # a folder of another disk with the same numbers
        (UNTOLD, "9:2:", FOLDER, AWAY),
        (WEAK, "9:99:~1A2B-3C4D", FOLDER, ASK),  # by another number after a restart, and made again
        ("8:2", "8:2:1111222233334444", FOLDER, HERE),  # an index of before volume ids
        ("8:2", "1:99:9999888877776666", FOLDER, AWAY),
        (None, TOLD, FOLDER, AWAY),
        (TOLD, None, FOLDER, AWAY),
    ],
)
def test_an_empty_place(known: str | None, seen: str | None, is_mounted: bool, expected: str) -> None:
    assert verdict(known, seen, set(), is_mounted) == expected


@pytest.mark.parametrize(
    ("known", "seen", "is_mounted", "counts", "expected"),
    [
        (TOLD, TOLD, MOUNT, (0, 0, 20), HERE),  # tidied up
        (TOLD, TOLD, MOUNT, (0, 20, 0), HERE),  # edited
        (TOLD, "8:99:1111222233334444", FOLDER, (0, 0, 20), HERE),  # the folder was made again
        (TOLD, "8:2:9999888877776666", MOUNT, (0, 20, 0), ASK),  # two cards of one camera
        (TOLD, "8:2:9999888877776666", MOUNT, (0, 0, 20), ASK),
        (TOLD, "8:2:9999888877776666", MOUNT, (20, 0, 0), HERE),  # copied to a larger disk
        (TOLD, "1:99:9999888877776666", FOLDER, (0, 0, 20), AWAY),  # unplugged, and a stray file in the mount point
        (WEAK, WEAK, MOUNT, (0, 0, 20), HERE),
        (WEAK, WEAK, MOUNT, (0, 20, 0), ASK),
        (WEAK, WEAK, MOUNT, (1, 19, 0), ASK),  # one photo in common
        (WEAK, "8:2:~9999-8888", MOUNT, (0, 0, 20), ASK),
        (UNTOLD, UNTOLD, MOUNT, (0, 0, 20), ASK),  # two cards in one reader
        (UNTOLD, UNTOLD, MOUNT, (0, 20, 0), ASK),
        (UNTOLD, UNTOLD, MOUNT, (1, 0, 19), HERE),  # most photos deleted
        (UNTOLD, UNTOLD, MOUNT, (20, 0, 0), HERE),
        (UNTOLD, UNTOLD, FOLDER, (0, 0, 20), HERE),
        (UNTOLD, "8:99:", FOLDER, (0, 0, 20), HERE),  # the folder was made again
        (UNTOLD, "9:2:", MOUNT, (20, 0, 0), HERE),  # by another number after a restart
        (UNTOLD, "9:2:", MOUNT, (0, 20, 0), ASK),
        (UNTOLD, "1:99:", FOLDER, (0, 0, 20), AWAY),
        (WEAK, WEAK, FOLDER, (0, 20, 0), HERE),  # edited
        (TOLD, "8:2:9999888877776666", FOLDER, (0, 0, 20), AWAY),
        ("8:2", "9:2:1111222233334444", MOUNT, (20, 0, 0), HERE),  # an index of before volume ids
        (UNTOLD, UNTOLD, MOUNT, (0, 0, 0), HERE),  # no photos known yet: nothing can be lost
        (None, UNTOLD, MOUNT, (0, 0, 20), HERE),
        (TOLD, None, FOLDER, (0, 0, 20), HERE),  # it did not answer just then
    ],
)
def test_a_place_with_something_in_it(
    known: str | None, seen: str | None, is_mounted: bool, counts: tuple[int, ...], expected: str
) -> None:
    assert verdict(known, seen, {b"DCIM"}, is_mounted, *counts) == expected


def test_without_photos_the_names_tell() -> None:
    assert verdict(UNTOLD, "9:2:", {b"DCIM", b"MISC"}, MOUNT) == HERE
    assert verdict(UNTOLD, "9:2:", {b"music"}, MOUNT) == ASK
    assert verdict(TOLD, "8:2:9999888877776666", {b"music"}, MOUNT) == ASK


def test_a_place_of_which_nothing_is_known_is_there() -> None:
    assert judge(Known(None, ()), Seen(UNTOLD, (), MOUNT)) == (None, False)


@pytest.mark.parametrize(("identity", "told"), [(TOLD, True), (WEAK, False), (UNTOLD, False), ("8:2", False)])
def test_only_long_ids_are_one_volumes_alone(identity: str, told: bool) -> None:
    assert is_told_apart(identity) == told


def test_a_folder_is_no_mount_but_the_top_of_a_drive_is(tmp_path: Path) -> None:
    assert not is_mount(os.fsencode(tmp_path))
    assert is_mount(os.path.abspath(os.sep).encode())


def test_folders_of_one_volume_share_its_id(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    one, other = (str(identity_of(os.fsencode(path))).split(":", 2) for path in (tmp_path, tmp_path / "inner"))
    assert (one[0], one[2]) == (other[0], other[2])
    assert one[1] != other[1]
    assert identity_of(os.fsencode(tmp_path / "none")) is None


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_each_system_is_asked_for_what_it_has(tmp_path: Path, system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", system)
    path = os.fsencode(tmp_path)
    if system == "win32":
        assert volume_id(path, 0x1F) == "~1f"
    elif system == "darwin":  # this system may not tell when a folder was made
        assert bool(volume_id(path, 0x1F)) == hasattr(os.stat(path), "st_birthtime")
    elif hasattr(os, "statvfs"):
        assert volume_id(path, 0x1F) == str(os.statvfs(path).f_fsid)


def test_udev_tells_what_the_file_system_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "statvfs"):
        return
    device = os.stat("/dev/null").st_rdev
    (tmp_path / "1A2B-3C4D").symlink_to("/dev/null")
    monkeypatch.setattr("gallery.scan.volume_id._BY_UUID", str(tmp_path))
    monkeypatch.setattr(os, "statvfs", lambda _: type("Found", (), {"f_fsid": device})())
    assert volume_id(b"/", device) == "~1A2B-3C4D"
    (tmp_path / "1A2B-3C4D").rename(tmp_path / "0f3c1f5e-7a0d-4f0e-9d35-0e6b2f1d7a11")
    assert volume_id(b"/", device) == "0f3c1f5e-7a0d-4f0e-9d35-0e6b2f1d7a11"
    monkeypatch.setattr("gallery.scan.volume_id._BY_UUID", str(tmp_path / "none"))
    assert volume_id(b"/", device) == ""
