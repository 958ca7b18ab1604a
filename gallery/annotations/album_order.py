"""Places in an order made by hand: whole numbers with gaps, so that what is put between two others moves nothing. Pure.

An album's photos have such places, and so have the albums that lie in one.
"""

from __future__ import annotations

import struct
import zlib
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 1 << 20
"""Between two that are added one after the other. A photo can be put twenty times between two neighbours before all of
the album are numbered anew."""
MAX_PLACE = (1 << 48) - 1
"""The largest place: room for 268 million, and above it for the album's own place in a timeline of several."""
_LEVEL = 1
"""zlib's quickest."""


def places_between(low: int, high: int | None, count: int) -> list[int] | None:
    """Return places for that many, in order, evenly spread between two others.

    Args:
        low: the place before; 0: there is none.
        high: the place after; None: there is none.
        count: how many.

    Returns:
        Rising numbers above `low` and below `high`; None where there is no room.
    """
    if high is None:
        places = list(range(low + GAP, low + GAP * count + 1, GAP))
        return places if not places or places[-1] <= MAX_PLACE else None
    if high - low <= count:
        return None
    return [low + (high - low) * number // (count + 1) for number in range(1, count + 1)]


def moved_places(order: Sequence[tuple[int, int]], moved: Sequence[int], before: int | None) -> dict[int, int]:
    """Return the places that change when some come before another one, in the order in which they are named.

    Args:
        order: (which, its place) of all, by their places.
        moved: what is moved, or comes new, each once.
        before: what they come before; None, or none of `order`: they come last. If it is one of those that are moved,
            they come before the next one that is not.

    Returns:
        which -> place. Of all others too where there was no room between two.
    """
    moving = set(moved)
    rest = [one for one in order if one[0] not in moving]
    at = _index_before(order, moving, before)
    whole = [*(one for one, _ in rest[:at]), *moved, *(one for one, _ in rest[at:])]
    if whole == [one for one, _ in order]:
        return {}
    low = rest[at - 1][1] if at else 0
    places = places_between(low, rest[at][1] if at < len(rest) else None, len(moved))
    if places is not None:
        wanted = dict(zip(moved, places, strict=True))
    else:
        wanted = {one: GAP * number for number, one in enumerate(whole, 1)}
    known = dict(order)
    return {one: place for one, place in wanted.items() if known.get(one) != place}


def _index_before(order: Sequence[tuple[int, int]], moving: set[int], before: int | None) -> int:
    """Return how many of those that stay come before the place that is meant."""
    index = 0
    for one, _ in order:
        if one == before:
            return index
        index += one not in moving
    return index


def pack(places: Sequence[int | None]) -> bytes:
    """Return places, None where there is none, as short bytes for the journal: differences, 64 bits each, deflated."""
    numbers = [place or 0 for place in places]
    return zlib.compress(struct.pack(f"<{len(numbers)}q", *map(sub, numbers, [0, *numbers])), _LEVEL)


def unpack(packed: bytes) -> list[int | None]:
    """Return the places of `pack`."""
    raw = zlib.decompress(packed)
    return [place or None for place in accumulate(struct.unpack(f"<{len(raw) // 8}q", raw))]
