"""The table of places: what is encoded is read again, damage is told, and the table that comes along is whole."""

from __future__ import annotations

import logging
import random
import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from gallery.catalog.collation import plain
from gallery.places import table as table_module
from gallery.places.search_forms import forms_of_place, names_in, signed, signed_country
from gallery.places.table import FILE_NAME, PlaceTable, open_table, place_table, table_version
from gallery.places.table_file import BLOCK, PlaceRecord, TableError, encode_table
from gallery.program_files import program_folder
from tests.places.small_tables import COUNTRIES, PLACES, REGIONS, table

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 10_000_000


def test_what_is_encoded_is_read_again() -> None:
    places = table()
    assert len(places) == len(PLACES)
    read = [places.place(number) for number in range(len(places))]
    assert sorted((place.name, place.names) for place in read) == sorted((one.name, tuple(one.names)) for one in PLACES)
    (baixa,) = (place for place in read if place.name == "Baixa")
    assert (baixa.city, baixa.city_names[1], baixa.region.name, baixa.country.name) == (
        "Lisbon", "lisboa", "Lisbon", "Portugal"
    )  # fmt: skip
    assert len({place.id for place in read}) == len(places)


def test_ids_of_another_table_are_others_and_the_same_places_give_the_same_bytes() -> None:
    first, again, other = table(), table(), table(PLACES[:3])
    assert first.version == again.version != other.version
    assert not {first.id_of(0), first.id_of(1)} & {other.id_of(0), other.id_of(1)}
    assert encode_table(PLACES, REGIONS, COUNTRIES) == encode_table(PLACES, REGIONS, COUNTRIES)


def test_many_places_have_their_own_names() -> None:
    chance = random.Random(1)
    many = [
        PlaceRecord(f"Ort {at}", [f"ort {at}", "x" * (at % 50)], chance.uniform(-90, 90), chance.uniform(-180, 180), at, 1, 0)
        for at in range(3 * BLOCK + 7)
    ]  # fmt: skip
    places = table(many)
    assert {places.place(number).name for number in range(len(places))} == {one.name for one in many}
    for one in chance.sample(many, 20):
        where = places.find_named(one.names[0])
        assert where == pytest.approx((one.latitude, one.longitude), abs=1e-4)


@pytest.mark.parametrize(
    ("name", "within", "latitude"),
    [
        ("lisboa", "", 38.725), ("lisbo", "", 38.725), ("リスボン", "", 38.725), ("sintra", "", 38.8),
        ("sintra", "spain", 38.0), ("sintra", "spanien", 38.0), ("sintra", "es", 38.0), ("sintra", "lis", 38.8),
        ("sintra", "france", None), ("intra", "", None), ("velha", "", None), ("", "france", None),
    ],
)  # fmt: skip
def test_places_by_name(name: str, within: str, latitude: float | None) -> None:
    found = table().find_named(name, within)
    assert (found and round(found[0], 3)) == latitude


def test_countries_by_name_and_code() -> None:
    places = table()
    assert places.countries_named("portugal") == ["PT"]
    assert places.countries_named("portogallo") == ["PT"]
    assert places.countries_named("portu") == ["PT"]
    assert places.countries_named("porto") == []  # in a foreign language only whole names count
    assert places.countries_named("kingdom") == ["ES"]
    assert places.countries_named("es") == ["ES"]  # España begins so
    assert places.countries_named("ingdom") == []
    assert places.countries_coded("esp") == ["ES"]
    assert places.countries_coded("sp") == []
    assert places.countries_like(lambda name: name.endswith("ien")) == ["ES"]


@pytest.mark.parametrize("keep", [0, 10, 40, -1])
def test_a_table_that_is_cut_off_is_refused(keep: int) -> None:
    whole = encode_table(PLACES, REGIONS, COUNTRIES)
    with pytest.raises(TableError):
        PlaceTable(whole[:keep])


def test_a_flipped_bit_is_noticed() -> None:
    whole = bytearray(encode_table(PLACES, REGIONS, COUNTRIES))
    chance = random.Random(2)
    for at in (*range(12), *chance.sample(range(16, len(whole)), 60)):  # 12 to 15: a number that nothing reads
        flipped = bytearray(whole)
        flipped[at] ^= 1 << chance.randrange(8)
        with pytest.raises(TableError):
            PlaceTable(bytes(flipped))


def sealed(body: bytes) -> bytes:
    """Return what has the head of a table and the right checksum."""
    return struct.pack("<4sHHII", b"SBPL", 1, 13, zlib.crc32(body), 0) + body


@pytest.mark.parametrize(
    "content", [None, b"", b"no table", b"SBPL" + bytes(300), sealed(b""), sealed(bytes(52)), sealed(b"\1\0" * 200)]
)
def test_without_a_table_there_are_no_places(
    content: bytes | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "places.bin"
    if content is not None:
        path.write_bytes(content)
    with caplog.at_level(logging.ERROR):
        places = open_table(path)
    assert places.find(38.7, -9.1) is None
    assert places.find_named("lisbon") is None
    assert places.countries_named("spain") == []
    assert "no names of places" in caplog.text


def test_the_version_is_known_without_opening_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE_NAME).write_bytes(encode_table(PLACES, REGIONS, COUNTRIES))
    monkeypatch.setattr(table_module, "program_folder", lambda _: tmp_path)
    table_version.cache_clear()
    try:
        assert table_version() == table().version
        (tmp_path / FILE_NAME).unlink()
        table_version.cache_clear()
        assert table_version() == 0
    finally:
        table_version.cache_clear()


def test_forms_say_which_kind_a_name_is_of() -> None:
    places = table()
    found = places.find(38.7115, -9.137)
    assert found is not None
    forms = forms_of_place(places.place(found.place))
    assert names_in(forms, "city") == ["baixa", "lisbon", "lisboa", "リスボン"]
    assert names_in(forms, "region") == ["lisbon"]
    assert signed_country("PT") in forms
    assert signed("city", "lis") in forms
    assert signed("city", "isboa") not in forms
    assert signed("country", "portugal") not in forms  # by its code alone
    assert signed("city", "-") == ""


# --- the table that comes along


def test_the_table_that_comes_along_is_small_and_whole() -> None:
    path = program_folder("assets") / FILE_NAME
    assert path.stat().st_size <= MAX_BYTES
    sections = place_table()._sections
    count = len(place_table())
    assert count > 200_000
    cells = sections["cells"]
    assert (cells[0], cells[len(cells) - 1], len(cells)) == (0, count, 360 * 180 + 1)
    assert all(first <= after for first, after in pairwise(cells))
    for name in ("latitudes", "longitudes", "radii", "sizes", "region_of"):
        assert len(sections[name]) == count
    assert min(sections["radii"]) > 0
    assert max(sections["region_of"]) < len(place_table()._regions)
    assert {region.country for region in place_table()._regions} == place_table()._countries.keys()
    quarters = list(sections["quarters"])
    assert quarters == sorted(set(quarters))
    assert not set(quarters) & set(sections["cities"])  # a quarter of a quarter is none


def test_every_name_of_the_table_can_be_read_and_is_folded_as_searches_fold() -> None:
    places, seen = place_table(), 0
    for block in range(len(places._sections["blocks"]) - 1):
        for text in places._unpack_block(block):
            name, own, *others = text.split("\n")
            seen += 1
            assert name.strip() == name != ""
            if seen % 20 == 0:
                assert plain(name) == own
                assert [plain(other) for other in others] == others
    assert seen == len(places)
    for region in places._regions:
        assert plain(region.name) == region.folded


@pytest.mark.parametrize(
    ("point", "city", "country"),
    [
        ((40.7075, -74.002), "New York City", "United States"),  # the old Seaport
        ((40.758, -73.9855), "New York City", "United States"),
        ((40.744, -74.030), "Hoboken", "United States"),
        ((38.7115, -9.137), "Lisbon", "Portugal"),
        ((38.797, -9.390), "Sintra", "Portugal"),
        ((35.659, 139.7005), "Tokyo", "Japan"),
        ((52.5163, 13.3777), "Berlin", "Germany"),
        ((48.8049, 2.1204), "Versailles", "France"),
        ((48.862, 2.443), "Montreuil", "France"),
        ((46.194, 6.237), "Annemasse", "France"),
        ((46.2, 6.14), "Geneva", "Switzerland"),
        ((34.147, -118.144), "Pasadena", "United States"),
        ((78.223, 15.65), "Longyearbyen", "Svalbard & Jan Mayen"),
        ((-33.8568, 151.2153), "Sydney", "Australia"),
        ((1.2834, 103.8607), "Singapore", "Singapore"),
    ],
)
def test_places_that_people_go_to(point: tuple[float, float], city: str, country: str) -> None:
    found = place_table().find(*point)
    assert found is not None
    place = place_table().place(found.place)
    assert (place.city, place.country.name) == (city, country)


@pytest.mark.parametrize("point", [(45.0, -35.0), (0.0, 0.0), (90.0, 0.0), (-90.0, 0.0), (-40.0, -120.0), (23.0, 10.0)])
def test_the_open_sea_and_the_poles_have_no_name(point: tuple[float, float]) -> None:
    assert place_table().find(*point) is None


@pytest.mark.parametrize(
    ("name", "code"), [("deutschland", "DE"), ("allemagne", "DE"), ("日本", "JP"), ("uk", "GB"), ("espana", "ES")]
)
def test_countries_are_known_in_many_languages(name: str, code: str) -> None:
    assert place_table().countries_named(name) == [code]


@pytest.mark.parametrize("name", ["lisboa", "lissabon", "лиссабон", "リスボン", "lisbon"])
def test_cities_are_known_in_many_languages(name: str) -> None:
    assert place_table().find_named(name) == pytest.approx((38.725, -9.15), abs=0.01)


@pytest.mark.parametrize(
    ("name", "latitude"),
    [("new york", 40.71), ("rio", -22.91), ("frankfurt", 50.12), ("york", 53.96), ("paris", 48.85), ("geneva", 46.2)],
)
def test_of_places_of_a_name_the_one_that_people_mean_is_found(name: str, latitude: float) -> None:
    """Niu-York in Ukraine is called New York as well, and New York City is known in one language as York."""
    found = place_table().find_named(name)
    assert found is not None
    assert found[0] == pytest.approx(latitude, abs=0.02)


def test_the_format_is_that_of_the_documentation() -> None:
    data = encode_table(PLACES, REGIONS, COUNTRIES)
    magic, number, sections, checksum, count = struct.unpack_from("<4sHHII", data)
    assert (magic, number, sections, count) == (b"SBPL", 1, 13, len(PLACES))
    assert zlib.crc32(data[16:]) == checksum


@pytest.mark.parametrize("code", ["HK", "MO"])
def test_countries_are_called_as_people_call_them(code: str) -> None:
    country = place_table().countries_coded(code.lower())
    assert country == [code]
    assert " SAR" not in place_table()._countries[code].name
