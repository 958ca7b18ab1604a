"""Where pictures lie on each system, from recorded surroundings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gallery.base import picture_places
from gallery.base.picture_places import camera_folders, drive_parents, drives_of_mask, own_places


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("darwin", {}, ["/Volumes"]),
        ("win32", {}, []),
        ("linux", {}, ["/media", "/mnt", "/run/user/7/gvfs"]),
        ("linux", {"USER": "ada"}, ["/run/media/ada", "/media/ada", "/media", "/mnt", "/run/user/7/gvfs"]),
        ("linux", {"XDG_RUNTIME_DIR": "/run/x"}, ["/media", "/mnt", "/run/x/gvfs"]),
    ],
)
def test_where_drives_appear(platform: str, environment: dict[str, str], expected: list[str]) -> None:
    assert drive_parents(platform, environment, 7) == [Path(one) for one in expected]


def test_the_drives_of_windows() -> None:
    assert drives_of_mask(0b1_0000_0100) == [Path("C:/"), Path("I:/")]
    assert drives_of_mask(0) == []


def test_a_card_and_the_storages_of_a_phone(tmp_path: Path) -> None:
    (tmp_path / "EOS" / "dcim").mkdir(parents=True)
    phone = tmp_path / "gvfs" / "mtp:host=Fairphone"
    for storage in ("Internal", "SD"):
        (phone / storage / "DCIM").mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    assert [one.path for one in camera_folders(tmp_path / "EOS")] == [tmp_path / "EOS" / "dcim"]
    assert [one.path for one in camera_folders(phone)] == [phone / "Internal" / "DCIM", phone / "SD" / "DCIM"]
    assert camera_folders(tmp_path / "file") == camera_folders(tmp_path / "gone") == []


@pytest.mark.skipif(sys.platform != "linux", reason="the file user-dirs.dirs")
def test_own_folders_are_those_of_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_PICTURES_DIR", "XDG_DOWNLOAD_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text(
        'XDG_PICTURES_DIR="$HOME/Bilder"\nXDG_DOWNLOAD_DIR="$HOME/"\n', encoding="utf-8"
    )
    assert own_places() == [picture_places.PicturePlace("pictures", tmp_path / "Bilder")]
