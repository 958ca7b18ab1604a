"""What other programs have made of photos stays out of the library and is told; the photos beside it are shown."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.catalog import left_out
from gallery.catalog.left_out import CountedFolders
from gallery.imaging.left_out_kinds import COPIES_OF_OTHERS, GROUPS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scan.scanner_driver import ScannerDriver

TREES = {
    "Photos": (
        ["Photos.photoslibrary/originals/0/A.jpg", "Photos.photoslibrary/scopes/cloudsharing/data/S/B.jpg"],
        ["Photos.photoslibrary/resources/derivatives/0/A_1_105_c.jpg",
         "Photos.photoslibrary/resources/derivatives/masters/0/A_4_5005_c.jpg",
         "Photos.photoslibrary/resources/renders/0/A_1_201_a.jpg",
         "Photos.photoslibrary/scopes/cloudsharing/resources/derivatives/B.jpg",
         "Photos.photoslibrary/private/com.apple.photoanalysisd/x.jpg"],
        {"previews": 3, "edited": 1},
    ),
    "iPhoto": (
        ["iPhoto Library/Originals/2009/Roll 1/A.jpg"],
        ["iPhoto Library/Modified/2009/Roll 1/A.jpg", "iPhoto Library/Data/2009/Roll 1/A.jpg",
         "iPhoto Library/iPod Photo Cache/F00/T1.ithmb"],
        {"previews": 2, "edited": 1},
    ),
    "iPhoto 9": (
        ["Mine.photolibrary/Masters/2012/A.jpg", "Mine.photolibrary/Masters/2012/Previews/B.jpg"],
        ["Mine.photolibrary/Previews/2012/A.jpg", "Mine.photolibrary/Thumbnails/2012/thumb_A.jpg"],
        {"previews": 2},
    ),
    "Aperture": (
        ["Shoot.aplibrary/Masters/2012/A.jpg"],
        ["Shoot.aplibrary/Previews/2012/A.jpg", "Shoot.aplibrary/Thumbnails/A.jpg"],
        {"previews": 2},
    ),
    "Lightroom": (
        ["Lightroom/2020/A.jpg"],
        ["Lightroom/Work Previews.lrdata/0/A.jpg", "Lightroom/Work Smart Previews.lrdata/0/A.dng"],
        {"previews": 2},
    ),
    "Capture One": (
        ["Session/Capture/A.jpg", "Work.cocatalog/Originals/2020/B.jpg"],
        ["Session/Capture/CaptureOne/Cache/Thumbnails/A.jpg.cot", "Session/Capture/CaptureOne/Cache/Proxies/A.jpg",
         "Work.cocatalog/Cache/Thumbnails/B.jpg"],
        {"previews": 2},
    ),
    "digiKam": (["Album/A.jpg"], ["Album/.dtrash/files/A.jpg", "thumbnails-digikam.db"], {"bin": 1, "thumbnails": 1}),
    "Picasa": (["Album/A.jpg"], ["Album/.picasaoriginals/A.jpg", "Album/Picasa.ini"], {"hidden_folder": 1}),
    "Synology": (
        ["Album/A.jpg"],
        ["Album/@eaDir/A.jpg/SYNOPHOTO_THUMB_XL.jpg", "@eaDir/x.jpg", "#recycle/A.jpg"],
        {"previews": 2, "bin": 1},
    ),
    "QNAP": (["Album/A.jpg"], ["Album/.@__thumb/defaultA.jpg", "@Recycle/A.jpg"], {"previews": 1, "bin": 1}),
    "Windows": (
        ["Album/A.jpg"],
        ["Album/Thumbs.db", "Album/ehthumbs.db", "Album/desktop.ini", "$RECYCLE.BIN/S-1-5/$RA.jpg"],
        {"thumbnails": 2, "bin": 1},
    ),
    "freedesktop": (["Album/A.jpg"], [".thumbnails/normal/a.png", ".Trash-1000/files/A.jpg"], {"previews": 1, "bin": 1}),
}  # fmt: skip
"""By program: photos; what it made of them, and puts beside them; what is told of it."""


@pytest.fixture
def place(driver: ScannerDriver) -> Path:
    """The root, with nothing in it."""
    for file in driver.root.iterdir():
        file.unlink()
    return driver.root


@pytest.mark.skipif(os.sep != "/", reason="some of the names are none on Windows")
@pytest.mark.parametrize("program", TREES)
def test_photos_are_shown_and_what_a_program_made_of_them_is_told(
    driver: ScannerDriver, place: Path, program: str
) -> None:
    photos, copies, told = TREES[program]
    for name in (*photos, *copies):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        driver.put(name, name.encode())
    driver.scan()
    assert driver.rows().keys() == set(photos)
    with driver.database.read() as conn:
        assert left_out.count(conn, CountedFolders()) == told
        assert {row.kind for row in left_out.list_by_folder(conn, CountedFolders(), 9)} == told.keys()
    assert all(GROUPS[kind] == COPIES_OF_OTHERS or kind == "hidden_folder" for kind in told)
