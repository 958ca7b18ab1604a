"""Videos in a library, with a real disk and real processes: in the timeline by their time, with poster and facts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import NotFoundError, UnsafePathError
from gallery.timeline.build import BROKEN_FLAG, VIDEO_FLAG
from tests.harness import run_harness
from tests.imaging.playable_videos import halves, motion_jpeg_avi
from tests.imaging.video_files import chunk, mp4, mvhd, track
from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
CLIP = motion_jpeg_avi([halves((230, 20, 20), (20, 20, 230))] * 30)
"""Three seconds."""


def dated(data: bytes, date: bytes) -> bytes:
    """Return an AVI with the date of its recording."""
    return data + chunk(b"IDIT", date)


def test_videos_stand_among_the_photos_with_poster_duration_and_type(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    root.mkdir()
    (root / "party.avi").write_bytes(dated(CLIP, b"Tue Jun 11 12:34:56 2019\n\0"))
    (root / "IMG_20190611_123000.jpg").write_bytes(encoded(image=picture(64, 48)))
    (root / "IMG_20190611_124000.jpg").write_bytes(encoded(image=picture(64, 48)))
    (root / "song.mp4").write_bytes(mp4(mvhd(), track(b"mp4a", handler=b"soun")))
    (root / "main.ts").write_bytes(b"export const a = 1;\n" * 40)
    (root / "future.mp4").write_bytes(mp4(mvhd(), track(b"av01")))
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        ids = home.names()
        assert set(ids) == {"IMG_20190611_124000.jpg", "party.avi", "IMG_20190611_123000.jpg", "future.mp4"}
        by_time = [ids[name] for name in ("IMG_20190611_124000.jpg", "party.avi", "IMG_20190611_123000.jpg")]
        assert [photo for photo in home.ids() if photo in by_time] == by_time
        wait_for(lambda: home.flags() == {0, VIDEO_FLAG, VIDEO_FLAG | BROKEN_FLAG}, 120)
        details = home.library.photos.details(ids["party.avi"])
        assert (details["format"], details["width"], details["height"], details["duration"]) == ("avi", 160, 96, 3000)
        assert details["codecs"] == ["mjpeg"]
        assert details["taken"]["local"] == "2019-06-11T12:34:56"
        label = home.library.photos.labels([ids["party.avi"]])[0]
        assert (label["name"], label["duration"], label["problem"]) == ("party.avi", 3000, None)
        broken = home.library.photos.labels([ids["future.mp4"]])[0]
        assert broken["problem"]["message"] == "Shoebox cannot decode this video (AV1)."
        assert home.library.photos.video_path(ids["party.avi"]).endswith(b"party.avi")
        with pytest.raises(NotFoundError):
            home.library.photos.video_path(ids["IMG_20190611_123000.jpg"])


@pytest.mark.parametrize("name", ["G", "clip", "party.jpg"])
def test_what_is_not_named_as_a_video_is_opened_in_no_other_program(tmp_path: Path, name: str) -> None:
    root = tmp_path / "photos"
    root.mkdir()
    (root / name).write_bytes(CLIP)
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        photo = home.names()[name]
        assert home.library.photos.details(photo)["format"] == "avi"
        with pytest.raises(UnsafePathError):
            home.library.photos.video_path(photo)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_what_has_taken_the_place_of_a_video_is_opened_in_no_other_program(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    root.mkdir()
    file, program = root / "a.avi", tmp_path / "program"
    program.write_bytes(b"#!/bin/sh\n")
    file.write_bytes(CLIP)
    with run_harness(tmp_path / "data", root) as home:
        home.wait_until_idle()
        photo = home.names()["a.avi"]
        path = home.library.photos.video_path(photo)
        file.unlink()
        file.symlink_to(program)
        with pytest.raises((UnsafePathError, NotFoundError)):
            home.library.photos.video_path(photo)
        assert path == bytes(file)
