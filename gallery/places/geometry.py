"""Distances on the globe, taken for a sphere. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""
DEGREE_KM = math.radians(EARTH_RADIUS_KM)
"""Length of a degree of latitude."""


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance of two points in degrees, by the haversine formula."""
    north, other_north = math.radians(latitude), math.radians(other_latitude)
    across = math.sin((north - other_north) / 2) ** 2
    along = math.sin(math.radians(longitude - other_longitude) / 2) ** 2
    return (
        2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, across + math.cos(north) * math.cos(other_north) * along)))
    )


def in_circle(latitude: float, longitude: float, km: float) -> Callable[[float, float], bool]:
    """Return a function that says of a point in degrees whether its distance (`distance_km`) is at most `km`.

    What depends on the centre alone is computed once, and the sine of the distance compared instead of the distance.
    """
    radians, sin = math.radians, math.sin
    north, east = radians(latitude), radians(longitude)
    width, most = math.cos(north), sin(min(math.pi, max(0.0, km / EARTH_RADIUS_KM)) / 2) ** 2

    def is_near(other_latitude: float, other_longitude: float) -> bool:
        other_north = radians(other_latitude)
        along = sin((east - radians(other_longitude)) / 2) ** 2
        return sin((north - other_north) / 2) ** 2 + width * math.cos(other_north) * along <= most

    return is_near


def longitude_reach(latitude: float, distance: float) -> float:
    """Return how many degrees east or west a circle reaches; 180 if there is a pole in it.

    Args:
        latitude: of its centre, degrees.
        distance: its radius, km.
    """
    angle = distance / EARTH_RADIUS_KM
    if angle >= math.radians(90 - abs(latitude)):
        return 180.0
    return math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(latitude)))))
