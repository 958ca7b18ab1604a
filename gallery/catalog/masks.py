"""Sets of photos as large numbers: one byte a slot, 1 where the photo is in the set. `&`, `|` and `^` do a million
at once; `bytes.translate` makes them from a plane.
"""

from __future__ import annotations

import sys
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

from gallery.catalog.cards import Codes, Plane
from gallery.catalog.lines import lines_with
from gallery.catalog.photos import generation
from gallery.catalog.planes import FOLDERS, NO_FOLDERS, SHIFT, SLOTS, patched, runs, stamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

_EMPTY, _ONES = bytes(SLOTS), b"\1" * SLOTS
_HIGH = int(sys.byteorder == "little")
"""Where the high byte of two stands in memory."""
KEPT_MASKS = 32
"""A byte a photo each."""


class Memory:
    """What was read and found last, for the next to ask: reading the planes takes longer than searching in them."""

    def __init__(self) -> None:
        self._kept = _Kept(-1)

    def of(self, stamp: int) -> _Kept:
        """Shared by all threads that read this state."""
        if self._kept.stamp != stamp:
            self._kept = _Kept(stamp)
        return self._kept


class _Kept:
    """The planes of one state, by plane and block; without patches also joined, and what leaves were found to fit."""

    def __init__(self, stamp: int) -> None:
        self.stamp = stamp
        self.stored: dict[int, dict[int, bytes]] = {}
        self.planes: dict[int, bytes] = {}
        self.masks: OrderedDict[object, int] = OrderedDict()
        self.tallies: dict[Plane, Counter[int]] = {}


class Shelf:
    """The planes of all blocks as one reader sees them, each read when it is asked for. In one transaction."""

    def __init__(self, conn: sqlite3.Connection, memory: Memory | None = None) -> None:
        self._conn = conn
        self._kept = (memory or Memory()).of(stamp(conn))
        self.codes = Codes(conn)
        self._patched = patched(conn, self.codes)
        alive = {number for number, planes in self._patched.items() if Plane.FLAGS in planes}
        self.blocks = sorted((self._read(Plane.FLAGS).keys() - self._patched.keys()) | alive)
        self._planes = {} if self._patched else self._kept.planes
        self._folders_at = generation(conn)
        self.everything = self.kept("everything", lambda: mask(b"\1" * self.size))

    def kept(self, key: object, make: Callable[[], int]) -> int:
        """A mask that may have been made before. Folders are not in the planes: with the generation they may differ."""
        if self._patched:
            return make()
        known, key = self._kept.masks, (self._folders_at, key)
        found = known.get(key)
        if found is None:
            found = known[key] = make()
            while len(known) > KEPT_MASKS:
                known.popitem(last=False)
        return found

    @property
    def size(self) -> int:
        """Slots, empty ones too."""
        return len(self.blocks) * SLOTS

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
        return mask(self.plane(plane).translate(table))

    def coded(self, kind: Plane, codes: Iterable[int]) -> int:
        """The photos whose number of two bytes is one of these."""
        by_high: dict[int, list[int]] = {}
        for code in codes:
            by_high.setdefault(code >> 8, []).append(code & 255)
        if not by_high:
            return 0
        if not self.has(kind):
            return self.picked(kind + 1, by_high.get(0, ()))
        found = 0
        for high, lows in by_high.items():
            found |= self.picked(kind, (high,)) & self.picked(kind + 1, lows)
        return found

    def tally(self, kind: Plane) -> Counter[int]:
        """How many photos have each number of two bytes."""
        known = {} if self._patched else self._kept.tallies
        if kind not in known:
            low = self.plane(kind + 1)
            if self.has(kind):
                pairs = bytearray(2 * self.size)
                pairs[_HIGH::2], pairs[1 - _HIGH :: 2] = self.plane(kind), low
                known[kind] = Counter(memoryview(pairs).cast("H"))
            else:
                known[kind] = Counter(low)
        return known[kind]

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
        return mask(b"".join(in_or_out))

    def folder_sizes(self) -> dict[int, int]:
        """Folder -> photos directly in it."""
        found: dict[int, int] = {}
        for folder, count in self._runs():
            found[folder] = found.get(folder, 0) + count
        return found

    def _runs(self) -> Iterator[tuple[int, int]]:
        return runs(b"".join(data or NO_FOLDERS for data in self._of_blocks(FOLDERS)))

    def texts_with(self, plane: int, needle: bytes, among: int | None = None) -> int:
        """The photos in whose line of this text the needle stands. It is not empty and has no control characters.

        `among`: where it can stand at all; the lines of other photos need not be read.
        """
        texts = self._of_blocks(plane)
        if among is not None:
            wanted = among.to_bytes(self.size, "little")
            texts = [
                text if wanted.find(1, at << SHIFT, (at + 1) << SHIFT) >= 0 else b"" for at, text in enumerate(texts)
            ]
        return mask(b"".join(lines_with(text, needle) if text else _EMPTY for text in texts))

    def codes_where(
        self, kind: Plane, condition: str, values: tuple[str | float, ...], fits: Callable[[str, float], bool]
    ) -> list[int]:
        """The numbers of the values for which an SQL condition holds, and of the unwritten ones that fit."""
        rows = self._conn.execute(f"SELECT code FROM terms WHERE kind = ? AND {condition}", (kind, *values))
        fresh = [code for of, code, _, folded, number in self.codes.fresh if of == kind and fits(folded, number or 0.0)]
        return [row[0] for row in rows] + fresh

    def ids(self, slots: Iterable[int]) -> Iterator[int]:
        """The photos in these slots."""
        return (self.blocks[slot >> SHIFT] << SHIFT | slot % SLOTS for slot in slots)

    def slots(self, chosen: int) -> Iterator[int]:
        """The slots of a mask, in order."""
        data = chosen.to_bytes(self.size, "little")
        at = data.find(1)
        while at >= 0:
            yield at
            at = data.find(1, at + 1)

    def newest_of_few(self, chosen: int, number: int) -> list[int]:
        """The slots taken on the latest days: at least so many where there are, with all of the last of these days."""
        slots = list(self.slots(chosen))
        if len(slots) <= number:
            return slots
        era, year, month, day = (self.plane(plane) for plane, _ in _CALENDAR)
        days = [era[slot] << 24 | year[slot] << 16 | month[slot] << 8 | day[slot] for slot in slots]
        edge = sorted(days)[-number]
        return [slot for slot, when in zip(slots, days, strict=True) if when >= edge]

    def newest(self, chosen: int, number: int, few: int) -> tuple[int, int]:
        """Those of the chosen taken on the latest days: fewer than `number`, and all of the day that reaches it.

        Instead of a day, all of its month or year, where these are a `few`.
        """
        sure, rest = 0, chosen
        for plane, top in _CALENDAR:
            if not self.has(plane):
                continue
            if rest.bit_count() <= few:
                break
            whole = self.kept(("plane", plane), lambda plane=plane: mask(self.plane(plane)))  # type: ignore[misc]
            column = (whole & rest * 255).to_bytes(self.size, "little")
            edge, above = _edge(column, top, number - sure.bit_count())
            newer = mask(column.translate(_ABOVE[edge])) if above else 0
            sure |= newer
            rest = mask(column.translate(_EQUAL[edge])) if edge else rest & ~newer
        return sure, rest

    def _read(self, plane: int) -> dict[int, bytes]:
        """Block -> bytes, as they are stored."""
        found = self._kept.stored.get(plane)
        if found is None:
            rows = self._conn.execute(
                "SELECT id & 0xFFFFFFFF, bytes FROM planes WHERE id >= ? AND id < ?", (plane << 32, (plane + 1) << 32)
            )
            found = self._kept.stored[plane] = dict(rows)
        return found

    def _of_blocks(self, plane: int) -> list[bytes]:
        """The bytes of each block as they are now, empty where there are none."""
        stored, patches = self._read(plane), self._patched
        if not patches:
            return [stored.get(number, b"") for number in self.blocks]
        changed = {number: planes.get(plane, b"") for number, planes in patches.items()}
        return [changed[number] if number in changed else stored.get(number, b"") for number in self.blocks]


def mask(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _edge(column: bytes, top: int, number: int) -> tuple[int, int]:
    """The largest value so that at least `number` bytes are that or more (else 0), and how many are more."""
    found = 0
    for value in range(top, 0, -1):
        if value in column:
            here = column.count(value)
            if found + here >= number:
                return value, found
            found += here
    return 0, found


_CALENDAR = ((Plane.YEAR, 255), (Plane.YEAR + 1, 255), (Plane.MONTH, 12), (Plane.DAY, 31))
"""The planes of a date, and the largest byte in each."""
_ABOVE = [bytes(value > edge for value in range(256)) for edge in range(256)]
_EQUAL = [bytes(value == edge for value in range(256)) for edge in range(256)]
