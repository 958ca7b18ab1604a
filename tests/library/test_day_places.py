"""What stands beside the dates: the places of most of a day's photos, of those alone that the timeline shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.calendar import DAY_MS
from gallery.base.errors import NotFoundError
from gallery.catalog import folders, photos, schema
from gallery.catalog.database import Database
from gallery.library import day_places
from gallery.scan.place_lookup import look_up_noted
from gallery.timeline.build import TimelineQuery
from tests.index_builder import ROOT, metadata, read, top
from tests.library.two_libraries import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Where = tuple[float | None, float | None]
LISBON: Where = (38.7115, -9.137)
SINTRA: Where = (38.797, -9.390)
PORTO: Where = (41.1496, -8.6110)
KYOTO: Where = (35.0211, 135.7538)
YULARA: Where = (-25.6, 131.5)
IN_YULARA: Where = (-25.24, 130.985)
SEA: Where = (45.0, -35.0)
NOWHERE: Where = (None, None)
DAYS: dict[int, list[Where]] = {
    10: [LISBON],
    11: [LISBON] * 2 + [SINTRA] * 3,
    12: [PORTO, LISBON, SINTRA, KYOTO, SEA],
    13: [NOWHERE, SEA],
    14: [LISBON] * 39 + [SINTRA],
    15: [YULARA],
    16: [YULARA, YULARA, IN_YULARA],
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "index.db", schema.INDEX))
    with made.index.write() as conn:
        top(conn)
        for day, where in DAYS.items():
            folder = folders.put_chain(conn, 1, ROOT, b"%d" % day)
            for at, (latitude, longitude) in enumerate(where):
                meta = metadata(b"%d %d" % (day, at), day * DAY_MS + at, latitude=latitude, longitude=longitude)
                read(conn, folder, b"%d.jpg" % at, meta)
        while look_up_noted(conn):
            pass
        photos.raise_generation(conn)
    yield made
    made.close()


def said(library: Library, *days: int, **query: Any) -> dict[int, list[str]]:
    """Return the names for each day, `~` before one that is only near, and how many more there are."""
    found = library.day_places.get(TimelineQuery(**query), days)
    return {
        each["day"]: [("~" if place["near"] else "") + place["name"] for place in each["places"]]
        + ([f"+{each['more']}"] if each["more"] else [])
        for each in found
    }


@pytest.mark.parametrize("order", ["date", "date-asc"])
def test_the_most_frequent_places_of_each_day(library: Library, order: str) -> None:
    assert said(library, *DAYS, 99, order=order) == {
        10: ["Lisbon"],
        11: ["Sintra", "Lisbon"],
        12: ["Kyoto", "Lisbon", "+2"],
        14: ["Lisbon"],  # a single stop on the way is left out
        15: ["~Yulara"],
        16: ["Yulara"],  # not near it as well
    }


def test_only_the_days_that_are_asked_for_and_none_in_an_order_without_days(library: Library) -> None:
    assert said(library, 10) == {10: ["Lisbon"]}
    assert said(library, 10, 11, order="name") == {}


def test_only_photos_that_the_timeline_shows_count(library: Library) -> None:
    assert said(library, *DAYS, text="city:sintra") == {11: ["Sintra"], 12: ["Sintra"], 14: ["Sintra"]}
    with library.index.read() as conn:
        (folder,) = conn.execute("SELECT id FROM folders WHERE relative = ?", (b"11",)).fetchone()
    assert said(library, *DAYS, folder=folder) == {11: ["Sintra", "Lisbon"]}
    assert said(library, *DAYS, within=(folder,)) == {11: ["Sintra", "Lisbon"]}
    with pytest.raises(NotFoundError):
        said(library, 10, folder=99)


def test_of_a_day_with_many_photos_some_are_enough(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_places, "MAX_PHOTOS", 2)
    assert said(library, 11) == {11: ["Lisbon", "Sintra"]}  # the first and the last, in their order
    assert said(library, 14) == {14: ["Lisbon", "Sintra"]}
