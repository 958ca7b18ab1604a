"""The timeline file of a made-up library, as the server would write it."""

from __future__ import annotations

import struct
from array import array
from itertools import accumulate

SHAPES = [(3, 2), (4, 3), (2, 3), (16, 9), (1, 1), (3, 4), (3, 2), (4, 3)]
TODAY = 20_770  # 2026-11-13
UNDATED = -2147483648


def timeline_file(ids: array[int], flags: dict[int, int], generation: int, days: int) -> bytes:
    """All sections; `days` 0: not in the order of dates."""
    count = len(ids)
    runs = day_runs(count, min(days, count)) if days and count else []
    shapes = [SHAPES[photo * 7919 % 8] for photo in ids]
    colours = [
        (photo * 40_503 % 24 + 4) << 11 | (photo * 30_011 % 40 + 10) << 5 | (photo * 20_011 % 24 + 4) for photo in ids
    ]
    sections = [
        ids.tobytes(),
        array("H", [wide * 4096 // high for wide, high in shapes]).tobytes(),
        array("H", colours).tobytes(),
        array("H", [1]).tobytes() * count,
        flag_bytes(ids, flags),
    ]
    header = struct.pack("<4sHHIIIIQ", b"PTL1", 1, 32, generation, count, len(runs), 1 | 2 | 4 | 8 | 16, 0)
    return (
        header
        + b"".join(struct.pack("<iI", *run) for run in runs)
        + b"".join(part + bytes(-len(part) % 4) for part in sections)
    )


def flag_bytes(ids: array[int], flags: dict[int, int]) -> bytes:
    found = bytearray(len(ids))
    places = {photo: place for place, photo in enumerate(ids)} if flags else {}
    for photo, flag in flags.items():
        if photo in places:
            found[places[photo]] = flag
    return bytes(found)


def day_runs(count: int, days: int) -> list[tuple[int, int]]:
    """Days of unequal size, today first; the last photos have no date."""
    sizes = [1 + index * 37 % (2 * count // days) for index in range(days)]
    ends = [round(reached * count / sum(sizes)) for reached in accumulate(sizes)]
    runs = [
        (TODAY - index, end - start)
        for index, (start, end) in enumerate(zip([0, *ends], ends, strict=False))
        if end > start
    ]
    return [*runs[:-1], (UNDATED, runs[-1][1])]
