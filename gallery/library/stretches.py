"""The controller of the stretches of a timeline: where another letter, step of size or month of change begins.

A page has ids and days in its timeline, but no names, sizes or times of change; the date rail needs them where photos
are not in the order of their dates.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gallery.catalog.photo_details import get_sorted_by
from gallery.library.wall_clock import EPOCH
from gallery.timeline.file import numbers_of, sections_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gallery.catalog.database import Database
    from gallery.library.timelines import TimelinesController
    from gallery.timeline.build import TimelineQuery

MAX_HALVED = 1000
"""Parts of a timeline that are halved at once. Of names that begin with more characters than that, as in Chinese, the
widest parts are; borders that lie close to each other are not told."""
FIRST_CASELESS = 0x590
"""From here on letters have no capitals that fonts are sure to have (Hebrew, Georgian, Chinese, …)."""
SIZES: list[int] = [0, *(step * 10**power for power in range(3, 13) for step in (1, 2, 5))]
"""Steps of sizes in bytes, from 1 kB on."""


class StretchesController:
    """Tells the stretches of timelines. Every method may be called on any thread."""

    def __init__(self, database: Database, timelines: TimelinesController) -> None:
        self._database, self._timelines = database, timelines

    def get(self, query: TimelineQuery) -> list[dict[str, Any]]:
        """Return the stretches of a timeline from its beginning on, as JSON; none where it is by date, or by hand.

        Each has the index of its first photo, and a value: of names their first letter (`#`: a digit or a sign), of
        sizes the least of the step in bytes, of times of change the month such as `2019-06`, in the computer's zone.

        Raises:
            NotFoundError: there is no such folder.
            BusyError: as for the timeline.
        """
        column, value_of = _ORDERS.get(query.order.removesuffix("-asc").removesuffix("-desc"), (None, None))
        if column is None or value_of is None:
            return []
        ids = numbers_of(sections_of(self._timelines.get(query)[1])[0])
        with self._database.read() as conn:

            def read(indices: Sequence[int]) -> dict[int, Any]:
                found = get_sorted_by(conn, column, [ids[index] for index in indices])
                return {index: value_of(found[ids[index]]) for index in indices if ids[index] in found}

            return [{"index": index, "value": value} for index, value in find_stretches(len(ids), read)]


def find_stretches(count: int, read: Callable[[Sequence[int]], Mapping[int, Any]]) -> list[tuple[int, Any]]:
    """Return (index, value) of the first of each stretch of equal values, by halving what lies between two others.

    Args:
        count: how many photos there are.
        read: returns the values of some of them, by index; those that are gone meanwhile are left out.
    """
    if not count:
        return []
    ends = read([0, count - 1])
    first, last = ends.get(0), ends.get(count - 1)
    found = {0: first}
    parts = [(0, first, count - 1, last)] if first != last else []
    while parts:
        middles = [(low + high) // 2 for low, _, high, _ in parts]
        values = read(middles)
        halves = []
        for (low, low_value, high, high_value), middle in zip(parts, middles, strict=True):
            value = values.get(middle, low_value)
            halves += [(low, low_value, middle, value), (middle, value, high, high_value)]
        halves = [part for part in halves if part[1] != part[3]]
        found.update({high: value for low, _, high, value in halves if high - low == 1})
        parts = _widest([part for part in halves if part[2] - part[0] > 1])
    return [(index, value) for index, value in sorted(found.items()) if value is not None]


def _widest(parts: list[tuple[int, Any, int, Any]]) -> list[tuple[int, Any, int, Any]]:
    return sorted(parts, key=lambda part: part[0] - part[2])[:MAX_HALVED]


def letter_of(sort: str) -> str:
    """Return the first letter of a sort key (catalog/collation.py), `#` for a digit or a sign."""
    first = sort[:1] or "#"
    if first <= "9":
        return "#"
    return first.upper() if ord(first) < FIRST_CASELESS else first


def size_step(size: int) -> int:
    """Return the least size of the step that a size is in, bytes."""
    return SIZES[bisect_right(SIZES, max(0, size)) - 1]


def month_of_change(mtime_ns: int) -> str:
    """Return the month of a time of change on the computer's clock."""
    moment = EPOCH + timedelta(microseconds=mtime_ns // 1000)
    try:
        return moment.astimezone().isoformat()[:7]
    except (OverflowError, OSError, ValueError):  # the system cannot convert it
        return moment.isoformat()[:7]


_ORDERS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("sort", letter_of),
    "size": ("size", size_step),
    "modified": ("mtime_ns", month_of_change),
}
"""Of an order that has stretches: the column of `photos`, and the stretch that a value of it lies in."""
