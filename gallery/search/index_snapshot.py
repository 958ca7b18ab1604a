"""A snapshot of the column index: the photos whose columns hold given bytes, codes, ranges or texts, as bitmaps."""

from __future__ import annotations

import sys
from bisect import bisect_right
from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING, TypeVar

from gallery.catalog.photos import get_generation
from gallery.search import column_index
from gallery.search.bitmaps import SnapshotCache, all_slots, bitmap_of, slots_of
from gallery.search.code_columns import CodeColumns, with_codes
from gallery.search.column_index import BLOCK_BITS, BLOCK_SIZE, FOLDER_RUNS
from gallery.search.columns import Column
from gallery.search.folder_runs import FolderRuns
from gallery.search.line_scan import line_matcher
from gallery.search.value_dictionary import OTHER_VALUE, ValueDictionary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping

T = TypeVar("T")
_EMPTY = bytes(BLOCK_SIZE)
MAX_BITMAPS_PER_QUERY = 16
"""For more edges of ranges than this, one pass over all photos (0.1 s a million) is faster than a bitmap each."""
MIN_BLOCKS_PER_SEARCHED = 4
"""Where a search is about fewer than one of this many blocks, texts are searched in these only, and not kept."""


class IndexSnapshot:
    """The column index as one reader sees it; columns are read when they are first asked for.

    The slots of all blocks follow each other: slot `s` is the place `s % 1024` in block `blocks[s >> 10]`. Bitmaps
    (bitmaps.py) have one byte for each of these slots. Where photos are stale, their blocks are decoded anew for this
    snapshot, and what is found does not go into the cache.

    One thread uses a snapshot, in one transaction of its connection; others may share the cache, as its `lasting`.
    """

    def __init__(self, conn: sqlite3.Connection, cache: SnapshotCache | None = None) -> None:
        self._conn = conn
        self._cache = (cache := cache or SnapshotCache()).of_version(column_index.get_version(conn))
        self.lasting, self.values = cache.lasting, ValueDictionary(conn)
        self._stale = column_index.read_stale_blocks(conn, self.values)
        stale_in_use = {number for number, columns in self._stale.items() if Column.FLAGS in columns}
        self.blocks = sorted((self._stored(Column.FLAGS).keys() - self._stale.keys()) | stale_in_use)
        self._own: dict[Hashable, bytes] = {}
        self._own_codes: dict[Column, CodeColumns] = {}
        self.generation = get_generation(conn)
        self.all_slots = all_slots(self.size)

    def cached(self, key: Hashable, make: Callable[[], int]) -> int:
        """Return the bitmap that `make` makes, or that an earlier search made for the same key.

        The names of folders are not in the columns: their bitmaps may differ with the generation, which is part of the
        key.
        """
        return make() if self._stale else self._cache.get_bitmap((self.generation, key), make)

    def get_cached(self, key: Hashable) -> int | None:
        """Return the bitmap that an earlier search made for a key of `cached`; None if none did."""
        return None if self._stale else self._cache.get_kept_bitmap((self.generation, key))

    @property
    def size(self) -> int:
        """How many slots there are, with and without a photo."""
        return len(self.blocks) * BLOCK_SIZE

    @property
    def is_stale(self) -> bool:
        """Whether there are stale photos, whose blocks had to be decoded for this snapshot."""
        return bool(self._stale)

    def column(self, column: int) -> bytes:
        """Return the column's byte for each slot."""
        if not self._stale:
            return self._cache.get(("joined", column), lambda: self._joined(column))
        if column not in self._own:
            self._own[column] = self._joined(column)
        return self._own[column]

    def has_values(self, column: int) -> bool:
        """Return whether any byte of the column may be other than zero."""
        return bool(self._stored(column)) or any(column in columns for columns in self._stale.values())

    def with_bytes(self, column: int, values: Iterable[int]) -> int:
        """Return the photos that have one of these bytes in the column."""
        table = bytearray(256)
        for value in values:
            table[value] = 1
        return bitmap_of(self.column(column).translate(table))

    def with_codes(self, kind: Column, codes: Collection[int]) -> int:
        """Return the photos that have one of these codes in the two columns of the attribute."""
        if not codes:
            return 0
        if not self.has_values(kind):
            return self.with_bytes(kind + 1, (code for code in codes if code < 256))
        return with_codes((self._code_columns(kind),), codes, self.size)

    def _code_columns(self, kind: Column) -> CodeColumns:
        if kind not in self._own_codes:
            columns = self.kept(("codes", kind), lambda: CodeColumns(self.column(kind), self.column(kind + 1)))
            self._own_codes[kind] = columns
        return self._own_codes[kind]

    def _numbers(self, column: int, length: int) -> memoryview[int]:
        """Return for each slot the big-endian number in `length` adjacent columns, eight at most."""
        step = 8
        found = bytearray(step * self.size)
        for place in range(length):
            if self.has_values(column + place):
                at = length - 1 - place
                found[at if sys.byteorder == "little" else step - 1 - at :: step] = self.column(column + place)
        return memoryview(found).cast("Q")

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes of the columns, or what an earlier search made of the same ones for this key."""
        return make() if self._stale else self._cache.get(key, make)

    def kept_of_stored(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes of the columns as they are stored, without the stale photos; it is always kept."""
        return self._cache.get(key, make)

    def stored_texts(self, column: int) -> Iterable[bytes]:
        """Return the bytes of each block that is not empty, as it is stored."""
        return self._stored(column).values()

    def changed_texts(self, column: int) -> Iterator[tuple[bytes, bytes]]:
        """Yield the bytes of each block with stale photos, as it is stored and as it is now."""
        return ((self._stored(column).get(at, b""), columns.get(column, b"")) for at, columns in self._stale.items())

    def codes(self, kind: Column) -> memoryview[int] | bytes:
        """Return the code of an attribute for each slot."""
        return self._code_columns(kind).numbers() if self.has_values(kind) else self.column(kind + 1)

    def in_ranges(self, column: int, ranges: list[tuple[bytes, bytes]], *, minimum: bytes) -> int:
        """Return the photos whose big-endian key, in the columns from `column` on, lies in a range [low, after).

        Args:
            column: the first column of the key.
            ranges: disjoint, in order; all as long as the key.
            minimum: a lower bound of every key but the zeros of an empty slot; it saves work for the bytes that equal
                it.
        """
        if len(ranges) <= MAX_BITMAPS_PER_QUERY // 2:
            return reduce(or_, (self.in_range(column, low, after, minimum=minimum) for low, after in ranges), 0)
        bounds = [int.from_bytes(bound) for span in ranges for bound in span]
        inside = map(partial(bisect_right, bounds), self._numbers(column, len(minimum)))
        return bitmap_of(bytes(map((1).__and__, inside)))

    def in_range(self, column: int, low: bytes, after: bytes, *, minimum: bytes) -> int:
        """Return the photos whose big-endian key, in the columns from `column` on, is at least `low` and below `after`.

        `minimum` is that of `in_ranges`.
        """
        if low >= after:
            return 0
        same = next(place for place in range(len(low)) if low[place] != after[place])
        found = self.all_slots
        for place in range(same):
            if not self._is_zero_everywhere(column + place, low[place]):
                found &= self.with_bytes(column + place, (low[place],))
        rest = column + same, minimum[same:]
        return found & self._at_least(low[same:], *rest) & ~self._at_least(after[same:], *rest)

    def _is_zero_everywhere(self, column: int, byte: int) -> bool:
        return byte == 0 and not self.has_values(column)

    def _at_least(self, low: bytes, first: int, minimum: bytes) -> int:
        found = None  # None: every photo, as the columns after this one are at their minimum
        for place in range(len(low) - 1, -1, -1):
            byte, column = low[place], first + place
            if (found is None and byte <= minimum[place]) or self._is_zero_everywhere(column, byte):
                continue
            above = self.with_bytes(column, range(byte + (found is not None), 256))
            found = above if found is None else above | self.with_bytes(column, (byte,)) & found
        return self.all_slots if found is None else found

    def in_folders(self, folders: Collection[int]) -> int:
        """Return the photos that are directly in one of these folders."""
        return self._folder_runs.with_folders(folders) if folders else 0

    def count_by_folder(self) -> Mapping[int, int]:
        """Return folder -> number of photos directly in it; 0 stands for slots without a photo."""
        return self._folder_runs.counts

    @cached_property
    def _folder_runs(self) -> FolderRuns:
        return self.kept("folders", lambda: FolderRuns(self.blocks_of(FOLDER_RUNS), self.size))

    def is_in_few_blocks(self, among: int) -> bool:
        """Return whether the photos lie in so few blocks that to search only these is worth more than to keep it."""
        wanted = among.to_bytes(self.size, "little")
        some = sum(wanted.find(1, at, at + BLOCK_SIZE) >= 0 for at in range(0, self.size, BLOCK_SIZE))
        return some * MIN_BLOCKS_PER_SEARCHED <= len(self.blocks)

    def with_text(self, column: int, needles: Collection[str], among: int | None = None) -> int:
        """Return the photos whose line in a text column contains one of the needles.

        Args:
            column: one of TEXT_COLUMNS.
            needles: folded, not empty, without control characters.
            among: the photos that can contain one at all; blocks without any of them are not searched.
        """
        raw = [needle.encode() for needle in needles]
        return self.with_lines(column, line_matcher(raw), among, raw[0] if len(raw) == 1 else b"")

    def with_lines(
        self, column: int, match: Callable[[bytes], bytes], among: int | None = None, part: bytes = b""
    ) -> int:
        """Return the photos whose line in a text column matches.

        Args:
            column: one of TEXT_COLUMNS.
            match: takes the text of a block, returns one byte a line.
            among: as in `with_text`.
            part: what stands in every line that matches: texts without it are not given to `match`.
        """
        texts = self.blocks_of(column)
        if among is not None:
            wanted = among.to_bytes(self.size, "little")
            texts = [
                text if wanted.find(1, at << BLOCK_BITS, (at + 1) << BLOCK_BITS) >= 0 else b""
                for at, text in enumerate(texts)
            ]
        texts = [text if part in text else b"" for text in texts]
        return bitmap_of(b"".join([match(text) if text else _EMPTY for text in texts])) if any(texts) else 0

    def codes_of_texts(self, kind: Column, texts: Collection[str], *, exact: bool = False) -> list[int]:
        """Return the codes of the values that contain one of these folded texts; with `exact`, that are one of them."""
        condition = " OR ".join(["text = ?" if exact else "instr(folded, ?) > 0"] * len(texts))
        rows = self._conn.execute(f"SELECT code FROM terms WHERE kind = ? AND ({condition})", (kind, *texts))
        found = [row[0] for row in rows]
        found += [
            value.code
            for value in self.values.unsaved
            if value.kind == kind and any(value.text == text if exact else text in value.folded for text in texts)
        ]
        return found

    def codes_of_forms(self, kind: Column, matches: Callable[[str], bool]) -> list[int]:
        """Return the codes of the texts for whose forms (`value_dictionary.forms_of`) `matches` returns True."""
        rows = self._conn.execute("SELECT code, folded FROM terms WHERE kind = ?", (kind,)).fetchall()
        rows += [(value.code, value.folded) for value in self.values.unsaved if value.kind == kind]
        return [code for code, forms in rows if matches(forms)]

    def codes_of_numbers(self, kind: Column, matches: Callable[[float], bool]) -> list[int]:
        """Return the codes of the numbers for which `matches` returns True."""
        rows = self._conn.execute("SELECT code, value FROM terms WHERE kind = ?", (kind,)).fetchall()
        rows += [(value.code, value.number) for value in self.values.unsaved if value.kind == kind]
        return [code for code, number in rows if matches(number)]

    def with_other_value(self, kind: Column) -> int:
        """Return the photos whose value has no code of its own."""
        some = self.has_values(kind) and OTHER_VALUE >> 8 in self.column(kind)
        return self.with_codes(kind, (OTHER_VALUE,)) if some else 0

    def of_photos(self, photos: Iterable[int]) -> int:
        """Return the bitmap of these ids; ids in no block are left out."""
        starts = {number: at << BLOCK_BITS for at, number in enumerate(self.blocks)}
        found = bytearray(self.size)
        for photo in photos:
            if (start := starts.get(photo >> BLOCK_BITS)) is not None:
                found[start | photo % BLOCK_SIZE] = 1
        return bitmap_of(found)

    def ids_of_slots(self, slots: Iterable[int]) -> Iterator[int]:
        """Yield the ids of the photos in these slots."""
        return (self.blocks[slot >> BLOCK_BITS] << BLOCK_BITS | slot % BLOCK_SIZE for slot in slots)

    def ids(self, bitmap: int) -> Iterator[int]:
        """Yield the ids of the photos in a bitmap, in order."""
        return self.ids_of_slots(slots_of(bitmap, self.size))

    def _stored(self, column: int) -> dict[int, bytes]:
        """Return block -> bytes, as they are stored."""
        return self._cache.get(("stored", column), lambda: column_index.read_column(self._conn, column))

    def _joined(self, column: int) -> bytes:
        return b"".join(data or _EMPTY for data in self.blocks_of(column))

    def blocks_of(self, column: int) -> list[bytes]:
        """Return the bytes of each block as they are now, b"" for an empty column."""
        stored = self._stored(column)
        if not self._stale:
            return [stored.get(number, b"") for number in self.blocks]
        changed = {number: columns.get(column, b"") for number, columns in self._stale.items()}
        return [changed[number] if number in changed else stored.get(number, b"") for number in self.blocks]
