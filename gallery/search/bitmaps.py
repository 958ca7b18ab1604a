"""Sets of photos as large numbers: one byte a slot, 1 where the photo is in the set. `&`, `|` and `^` do a million
at once; `bytes.translate` makes them from a plane.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter, OrderedDict
from functools import partial, reduce
from operator import or_
from struct import calcsize
from typing import TYPE_CHECKING, Literal

from gallery.catalog.photos import get_generation
from gallery.search.column_index import (
    BLOCK_BITS,
    BLOCK_SIZE,
    EMPTY_FOLDER_RUNS,
    FOLDER_RUNS,
    decode_folder_runs,
    get_version,
    read_column,
    read_stale_blocks,
)
from gallery.search.line_scan import line_matcher
from gallery.search.records import OTHER_VALUE, Column, ValueDictionary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator

_EMPTY, _ONES = bytes(BLOCK_SIZE), b"\1" * BLOCK_SIZE
MAX_BITMAPS_PER_QUERY = 16
"""From so many on one look at each photo (0.1 s a million) costs less than a mask for each part of what is asked."""
MAX_CACHED_BITMAPS = 32
"""A byte a photo each."""


class SnapshotCache:
    """What was read and found last, for the next to ask: reading the planes takes longer than searching in them."""

    def __init__(self) -> None:
        self._kept = _CachedBitmaps(-1)

    def of(self, stamp: int) -> _CachedBitmaps:
        """Shared by all threads that read this state."""
        if self._kept.stamp != stamp:
            self._kept = _CachedBitmaps(stamp)
        return self._kept


class _CachedBitmaps:
    """The planes of one state, by plane and block; without patches also joined, and what leaves were found to fit."""

    def __init__(self, stamp: int) -> None:
        self.stamp = stamp
        self.stored: dict[int, dict[int, bytes]] = {}
        self.planes: dict[int, bytes] = {}
        self.masks: OrderedDict[object, int] = OrderedDict()
        self.tallies: dict[Column, Counter[int]] = {}


class IndexSnapshot:
    """The planes of all blocks as one reader sees them, each read when it is asked for. In one transaction."""

    def __init__(self, conn: sqlite3.Connection, memory: SnapshotCache | None = None) -> None:
        self._conn = conn
        self._kept = (memory or SnapshotCache()).of(get_version(conn))
        self.codes = ValueDictionary(conn)
        self._patched = read_stale_blocks(conn, self.codes)
        alive = {number for number, planes in self._patched.items() if Column.FLAGS in planes}
        self.blocks = sorted((self._read(Column.FLAGS).keys() - self._patched.keys()) | alive)
        self._planes = {} if self._patched else self._kept.planes
        self._folders_at = get_generation(conn)
        self.everything = self.kept("everything", lambda: bitmap_of(b"\1" * self.size))

    def kept(self, key: object, make: Callable[[], int]) -> int:
        """A mask that may have been made before. Folders are not in the planes: with the generation they may differ."""
        if self._patched:
            return make()
        known, key = self._kept.masks, (self._folders_at, key)
        found = known.get(key)
        if found is None:
            found = known[key] = make()
            while len(known) > MAX_CACHED_BITMAPS:
                known.popitem(last=False)
        return found

    @property
    def size(self) -> int:
        """Slots, empty ones too."""
        return len(self.blocks) * BLOCK_SIZE

    @property
    def patches(self) -> int:
        """Blocks that had to be patched while reading."""
        return len(self._patched)

    def plane(self, plane: int) -> bytes:
        """One byte a slot."""
        if plane not in self._planes:
            self._planes[plane] = b"".join(data or _EMPTY for data in self._of_blocks(plane))
        return self._planes[plane]

    def has(self, plane: int) -> bool:
        """Whether any byte of it is set."""
        return bool(self._read(plane)) or any(plane in planes for planes in self._patched.values())

    def picked(self, plane: int, values: Iterable[int]) -> int:
        """The photos whose byte is one of these."""
        table = bytearray(256)
        for value in values:
            table[value] = 1
        return bitmap_of(self.plane(plane).translate(table))

    def coded(self, kind: Column, codes: Iterable[int]) -> int:
        """The photos whose number of two bytes is one of these."""
        by_high: dict[int, list[int]] = {}
        for code in codes:
            by_high.setdefault(code >> 8, []).append(code & 255)
        if not by_high:
            return 0
        if not self.has(kind):
            return self.picked(kind + 1, by_high.get(0, ()))
        if len(by_high) > MAX_BITMAPS_PER_QUERY:
            return self._in_table(kind, by_high)
        found = 0
        for high, lows in by_high.items():
            found |= self.picked(kind, (high,)) & self.picked(kind + 1, lows)
        return found

    def _in_table(self, kind: Column, by_high: dict[int, list[int]]) -> int:
        table = bytearray(1 << 16)
        for high, lows in by_high.items():
            for low in lows:
                table[high << 8 | low] = 1
        return bitmap_of(bytes(map(table.__getitem__, self._wide(kind, 2, "H"))))

    def _wide(self, plane: int, length: int, code: Literal["H", "Q"]) -> memoryview[int]:
        """The numbers that stand in planes side by side."""
        step = calcsize(code)
        found = bytearray(step * self.size)
        for place in range(length):
            if self.has(plane + place):
                at = length - 1 - place
                found[at if sys.byteorder == "little" else step - 1 - at :: step] = self.plane(plane + place)
        return memoryview(found).cast(code)

    def tally(self, kind: Column) -> Counter[int]:
        """How many photos have each number of two bytes."""
        known = {} if self._patched else self._kept.tallies
        if kind not in known:
            known[kind] = Counter(self._wide(kind, 2, "H") if self.has(kind) else self.plane(kind + 1))
        return known[kind]

    def within(self, plane: int, spans: list[tuple[bytes, bytes]], *, least: bytes) -> int:
        """The photos whose bytes from this plane on lie in one of these: not before the first, but before the other."""
        if len(spans) <= MAX_BITMAPS_PER_QUERY // 2:
            return reduce(or_, (self.between(plane, low, after, least=least) for low, after in spans), 0)
        edges = [int.from_bytes(edge) for span in spans for edge in span]
        inside = map(partial(bisect_right, edges), self._wide(plane, len(least), "Q"))
        return bitmap_of(bytes(map((1).__and__, inside)))

    def between(self, plane: int, low: bytes, after: bytes, *, least: bytes) -> int:
        """The photos whose bytes from this plane on are not before `low`, but before `after`; none is below `least`."""
        if low >= after:
            return 0
        same = next(place for place in range(len(low)) if low[place] != after[place])
        found = self.everything
        for place in range(same):
            found &= (
                self.everything
                if self._absent(plane + place, low[place])
                else self.picked(plane + place, (low[place],))
            )
        rest = plane + same, least[same:]
        return found & self._at_least(low[same:], *rest) & ~self._at_least(after[same:], *rest)

    def _absent(self, plane: int, byte: int) -> bool:
        return byte == 0 and not self.has(plane)

    def _at_least(self, low: bytes, plane: int, least: bytes) -> int:
        found = None  # None: all of them, as what follows is at its least
        for place in range(len(low) - 1, -1, -1):
            byte, column = low[place], plane + place
            if (found is None and byte <= least[place]) or self._absent(column, byte):
                continue
            above = self.picked(column, range(byte + (found is not None), 256))
            found = above if found is None else above | self.picked(column, (byte,)) & found
        return self.everything if found is None else found

    def in_folders(self, folders: set[int]) -> int:
        if not folders:
            return 0
        in_or_out = ((_ONES if folder in folders else _EMPTY)[:count] for folder, count in self._runs())
        return bitmap_of(b"".join(in_or_out))

    def folder_sizes(self) -> dict[int, int]:
        """Folder -> photos directly in it."""
        found: dict[int, int] = {}
        for folder, count in self._runs():
            found[folder] = found.get(folder, 0) + count
        return found

    def _runs(self) -> Iterator[tuple[int, int]]:
        return decode_folder_runs(b"".join(data or EMPTY_FOLDER_RUNS for data in self._of_blocks(FOLDER_RUNS)))

    def texts_with(self, plane: int, needles: Collection[str], among: int | None = None) -> int:
        """The photos in whose line of this text one of these stands. They are not empty, without control characters.

        `among`: where it can stand at all; the lines of other photos need not be read.
        """
        texts = self._of_blocks(plane)
        if among is not None:
            wanted = among.to_bytes(self.size, "little")
            texts = [
                text if wanted.find(1, at << BLOCK_BITS, (at + 1) << BLOCK_BITS) >= 0 else b""
                for at, text in enumerate(texts)
            ]
        look = line_matcher([needle.encode() for needle in needles])
        return bitmap_of(b"".join(look(text) if text else _EMPTY for text in texts))

    def codes_with(
        self,
        kind: Column,
        texts: Collection[str],
        condition: str = "instr(folded, ?) > 0",
        fits: Callable[[str, str], bool] = str.__contains__,
    ) -> list[int]:
        """The numbers of the texts in which one of these stands."""
        some = " OR ".join([condition] * len(texts))
        rows = self._conn.execute(f"SELECT code FROM terms WHERE kind = ? AND ({some})", (kind, *texts))
        found = [row[0] for row in rows]
        found += [of[1] for of in self.codes.fresh if of[0] == kind and any(fits(of[3], text) for text in texts)]
        return found

    def codes_of(self, kind: Column, fits: Callable[[float], bool]) -> list[int]:
        """The numbers of the values that fit."""
        rows = self._conn.execute("SELECT code, value FROM terms WHERE kind = ?", (kind,)).fetchall()
        rows += [(code, value) for of, code, _, _, value in self.codes.fresh if of == kind]
        return [code for code, value in rows if fits(value)]

    def others(self, kind: Column) -> int:
        """The photos whose value is one of those that have no number of their own."""
        some = self.has(kind) and OTHER_VALUE >> 8 in self.plane(kind)
        return self.coded(kind, (OTHER_VALUE,)) if some else 0

    def those(self, photos: Iterable[int]) -> int:
        """The mask of these."""
        starts = {number: at << BLOCK_BITS for at, number in enumerate(self.blocks)}
        found = bytearray(self.size)
        for photo in photos:
            if (start := starts.get(photo >> BLOCK_BITS)) is not None:
                found[start | photo % BLOCK_SIZE] = 1
        return bitmap_of(found)

    def ids(self, slots: Iterable[int]) -> Iterator[int]:
        """The photos in these slots."""
        return (self.blocks[slot >> BLOCK_BITS] << BLOCK_BITS | slot % BLOCK_SIZE for slot in slots)

    def slots(self, chosen: int) -> Iterator[int]:
        """The slots of a mask, in order."""
        data = chosen.to_bytes(self.size, "little")
        at = data.find(1)
        while at >= 0:
            yield at
            at = data.find(1, at + 1)

    def _read(self, plane: int) -> dict[int, bytes]:
        """Block -> bytes, as they are stored."""
        found = self._kept.stored.get(plane)
        if found is None:
            found = self._kept.stored[plane] = read_column(self._conn, plane)
        return found

    def _of_blocks(self, plane: int) -> list[bytes]:
        """The bytes of each block as they are now, empty where there are none."""
        stored, patches = self._read(plane), self._patched
        if not patches:
            return [stored.get(number, b"") for number in self.blocks]
        changed = {number: planes.get(plane, b"") for number, planes in patches.items()}
        return [changed[number] if number in changed else stored.get(number, b"") for number in self.blocks]


def bitmap_of(data: bytes | bytearray) -> int:
    return int.from_bytes(data, "little")
