"""What files say about belonging together: identifiers of Apple and Google, and the films inside motion photos."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.base.models import Metadata
from gallery.imaging.metadata import exif
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.motion_photo import find_motion
from gallery.imaging.metadata.read import read
from tests.imaging.annotated_files import exif as exif_block
from tests.imaging.group_files import (
    CLIP,
    apple_note,
    burst_frame,
    container,
    google_motion,
    live_still,
    live_video,
    micro_video,
    samsung_motion,
    shot,
    xmp,
)

if TYPE_CHECKING:
    from tests.imaging.files import Put

UUID = "8D9F6E1C-0000-4000-8000-0123456789AB"


def read_as(put: Put, name: str, data: bytes) -> Metadata:
    found = read(put(name, data))
    assert isinstance(found, Metadata), found
    return found


@pytest.mark.parametrize("order", [">", "<"])
def test_the_note_of_an_iphone_names_live_photo_and_burst(put: Put, order: str) -> None:
    found = read_as(put, "a.jpg", shot(note=apple_note(UUID, "burst", order)))
    assert (found.content_id, found.burst_id) == (UUID, "burst")
    assert read_as(put, "b.jpg", live_still(UUID)).content_id == UUID
    assert read_as(put, "c.mov", live_video(UUID)).content_id == UUID


def test_notes_of_other_makers_name_nothing(put: Put) -> None:
    for make, note in (("Canon", apple_note(UUID)), ("Apple", b"Canon" + apple_note(UUID)), ("Apple", b"Apple iOS\0")):
        assert read_as(put, "a.jpg", shot(make=make, note=note)).content_id is None


@given(st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_broken_note_costs_what_it_says(rest: bytes) -> None:
    block = exif_block({0x10F: "Apple", 0x110: "iPhone"}, {0x927C: b"Apple iOS\0\0\1MM" + rest})
    assert exif.parse(BoundedReader.from_bytes(block)).model == "iPhone"


@pytest.mark.parametrize(
    ("data", "behind"),
    [
        (google_motion(), b""),
        (google_motion(behind=b"depth map"), b"depth map"),
        (micro_video(), b""),
        (samsung_motion(), None),
    ],
)
def test_the_film_of_a_motion_photo_is_found(put: Put, data: bytes, behind: bytes | None) -> None:
    found = read_as(put, "a.jpg", data)
    assert found.motion_start is not None
    assert data[found.motion_start :][: found.motion_length] == CLIP
    if behind is not None:
        assert data[found.motion_start + (found.motion_length or 0) :] == behind


@pytest.mark.parametrize(
    "data",
    [
        shot(),
        shot() + CLIP,  # nothing says that it is there
        google_motion()[:-100],  # the end was cut off
        shot(segments=[xmp('GCamera:MotionPhoto="0"', container(("MotionPhoto", len(CLIP), 0)))]) + CLIP,
        shot(segments=[xmp('GCamera:MotionPhoto="1"', container(("MotionPhoto", 1 << 50, 0)))]) + CLIP,
        shot(segments=[xmp('GCamera:MicroVideo="1" GCamera:MicroVideoOffset="-5"')]) + CLIP,
        shot(segments=[xmp('GCamera:MicroVideo="1" GCamera:MicroVideoOffset="4"')]) + CLIP,
        google_motion(b"no film, though the length is right"),
        samsung_motion(make="Canon"),
        samsung_motion()[:-1],
    ],
)
def test_what_is_no_film_is_not_taken_for_one(put: Put, data: bytes) -> None:
    found = read_as(put, "a.jpg", data)
    assert (found.motion_start, found.motion_length) == (None, None)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_trailer_names_nothing_outside_of_the_file(data: st.DataObject) -> None:
    whole = bytearray(samsung_motion())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(len(whole) - 60, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    found = find_motion(BoundedReader.from_bytes(bytes(whole)), "jpeg", None, "SAMSUNG")
    assert found is None or whole[found.start + 4 :][:4] == b"ftyp"
    assert found is None or 0 < found.start + found.length <= len(whole)


def test_the_box_of_a_heif_file_holds_the_film() -> None:
    picture = struct.pack(">I4s", 16, b"ftyp") + b"heic\0\0\0\0"
    data = picture + struct.pack(">I4s", 8 + len(CLIP), b"mpvd") + CLIP
    found = find_motion(BoundedReader.from_bytes(data), "heif", None, "samsung")
    assert found == (len(picture) + 8, len(CLIP))
    assert find_motion(BoundedReader.from_bytes(data), "png", None, "samsung") is None


def test_pictures_of_a_burst_name_it_and_its_cover(put: Put) -> None:
    cover, other = (read_as(put, "a.jpg", burst_frame("B1", cover=cover)) for cover in (True, False))
    assert (cover.burst_id, cover.burst_cover) == ("B1", True)
    assert (other.burst_id, other.burst_cover) == ("B1", False)
    assert read_as(put, "b.jpg", shot()).burst_id is None
