"""The controller of what is written beside the dates of a timeline: where the photos of a day were taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.catalog import photo_places
from gallery.timeline.file import ids_of_days

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gallery.catalog.database import Database
    from gallery.library.timelines import TimelinesController
    from gallery.timeline.build import TimelineQuery

MAX_PHOTOS = 2000
"""Of one day that are looked at; of more every second, third, … one."""
MIN_SHARE = 0.05
"""Of the photos of a day that have a place: where fewer were taken is left out, a stop on the way."""
MAX_NAMED = 2
"""Places that are named; how many more there are is told."""


class DayPlacesController:
    """Tells the places of days. Every method may be called on any thread."""

    def __init__(self, database: Database, timelines: TimelinesController) -> None:
        self._database, self._timelines = database, timelines

    def get(self, query: TimelineQuery, days: Collection[int]) -> list[dict[str, Any]]:
        """Return what stands beside the dates of some days of a timeline, in any order, as JSON.

        Only photos that the timeline shows count, so that nobody learns of others.

        Args:
            query: of a timeline in an order by date; others have no days.
            days: since 1970-01-01. Those without places are left out.

        Raises:
            NotFoundError: there is no such folder.
            BusyError: as for the timeline.
        """
        _, data = self._timelines.get(query)
        found = []
        with self._database.read() as conn:
            for day, ids in ids_of_days(data, days):
                counts = photo_places.count_cities(conn, ids[:: -(-len(ids) // MAX_PHOTOS)])
                if counts:
                    found.append({"day": day, **_named(counts)})
        return found


def _named(counts: Sequence[tuple[str, bool, int]]) -> dict[str, Any]:
    """Return the names of the most frequent places of a day, and how many others there are.

    Args:
        counts: (city, whether only near it, photos), the most frequent first; at least one.
    """
    least = MIN_SHARE * sum(count for *_, count in counts)
    kept = [(city, near) for city, near, count in counts if count >= least]
    at = {city for city, near in kept if not near}
    places = [{"name": city, "near": near} for city, near in kept if not (near and city in at)]
    return {"places": places[:MAX_NAMED], "more": max(0, len(places) - MAX_NAMED)}
