"""Searching by place: cities, regions and countries by name, distances, and what is suggested."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from gallery.catalog.schema import READ
from gallery.places.geometry import distance_km
from gallery.scan.place_lookup import look_up_noted
from gallery.search.engine import search
from gallery.search.explanation import explain
from gallery.search.parser import parse
from gallery.search.suggestions import suggest
from gallery.search.value_dictionary import MAX_VALUES
from tests.index_builder import index, metadata, read, top
from tests.search.queries import ids, names, settle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

WHERE = {
    "baixa": (38.7115, -9.137), "belem": (38.6968, -9.2065), "sintra": (38.797, -9.390), "porto": (41.1496, -8.6110),
    "sevilla": (37.3886, -5.9953), "seaport": (40.7075, -74.002), "shibuya": (35.659, 139.7005),
    "muenchen": (48.137, 11.575), "fiji": (-16.78, 179.33), "taveuni": (-16.85, -179.97), "sea": (45.0, -35.0),
}  # fmt: skip


@pytest.fixture(scope="module", params=["fresh", "kept"])
def conn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An index of photos at well-known places and of one without a position, by the table that comes along."""
    with index(tmp_path_factory.mktemp("places")) as conn:
        folder = top(conn)
        for at, (name, (latitude, longitude)) in enumerate(WHERE.items()):
            meta = metadata(b"%d" % at, at, latitude=latitude, longitude=longitude)
            read(conn, folder, f"{name[:1]}{at:03}".encode(), meta)
        read(conn, folder, b"z999", metadata(b"none", 999))
        look_up_noted(conn)
        settle(conn, request.param)
        yield conn


def found(conn: sqlite3.Connection, text: str) -> set[str]:
    """Return the keys of WHERE that a search finds."""
    keys = dict(enumerate(WHERE))
    return {keys.get(int(name[1:]), "none") for name in names(conn, text)}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("city:lisbon", {"baixa", "belem"}),
        ("city:lisboa", {"baixa", "belem"}),
        ("city:Lissabon", {"baixa", "belem"}),
        ("city:лиссабон", {"baixa", "belem"}),
        ("city:baixa", {"baixa"}),
        ("city:lis", {"baixa", "belem"}),
        ("city:isbon", set()),
        ('city:"new york"', {"seaport"}),
        ("city:york", {"seaport"}),
        ("city:*isbon", {"baixa", "belem"}),
        ("city:lisbon|porto", {"baixa", "belem", "porto"}),
        ("place:sintra", {"sintra"}),
        ("region:lisbon", {"baixa", "belem", "sintra"}),
        ("state:bavaria", {"muenchen"}),
        ("region:*aria", {"muenchen"}),
        ("country:portugal", {"baixa", "belem", "sintra", "porto"}),
        ("country:pt", {"baixa", "belem", "sintra", "porto"}),
        ("country:prt", {"baixa", "belem", "sintra", "porto"}),
        ("country:deutschland", {"muenchen"}),
        ("country:us", {"seaport"}),
        ('country:"united states"', {"seaport"}),
        ("country:espagne", {"sevilla"}),
        ("country:日本", {"shibuya"}),
        ("country:*ugal", {"baixa", "belem", "sintra", "porto"}),
        ("country:france", set()),
        ("porto", {"porto"}),  # not Portogallo
        ("portogallo", {"baixa", "belem", "sintra", "porto"}),
        ("portugal", {"baixa", "belem", "sintra", "porto"}),
        ("portugal -lisbon", {"porto"}),
        ("portugal -city:lisbon", {"sintra", "porto"}),
        ("東京", {"shibuya"}),
        ("munich", {"muenchen"}),
        ("münchen", {"muenchen"}),
        ("portugal or japan", {"baixa", "belem", "sintra", "porto", "shibuya"}),
        ("pt", set()),
        ("po", set()),  # too short without a filter
        ("por", set()),  # of three letters a whole word
        ("lis", set()),
        ("ger", set()),
        ("new", {"seaport"}),  # which York is
        ("port", {"baixa", "belem", "sintra", "porto"}),
        ("city:po", {"porto"}),
        ("lisbon country:spain", set()),
    ],
)
def test_photos_by_the_names_of_places(conn: sqlite3.Connection, text: str, keys: set[str]) -> None:
    assert found(conn, text) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('near:"Lisbon" 20km', {"baixa", "belem"}),
        ('near:"Lisbon" 25km', {"baixa", "belem", "sintra"}),
        ("near:lisbon", {"baixa", "belem"}),
        ("near:lisbon 3km", {"baixa"}),
        ("near:lisbon,3km", {"baixa"}),
        ('near:"lisbon 2 mi"', {"baixa"}),
        ("near:Lisbon 20km porto", set()),
        ("near:sintra 300km -country:spain", {"baixa", "belem", "sintra", "porto"}),
        ("near:38.7115,-9.137 100m", {"baixa"}),
        ('near:"38.7115, -9.137" 100m', {"baixa"}),
        ("near:38.7115n,9.137w 100m", {"baixa"}),
        ("around:lisbon 1km", set()),
        ('near:"Savusavu" 120km', {"fiji", "taveuni"}),  # over the date line
        ("near:-16.8,180 80km", {"fiji", "taveuni"}),
        ("near:nosuchplace 20000km", set()),
        ("near:90,0 20100km", set(WHERE)),
        ("near:lisbon 20100km", set(WHERE)),
    ],
)
def test_photos_around_a_place(conn: sqlite3.Connection, text: str, keys: set[str]) -> None:
    assert parse(text).mistakes == ()
    assert found(conn, text) == keys


@pytest.mark.parametrize("seed", range(6))
def test_circles_hold_what_a_look_at_every_photo_finds(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    latitude = chance.choice((0.1, 47.0, -60.0, 89.99, -88.0))
    longitude = chance.choice((0.0, 179.98, -179.9, 12.3))
    km = chance.choice((0.5, 20.0, 300.0, 3000.0))
    with index(tmp_path) as conn:
        folder = top(conn)
        spots = []
        for at in range(150):
            spread = chance.choice((1.0, 2.5)) * km / 111
            north = max(-90.0, min(90.0, latitude + chance.uniform(-spread, spread)))
            east = (longitude + chance.uniform(-spread, spread) * 3 + 180) % 360 - 180
            photo = read(conn, folder, b"%d" % at, metadata(b"%d" % at, at, latitude=north, longitude=east))
            spots.append((photo, distance_km(latitude, longitude, north, east)))
        settle(conn)
        answer = (
            set(ids(conn, f"near:{latitude},{longitude} {km}km"))
            if km >= 1
            else set(ids(conn, f"near:{latitude},{longitude} {km * 1000:.0f}m"))
        )
        certain = {photo for photo, away in spots if away < km - 0.003}
        possible = {photo for photo, away in spots if away < km + 0.003}
        some = answer if len(answer) < 100 else certain  # ids are the newest hundred
        assert certain & some == certain if len(answer) < 100 else len(answer) == 100
        assert answer <= possible


def test_a_circle_around_a_pole_has_a_far_side(tmp_path: Path) -> None:
    with index(tmp_path) as conn:
        folder = top(conn)
        for name, (north, east) in {b"in": (89.6, 180.0), b"out": (89.3, 180.0), b"near side": (89.3, 0.0)}.items():
            read(conn, folder, name, metadata(name, latitude=north, longitude=east))
        settle(conn)
        assert set(names(conn, "near:89.7,0 90km")) == {"in", "near side"}  # out: 1.0 degree away, over the pole


def test_more_places_than_codes_are_found_by_their_rows(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("gallery.search.value_dictionary.MAX_VALUES", 1)
    assert MAX_VALUES > 1
    with index(tmp_path) as other:
        folder = top(other)
        for at, key in enumerate(("porto", "baixa", "shibuya")):
            read(other, folder, b"%d" % at, metadata(b"%d" % at, at, latitude=WHERE[key][0], longitude=WHERE[key][1]))
        look_up_noted(other)
        settle(other)
        assert names(other, "city:lisbon") == ["1"]
        assert names(other, "country:portugal") == ["1", "0"]
        assert names(other, "tokyo") == ["2"]


def test_a_library_without_positions_never_opens_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError("the table was opened")

    for module in ("place_search", "place_suggestions"):
        monkeypatch.setattr(f"gallery.search.{module}.place_table", refuse, raising=False)
    with index(tmp_path) as other:
        read(other, top(other), b"x", metadata(b"1"))
        settle(other)
        for text in ("lisbon", "city:lisbon", "country:portugal", "near:lisbon 20km", "city:*bon"):
            assert search(other, text).count == 0
            suggest(other, text, len(text))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("city:lis", [("city:Lisbon", 2)]),
        ("city:lisboa", [("city:Lisbon", 2)]),
        ("city:bai", [("city:Baixa", 1)]),
        ("country:", [("country:Portugal", 4), ("country:Fiji", 2), ("country:Germany", 1), ("country:Japan", 1),
                      ("country:Spain", 1), ('country:"United States"', 1)]),
        ("country:deu", [("country:Germany", 1)]),
        ("region:bav", [("region:Bavaria", 1)]),
        ("lisb", [("city:Lisbon", 2), ("region:Lisbon", 3)]),
        ("portug", [("country:Portugal", 4)]),
        ("near:lisb", [("near:Lisbon", 2)]),
        ("city:paris", []),
    ],
)  # fmt: skip
def test_suggestions(conn: sqlite3.Connection, text: str, offered: list[tuple[str, int]]) -> None:
    given, _ = suggest(conn, text, len(text))
    assert [(each.text, each.count) for each in given] == offered


@pytest.mark.parametrize("text", ["cit", "regi", "countr", "nea"])
def test_the_filters_are_suggested(conn: sqlite3.Connection, text: str) -> None:
    given, _ = suggest(conn, text, len(text))
    assert given[0].text in ("city:", "region:", "country:", "near:")


@pytest.mark.parametrize(
    ("text", "message", "near"),
    [("city:lisbn", "No city is called “lisbn”", ["city:lisbon"]), ("country:portgal", "No country is called “portgal”",
      ["country:portugal"]), ("lisbn", "No photo matches “lisbn”", ["lisbon"])],
)  # fmt: skip
def test_a_name_with_a_mistake_is_corrected(conn: sqlite3.Connection, text: str, message: str, near: list[str]) -> None:
    (part,) = explain(conn, text).parts
    assert str(part.message) == message
    assert [each.term for each in part.near][: len(near)] == near


def test_the_words_of_places_go_with_their_last_photo(tmp_path: Path) -> None:
    from gallery.search.column_index_updater import update_and_delete_unused_values

    with index(tmp_path) as other:
        folder = top(other)
        photo = read(other, folder, b"x", metadata(b"1", latitude=38.7115, longitude=-9.137))
        read(other, folder, b"y", metadata(b"2"))
        look_up_noted(other)
        settle(other)
        assert other.execute("SELECT count(*) FROM places").fetchone() == (1,)
        other.execute("DELETE FROM photos WHERE id = ? AND state = ?", (photo, READ))
        while update_and_delete_unused_values(other):
            pass
        update_and_delete_unused_values(other)
        assert other.execute("SELECT count(*) FROM places").fetchone() == (0,)
        assert other.execute("SELECT count(*) FROM terms WHERE folded LIKE '%lisb%'").fetchone() == (0,)
