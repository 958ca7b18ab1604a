"""RAW files in a library: in the grid beside the JPEG of the same name, with their facts, and found by their format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from gallery.base.models import Recipe
from gallery.timeline.build import TimelineQuery
from tests.harness import run_harness
from tests.imaging import raw_files

if TYPE_CHECKING:
    from pathlib import Path


def test_raw_files_are_photos_of_a_library(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    root.mkdir()
    (root / "shot.NEF").write_bytes(raw_files.nef())
    (root / "other.jpg").write_bytes(raw_files.jpeg(raw_files.RED, (300, 200)))
    (root / "scan.tif").write_bytes(raw_files.cr2())
    (root / "page.arw").write_bytes(b"<html>")
    (root / "disk.raw").write_bytes(bytes(range(256)) * 9)
    (root / "old.raw").write_bytes(raw_files.rw2())
    (root / "network.cap").write_bytes(b"\xd4\xc3\xb2\xa1\2\0\4\0" + bytes(16))
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        names = home.names()
        assert names.keys() == {"shot.NEF", "other.jpg", "scan.tif", "page.arw", "old.raw"}
        assert home.problems()["page.arw"] == "wrong_content"
        assert home.names(TimelineQuery(text="type:raw")).keys() == {"shot.NEF", "scan.tif", "old.raw"}
        details = home.library.photos.details(names["shot.NEF"])
        assert (details["format"], details["width"], details["preview"]) == (
            "nef",
            1200,
            dict(zip(("width", "height"), raw_files.LARGE_SIZE, strict=True)),
        )
        assert not details["inline"]
        assert home.library.photos.details(names["other.jpg"])["preview"] is None
        with home.library.pictures.derived(names["shot.NEF"], Recipe.SMALL, lambda: False).file as shown:
            assert Image.open(shown).size == (320, 213)
