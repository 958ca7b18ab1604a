"""Small tables of places for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.places.table import PlaceTable
from gallery.places.table_file import Country, PlaceRecord, Region, encode_table

if TYPE_CHECKING:
    from collections.abc import Sequence

REGIONS = [Region("PT", "Lisbon", "lisbon"), Region("ES", "", "")]
COUNTRIES = [
    Country("PT", "Portugal", "portugal", "portogallo\nportugalsko", "pt\nprt"),
    Country("ES", "Spain", "espana\nspain\nthe kingdom", "spanien", "es\nesp"),
]
PLACES = [
    PlaceRecord("Lisbon", ["lisbon", "lisboa", "リスボン"], 38.725, -9.15, 517_802, 7.4, 0),
    PlaceRecord("Baixa", ["baixa"], 38.7115, -9.137, 12_765, 1.2, 0, 0),
    PlaceRecord("Sintra", ["sintra", "cintra velha"], 38.8, -9.378, 26_193, 1.7, 0),
    PlaceRecord("Olivenza", ["olivenza", "olivenca"], 38.685, -7.1, 11_900, 1.1, 1),
    PlaceRecord("Sintra", ["sintra"], 38.0, -6.0, 900, 0.3, 1),
]


def table(places: Sequence[PlaceRecord] = PLACES) -> PlaceTable:
    """Return a table of some places."""
    return PlaceTable(encode_table(places, REGIONS, COUNTRIES))


def points(*where: tuple[float, float, float]) -> PlaceTable:
    """Return a table of places of which only (latitude, longitude, radius in km) matter."""
    return table(
        [PlaceRecord(f"P{at}", [f"p{at}"], *one[:2], 1000, one[2], 0) for at, one in enumerate(where)],
    )
