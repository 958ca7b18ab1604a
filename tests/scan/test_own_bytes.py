"""Each photo shows the bytes of its own file, with a real disk and real processes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PIL import Image

from gallery.base.errors import BusyError
from gallery.base.models import Recipe
from tests.pictures import save
from tests.scan.renames import needs_ctime, swap_later
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Harness


def thumbnail(home: Harness, name: str) -> bytes:
    """The thumbnail of the photo of this name as a page gets it, b"" while there is none."""
    try:
        return home.library.pictures.derived(home.names()[name], Recipe.SMALL, lambda: False).file.read()
    except BusyError:
        return b""  # the file is not as it was listed; it is being looked at


@needs_ctime
def test_each_name_shows_its_own_bytes_after_a_swap(running: Harness, root: Path) -> None:
    paths = [root / "d0" / f"scan{letter}.bmp" for letter in "AB"]
    for path, colour in zip(paths, ("red", "blue"), strict=True):
        save(path, Image.new("RGB", (64, 48), colour))
        os.utime(path, (1_500_000_000, 1_500_000_000))
    wait_for(lambda: {"scanA.bmp", "scanB.bmp"} <= running.names().keys())
    running.wait_until_idle()
    red, blue = (thumbnail(running, path.name) for path in paths)
    assert red != blue
    swap_later(*paths)
    wait_for(lambda: [thumbnail(running, path.name) for path in paths] == [blue, red])


def test_a_file_that_is_filled_in_the_middle_gets_a_new_thumbnail(running: Harness, root: Path) -> None:
    """As a download that had its full length and its ends at first."""
    noise = Image.effect_noise((1200, 1200), 120).convert("RGB")
    path = save(root / "d0" / "download.jpg", noise, quality=95)
    whole = path.read_bytes()
    assert len(whole) > 512 << 10
    half = bytearray(whole)
    half[100_000:-100_000] = bytes(len(whole) - 200_000)
    path.write_bytes(half)
    wait_for(lambda: "download.jpg" in running.names())
    running.wait_until_idle()
    before = thumbnail(running, "download.jpg")
    photo = running.names()["download.jpg"]
    path.write_bytes(whole)
    wait_for(lambda: thumbnail(running, "download.jpg") not in (b"", before))
    assert running.names()["download.jpg"] == photo
    assert running.library.photos.details(photo)["version"] > 1


def test_new_files_of_a_folder_are_numbered_as_people_count(running: Harness, root: Path) -> None:
    names = [f"BV_{number}.jpg" for number in (10, 9, 100, 8, 1)]
    for name in names:
        (root / "d0" / name).write_bytes((root / "d0" / "p0.jpg").read_bytes())
    wait_for(lambda: set(names) <= running.names().keys())
    found = running.names()
    assert sorted(names, key=found.__getitem__) == [f"BV_{number}.jpg" for number in (1, 8, 9, 10, 100)]
