"""The timeline file (PTL1), which the page gets for a timeline: how it is encoded. Pure, no database.

All numbers are little endian:

| part     | bytes       | content                                                                                    |
|----------|-------------|--------------------------------------------------------------------------------------------|
| header   | 32          | `PTL1`, u16 format, u16 header length, u32 generation, u32 photos, u32 days, u32 sections, |
|          |             | u64 revision: how far the marks follow library.db (0: they do not, or not for who asks);   |
|          |             | sections is a bit for each of the six below                                                |
| days     | 8 a day     | i32 local day since 1970-01-01 (-2**31: undated), u32 photos; in display order; none       |
|          |             | when the order is not by date. Of a date that is less exact than a day it is the first     |
|          |             | day, plus 2**24 times its precision (base/edtf.py)                                         |
| ids      | 4 a photo   | u32                                                                                        |
| aspects  | 2 a photo   | u16, round(width / height * 4096)                                                          |
| colours  | 2 a photo   | u16, mean colour in RGB565, 0: unknown                                                     |
| versions | 2 a photo   | u16                                                                                        |
| flags    | 1 a photo   | u8, the bits that build.py names                                                           |
| marks    | 1 a photo   | u8, rating (bits 0 to 2), pick (3, 4) and label (5 to 7) as in catalog/annotation_copy.py; |
|          |             | left out where all are 0                                                                   |

The photos stand in display order; each of the last six is padded with zeros to a multiple of 4 bytes.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.calendar import DAY_MS
from gallery.base.edtf import DAY, RANKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

HEADER = struct.Struct("<4sHHIIIIQ")
DAY_RUN = struct.Struct("<iI")
FORMAT = b"PTL1", 1, HEADER.size
SECTIONS = 1 | 2 | 4 | 8 | 16
"""The bits of the sections that each file has."""
MARKS_SECTION = 32
"""The bit of the last section, the marks."""
SECTION_BYTES = (4, 2, 2, 2, 1, 1)
MARKS_AT, FLAGS_AT = 48, 56
"""Where in `Columns.packed` marks and flags begin."""
UNDATED = -(2**31)
PRECISION_AT = 24
"""Above this bit of a day is the precision of the date. Days from -2**23 to 2**23 - 1 are some 23,000 years."""
MIN_KEY, MAX_KEY = -(1 << 63), (1 << 63) - 1
"""Keys of photos without a date: they come last in ascending and in descending order."""


@dataclass(slots=True)
class Columns:
    """Photos in display order: ids (u32), packed properties (u64), and the keys that they are sorted by (i64).

    `packed` holds aspect, colour and version, 16 bits each, the aspect lowest, then marks and flags, 8 bits each. A key
    is a date (milliseconds times RANKS, plus how exact it is), a time in ns or a size, see build.py; 0 where the photos
    are sorted by text.
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
    generation: int,
    columns: Columns,
    *,
    by_day: bool,
    descending: bool,
    has_numeric_keys: bool = True,
    revision: int = 0,
) -> TimelineFile:
    """Encode photos as the timeline of a generation.

    Args:
        generation: the state of the library that was read.
        columns: the photos in display order.
        revision: of library.db, which that state follows; 0: of a folder that it knows nothing of.
        by_day: the keys are dates, and the file gets days.
        descending: the order of the keys.
        has_numeric_keys: the keys are what the photos are sorted by.
    """
    keys = columns.keys if has_numeric_keys else array("q")
    return TimelineFile(
        generation, assemble(generation, split(columns), columns.keys, by_day, revision), keys, descending, by_day
    )


def split(columns: Columns) -> list[bytes]:
    """Return the six sections of the file, without padding."""
    raw = columns.packed.tobytes()
    fields = array("H", raw)
    if sys.byteorder == "little":
        return [columns.ids.tobytes(), *(fields[at::4].tobytes() for at in range(3)), raw[7::8], raw[6::8]]
    fields.byteswap()
    swapped = array("I", columns.ids)
    swapped.byteswap()
    return [swapped.tobytes(), *(fields[3 - at :: 4].tobytes() for at in range(3)), raw[0::8], raw[1::8]]


def assemble(
    generation: int,
    parts: Sequence[bytes],
    keys: array[int],
    by_day: bool,  # noqa: FBT001
    revision: int,
) -> bytes:
    """Return a file of six sections; marks that are all 0 are left out."""
    runs = b"".join(DAY_RUN.pack(*run) for run in day_runs(keys)) if by_day else b""
    unmarked = parts[-1] == bytes(len(parts[-1]))
    sections = SECTIONS if unmarked else SECTIONS | MARKS_SECTION
    header = HEADER.pack(*FORMAT, generation, len(keys), len(runs) // DAY_RUN.size, sections, revision)
    padded = [header, runs]
    for part in parts[:-1] if unmarked else parts:
        padded += part, bytes(-len(part) % 4)
    return b"".join(padded)


def with_generation(data: bytes, generation: int) -> bytes:
    """Return a file with another number in its header, and none of library.db."""
    magic, number, length, _, *others, _ = HEADER.unpack_from(data)
    return HEADER.pack(magic, number, length, generation, *others, 0) + data[HEADER.size :]


def is_well_formed(data: bytes, generation: int, photos: int) -> bool:
    """Return whether `data` has the header and the length of a file of this generation with so many photos."""
    if len(data) < HEADER.size or HEADER.unpack_from(data)[:5] != (*FORMAT, generation, photos):
        return False
    *_, days, sections, _ = HEADER.unpack_from(data)
    if sections not in (SECTIONS, SECTIONS | MARKS_SECTION):
        return False
    sizes = SECTION_BYTES if sections & MARKS_SECTION else SECTION_BYTES[:-1]
    body = sum(size * photos + -(size * photos) % 4 for size in sizes)
    return len(data) == HEADER.size + DAY_RUN.size * int(days) + body


def day_runs(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (day, number of photos) of sorted dates, in their order.

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
    if key in (MIN_KEY, MAX_KEY):
        return UNDATED
    moment, rank = divmod(key, RANKS)
    precision = RANKS - 1 - rank
    return moment // DAY_MS + (precision << PRECISION_AT if precision > DAY else 0)


def ids_of_days(data: bytes, days: Collection[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield (day, ids of its photos in their order) for those of the days that a file has; undated is none."""
    _, _, start, _, _, count, _, _ = HEADER.unpack_from(data)
    wanted, ids, at = frozenset(days) - {UNDATED}, sections_of(data)[0], 0
    for day, photos in DAY_RUN.iter_unpack(data[start : start + DAY_RUN.size * count]):
        if day in wanted:
            yield day, numbers_of(ids[4 * at : 4 * (at + photos)])
        at += photos


def sections_of(data: bytes) -> list[memoryview]:
    """Return the six sections of a file, zeros for marks that it leaves out."""
    _, _, start, _, count, days, present, _ = HEADER.unpack_from(data)
    at, whole, found = start + DAY_RUN.size * days, memoryview(data), list[memoryview]()
    for size in SECTION_BYTES:
        if len(found) == len(SECTION_BYTES) - 1 and not present & MARKS_SECTION:
            found.append(memoryview(bytes(count)))
            break
        end = at + size * count
        found.append(whole[at:end])
        at = end + -end % 4
    return found


def numbers_of(section: memoryview) -> array[int]:
    """Return the ids of a section of ids."""
    found = array("I", bytes(section))
    if sys.byteorder == "big":
        found.byteswap()
    return found
