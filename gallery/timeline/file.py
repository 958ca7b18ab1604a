"""One view of the library as the page gets it, and how a change is put into it. Sums only, no database.

The file, little endian (DESIGN.md section 5):
header 32 B   `PTL1`, u16 version, u16 header length, u32 generation, u32 photos, u32 days, u32 sections, u64 0
days          (i32 local day since 1970-01-01, u32 count) in display order; none when the order is not by date
ids u32 | aspect u16 round(w/h*4096) | colour u16 RGB565 | version u16 | flags u8      each padded to 4 bytes
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

HEADER = struct.Struct("<4sHHIIIIQ")
DAY_RUN = struct.Struct("<iI")
FORMAT = b"PTL1", 1, HEADER.size
SECTIONS = 1 | 2 | 4 | 8 | 16
SECTION_BYTES = (4, 2, 2, 2, 1)
DAY_MS = 86_400_000
UNDATED = -(2**31)
MIN_KEY, MAX_KEY = -(1 << 63), (1 << 63) - 1
"""Keys of photos without a date: they come last in either direction."""
MAX_SINGLE_SEARCHES = 16
"""So many ids are found faster by searching the bytes for each than by looking at every photo."""


@dataclass(slots=True)
class Columns:
    """Photos in display order. `packed`: aspect, colour, version and flags, 16 bits each, from the lowest up."""

    ids: array[int] = field(default_factory=lambda: array("I"))
    packed: array[int] = field(default_factory=lambda: array("Q"))
    keys: array[int] = field(default_factory=lambda: array("q"))

    def extend(self, rows: Sequence[tuple[int, int, int]]) -> None:
        """Rows of (id, packed, key), which belong behind those that are there."""
        if rows:
            ids, packed, keys = zip(*rows, strict=True)
            self.ids.extend(ids)
            self.packed.extend(packed)
            self.keys.extend(keys)


@dataclass(frozen=True, slots=True)
class TimelineFile:
    """`keys` are what the photos are sorted by, with their ids: falling or rising numbers; none when it is by words."""

    generation: int
    data: bytes
    keys: array[int]
    falling: bool
    by_day: bool

    def __len__(self) -> int:
        return int(HEADER.unpack_from(self.data)[4])


def encode(number: int, columns: Columns, *, by_day: bool, falling: bool, by_number: bool = True) -> TimelineFile:
    """The view of these photos at a generation."""
    keys = columns.keys if by_number else array("q")
    return TimelineFile(number, _file(number, _split(columns), columns.keys, by_day), keys, falling, by_day)


def _split(columns: Columns) -> list[bytes]:
    """The sections of the file."""
    raw = columns.packed.tobytes()
    fields, flags = array("H", raw), array("B", raw)
    if sys.byteorder == "little":
        return [columns.ids.tobytes(), *(fields[at::4].tobytes() for at in range(3)), flags[6::8].tobytes()]
    fields.byteswap()
    swapped = array("I", columns.ids)
    swapped.byteswap()
    return [swapped.tobytes(), *(fields[3 - at :: 4].tobytes() for at in range(3)), flags[1::8].tobytes()]


def _file(number: int, parts: Sequence[bytes], keys: array[int], by_day: bool) -> bytes:  # noqa: FBT001
    runs = b"".join(DAY_RUN.pack(*run) for run in day_runs(keys)) if by_day else b""
    header = HEADER.pack(*FORMAT, number, len(keys), len(runs) // DAY_RUN.size, SECTIONS, 0)
    padded = [header, runs]
    for part in parts:
        padded += part, bytes(-len(part) % 4)
    return b"".join(padded)


def is_whole(data: bytes, number: int, photos: int) -> bool:
    """Whether this is a file as `_file` makes it, of so many photos at this generation."""
    if len(data) < HEADER.size or HEADER.unpack_from(data)[:5] != (*FORMAT, number, photos):
        return False
    body = sum(size * photos + -(size * photos) % 4 for size in SECTION_BYTES)
    return len(data) == HEADER.size + DAY_RUN.size * int(HEADER.unpack_from(data)[5]) + body


def day_runs(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(day, how many photos) of sorted times, in their order. Days are found by leaps: most have many photos."""
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


def merge_changes(view: TimelineFile, number: int, touched: Collection[int], fresh: Columns) -> TimelineFile:
    """The view, which is sorted by numbers, later: without the touched photos, and with them as they are now."""
    sections = _sections(view.data)
    ids = _numbers(sections[0])
    pieces = list(_pieces(view, ids, _places(ids, touched), fresh))
    parts = [
        _joined(old, new, pieces, size) for old, new, size in zip(sections, _split(fresh), SECTION_BYTES, strict=True)
    ]
    keys = array("q", _joined(view.keys.tobytes(), fresh.keys.tobytes(), pieces, 8))
    return TimelineFile(number, _file(number, parts, keys, view.by_day), keys, view.falling, view.by_day)


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


def _places(ids: array[int], touched: Collection[int]) -> list[int]:
    """Where the touched photos stand, in order."""
    if len(touched) > MAX_SINGLE_SEARCHES:
        wanted = frozenset(touched)
        return [at for at, photo in enumerate(ids) if photo in wanted]
    raw = ids.tobytes()
    return sorted(at for photo in touched if (at := _find(raw, array("I", [photo]).tobytes())) >= 0)


def _find(raw: bytes, sought: bytes) -> int:
    at = raw.find(sought)
    while at >= 0 and at % 4:
        at = raw.find(sought, at + 1)
    return at // 4 if at >= 0 else -1


Stretch = tuple[bool, int, int]
"""Whether it is of the fresh ones; first, and first after it."""


def _pieces(view: TimelineFile, ids: array[int], gone: Iterable[int], fresh: Columns) -> Iterator[Stretch]:
    """What the new order is made of: stretches of the old photos and of the fresh ones."""
    events = sorted([(at, 1, at) for at in gone] + [(at, 0, new) for new, at in enumerate(_slots(view, ids, fresh))])
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


def _slots(view: TimelineFile, ids: array[int], fresh: Columns) -> Iterator[int]:
    """Before which of the old photos each fresh one belongs. Both are sorted, so each search begins at the last."""
    keys, sign, low = view.keys, -1 if view.falling else 1, 0
    for key, photo in zip(fresh.keys, fresh.ids, strict=True):
        sought = sign * key, sign * photo
        low = bisect_left(range(len(ids)), sought, lo=low, key=lambda at: (sign * keys[at], sign * ids[at]))
        yield low


def _joined(old: bytes | memoryview, new: bytes, pieces: Sequence[Stretch], size: int) -> bytes:
    return b"".join((new if is_new else old)[start * size : end * size] for is_new, start, end in pieces)
