"""A fingerprint is the content, and what is made of a file is made of the content that was asked for."""

import os
import tracemalloc
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageDraw

from gallery.base.models import DEEP_BYTES, FileRef, Metadata, Problem, Recipe, Rendered
from gallery.imaging.decoding import decode
from gallery.imaging.decoding.decode_task import Decoded, DecodeTask
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata import containers
from gallery.imaging.metadata import read as metadata_read
from gallery.imaging.metadata.read import read
from gallery.imaging.workers.jobs import ReadJob, RenderJob, Urgency
from tests.imaging.files import Put, png_file
from tests.pictures import encoded, picture

CHANGED = Problem("changed", "This file is being changed just now.")


def fingerprint(file: FileRef) -> bytes:
    found = read(file)
    assert isinstance(found, Metadata), found
    return found.fingerprint


def dot(kind: str, colour: str) -> bytes:
    image = Image.new("RGB", (800, 800), "white")
    ImageDraw.Draw(image).ellipse((100, 100, 700, 700), fill=colour)
    return encoded(kind, image)


@pytest.mark.parametrize("kind", ["BMP", "TIFF"])
def test_uncompressed_pictures_that_differ_in_the_middle_have_different_fingerprints(put: Put, kind: str) -> None:
    red, blue = dot(kind, "red"), dot(kind, "blue")
    assert len(red) == len(blue) > 256 << 10
    assert red[: 16 << 10] == blue[: 16 << 10]
    assert red[-16 << 10 :] == blue[-16 << 10 :]
    assert fingerprint(put("red", red)) != fingerprint(put("blue", blue))
    assert fingerprint(put("red", red)) == fingerprint(put("copy", red))


def test_the_fingerprint_of_a_short_file_is_of_all_of_it(put: Put) -> None:
    jpeg = encoded()
    one, other = bytearray(256 << 10), bytearray(256 << 10)
    one[: len(jpeg)] = other[: len(jpeg)] = jpeg
    other[128 << 10] = 1
    assert fingerprint(put("one.jpg", bytes(one))) != fingerprint(put("other.jpg", bytes(other)))


def test_a_long_file_is_hashed_in_little_memory(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put("a.bmp", encoded("BMP", Image.new("RGB", (4000, 4000))))
    whole = fingerprint(file)
    tracemalloc.start()
    try:
        assert fingerprint(file) == whole
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
    monkeypatch.setattr(metadata_read, "MAX_FILE_BYTES", file.size - 1)  # of which no picture is made
    assert fingerprint(file) != whole


def test_the_time_limit_of_a_read_grows_with_the_files(put: Put) -> None:
    file = put("a.tif", b"")
    job = ReadJob(
        Urgency.METADATA, (replace(file, size=400 << 20), replace(file, size=-1), replace(file, size=1 << 50))
    )
    assert 40 < job.seconds < 60


def test_the_time_limit_of_a_picture_grows_with_its_file(put: Put) -> None:
    """Its fingerprint, of all of it where pixels may be plain, is compared before it is decoded."""
    file = put("a.psd", b"")
    small, long, endless = (
        RenderJob(Urgency.VISIBLE, replace(file, size=size), Recipe.SMALL).seconds for size in (-1, 400 << 20, 1 << 50)
    )
    assert long - small == pytest.approx((400 << 20) / 20e6)
    assert long < endless < long + 10


def test_another_file_than_the_scanner_saw_is_not_read(put: Put) -> None:
    file = put("a.jpg", encoded(image=picture(64, 48)))
    assert read(replace(file, size=file.size + 1)) == CHANGED
    assert read(replace(file, mtime_ns=file.mtime_ns - 1)) == CHANGED
    assert isinstance(read(replace(file, size=-1, mtime_ns=0)), Metadata)
    assert CHANGED.is_access_problem


def test_a_file_that_was_empty_for_a_moment_is_not_called_empty(put: Put) -> None:
    file = put("a.jpg", encoded())
    later = put("a.jpg", b"")
    assert read(file) == CHANGED
    assert isinstance(found := read(later), Problem)
    assert found.code == "empty"


def test_a_file_that_changes_while_it_is_read_is_a_problem(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put("a.jpg", encoded())
    scan = containers.parse

    def late(*args: Any) -> Any:
        touch(file)
        return scan(*args)

    monkeypatch.setattr(containers, "parse", late)
    assert read(file) == CHANGED


def test_no_picture_is_made_of_another_file_than_the_scanner_saw(put: Put) -> None:
    file = put("a.jpg", encoded(image=picture(64, 48)))
    put("a.jpg", encoded(image=picture(64, 49)))
    assert render(file, Recipe.SMALL) == CHANGED
    assert isinstance(render(replace(file, size=-1), Recipe.SMALL), Rendered)


def test_another_file_than_the_scanner_saw_is_not_looked_into(put: Put) -> None:
    """That it is a large one, or ends its process, would be kept of the file that was there before."""
    file = put("a.png", encoded("PNG", picture(64, 48)))
    put("a.png", png_file(10_001, 5000))
    assert render(file, Recipe.SMALL, budget=1 << 60) == CHANGED


@pytest.mark.parametrize("broken", [False, True])
def test_a_file_that_changes_while_it_is_decoded_is_a_problem(
    put: Put, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    file = put("a.jpg", encoded())

    def late(task: DecodeTask) -> Decoded:
        touch(file)
        if broken:
            raise OSError("broken data stream")
        return decode.decode(task)

    monkeypatch.setattr("gallery.imaging.decoding.render.decode", late)
    assert render(file, Recipe.SMALL) == CHANGED


def touch(file: FileRef) -> None:
    path = os.path.join(file.root, file.relative)
    os.utime(path, ns=(file.mtime_ns, file.mtime_ns + 1_000_000_000))


def edited(file: FileRef, at: int) -> FileRef:
    """The file after a change of one byte in place, as the scanner sees it: its size is the same, its time is not."""
    path = os.path.join(file.root, file.relative)
    with open(path, "r+b") as opened:
        opened.seek(at)
        (value,) = opened.read(1)
        opened.seek(at)
        opened.write(bytes([value ^ 1]))
    os.utime(path, ns=(1, file.mtime_ns + 1))
    return replace(file, mtime_ns=file.mtime_ns + 1)


@pytest.fixture
def long_file(put: Put) -> FileRef:
    """A picture of more than a megabyte, whose middle is in no fingerprint at first."""
    return put("long.jpg", encoded() + bytes(1 << 20))


def test_a_file_that_changed_between_its_ends_has_another_fingerprint(long_file: FileRef) -> None:
    first = fingerprint(long_file)
    file = edited(long_file, 1 << 19)
    assert fingerprint(file) == first, "without a known fingerprint it is a new file, and its ends are enough"
    second = fingerprint(replace(file, fingerprint=first))
    assert len(first) < len(second) == DEEP_BYTES
    assert fingerprint(replace(file, fingerprint=second)) == second, "it did not change any more"
    third = fingerprint(replace(edited(file, 1 << 18), fingerprint=second))
    assert third not in (first, second)
    back = replace(edited(replace(file, mtime_ns=file.mtime_ns + 1), 1 << 18), fingerprint=third)
    assert fingerprint(back) == second


def test_only_a_file_whose_ends_are_as_they_were_is_read_whole(long_file: FileRef) -> None:
    first = fingerprint(long_file)
    file = edited(long_file, (1 << 20) + 9)
    assert len(fingerprint(replace(file, fingerprint=first))) < DEEP_BYTES
    assert len(fingerprint(replace(file, fingerprint=b"of other bytes"))) < DEEP_BYTES


@pytest.mark.parametrize("kind", ["PNG", "BMP"])
def test_what_is_hashed_whole_already_is_not_hashed_again(put: Put, kind: str) -> None:
    file = put("short", encoded(kind))
    assert fingerprint(replace(file, fingerprint=fingerprint(file))) == fingerprint(file)


@pytest.mark.parametrize("deep", [False, True])
def test_no_picture_is_made_of_other_bytes_than_the_fingerprint_is_of(long_file: FileRef, deep: bool) -> None:
    """Two files of one size and time changed names; the picture would be kept under the wrong fingerprint for ever."""
    first = fingerprint(long_file)
    file = edited(long_file, (1 << 20) + 100 if not deep else 1 << 19)
    known = fingerprint(replace(file, fingerprint=first))
    assert isinstance(render(replace(file, fingerprint=known), Recipe.SMALL), Rendered)
    other = replace(edited(file, (1 << 20) + 101 if not deep else 1 << 18), fingerprint=known)
    found = render(other, Recipe.SMALL)
    assert isinstance(found, Problem)
    assert found.code == "changed"
