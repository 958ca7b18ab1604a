"""The timeline file (PTL1), which the page gets for a timeline: encoding, and merging of changes. Pure, no database.

All numbers are little endian:

| part     | bytes       | content                                                                                    |
|----------|-------------|--------------------------------------------------------------------------------------------|
| header   | 32          | `PTL1`, u16 format, u16 header length, u32 generation, u32 photos, u32 days, u32 sections, |
|          |             | u64 0; sections is a bit for each of the five below                                        |
| days     | 8 a day     | i32 local day since 1970-01-01 (-2**31: undated), u32 photos; in display order; none       |
|          |             | when the order is not by date                                                              |
| ids      | 4 a photo   | u32                                                                                        |
| aspects  | 2 a photo   | u16, round(width / height * 4096)                                                          |
| colours  | 2 a photo   | u16, mean colour in RGB565, 0: unknown                                                     |
| versions | 2 a photo   | u16                                                                                        |
| flags    | 1 a photo   | u8, the bits of build.VIDEO_FLAG, OFFLINE_FLAG and BROKEN_FLAG                             |

The photos stand in display order; each of the last five is padded with zeros to a multiple of 4 bytes.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING

from gallery.base.calendar import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

HEADER = struct.Struct("<4sHHIIIIQ")
DAY_RUN = struct.Struct("<iI")
FORMAT = b"PTL1", 1, HEADER.size
SECTIONS = 1 | 2 | 4 | 8 | 16
"""The bits of the sections in the header: all five."""
SECTION_BYTES = (4, 2, 2, 2, 1)
UNDATED = -(2**31)
MIN_KEY, MAX_KEY = -(1 << 63), (1 << 63) - 1
"""Keys of photos without a date: they come last in ascending and in descending order."""
MAX_SINGLE_SEARCHES = 16
"""Up to this many ids it is faster to search the bytes for each than to look at every photo."""


@dataclass(slots=True)
class Columns:
    """Photos in display order: ids (u32), packed properties (u64), and the keys that they are sorted by (i64).

    `packed` holds aspect, colour, version and flags, 16 bits each, the aspect lowest. A key is a time in ms or ns or a
    size, see build.py; 0 where the photos are sorted by text.
    """

    ids: array[int] = field(default_factory=lambda: array("I"))
    packed: array[int] = field(default_factory=lambda: array("Q"))
    keys: array[int] = field(default_factory=lambda: array("q"))

    def extend(self, rows: Sequence[tuple[int, int, int]]) -> None:
        """Append rows of (id, packed, key)."""
        if rows:
            ids, packed, keys = zip(*rows, strict=True)
            self.ids.extend(ids)
            self.packed.extend(packed)
            self.keys.extend(keys)


@dataclass(frozen=True, slots=True)
class TimelineFile:
    """An encoded timeline, and what is needed to merge changes into it. Immutable, so that any thread may read it.

    `data` is the file. `keys` are the numbers that the photos are sorted by (equal ones by name, see build.py), in
    ascending or descending order; empty where they are sorted by text. `by_day`: the file has days.
    """

    generation: int
    data: bytes
    keys: array[int]
    descending: bool
    by_day: bool

    def __len__(self) -> int:
        return int(HEADER.unpack_from(self.data)[4])


def encode(
    generation: int, columns: Columns, *, by_day: bool, descending: bool, has_numeric_keys: bool = True
) -> TimelineFile:
    """Encode photos as the timeline of a generation.

    Args:
        generation: the state of the library that was read.
        columns: the photos in display order.
        by_day: the keys are times in ms, and the file gets days.
        descending: the order of the keys.
        has_numeric_keys: the keys are what the photos are sorted by.
    """
    keys = columns.keys if has_numeric_keys else array("q")
    return TimelineFile(
        generation, _assemble(generation, _split(columns), columns.keys, by_day), keys, descending, by_day
    )


def _split(columns: Columns) -> list[bytes]:
    """Return the five sections of the file, without padding."""
    raw = columns.packed.tobytes()
    fields, flags = array("H", raw), array("B", raw)
    if sys.byteorder == "little":
        return [columns.ids.tobytes(), *(fields[at::4].tobytes() for at in range(3)), flags[6::8].tobytes()]
    fields.byteswap()
    swapped = array("I", columns.ids)
    swapped.byteswap()
    return [swapped.tobytes(), *(fields[3 - at :: 4].tobytes() for at in range(3)), flags[1::8].tobytes()]


def _assemble(generation: int, parts: Sequence[bytes], keys: array[int], by_day: bool) -> bytes:  # noqa: FBT001
    runs = b"".join(DAY_RUN.pack(*run) for run in day_runs(keys)) if by_day else b""
    header = HEADER.pack(*FORMAT, generation, len(keys), len(runs) // DAY_RUN.size, SECTIONS, 0)
    padded = [header, runs]
    for part in parts:
        padded += part, bytes(-len(part) % 4)
    return b"".join(padded)


def with_generation(data: bytes, generation: int) -> bytes:
    """Return a file with another number in its header."""
    magic, number, length, _, *others = HEADER.unpack_from(data)
    return HEADER.pack(magic, number, length, generation, *others) + data[HEADER.size :]


def is_well_formed(data: bytes, generation: int, photos: int) -> bool:
    """Return whether `data` has the header and the length of a file of this generation with so many photos."""
    if len(data) < HEADER.size or HEADER.unpack_from(data)[:5] != (*FORMAT, generation, photos):
        return False
    body = sum(size * photos + -(size * photos) % 4 for size in SECTION_BYTES)
    return len(data) == HEADER.size + DAY_RUN.size * int(HEADER.unpack_from(data)[5]) + body


def day_runs(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (day, number of photos) of sorted times in ms, in their order.

    The end of a day is found by leaps of growing length, since most days have many photos.
    """
    start = 0
    while start < len(keys):
        day = _day(keys[start])
        leap = 1
        while start + leap < len(keys) and _day(keys[start + leap]) == day:
            leap *= 2
        low, high = start + leap // 2, min(start + leap, len(keys))
        end = bisect_left(range(high), True, lo=low, key=lambda at: _day(keys[at]) != day)
        yield day, end - start
        start = end


def _day(key: int) -> int:
    return UNDATED if key in (MIN_KEY, MAX_KEY) else key // DAY_MS


def merge_changes(timeline: TimelineFile, generation: int, changed: Collection[int], fresh: Columns) -> TimelineFile:
    """Return the timeline at a later generation: without the changed photos, but with their present state.

    Args:
        timeline: it must have numeric keys.
        generation: of the new timeline.
        changed: ids of all photos that changed, and of those that share a key with one of them (`ids_with_keys`):
            which of these comes first is not known from their keys.
        fresh: those of these photos that belong in the timeline now, in display order.
    """
    sections = _sections(timeline.data)
    ids = _numbers(sections[0])
    pieces = list(_pieces(timeline, ids, _positions(ids, changed), fresh))
    parts = [
        _concatenate(old, new, pieces, size)
        for old, new, size in zip(sections, _split(fresh), SECTION_BYTES, strict=True)
    ]
    keys = array("q", _concatenate(timeline.keys.tobytes(), fresh.keys.tobytes(), pieces, 8))
    return TimelineFile(
        generation, _assemble(generation, parts, keys, timeline.by_day), keys, timeline.descending, timeline.by_day
    )


def ids_of_days(data: bytes, days: Collection[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield (day, ids of its photos in their order) for those of the days that a file has; undated is none."""
    _, _, start, _, _, count, _, _ = HEADER.unpack_from(data)
    wanted, ids, at = frozenset(days) - {UNDATED}, _sections(data)[0], 0
    for day, photos in DAY_RUN.iter_unpack(data[start : start + DAY_RUN.size * count]):
        if day in wanted:
            yield day, _numbers(ids[4 * at : 4 * (at + photos)])
        at += photos


def equal_runs(keys: array[int]) -> Iterator[tuple[int, int]]:
    """Yield [first, after) of each stretch of two or more equal keys; the keys are sorted."""
    same = bytes(map(eq, keys, islice(keys, 1, None)))  # 1 where the next key is equal
    first = same.find(1)
    while first >= 0:
        last = same.find(0, first)
        after = (last if last >= 0 else len(same)) + 1
        yield first, after
        first = same.find(1, after)


def ids_with_keys(timeline: TimelineFile, keys: Iterable[int]) -> set[int]:
    """Return the photos of a timeline with one of these keys; the timeline must have numeric keys."""
    ids, sign, found = _numbers(_sections(timeline.data)[0]), -1 if timeline.descending else 1, set[int]()
    for key in set(keys):
        first = bisect_left(timeline.keys, sign * key, key=lambda known: sign * known)
        last = bisect_right(timeline.keys, sign * key, lo=first, key=lambda known: sign * known)
        found.update(ids[first:last])
    return found


def _sections(data: bytes) -> list[memoryview]:
    _, _, start, _, count, days, _, _ = HEADER.unpack_from(data)
    at, whole, found = start + DAY_RUN.size * days, memoryview(data), []
    for size in SECTION_BYTES:
        end = at + size * count
        found.append(whole[at:end])
        at = end + -end % 4
    return found


def _numbers(section: memoryview) -> array[int]:
    found = array("I", bytes(section))
    if sys.byteorder == "big":
        found.byteswap()
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
