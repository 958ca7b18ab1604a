"""The place of a point: what it is called, and that the search by squares finds what a look at every place finds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gallery.places.geometry import DEGREE_KM, EARTH_RADIUS_KM, distance_km, in_circle, longitude_reach
from gallery.places.nearest import AT_KM, NEAR_KM, score_of
from gallery.places.table_file import RADIUS_UNIT_KM
from tests.places.small_tables import points, table

if TYPE_CHECKING:
    from gallery.places.table import PlaceTable

POLE, DATE_LINE = (89.97, 10.0), (0.2, 179.99)
near_something = st.one_of(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.tuples(st.floats(88.5, 90), st.floats(-180, 180)),
    st.tuples(st.floats(-90, -88.5), st.floats(-180, 180)),
    st.tuples(st.floats(-3, 3), st.sampled_from([-180.0, 180.0, 179.5, -179.5]).flatmap(
        lambda degree: st.floats(max(-180, degree - 1), min(180, degree + 1)))),
    st.tuples(st.floats(50, 53), st.floats(6, 9)),
)  # fmt: skip
circles = st.lists(
    st.tuples(near_something, st.one_of(st.floats(0.1, 3), st.floats(3, 60))).map(lambda one: (*one[0], one[1])),
    min_size=1,
    max_size=12,
)


def best_of_all(places: PlaceTable, latitude: float, longitude: float) -> float:
    """Return the least score of any place, computed for each."""
    finder, cells = places._nearest, places._sections["cells"]
    scores = [
        score_of(
            distance_km(latitude, longitude, *finder.position(place, cell)),
            places._sections["radii"][place] * RADIUS_UNIT_KM,
        )
        for cell in range(len(cells) - 1)
        if cells[cell] != cells[cell + 1]
        for place in range(cells[cell], cells[cell + 1])
    ]
    return min(scores)


def score_at(places: PlaceTable, number: int, latitude: float, longitude: float) -> float:
    cells = places._sections["cells"]
    cell = next(at for at in range(len(cells) - 1) if cells[at] <= number < cells[at + 1])
    return score_of(
        distance_km(latitude, longitude, *places._nearest.position(number, cell)),
        places._sections["radii"][number] * RADIUS_UNIT_KM,
    )


@settings(max_examples=300, deadline=None)
@given(circles, near_something)
@example([(89.5, -170.0, 1.0)], (89.9, 10.0))
@example([(0.5, -179.9, 1.0)], (0.5, 179.9))
@example([(50.99, 7.0, 60.0)], (52.05, 7.0))  # two rows of squares away
@example([(52.0, 7.0, 50.0), (52.3, 7.4, 0.2)], (52.3, 7.39))
def test_the_squares_find_what_a_look_at_every_place_finds(
    where: list[tuple[float, float, float]], point: tuple[float, float]
) -> None:
    places = points(*where)
    found, least = places.find(*point), best_of_all(places, *point)
    if point == (0, 0) or least >= NEAR_KM:
        assert found is None
    else:
        assert found is not None
        assert score_at(places, found.place, *point) == pytest.approx(least, abs=1e-6)
        assert found.beyond_km == pytest.approx(max(0, least), abs=1e-6)


@pytest.mark.parametrize(
    ("point", "name", "city"),
    [
        ((38.7115, -9.137), "Baixa", "Lisbon"),
        ((38.74, -9.16), "Lisbon", "Lisbon"),
        ((38.797, -9.39), "Sintra", "Sintra"),
    ],
)
def test_a_point_is_called_by_the_town_that_it_lies_in(point: tuple[float, float], name: str, city: str) -> None:
    places = table()
    found = places.find(*point)
    assert found is not None
    assert not found.is_near
    assert (places.place(found.place).name, places.place(found.place).city) == (name, city)


def test_a_hamlet_at_the_edge_does_not_name_the_city() -> None:
    places = points((50.0, 8.0, 10.0), (50.05, 8.0, 0.3))
    inside = places.find(50.04, 8.0)  # 1.1 km from the hamlet, 4.4 km from the middle of the city
    at_it = places.find(50.051, 8.0)
    assert inside is not None
    assert at_it is not None
    assert (places.place(inside.place).name, places.place(at_it.place).name) == ("P0", "P1")


def test_what_is_far_from_a_place_is_near_it_and_farther_away_is_nothing() -> None:
    places = points((50.0, 8.0, 5.0))

    def at(km: float) -> tuple[float, float]:
        return 50.0 + (5.0 + km) / DEGREE_KM, 8.0

    said = [places.find(*at(km)) for km in (AT_KM - 0.1, AT_KM + 0.1, NEAR_KM - 0.1, NEAR_KM + 0.1)]
    assert [found and found.is_near for found in said] == [False, True, True, None]


@pytest.mark.parametrize(
    "numbers", [(0, 0), (0.0, -0.0), (math.nan, 1), (1, math.inf), (90.1, 0), (-91, 0), (5, 180.5), (5, -999)]
)
def test_what_is_no_point_has_no_place(numbers: tuple[float, float]) -> None:
    assert points((0.0, 0.1, 50.0), (89.9, 0.0, 50.0), (5.0, 179.9, 50.0)).find(*numbers) is None


@pytest.mark.parametrize("point", [POLE, (90.0, 0.0), (90.0, -180.0), (89.95, -170.0)])
def test_around_a_pole_every_longitude_is_near(point: tuple[float, float]) -> None:
    found = points((89.98, -100.0, 1.0)).find(*point)
    assert found is not None
    assert found.place == 0


@pytest.mark.parametrize("longitude", [179.999, -179.999, 180.0, -180.0])
def test_the_date_line_is_no_edge(longitude: float) -> None:
    assert points((0.2, 179.95, 1.0)).find(0.2, longitude) is not None
    assert points((0.2, -179.95, 1.0)).find(0.2, longitude) is not None


def test_a_table_without_places_finds_none() -> None:
    assert table([]).find(38.7, -9.1) is None


def test_distances() -> None:
    assert distance_km(0, 0, 0, 180) == pytest.approx(math.pi * EARTH_RADIUS_KM)
    assert distance_km(52.5, 13.4, 48.85, 2.35) == pytest.approx(878, abs=2)  # Berlin to Paris
    assert longitude_reach(0, DEGREE_KM) == pytest.approx(1)
    assert longitude_reach(60, DEGREE_KM) == pytest.approx(2, abs=0.01)
    assert longitude_reach(89.5, DEGREE_KM) == 180


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(0.001, 25_000))
def test_a_circle_holds_the_points_that_are_near_enough(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float, km: float
) -> None:
    distance = distance_km(latitude, longitude, other_latitude, other_longitude)
    if abs(distance - km) > 1e-6 * (1 + km) and (km < 20_000 or distance < 20_000):
        assert in_circle(latitude, longitude, km)(other_latitude, other_longitude) == (distance <= km)
