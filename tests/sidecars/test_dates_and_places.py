"""A date and a place that were put right, in sidecars: what XMP cannot say comes back as it was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Taken
from gallery.library.when_and_where import _is_copy
from gallery.sidecars.dates_and_places import date_of_xmp, date_to_xmp, is_same_place, place_of_xmp, place_to_xmp
from gallery.sidecars.fields import LATITUDE, LONGITUDE
from gallery.sidecars.xmp_edit import XmpEditor
from tests.sidecar_files import xmp_file

if TYPE_CHECKING:
    from tests.sidecars.beside import Beside


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2024-11-14T15:30:00.250+05:30", "2024-11-14T15:30:00.250+05:30"),
        ("1975-06-01", "1975-06-01"),
        ("1975-06", "1975-06"),
        ("1975~", "1975"),
        ("1984-22", "1984"),
        ("1984-24", None),
        ("196X", None),
    ],
)
def test_a_sidecar_gets_the_closest_date_that_xmp_knows(said: str, expected: str | None) -> None:
    assert date_to_xmp(said) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-11-14T15:30Z", "2024-11-14T15:30:00+00:00"),
        ("2024-11-14T15:30:05.00", "2024-11-14T15:30:05"),
        ("1984-22", None),
        ("0000-00", None),
        ("last summer", None),
        ("2024-11-14T15:30:00+99:00", None),
    ],
)
def test_only_dates_of_xmp_are_read(text: str, expected: str | None) -> None:
    assert date_of_xmp(text) == expected


def test_places_are_in_the_form_of_xmp() -> None:
    assert place_to_xmp("38.708333,-9.1 Lisbon") == "38,42.49998N 9,6.0W"
    assert place_to_xmp("-0.9999999,0") == "1,0.0S 0,0.0E"
    assert place_of_xmp("38,42,30N 9,6,0W") == "38.708333,-9.1"
    assert [place_of_xmp(text) for text in ("38,42.5N", "9,6.0W 38,42.5N", "95,1.0N 9,6.0W", "x y")] == [None] * 4
    assert is_same_place("38,42.49998N 9,6.0W", "38,42.5000N 9,6.000W")


@pytest.mark.parametrize("said", ["1984-22", "1975~", "1975", "196X"])
def test_what_xmp_cannot_say_is_not_lost_when_another_program_fills_it_up(beside: Beside, said: str) -> None:
    item = beside.say(date=said, rating=4)
    beside.write()
    written = date_to_xmp(said)
    assert beside.value("date") == beside.value("date.created") == written
    beside.edit(">4<", ">2<")
    if written:
        beside.edit(f">{written}<", f">{written}-01-01T00:00:00.00<")
    beside.look(item)
    assert (beside.said().date, beside.said().rating) == (said, 2)
    beside.say(date="1999-12")
    beside.write()
    assert beside.value("date") == beside.value("date.created") == "1999-12"


def test_a_date_and_a_place_of_another_program_are_taken_over(beside: Beside) -> None:
    item = beside.say(date="1984-22", place="38.708333,-9.1 Lisbon")
    beside.write()
    beside.edit("<photoshop:DateCreated>1984<", "<photoshop:DateCreated>1984-07-03T10:00<")
    beside.edit(">38,42.49998N<", ">38,42.5000N<")
    beside.look(item)
    assert (beside.said().date, beside.said().place) == ("1984-07-03T10:00:00", "38.708333,-9.1 Lisbon")
    assert beside.value("date") == "1984-07-03T10:00:00", "both properties say the same again"
    beside.edit(">38,42.5000N<", ">48,51.0N<")
    beside.look(item)
    assert beside.said().place == "48.85,-9.1"
    assert beside.records.conflicts() == []


def test_a_date_that_was_taken_out_is_written_again_and_a_place_is_gone(beside: Beside) -> None:
    item = beside.say(date="1984", place="38.7,-9.1")
    beside.write()
    (beside.root / "a.jpg.xmp").write_bytes(xmp_file(xmp_Rating=3))
    beside.look(item)
    assert (beside.said().date, beside.said().place) == ("1984", "")
    assert (beside.value("date"), beside.value("place")) == ("1984", None)


def test_an_undo_gives_back_date_and_place_as_they_stood(beside: Beside) -> None:
    dates = {"exif_DateTimeOriginal": "2001-02-03T04:05", "photoshop_DateCreated": "1975", "xmp_CreateDate": "2001"}
    place = {"exif_GPSLatitude": "48,51,30N", "exif_GPSLongitude": "2,21,0E"}
    (beside.root / "a.jpg.xmp").write_bytes(xmp_file("", **dates, **place))
    beside.say(date="1984-22", place="")
    beside.write()
    assert (beside.value("date"), beside.value("place")) == ("1984", None)
    beside.store.undo()
    beside.write()
    assert [beside.value(name) for name in ("date", "date.created", "place")] == [
        "2001-02-03T04:05", "1975", "48,51,30N 2,21,0E",
    ]  # fmt: skip


def test_two_dates_that_differ_are_one_conflict(beside: Beside) -> None:
    item = beside.say(date="1984")
    beside.write()
    beside.edit('exif/1.0/">1984<', 'exif/1.0/">1975-06-01T12:00<')
    beside.edit("DateCreated>1984<", "DateCreated>2002-06-01T12:00<", at_s=1_000_000_000)
    beside.say(date="1990")
    beside.look(item)
    [(conflict, _)] = beside.records.conflicts()
    assert (conflict.field, conflict.ours, conflict.theirs) == ("date", "1990", "1975-06-01T12:00:00")
    beside.writer.settle_conflicts()
    assert beside.records.count_conflicts() == 1
    assert beside.value("date.created") == "1990"


def test_of_two_dates_of_another_program_the_one_of_the_exposure_counts(beside: Beside) -> None:
    item = beside.say(date="1984")
    beside.write()
    beside.edit('exif/1.0/">1984<', 'exif/1.0/">2001-01-01T10:00<')
    beside.edit("DateCreated>1984<", "DateCreated>2002-02-02T10:00<")
    beside.look(item)
    assert beside.said().date == "2001-01-01T10:00:00"
    assert beside.value("date") == "2001-01-01T10:00"


def test_a_finer_word_that_was_said_later_is_no_older_one(beside: Beside) -> None:
    """Both are 1984 to XMP, which knows no seasons."""
    item = beside.say(date="1984")
    beside.write()
    beside.edit(">1984<", ">1991<", at_s=1_000_000_000)
    beside.say(date="1984-22")
    beside.look(item)
    assert beside.said().date == "1984-22"
    [(conflict, _)] = beside.records.conflicts()
    assert (conflict.theirs, conflict.ours_taken) == ("1991", True)


@pytest.mark.parametrize(
    "theirs",
    [{"exif_GPSLongitude": "9,6.0W"}, {"exif_GPSLatitude": "38 42.5 N", "exif_GPSLongitude": "9,6.0W"}],
)
def test_what_is_no_place_comes_back_as_it_was(beside: Beside, theirs: dict[str, str]) -> None:
    (beside.root / "a.jpg.xmp").write_bytes(xmp_file("", **theirs))
    beside.say(place="38.7,-9.1")
    beside.write()
    beside.store.undo()
    beside.write()
    now = XmpEditor((beside.root / "a.jpg.xmp").read_bytes())
    assert now.text(LATITUDE) == theirs.get("exif_GPSLatitude")
    assert now.text(LONGITUDE) == theirs["exif_GPSLongitude"]


@pytest.mark.parametrize(("said", "is_copy"), [("1984-22", True), ("1984-01", True), ("1990", False), (None, False)])
def test_the_copy_in_a_sidecar_is_no_second_witness(said: str | None, is_copy: bool) -> None:
    begin_ms = 441_763_200_000  # 1984-01-01, as the year alone is read
    assert _is_copy(Taken(begin_ms, None, "sidecar"), said) is is_copy
    assert not _is_copy(Taken(begin_ms, None, "exif"), said)
