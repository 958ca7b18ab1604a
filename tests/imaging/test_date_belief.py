"""Which of several dates is believed, which agree, and how the others are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL.TiffImagePlugin import IFDRational as Ratio

from gallery.base.models import Metadata, Taken
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.date_belief import agree, believe, decode_dates, encode_dates
from gallery.imaging.metadata.exif import parse
from gallery.imaging.metadata.read import read
from tests.imaging.annotated_files import IMAGE, exif, iptc, jpeg
from tests.pictures import encoded
from tests.sidecar_files import xmp_file

if TYPE_CHECKING:
    from tests.imaging.files import Put

DAY, HOUR = 86_400_000, 3_600_000
NOON = 10 * DAY + 12 * HOUR


def taken(local_ms: int, origin: str, offset: int | None = None) -> Taken:
    return Taken(local_ms, offset, origin)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([taken(NOON, "exif"), taken(NOON + 30 * HOUR, "google")], 1),
        ([taken(NOON, "exif"), taken(NOON - 25 * HOUR, "google")], 0),
        ([taken(NOON, "sidecar"), taken(0, "google")], 0),
        ([taken(NOON, "exif"), taken(0, "upload")], 0),
        ([taken(10 * DAY, "sidecar"), taken(NOON, "exif")], 1),
        ([taken(10 * DAY, "iptc"), taken(NOON + 24 * HOUR, "movie")], 0),
        ([taken(NOON, "sidecar"), taken(NOON + 5_000, "exif", 60)], 1),
        ([taken(NOON, "sidecar"), taken(NOON + 5 * HOUR, "exif", 60)], 0),
        ([taken(NOON, "exif"), taken(NOON + 5_000, "xmp", 60)], 0),
        ([taken(NOON, "sidecar", 0), taken(NOON + 2 * HOUR, "exif", 120)], 1),  # the same moment in UTC
        ([taken(NOON, "sidecar", 0), taken(NOON + 2 * HOUR, "exif", 60)], 0),
        ([taken(NOON, "sidecar", 0), taken(NOON + 2 * HOUR, "exif")], 0),
        ([taken(NOON, "sidecar", 60), taken(NOON + HOUR, "exif", 120)], 0),  # the zone was put right
    ],
)
def test_what_is_believed(found: list[Taken], expected: int) -> None:
    assert believe(found) == found[expected]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(NOON, NOON, True), (NOON, NOON + 26 * HOUR, True), (NOON, NOON + 26 * HOUR + 1, False),
     (10 * DAY, NOON, True), (NOON, 10 * DAY, True), (11 * DAY, NOON, False), (9 * DAY, 10 * DAY, False)],
)  # fmt: skip
def test_which_dates_may_be_one(one: int, other: int, expected: bool) -> None:
    assert agree(taken(one, "exif"), taken(other, "name")) is expected


def test_what_is_not_believed_is_kept_once_for_each_origin() -> None:
    believed = taken(NOON, "exif", 60)
    found = [
        believed,
        taken(1, "xmp"),
        taken(2, "xmp"),
        taken(NOON + 5, "changed"),
        taken(NOON, "exif"),
        taken(3, "gps", 0),
    ]
    assert decode_dates(encode_dates(believed, found)) == [taken(1, "xmp"), taken(3, "gps", 0)]
    assert encode_dates(believed, [believed]) is None
    late = [believed, taken(NOON + 60_000, "changed"), taken(NOON - 60_000, "digitized")]
    assert decode_dates(encode_dates(believed, late)) == late[1:]


@pytest.mark.parametrize(
    "text", [None, "", "x", "[", "[1]", '[["exif"]]', '[["exif", "x", null]]', "[" * 100_000, "{}", "5"]
)
def test_nonsense_is_no_date(text: str | None) -> None:
    assert decode_dates(text) == []


def test_all_dates_of_a_file_are_found(put: Put) -> None:
    gps = {1: "N", 2: (Ratio(48), Ratio(0), Ratio(0)), 3: "E", 4: (Ratio(0), Ratio(6), Ratio(0))}
    block = exif(
        {0x132: "2022:03:04 05:06:07"},
        {0x9003: "2012:03:04 05:06:07", 0x9004: "2015:03:04 05:06:07"},
        {**gps, 7: (Ratio(4), Ratio(6), Ratio(7)), 0x1D: "2012:03:04"},
    )
    packet = b"http://ns.adobe.com/xap/1.0/\0" + xmp_file(exif_DateTimeOriginal="1984-05-06T07:08:09")
    file = put("a.jpg", jpeg((0xE1, packet), iptc((55, b"19870506")), exif=block))
    found = read(file)
    assert isinstance(found, Metadata)
    assert found.taken.origin == "exif"
    kept = [one.origin for one in decode_dates(found.dates)]
    assert kept == ["xmp", "iptc", "changed", "gps", "digitized"]


def test_a_structure_without_dates_takes_none_away() -> None:
    """RAW files have the directories of EXIF in structures of their own."""
    first = exif({0x132: "2022:03:04 05:06:07"}, {0x9003: "2012:03:04 05:06:07"})
    silent, scanned = exif({0x829D: Ratio(4)}), exif({0x9004: "2015:03:04 05:06:07"})
    for part in (silent, scanned):
        whole, other = (BoundedReader.from_bytes(data.removeprefix(b"Exif\0\0")) for data in (first, part))
        found, alone = parse(whole, (other,)), parse(whole)
        assert found.taken
        assert (found.taken, found.changed) == (alone.taken, alone.changed)


def test_a_camera_that_writes_one_moment_everywhere_says_nothing_new(put: Put) -> None:
    moment = "2012:03:04 05:06:07"
    found = read(put("a.jpg", encoded("JPEG", IMAGE, exif=exif({0x132: moment}, {0x9003: moment, 0x9004: moment}))))
    assert isinstance(found, Metadata)
    assert found.dates is None
