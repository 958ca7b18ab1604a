"""What RAW files say beside their pictures, and what is said of those that show none."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest

from gallery.base.models import Metadata, Problem, Recipe
from gallery.imaging import geometry
from gallery.imaging.decoding import raw_decoder
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata import containers
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.read import read
from tests.imaging import raw_files
from tests.imaging.format_files import box
from tests.imaging.raw_files import LARGE_SIZE, LONG, SHORT, SHOT, RawWriter, Shot, sensor, strip
from tests.imaging.raw_shown import header
from tests.imaging.rendering import rendered

if TYPE_CHECKING:
    from gallery.imaging.decoding.decode_task import DecodeTask
    from gallery.imaging.metadata.header import Preview
    from tests.imaging.files import Put

PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
)
DNG_VERSION: raw_files.Tags = {0xC612: (raw_files.BYTE, (1, 4, 0, 0))}


def dng_of(picture: raw_files.Tags) -> bytes:
    """Return a DNG of sensor data and a directory of a picture."""
    out = RawWriter()
    children = out.directory(sensor((1200, 800))), out.directory(picture)
    return out.finish(out.directory(DNG_VERSION | {0x14A: (LONG, children)}))


LOSSLESS = strip(8, 400, (900, 600))
PACKED = LOSSLESS | {0x103: (SHORT, 52546)}


@pytest.mark.parametrize("picture", [LOSSLESS, PACKED])
def test_a_picture_that_is_not_decoded_is_not_called_missing(put: Put, picture: raw_files.Tags) -> None:
    answer = render(put("a.dng", dng_of(picture).ljust(900, b"\0")), Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert (answer.code, "missing, or of an unknown kind" in answer.message) == ("unsupported", True)


def test_a_file_that_ends_before_its_pictures_says_so(put: Put) -> None:
    file = put("a.dng", dng_of(strip(1 << 16, 1 << 20, (900, 600))))
    assert header(file).width == 1200
    assert render(file, Recipe.SMALL) == Problem(
        "truncated", "This file ends too early: nothing of the picture can be shown."
    )


def test_a_mask_is_not_taken_for_the_picture_of_the_camera(put: Put) -> None:
    answer = render(put("a.dng", dng_of(LOSSLESS | {0x106: (SHORT, 52527)}).ljust(900, b"\0")), Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert "picture is missing" in answer.message


SHORT_BOX = struct.pack(">I4s", 3, b"minf")
BROKEN_BOXES = {"in the movie": SHORT_BOX, "in a track": box(b"trak", box(b"mdia", SHORT_BOX))}


@pytest.mark.parametrize("name", BROKEN_BOXES)
def test_a_broken_box_of_a_cr3_costs_what_is_in_it(put: Put, name: str) -> None:
    data = raw_files.cr3()
    start = data.index(b"trak") - 4
    length = int.from_bytes(data[start : start + 4], "big")
    file = put("a.cr3", data[:start] + BROKEN_BOXES[name].ljust(length, b"\0") + data[start + length :])
    found = read(file)
    assert isinstance(found, Metadata)
    assert (found.model, found.width, found.preview_width) == ("Model 5", 1200, 480)


def test_a_cr3_without_anything_is_damaged(put: Put) -> None:
    answer = read(put("a.cr3", box(b"ftyp", b"crx \0\0\0\1crx isom") + box(b"mdat", bytes(99))))
    assert isinstance(answer, Problem)
    assert answer.code == "damaged"


def test_the_rating_that_a_camera_of_fujifilm_wrote_is_read(put: Put) -> None:
    segment = b"http://ns.adobe.com/xap/1.0/\0" + PACKET
    picture = SHOT.large[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + SHOT.large[2:]
    found = header(put("a.raf", raw_files.raf(Shot(b"", picture))))
    assert (found.rating, found.model, found.preview_width) == (4, "Model 5", LARGE_SIZE[0])


def test_the_speed_of_a_panasonic_is_read_where_exif_has_none(put: Put) -> None:
    out = RawWriter("<", b"IIU\0")
    first = raw_files.camera(b"Panasonic") | {0x2E: (raw_files.UNDEFINED, SHOT.large), 0x17: (SHORT, 320)}
    assert header(put("a.rw2", out.finish(out.directory(first)))).iso == 320
    assert header(put("a.rw2", raw_files.rw2())).iso == 400


def test_a_long_file_is_shown_as_only_its_picture_is_read(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry, "MAX_FILE_BYTES", 1000)
    assert rendered(put("a.nef", raw_files.nef())).problem is None


def test_a_preview_is_read_once(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its colours are told by its beginning."""
    opened: list[Preview] = []
    original = raw_decoder.open_jpeg

    def count(task: DecodeTask, preview: Preview) -> DecodeTask:
        opened.append(preview)
        return original(task, preview)

    monkeypatch.setattr(raw_decoder, "open_jpeg", count)
    rendered(put("a.arw", raw_files.arw()))
    assert len(opened) == 1
    opened.clear()
    rendered(put("a.cr3", raw_files.cr3()[:-4000]), Recipe.FULL)  # of which the larger one is cut
    assert [one.width for one in opened] == [480]


class FarFile(io.RawIOBase):
    """A file that has bytes at one far place only."""

    def __init__(self, head: bytes, start: int, data: bytes) -> None:
        self._parts, self._at = ((0, head), (start, data)), 0

    def seek(self, offset: int, whence: int = 0) -> int:
        end = self._parts[1][0] + len(self._parts[1][1])
        self._at = {0: offset, 1: self._at + offset, 2: end + offset}[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        start, data = next(part for part in reversed(self._parts) if part[0] <= self._at)
        found = data[self._at - start :][:size].ljust(size, b"\0")
        self._at += len(found)
        return found


def test_pictures_beyond_four_gigabytes_are_found() -> None:
    far = 5 << 32
    rows = [(0xC612, 1, 4, 0x401), (0x106, 3, 1, 32803), (0x201, 16, 1, far), (0x202, 16, 1, len(SHOT.large))]
    directory = struct.pack("<Q", len(rows)) + b"".join(struct.pack("<HHQQ", *row) for row in rows) + bytes(8)
    head = b"II+\0" + struct.pack("<HHQ", 8, 0, 16) + directory
    file = cast("BinaryIO", FarFile(head, far, SHOT.large))
    found = containers.parse(BoundedReader.from_file(file), "dng")
    assert (found.previews[0].offset, found.width, found.height) == (far, *LARGE_SIZE)


def test_what_stands_behind_the_blocks_of_an_mrw_is_none_of_them(put: Put) -> None:
    data = raw_files.mrw()
    end = 8 + int.from_bytes(data[4:8], "big")
    noise = struct.pack(">4sI", b"\0TTW", 40) + bytes(40)
    assert header(put("a.mrw", data[:end] + noise)).model == "Model 5"


CUT_WORDS = "This RAW file ends too early: its camera's picture is shown, but what the sensor saw is not all there."


def test_an_mrw_without_its_sensor_s_data_says_so(put: Put) -> None:
    data = raw_files.mrw()
    end = 8 + int.from_bytes(data[4:8], "big")
    assert rendered(put("a.mrw", data)).problem is None
    assert rendered(put("a.mrw", data[:end])).problem == Problem("truncated", CUT_WORDS)


def test_a_smaller_picture_that_is_cut_shows_that_the_file_is(put: Put) -> None:
    """Where counts are not of bytes, nothing else would."""
    out = RawWriter()
    large = out.blob(SHOT.large)
    follower = out.directory(raw_files.interchange(1 << 14, len(SHOT.small)))
    first = raw_files.camera(b"EASTMAN KODAK") | raw_files.interchange(large, len(SHOT.large))
    data = out.finish(out.directory(first, follower)).ljust(1 << 14, b"\0") + SHOT.small
    assert rendered(put("a.kdc", data), Recipe.FULL).problem is None
    assert rendered(put("a.kdc", data[:-300]), Recipe.FULL).problem == Problem("truncated", CUT_WORDS)


def test_a_track_of_a_cr3_at_which_the_file_ends_costs_that_track(put: Put) -> None:
    data = raw_files.cr3()
    found = header(put("a.cr3", data[: data.index(b"stsz") + 6]))
    assert (found.model, found.preview_width) == ("Model 5", 96)
