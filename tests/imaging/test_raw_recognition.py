"""What is a RAW file, what is a TIFF, and what is a RAW file of which something is missing."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Metadata, Recipe, Rendered
from gallery.imaging.decoding.completeness import ends_early
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata.read import read
from gallery.imaging.metadata.tiff import Tiff
from tests.imaging import raw_files
from tests.imaging.raw_files import BYTE, LONG, SHORT, SHOT, RawWriter, interchange, strip
from tests.imaging.raw_shown import header
from tests.imaging.rendering import rendered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gallery.imaging.metadata.tiff import Directory
    from tests.imaging.files import Put

PIXELS = bytes(range(64)) * 48 * 6
DNG_VERSION: raw_files.Tags = {0xC612: (BYTE, (1, 4, 0, 0))}


def developed(more: Mapping[int, tuple[int, raw_files.Value]]) -> bytes:
    """Return a picture of 16 bits a channel, as programs that develop RAW files write them."""
    out = RawWriter()
    tags = strip(out.blob(PIXELS), 64 * 48 * 6, (64, 48), 1, 2) | raw_files.camera(b"Canon")
    return out.finish(out.directory(tags | {0xFE: (LONG, 0), 0x102: (SHORT, (16, 16, 16))} | dict(more)))


@pytest.mark.parametrize("name", ["a.tif", "a.dng"])
def test_a_picture_developed_from_a_dng_is_a_tiff_though_it_has_its_tags(put: Put, name: str) -> None:
    file = put(name, developed(DNG_VERSION))
    assert header(file).format == "tiff"
    assert rendered(file).problem is None


@pytest.mark.parametrize("photometric", [51177, 52527, 65535])
def test_other_kinds_of_colours_are_no_sensor_data(put: Put, photometric: int) -> None:
    """A map of depths, a mask (DNG 1.7), nonsense."""
    found = read(put("a.tif", developed({0x106: (SHORT, photometric)})))
    assert isinstance(found, Metadata)
    assert found.format == "tiff"


@pytest.mark.parametrize("photometric", [32803, 34892])
def test_sensor_data_makes_a_raw_file(put: Put, photometric: int) -> None:
    assert header(put("a.tif", developed({0x106: (SHORT, photometric)}))).format == "cr2"


def test_a_dng_of_which_only_the_thumbnail_is_left_stays_one(put: Put) -> None:
    out = RawWriter()
    tags = strip(out.blob(SHOT.small), len(SHOT.small), (480, 320)) | DNG_VERSION | {0x14A: (LONG, 1 << 24)}
    assert header(put("a.dng", out.finish(out.directory(tags)))).format == "dng"


def test_a_shared_suffix_and_a_maker_suffice(put: Put) -> None:
    out = RawWriter()
    tags = raw_files.camera(b"EASTMAN KODAK COMPANY") | interchange(out.blob(SHOT.large), len(SHOT.large))
    data = out.finish(out.directory(tags))
    assert header(put("a.dcr", data)).format == "dcr"


def panasonic(start: int, count: int, raw_start: int) -> bytes:
    """Return an RW2 with places of its sensor's data."""
    out = RawWriter("<", b"IIU\0")
    tags = raw_files.camera(b"Panasonic") | {0x2E: (raw_files.UNDEFINED, SHOT.large)}
    tags |= {0x111: (LONG, start), 0x117: (LONG, count), 0x118: (LONG, raw_start)}
    return out.finish(out.directory(tags))


def test_a_whole_file_of_panasonic_does_not_end_early(put: Put) -> None:
    """Its StripOffsets are often no offset, and its StripByteCounts those of samples that are unpacked."""
    for data in (panasonic(0xFFFFFFFF, 0, 500), panasonic(500, 1 << 28, 500), panasonic(500, 1 << 28, 0xFFFFFFFF)):
        assert rendered(put("a.rw2", data)).problem is None
    for data in (panasonic(0xFFFFFFFF, 0, 1 << 20), panasonic(0xFFFFFFFF, 0, 0xFFFFFFFE)):
        assert rendered(put("a.rw2", data)).problem is not None


@pytest.mark.parametrize(("make", "is_counted"), [(b"NIKON", True), (b"Mamiya", False), (b"EASTMAN KODAK", False)])
def test_counts_are_believed_where_they_are_known_to_be_of_bytes(put: Put, make: bytes, *, is_counted: bool) -> None:
    for start, length, cut in ((100, 1 << 24, is_counted), (1 << 24, 1, True), (100, 9, False)):
        out = RawWriter()
        tags = interchange(out.blob(SHOT.large), len(SHOT.large)) | raw_files.camera(make)
        tags |= raw_files.sensor((1200, 800)) | {0x111: (LONG, start), 0x117: (LONG, length)}
        result = rendered(put("a.nef", out.finish(out.directory(tags))))
        assert (result.problem is not None) == cut


def test_noise_where_a_directory_should_be_is_none(tmp_path: Path) -> None:
    """The first RAW files of Sony have the place of the sensor's data where others have that of a directory."""
    out = RawWriter()
    rows = ((0x111, 4), (0x117, 4), (0x4E21, 0x7731), (0x5153, 0x9999), (0x6ABC, 0xFFFF))
    noise = out.blob(struct.pack("<H", len(rows)) + b"".join(struct.pack("<HHLL", *row, 1, 1 << 30) for row in rows))
    tags = raw_files.camera(b"SONY") | interchange(out.blob(SHOT.large), len(SHOT.large)) | {0x14A: (LONG, noise)}
    path = tmp_path / "a.arw"
    path.write_bytes(out.finish(out.directory(tags)))
    with path.open("rb", buffering=0) as file:
        assert not ends_early("arw", file)


def crowd() -> bytes:
    """Return a TIFF of directories that all refer to 64 places with thousands of entries."""
    out = RawWriter()
    entries = b"".join(int.to_bytes(tag, 2, "little") + b"\4\0\1\0\0\0\x08\0\0\0" for tag in range(1000, 5200))
    place = out.blob((4096).to_bytes(2, "little") + entries)
    children: raw_files.Tags = {0x14A: (LONG, tuple(place + 12 * number for number in range(64)))}
    parents = tuple(out.directory(children | {0x100: (LONG, number)}) for number in range(31))
    return out.finish(out.directory({0x14A: (LONG, parents)}))


def test_few_directories_are_read_whatever_refers_to_them(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, original = [], Tiff.directory

    def count(self: Tiff, offset: int, most: int = 64) -> Directory:
        opened.append(offset)
        return original(self, offset, most)

    monkeypatch.setattr(Tiff, "directory", count)
    for name in ("a.tif", "a.nef"):
        read(put(name, crowd()))
        assert len(opened) < 150
        opened.clear()


def test_a_tiff_named_raw_without_a_maker_is_shown(put: Put) -> None:
    file = put("a.nef", developed({0x10F: (raw_files.ASCII, b"Scanner\0"), 0x110: (raw_files.ASCII, b"X\0")}))
    assert header(file).format == "tiff"
    assert isinstance(render(file, Recipe.SMALL), Rendered)
