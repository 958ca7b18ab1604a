"""The tags of all photos as codes in a few byte columns, made of the lines of tags when a search first asks for them.

Lines of tags are long where much is said: to look for a word in those of a million photos takes longer than all else of
a search. Here each distinct tag is compared once, and photos are found by codes, as in `IndexSnapshot.with_codes`.
"""

from __future__ import annotations

import sys
import threading
from array import array
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from gallery.search.bitmaps import any_bit, bitmap_of
from gallery.search.code_columns import CodeColumns, with_codes
from gallery.search.column_index import BLOCK_BITS, BLOCK_SIZE, TAG_LINES
from gallery.search.records import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from gallery.search.index_snapshot import IndexSnapshot

LAYERS = 4
"""So many tags of a photo have columns; the others stand in a list."""
MAX_TAGS = 1 << 16
"""With more distinct tags there are no codes, and the lines are searched."""
_BETWEEN = SEPARATOR.encode()
_LOW = 0 if sys.byteorder == "little" else 1
_EMPTY = bytes(BLOCK_SIZE)
NO_TAG = 0


class _Codes(dict[bytes, int]):
    """Folded tag -> code, numbered as they are met."""

    def __missing__(self, tag: bytes) -> int:
        self[tag] = code = len(self)
        return code


class _Block(NamedTuple):
    """The tags of a block: what its text was turned into."""

    text: bytes
    layers: list[tuple[bytes, bytes]]
    """High and low bytes of the codes of each photo's first tag, of its second tag, and so on."""
    deep_codes: array[int]
    deep_places: array[int]
    """The tags that no layer has, and the places of their photos in the block."""


class TagColumns(NamedTuple):
    """The tags of all blocks of a snapshot."""

    layers: list[CodeColumns]
    deep_codes: array[int]
    deep_slots: array[int]
    size: int
    """Slots."""

    def with_codes(self, codes: Collection[int]) -> int:
        """Return the photos that have a tag with one of these codes."""
        if not codes:
            return 0
        return with_codes(self.layers, codes, self.size) | self._deep(_table(codes, MAX_TAGS))

    def tagged(self) -> int:
        """Return the photos that have any tag."""
        found = 0
        for layer in self.layers:
            found |= layer.not_zero()
        return any_bit(found, self.size) | self._deep(_table(range(1, MAX_TAGS), MAX_TAGS))

    def _deep(self, table: bytes) -> int:
        if not self.deep_slots:
            return 0
        found = bytearray(self.size)
        for slot in compress(self.deep_slots, map(table.__getitem__, self.deep_codes)):
            found[slot] = 1
        return bitmap_of(found)


def _table(values: Collection[int], size: int) -> bytes:
    table = bytearray(size)
    for value in values:
        table[value] = 1
    return bytes(table)


class TagBlocks:
    """The codes of tags, kept from one version of the column index to the next: only blocks that changed are made anew.

    Any thread may call its methods. The lock is held while blocks are made, so that it is done once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._codes = _Codes({b"": NO_TAG})
        self._blocks: dict[int, _Block] = {}

    def codes_of(self, matches: Callable[[bytes], bool]) -> list[int]:
        """Return the codes of the folded tags for which `matches` returns True; no tag has the code NO_TAG.

        Nor has any photo a tag whose number is no code: it was met when there were too many.
        """
        return [code for tag, code in list(self._codes.items()) if NO_TAG < code < MAX_TAGS and matches(tag)]

    def columns(self, numbers: Sequence[int], texts: Sequence[bytes]) -> TagColumns | None:
        """Return the columns of blocks.

        Args:
            numbers: of the blocks.
            texts: the column TAG_LINES of each; empty: no photo in it has a tag.

        Returns:
            None: there are more distinct tags than codes.
        """
        blocks = []
        with self._lock:
            for number, text in zip(numbers, texts, strict=True):
                block = self._blocks.get(number)
                if block is None or block.text != text:  # quick where they are one object
                    try:
                        block = self._blocks[number] = _encode(text, self._codes)
                    except OverflowError:  # a code beyond the last one
                        return None
                blocks.append(block)
        return _join(blocks)


class TagSearch:
    """Finds photos by their tags in one snapshot. One thread uses it."""

    def __init__(self, snapshot: IndexSnapshot) -> None:
        self._snapshot = snapshot
        self._blocks = snapshot.lasting("tags", TagBlocks)

    def find(self, matches: Callable[[bytes], bool]) -> int | None:
        """Return the photos with a folded tag that matches; None: there are too many tags, look at their lines."""
        columns = self._columns()
        return None if columns is None else columns.with_codes(self._blocks.codes_of(matches))

    def tagged(self) -> int | None:
        """Return the photos that have a tag. None as in `find`."""
        columns = self._columns()
        return None if columns is None else columns.tagged()

    def _columns(self) -> TagColumns | None:
        snapshot = self._snapshot
        return snapshot.kept("tags", lambda: self._blocks.columns(snapshot.blocks, snapshot.blocks_of(TAG_LINES)))


def _encode(text: bytes, codes: _Codes) -> _Block:
    rest, layers = text[:-1].split(b"\n") if text else [], list[tuple[bytes, bytes]]()
    while any(rest) and len(layers) < LAYERS:
        parts = [line.partition(_BETWEEN) for line in rest]
        raw = array("H", map(codes.__getitem__, map(itemgetter(0), parts))).tobytes()
        layers.append((raw[1 - _LOW :: 2], raw[_LOW::2]))
        rest = list(map(itemgetter(2), parts))
    deep_codes, deep_places = array("H"), array("H")
    for place, line in enumerate(rest):
        for tag in line.split(_BETWEEN) if line else ():
            deep_codes.append(codes[tag])
            deep_places.append(place)
    return _Block(text, layers, deep_codes, deep_places)


def _join(blocks: Sequence[_Block]) -> TagColumns:
    layers = []
    for layer in range(max((len(block.layers) for block in blocks), default=0)):
        pairs = [block.layers[layer] if layer < len(block.layers) else (_EMPTY, _EMPTY) for block in blocks]
        layers.append(CodeColumns(b"".join(map(itemgetter(0), pairs)), b"".join(map(itemgetter(1), pairs))))
    deep_codes, deep_slots = array("H"), array("I")
    for at, block in enumerate(blocks):
        deep_codes.extend(block.deep_codes)
        deep_slots.extend(at << BLOCK_BITS | place for place in block.deep_places)
    return TagColumns(layers, deep_codes, deep_slots, len(blocks) << BLOCK_BITS)
