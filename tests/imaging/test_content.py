"""A fingerprint is the content, and what is made of a file is made of the content that was asked for."""

import os
import tracemalloc
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageDraw

from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered
from gallery.imaging.decoding import decode
from gallery.imaging.decoding.render import render
from gallery.imaging.decoding.task import Decoded, DecodeTask
from gallery.imaging.metadata import containers
from gallery.imaging.metadata import read as metadata_read
from gallery.imaging.metadata.read import read
from gallery.imaging.workers.jobs import ReadJob, Urgency
from tests.imaging.files import Put
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
