"""Merging of changes into a timeline file (file.py), so that it need not be built anew for a few photos. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import islice, repeat
from operator import eq, floordiv
from typing import TYPE_CHECKING

from gallery.base.edtf import RANKS
from gallery.timeline.file import SECTION_BYTES, TimelineFile, assemble, numbers_of, sections_of, split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from gallery.timeline.file import Columns

MAX_SINGLE_SEARCHES = 16
"""Up to this many ids it is faster to search the bytes for each than to look at every photo."""


def merge_changes(
    timeline: TimelineFile, generation: int, changed: Collection[int], fresh: Columns, revision: int = 0
) -> TimelineFile:
    """Return the timeline at a later generation: without the changed photos, but with their present state.

    Args:
        timeline: it must have numeric keys.
        generation: of the new timeline.
        changed: ids of all photos that changed, and of those that share a key with one of them (`ids_with_keys`):
            which of these comes first is not known from their keys.
        fresh: those of these photos that belong in the timeline now, in display order.
        revision: of library.db, which the new timeline follows.
    """
    sections = sections_of(timeline.data)
    ids = numbers_of(sections[0])
    pieces = list(_pieces(timeline, ids, _positions(ids, changed), fresh))
    parts = [
        _concatenate(old, new, pieces, size)
        for old, new, size in zip(sections, split(fresh), SECTION_BYTES, strict=True)
    ]
    keys = array("q", _concatenate(timeline.keys.tobytes(), fresh.keys.tobytes(), pieces, 8))
    data = assemble(generation, parts, keys, timeline.by_day, revision)
    return TimelineFile(generation, data, keys, timeline.descending, timeline.by_day)


def equal_runs(keys: array[int]) -> Iterator[tuple[int, int]]:
    """Yield [first, after) of each stretch of two or more equal keys; the keys are sorted."""
    same = bytes(map(eq, keys, islice(keys, 1, None)))  # 1 where the next key is equal
    first = same.find(1)
    while first >= 0:
        last = same.find(0, first)
        after = (last if last >= 0 else len(same)) + 1
        yield first, after
        first = same.find(1, after)


def keys_of_moments(keys: array[int]) -> array[int]:
    """Return the moments of keys that are dates, without how exact these are."""
    return array("q", map(floordiv, keys, repeat(RANKS)))


def ids_with_keys(timeline: TimelineFile, keys: Iterable[int]) -> set[int]:
    """Return the photos of a timeline with one of these keys; the timeline must have numeric keys."""
    ids, sign, found = numbers_of(sections_of(timeline.data)[0]), -1 if timeline.descending else 1, set[int]()
    for key in set(keys):
        first = bisect_left(timeline.keys, sign * key, key=lambda known: sign * known)
        last = bisect_right(timeline.keys, sign * key, lo=first, key=lambda known: sign * known)
        found.update(ids[first:last])
    return found


def _positions(ids: array[int], changed: Collection[int]) -> list[int]:
    """Return the positions of the changed photos in the timeline, in order."""
    if len(changed) > MAX_SINGLE_SEARCHES:
        wanted = frozenset(changed)
        return [at for at, photo in enumerate(ids) if photo in wanted]
    raw = ids.tobytes()
    return sorted(at for photo in changed if (at := _find(raw, array("I", [photo]).tobytes())) >= 0)


def _find(raw: bytes, sought: bytes) -> int:
    at = raw.find(sought)
    while at >= 0 and at % 4:
        at = raw.find(sought, at + 1)
    return at // 4 if at >= 0 else -1


Piece = tuple[bool, int, int]
"""A stretch [start, end) of photos: (whether of the fresh photos, else of the earlier timeline; start; end)."""


def _pieces(
    timeline: TimelineFile, ids: array[int], removed_positions: Iterable[int], fresh: Columns
) -> Iterator[Piece]:
    """Yield the pieces of the earlier timeline and of the fresh photos that make up the new timeline."""
    events = sorted(
        [(at, 1, at) for at in removed_positions]
        + [(at, 0, new) for new, at in enumerate(_insert_positions(timeline, fresh))]
    )
    last = 0
    for at, kind, new in events:
        if at > last:
            yield False, last, at
        last = max(last, at)
        if kind == 0:
            yield True, new, new + 1
        else:
            last = at + 1
    yield False, last, len(ids)


def _insert_positions(timeline: TimelineFile, fresh: Columns) -> Iterator[int]:
    """Yield for each fresh photo the position in the earlier timeline before which it belongs.

    Both are sorted, so that each binary search begins where the last one ended. What has the same key in the earlier
    timeline is fresh, too.
    """
    keys, sign, low = timeline.keys, -1 if timeline.descending else 1, 0
    for key in fresh.keys:
        low = bisect_left(keys, sign * key, lo=low, key=lambda known: sign * known)
        yield low


def _concatenate(old: bytes | memoryview, new: bytes, pieces: Sequence[Piece], size: int) -> bytes:
    return b"".join((new if is_new else old)[start * size : end * size] for is_new, start, end in pieces)
