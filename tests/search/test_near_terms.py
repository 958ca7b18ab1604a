"""What follows `near:`: a place or a point and a distance, and what stands behind it and does not belong to it."""

from __future__ import annotations

import pytest

from gallery.search.near_terms import DEFAULT_KM
from gallery.search.nodes import Near
from gallery.search.parser import parse


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('near:"Lisbon" 20km', Near("lisbon", "", None, 20)),
        ('near:"Lisbon"20km', Near("lisbon", "", None, 20)),
        ("near:Lisbon 20 KM", Near("lisbon", "", None, 20)),
        ("near:Lisbon", Near("lisbon", "", None, DEFAULT_KM)),
        ('near:"Paris, Texas" 1,5km', Near("paris", "texas", None, 1.5)),
        ("near:lisbon 500m", Near("lisbon", "", None, 0.5)),
        ("near:lisbon 1mi", Near("lisbon", "", None, 1.609344)),
        ("near:-33.9,151.2", Near("", "", (-33.9, 151.2), DEFAULT_KM)),
        ("near:33.9s,151.2w 2km", Near("", "", (-33.9, -151.2), 2)),
        ("near:38.72, -9.14", Near("", "", (38.72, -9.14), DEFAULT_KM)),  # as maps write it
        ("near:38.72, -9.14 5km", Near("", "", (38.72, -9.14), 5)),
        ("near:38.72 -9.14 5 km", Near("", "", (38.72, -9.14), 5)),
        ("near:38.72° N, 9.14° W", Near("", "", (38.72, -9.14), DEFAULT_KM)),  # as the info panel does
        ("near:38.72°N, 9.14°W 2km", Near("", "", (38.72, -9.14), 2)),
        ("near:38, 9", Near("", "", (38, 9), DEFAULT_KM)),
        ("near:New York 20km", Near("new york", "", None, 20)),
        ("near:Rio de Janeiro 5 mi", Near("rio de janeiro", "", None, 5 * 1.609344)),
        ("near:Paris, Texas 20km", Near("paris", "texas", None, 20)),
    ],
)
def test_what_follows_near(text: str, node: Near) -> None:
    parsed = parse(text)
    assert parsed.mistakes == ()
    assert parsed.node.nodes == (node,)


@pytest.mark.parametrize(
    "text", ["near:", 'near:"20km"', "near:20km", "near:91,5", "near:5,181 3km", 'near:"Lisbon 20km']
)
def test_what_follows_near_and_means_nothing(text: str) -> None:
    assert len(parse(text).mistakes) == 1


def test_a_distance_goes_with_near_alone() -> None:
    parsed = parse("near:lisbon 20km 35mm")
    assert (parsed.terms[0].start, parsed.terms[0].end) == (0, 16)
    assert len(parsed.node.nodes) == 2
    assert len(parse("city:lisbon 20km").node.nodes) == 2


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("near:lisbon cat", 11), ("near:lisbon or cat 20km", 11), ("near:lisbon -cat 20km", 11),
        ("near:lisbon camera:x 20km", 11), ("near:lisbon 5km cat 20km", 15), ("near:lisbon *.jpg 20km", 11),
        ("near:lisbon 2019", 11), ("near:38 9", 7), ("(near:New York 20km)", 19), ("near:lisbon (cat 20km)", 11),
        ('near:"lisbon" cat 20km', 13),
    ],
)  # fmt: skip
def test_what_does_not_belong_to_near_stays_a_term_of_its_own(text: str, end: int) -> None:
    assert parse(text).terms[0].end == end
