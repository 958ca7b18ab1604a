"""Dates and places that the user says: told, sorted, found, taken back, and kept whatever becomes of the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.calendar import DAY_MS
from gallery.base.edtf import MONTH, SEASON, TIME, YEAR, parse
from gallery.timeline.file import DAY_RUN, HEADER, PRECISION_AT
from tests.imaging.annotated_files import exif
from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.annotating import Said, run_said

if TYPE_CHECKING:
    from collections.abc import Iterator
TIMES = {"a.jpg": "2019:06:11 12:34:56", "b.jpg": "2019:06:11 13:00:00", "c.jpg": "2019:06:12 09:00:00"}
LISBON = {1: "N", 2: (38.0, 42.0, 41.0), 3: "W", 4: (9.0, 8.0, 13.0)}
OTHERS = {"changed.jpg": "2005:05:05 05:05:05", "gps.jpg": "2006:06:06 06:06:06"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    base = tmp_path_factory.mktemp("dates")
    for number, (name, taken) in enumerate((TIMES | OTHERS).items()):
        gps = LISBON if name == "gps.jpg" else {}
        save(base / "photos" / name, picture(hue=60 * number), exif=exif(shot={0x9003: taken}, gps=gps))
    with run_said(base / "data", base / "photos") as running:
        yield running


@pytest.fixture
def said(library: Said) -> Said:
    """A library about which nothing is said when the test begins."""
    library.say(*TIMES, *OTHERS, date="file", place="file")
    return library


def _found(said: Said, query: str) -> set[str]:
    ids = said.get(f"/api/search?q={query}")["ids"]
    return {name for name, photo in said.harness.names().items() if photo in ids}


def _days(said: Said, order: str = "date") -> list[tuple[int, int]]:
    data = said.client.ask(f"/api/timeline.bin?order={order}").body
    _, _, start, _, _, count, _, _ = HEADER.unpack_from(data)
    others = {_heading("2005-05-05"), _heading("2006-06-06")}
    return [run for run in DAY_RUN.iter_unpack(data[start : start + DAY_RUN.size * count]) if run[0] not in others]


def _heading(date: str) -> int:
    found = parse(date)
    return found.begin_ms // DAY_MS + ((found.precision << PRECISION_AT) if found.precision > 1 else 0)


def _taken(said: Said, name: str) -> dict[str, Any]:
    found: dict[str, Any] = said.get(f"/api/photos/{said.id(name)}")["taken"]
    return found


def test_an_inexact_date_is_told_sorted_and_found_as_such_and_taken_back(said: Said) -> None:
    said.say("a.jpg", date="1975")
    said.say("b.jpg", date="1984-22")
    taken = _taken(said, "a.jpg")
    assert (taken["local"], taken["origin"], taken["precision"], taken["date"]) == (
        "1975-01-01T00:00:00", "said", YEAR, "1975",
    )  # fmt: skip
    assert [(one["local"], one["origin"], one["agrees"]) for one in taken["others"]][:1] == [
        ("2019-06-11T12:34:56", "exif", False)
    ]
    assert said.get(f"/api/photos/{said.id('a.jpg')}")["said"] == ["date"]
    assert _days(said) == [(_heading("2019-06-12"), 1), (_heading("1984-22"), 1), (_heading("1975"), 1)]
    assert _days(said, "date-asc") == [(_heading("1975"), 1), (_heading("1984-22"), 1), (_heading("2019-06-12"), 1)]
    for query, names in {
        "1975": {"a.jpg"}, "1975-01": set(), "january": set(), "date:1970..1979": {"a.jpg"}, "1970s": {"a.jpg"},
        "summer 1984": {"b.jpg"}, "1984": {"b.jpg"}, "june": {"c.jpg", "gps.jpg"}, "summer": {"b.jpg", "c.jpg", "gps.jpg"},
        "date:<1984-07": {"a.jpg"}, "2019": {"c.jpg"}, "date:>1984": {"c.jpg", *OTHERS},
    }.items():  # fmt: skip
        assert _found(said, query.replace(" ", "%20")) == names, query
    labels = said.get(f"/api/labels?ids={said.id('b.jpg')},{said.id('c.jpg')}")["labels"]
    assert [one["precision"] for one in labels] == [SEASON, TIME]
    said.post("/api/undo")
    said.say("a.jpg", date="file")
    assert _days(said) == [(_heading("2019-06-12"), 1), (_heading("2019-06-11"), 2)]
    assert _taken(said, "a.jpg")["origin"] == "exif"
    assert [act["set"] for act in said.get("/api/history")["acts"]][:3] == [
        {"date": "file"}, {"date": "1984-22"}, {"date": "1975"},
    ]  # fmt: skip
    said.post("/api/undo")
    assert _taken(said, "a.jpg")["date"] == "1975"


def test_dates_of_one_day_with_less_exact_ones_have_their_own_headings(said: Said) -> None:
    said.say("a.jpg", date="1990-03")
    said.say("b.jpg", date="1990-03-01")
    said.say("c.jpg", date="1990-03-01T00:00:00")
    assert _days(said) == [(_heading("1990-03-01"), 2), (_heading("1990-03"), 1)]
    assert parse("1990-03").precision == MONTH
    said.say("b.jpg", date="1990~")
    assert _days(said) == [(_heading("1990-03-01"), 1), (_heading("1990-03"), 1), (_heading("1990~"), 1)]


def test_a_camera_clock_is_put_right_for_each_photo_and_twice_as_well(said: Said) -> None:
    said.say("c.jpg", date="1975")
    assert said.say(*TIMES, shift_s=3600)["photos"] == 2
    assert said.say("a.jpg", "b.jpg", shift_s=-86400)["photos"] == 2
    assert [_taken(said, name)["local"] for name in TIMES] == [
        "2019-06-10T13:34:56", "2019-06-10T14:00:00", "1975-01-01T00:00:00",
    ]  # fmt: skip
    said.say("a.jpg", "c.jpg", offset_min=120)
    assert (_taken(said, "a.jpg")["offset"], _taken(said, "a.jpg")["local"]) == ("+02:00", "2019-06-10T13:34:56")
    assert _taken(said, "c.jpg")["date"] == "1975"
    for _ in range(3):
        said.post("/api/undo")
    assert [_taken(said, name)["local"] for name in ("a.jpg", "b.jpg")] == [
        "2019-06-11T12:34:56",
        "2019-06-11T13:00:00",
    ]
    facts = said.post("/api/photos/dates", {"ids": [said.id(name) for name in TIMES]})
    assert (facts["photos"], facts["exact"], facts["first"]["name"], facts["last"]["name"]) == (3, 2, "c.jpg", "b.jpg")


def test_what_was_said_counts_when_the_file_says_something_else_later(said: Said) -> None:
    said.say("changed.jpg", date="1984-22", place="41.9,12.5 Rome")
    path = Path(said.get(f"/api/photos/{said.id('changed.jpg')}")["path"])
    save(path, picture(hue=200), exif=exif(shot={0x9003: "2001:01:02 03:04:05"}))
    os.utime(path, ns=(2 * 10**18, 2 * 10**18))  # later: edited
    said.post("/api/rescan")
    wait_for(lambda: _taken(said, "changed.jpg")["others"][0]["local"] == "2001-01-02T03:04:05")
    assert _taken(said, "changed.jpg")["date"] == "1984-22"
    assert _heading("1984-22") in [day for day, _ in _days(said)]
    assert said.get(f"/api/photos/{said.id('changed.jpg')}")["place"]["chosen"] == "Rome"
    said.say("changed.jpg", date="file", place="file")
    assert _taken(said, "changed.jpg")["local"] == "2001-01-02T03:04:05"


def test_a_place_is_told_named_found_removed_and_given_back(said: Said) -> None:
    assert _found(said, "city:lisbon") == {"gps.jpg"}
    said.say("a.jpg", place="41.9,12.5 The old town")
    place = said.get(f"/api/photos/{said.id('a.jpg')}")["place"]
    assert (place["latitude"], place["name"]["city"], place["origin"], place["chosen"]) == (
        41.9, "Rome", "said", "The old town",
    )  # fmt: skip
    assert _found(said, "city:rome") == _found(said, "near:rome") == {"a.jpg"}
    [told] = said.get(f"/api/day-places?days={_heading('2019-06-11')}")["days"]
    assert [one["name"] for one in told["places"]] == ["Rome"]
    facts = said.post("/api/photos/dates", {"ids": [said.id("a.jpg"), said.id("gps.jpg")]})
    assert {one["name"] for one in facts["places"]} == {"Rome", "Lisbon"}
    said.say("gps.jpg", place="")
    assert _found(said, "city:lisbon") == set()
    assert said.get(f"/api/photos/{said.id('gps.jpg')}")["place"] is None
    said.say("gps.jpg", "a.jpg", place="file")
    assert _found(said, "city:lisbon") == {"gps.jpg"}
    assert _found(said, "has:gps") == {"gps.jpg"}


def test_places_are_completed_by_name_and_country(said: Said) -> None:
    names = [(one["name"], one["country"]) for one in said.get("/api/places?q=pari")["places"]]
    assert names[0] == ("Paris", "France")
    assert said.get("/api/places?q=paris,texas")["places"][0]["region"] == "Texas"
    assert said.get("/api/places?q=%20")["places"] == []


@pytest.mark.parametrize(
    "change",
    [{"date": "14.11.2024"}, {"date": "1975-13"}, {"date": "1975", "shift_s": 5}, {"shift_s": 0}, {"offset_min": 900},
     {"place": "91,0"}, {"place": "Rome"}, {"shift_s": 1.5}, {"date": None}],
)  # fmt: skip
def test_what_is_no_date_and_no_place_is_refused_in_a_sentence(said: Said, change: dict[str, Any]) -> None:
    answer = said.client.ask("/api/annotations", "POST", body={"ids": [said.id("a.jpg")], "set": change})
    assert answer.status == 400
    assert answer.json()["error"]["message"].endswith(".")
