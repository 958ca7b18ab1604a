"""What the JSON of Google Takeout says, what is believed of its dates, and what broken and hostile files cost."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import FileRef, Metadata, Sidecar
from gallery.imaging.metadata.date_belief import decode_dates
from gallery.imaging.metadata.read import read
from gallery.imaging.metadata.takeout import MAX_BYTES
from tests.imaging.annotated_files import IMAGE, exif
from tests.imaging.files import reference
from tests.pictures import encoded
from tests.sidecar_files import takeout_file, title, xmp_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _lisbon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine is in a zone one hour east of UTC, all year."""
    monkeypatch.setenv("TZ", "XYZ-1")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def beside(
    folder: Path, content: bytes, name: str = "a.jpg", taken: str | None = None, more: bytes | None = None
) -> FileRef:
    """Write a photo with a JSON file, perhaps an EXIF date and an XMP file, and return its reference."""
    path = folder / name
    path.write_bytes(encoded("JPEG", IMAGE, exif=exif(shot={0x9003: taken} if taken else {})))
    files = [(f"{name}.json", content), *([(f"{name}.xmp", more)] if more else [])]
    for each, data in files:
        (folder / each).write_bytes(data)
    known = tuple(Sidecar(os.fsencode(each), len(data), 0, shared=False) for each, data in reversed(files))
    return replace(reference(path), sidecars=known)


def metadata(file: FileRef) -> Metadata:
    found = read(file)
    assert isinstance(found, Metadata), found
    return found


def date_of(found: Metadata) -> tuple[str, int | None, str]:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=found.taken.local_ms)
    return moment.isoformat()[:19], found.taken.offset_min, found.taken.origin


def test_date_place_and_words(tmp_path: Path) -> None:
    content = takeout_file(latitude=48.8584, longitude=2.2945, description=" A caption\nof two lines ")
    found = metadata(beside(tmp_path, content))
    assert date_of(found) == ("2019-06-11T12:34:56", 0, "google")
    assert (found.latitude, found.longitude) == (48.8584, 2.2945)
    assert found.caption == "A caption\nof two lines"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the machine cannot be set")
def test_without_a_place_the_moment_is_on_the_clock_of_this_machine(tmp_path: Path) -> None:
    assert date_of(metadata(beside(tmp_path, takeout_file()))) == ("2019-06-11T13:34:56", None, "google")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the machine cannot be set")
@pytest.mark.parametrize(
    ("taken", "expected"), [("-86400", "1969-12-31T01:00:00"), ("-2208988800", "1900-01-01T01:00:00")]
)
def test_old_prints(tmp_path: Path, taken: str, expected: str) -> None:
    assert date_of(metadata(beside(tmp_path, takeout_file(taken))))[0] == expected


@pytest.mark.parametrize("taken", ["0", "", "yesterday", "1e9", "9" * 5000, "99999999999999", "-" * 9])
def test_what_is_no_moment_is_no_date(tmp_path: Path, taken: str) -> None:
    found = metadata(beside(tmp_path, takeout_file(taken, description="Words")))
    assert (found.taken.origin, found.caption, found.sidecar_problem) == ("file", "Words", None)


def test_the_place_that_the_user_set_comes_before_that_of_the_camera(tmp_path: Path) -> None:
    camera = {"latitude": 10.0, "longitude": 20.0, "altitude": 213.5}
    found = metadata(beside(tmp_path, takeout_file(latitude=1.5, longitude=2.5, geoDataExif=camera)))
    assert (found.latitude, found.longitude, found.altitude_m) == (1.5, 2.5, None)
    found = metadata(beside(tmp_path, takeout_file(geoDataExif=camera)))
    assert (found.latitude, found.longitude, found.altitude_m) == (10, 20, 213.5)


@pytest.mark.parametrize("place", [None, [], {"latitude": "1"}, {"latitude": 91, "longitude": 1}, {"latitude": True}])
def test_what_is_no_place(tmp_path: Path, place: object) -> None:
    found = metadata(beside(tmp_path, takeout_file(geoData=place)))
    assert (found.latitude, found.taken.origin) == (None, "google")


@pytest.mark.parametrize(
    ("exif_date", "taken", "expected"),
    [
        ("2019:06:11 14:34:56", "1560256496", ("2019-06-11T14:34:56", "exif")),  # another zone
        ("2019:06:12 12:00:00", "1560256496", ("2019-06-12T12:00:00", "exif")),
        ("2019:06:13 14:34:56", "1560256496", ("2019-06-11T13:34:56", "google")),  # set by hand
        ("2019:06:13 14:34:56", "455007600", ("1984-06-02T08:00:00", "google")),
        ("2019:06:13 14:34:56", "1560300010", ("2019-06-13T14:34:56", "exif")),  # the upload
    ],
)
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the machine cannot be set")
def test_camera_and_google(tmp_path: Path, exif_date: str, taken: str, expected: tuple[str, str]) -> None:
    found = date_of(metadata(beside(tmp_path, takeout_file(taken), taken=exif_date)))
    assert (found[0], found[2]) == expected


def test_a_file_that_may_be_about_another_photo_never_replaces_the_date_of_the_camera(tmp_path: Path) -> None:
    file = beside(tmp_path, takeout_file("455007600", description="Words"), taken="2019:06:13 14:34:56")
    guessed = replace(file, sidecars=tuple(one._replace(shared=True) for one in file.sidecars))
    found = metadata(guessed)
    assert (date_of(found)[2], found.caption) == ("exif", "Words")
    assert [one.origin for one in decode_dates(found.dates)] == ["google"]


def test_the_time_of_the_upload_stands_behind_the_name(tmp_path: Path) -> None:
    upload = takeout_file("1560300010")
    assert date_of(metadata(beside(tmp_path, upload, "IMG-20150304-WA0001.jpg")))[2] == "name"
    assert date_of(metadata(beside(tmp_path, upload)))[2] == "upload"
    assert date_of(metadata(beside(tmp_path, takeout_file(), "IMG-20150304-WA0001.jpg")))[2] == "google"


def test_the_time_of_the_upload_stands_behind_that_of_saving(tmp_path: Path) -> None:
    file = beside(tmp_path, takeout_file("1560300010"))
    (tmp_path / "a.jpg").write_bytes(encoded("JPEG", IMAGE, exif=exif({0x132: "2012:03:04 05:06:07"})))
    saved = reference(tmp_path / "a.jpg")
    assert date_of(metadata(replace(saved, sidecars=file.sidecars)))[2] == "changed"


def test_what_people_wrote_elsewhere_comes_first(tmp_path: Path) -> None:
    other = xmp_file(title("Beside"), exif_DateTimeOriginal="1999-01-02T03:04:05")
    found = metadata(beside(tmp_path, takeout_file(description="Words"), more=other))
    assert (found.title, found.caption, found.taken.origin) == ("Beside", "Words", "sidecar")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe", b"[1, 2"],
    ids=["empty", "cut", "deep lists", "deep objects", "no text", "cut list"],
)  # fmt: skip
def test_a_broken_file_is_told(tmp_path: Path, content: bytes) -> None:
    found = metadata(beside(tmp_path, content))
    assert found.taken.origin == "file"
    assert found.sidecar_problem
    assert found.sidecar_problem.startswith("“a.jpg.json” is not read: ")


@pytest.mark.parametrize(
    "content",
    [b"{}", b"[]", b"5", b'"text"', b"null", b'{"date": "2019", "title": 5}', takeout_file() + b" " * MAX_BYTES],
)
def test_json_of_other_programs_is_passed_over(tmp_path: Path, content: bytes) -> None:
    found = metadata(beside(tmp_path, content))
    assert (found.taken.origin, found.title, found.sidecar_problem) == ("file", None, None)


@pytest.mark.parametrize("value", [5, None, [], {}, {"timestamp": []}, {"timestamp": None}, {"timestamp": 1.5}])
def test_values_of_another_kind_are_none(tmp_path: Path, value: object) -> None:
    content = takeout_file(photoTakenTime=value, creationTime=value, description=value)
    assert metadata(beside(tmp_path, content)).taken.origin == "file"


def test_half_a_pair_of_surrogates_costs_the_text(tmp_path: Path) -> None:
    content = json.dumps({"photoTakenTime": {"timestamp": "1560256496"}, "description": "\ud800"}).encode()
    assert metadata(beside(tmp_path, content)).taken.origin == "google"  # what cannot be stored is left out behind
