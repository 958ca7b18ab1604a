"""Folders that are left out by name and place: hidden ones, bins, previews of other programs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.base.paths import display
from gallery.catalog import folders, left_out
from gallery.catalog.left_out import CountedFolders
from gallery.library.root_paths import why_skipped
from gallery.scan import listing
from gallery.scan.listing import list_folder
from gallery.scan.skipped_folders import passes_skipped, skipped_kind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scan.scanner_driver import ScannerDriver

LIBRARY = b"/home/ada/Photos Library.photoslibrary"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("@eaDir", "previews"), (".thumbnails", "previews"), ("Catalog Previews.lrdata", "previews"), ("#recycle", "bin"),
        ("$RECYCLE.BIN", "bin"), (".Trash-1000", "bin"), (".git", "hidden_folder"),
        (".xvpics", "previews"), ("@__thumb", "previews"), ("iPod Photo Cache", "previews"), (".dtrash", "bin"),
        (".picasaoriginals", "hidden_folder"), ("Cache", None), ("System Volume Information", ""), ("lost+found", ""), (".Spotlight-V100", ""),
    ],
)  # fmt: skip
def test_folders_that_are_left_out_by_name(tmp_path: Path, name: str, kind: str | None) -> None:
    (tmp_path / name).mkdir()
    found = list_folder(os.fsencode(tmp_path))
    assert found
    assert found.folders == ([] if kind is not None else [os.fsencode(name)])
    assert found.left_out == ({kind: 1} if kind else {})


@pytest.mark.parametrize(
    ("above", "name", "kind"),
    [
        (LIBRARY + b"/resources", b"derivatives", "previews"),
        (LIBRARY.upper() + b"/Resources", b"Derivatives", "previews"),
        (b"/x/Old.photolibrary", b"Thumbnails", "previews"),
        (b"/x/iPhoto Library", b"Data.noindex", "previews"),
        (b"/x/Shoot.aplibrary", b"Previews", "previews"),
        (LIBRARY, b"originals", None),
        (LIBRARY, b"resources", None),
        (LIBRARY + b"/resources", b"renders", "edited"),
        (b"/x/iPhoto Library", b"Modified", "edited"),
        (LIBRARY + b"/scopes/cloudsharing/resources", b"derivatives", "previews"),
        (LIBRARY + b"/scopes/cloudsharing", b"data", None),
        (LIBRARY + b"/scopes/cloudsharing", b"resources", None),
        (LIBRARY + b"/originals/resources", b"derivatives", None),
        (b"/x/2019/CaptureOne", b"Cache", "previews"),
        (b"/x/Work.cocatalog", b"Cache", "previews"),
        (b"/x/Work.cocatalog", b"Originals", None),
        (b"/x/2019", b"Cache", None),
        (b"/x/Old.photolibrary", b"Masters", None),
        (b"/x/Old.photolibrary/Masters/2009", b"Previews", None),
        (b"/x/Library", b"Previews", None),
        (b"/x/resources", b"derivatives", None),
    ],
)
@pytest.mark.skipif(os.sep != "/", reason="paths of macOS")
def test_previews_in_libraries_of_photo_programs_stay_out(above: bytes, name: bytes, kind: str | None) -> None:
    assert skipped_kind(above, name) == kind


@pytest.mark.skipif(os.sep != "/", reason="paths of macOS")
def test_who_names_a_folder_of_previews_is_shown_it() -> None:
    named = LIBRARY + b"/resources/derivatives"
    assert not passes_skipped(named, b"")
    assert not passes_skipped(named, b"0/masters")
    assert passes_skipped(LIBRARY, b"resources/derivatives/0")
    assert not passes_skipped(LIBRARY, b"originals/0")
    assert str(why_skipped(LIBRARY, b"resources/derivatives")) == (
        f"{display(named)} holds what other programs put there, and is left out of {display(LIBRARY)},"
        " which you have added."
    )


def test_previews_of_an_earlier_index_leave_and_photos_stay(
    driver: ScannerDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.put("a", b"red").unlink()
    for place in ("L.photoslibrary", "L.photoslibrary/resources", "L.photoslibrary/resources/derivatives",
                  "L.photoslibrary/originals"):  # fmt: skip
        (driver.root / place).mkdir()
    driver.put("L.photoslibrary/resources/derivatives/small.jpg", b"small")
    driver.put("L.photoslibrary/originals/large.jpg", b"large")
    with monkeypatch.context() as earlier:
        earlier.setattr(listing, "skipped_kind", lambda _above, name: "" if name.startswith(b".") else None)
        driver.scan()
    assert len(driver.rows()) == 3
    assert driver.scan() == []
    assert driver.rows().keys() == {"keep.jpg", "L.photoslibrary/originals/large.jpg"}
    with driver.database.read() as conn:
        assert left_out.count(conn, CountedFolders(folders.find(conn, 1, b"L.photoslibrary"))) == {"previews": 1}
