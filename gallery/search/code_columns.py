"""Which photos have one of many codes, of which the high and the low bytes stand in two columns."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gallery.search.bitmaps import any_bit, bitmap_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

MAX_LANES = 6
"""For codes of more lanes than this, one look at each photo is quicker."""
_LANE_BITS = 3
_BITS = bytes(1 << (value & 7) for value in range(256))
"""The bit of a high byte in its lane."""
_LOW = 0 if sys.byteorder == "little" else 1


class CodeColumns:
    """The two columns of one attribute. Any thread may use it.

    Eight high bytes make a *lane*. For each lane that was asked for, one number is kept with a byte for each photo, in
    which the photo's high byte has its bit: so codes with eight different high bytes are found in one pass over the low
    bytes, where each bit of what the table says is about another high byte.
    """

    def __init__(self, high: bytes, low: bytes) -> None:
        self._high, self._low = high, low
        self._lanes: dict[int, int] = {}

    def marks(self, wanted: dict[int, bytes]) -> int:
        """Return a number with a byte for each photo: not zero where it has a wanted code.

        Args:
            wanted: what `by_lane` returned; at most MAX_LANES.
        """
        found = 0
        for lane, table in wanted.items():
            found |= self._lane(lane) & bitmap_of(self._low.translate(table))
        return found

    def not_zero(self) -> int:
        """Return a number with a byte for each photo: not zero where its code is not."""
        return bitmap_of(self._high) | bitmap_of(self._low)

    def _lane(self, lane: int) -> int:
        found = self._lanes.get(lane)
        if found is None:
            table = bytes(_BITS[high] if high >> _LANE_BITS == lane else 0 for high in range(256))
            found = self._lanes[lane] = bitmap_of(self._high.translate(table))
        return found

    def in_one_pass(self, codes: Iterable[int]) -> int:
        """Return the photos that have one of these codes, in a time that does not grow with their number."""
        table = bytearray(1 << 16)
        for code in codes:
            table[code] = 1
        return bitmap_of(bytes(map(table.__getitem__, self.numbers())))

    def numbers(self) -> memoryview[int]:
        """Return the code of each slot."""
        raw = bytearray(2 * len(self._low))
        raw[1 - _LOW :: 2], raw[_LOW::2] = self._high, self._low
        return memoryview(raw).cast("H")


def by_lane(codes: Iterable[int]) -> dict[int, bytes]:
    """Return lane -> for each low byte the bits of the high bytes with which it is a wanted code."""
    lanes: dict[int, bytearray] = {}
    for code in codes:
        lane = lanes.setdefault(code >> 8 >> _LANE_BITS, bytearray(256))
        lane[code & 255] |= _BITS[code >> 8]
    return {lane: bytes(table) for lane, table in lanes.items()}


def with_codes(layers: Sequence[CodeColumns], codes: Collection[int], size: int) -> int:
    """Return the photos that have one of these codes in any of several attributes, each with `size` slots."""
    wanted = by_lane(codes)
    found = 0
    if len(wanted) > MAX_LANES:
        for layer in layers:
            found |= layer.in_one_pass(codes)
        return found
    for layer in layers:
        found |= layer.marks(wanted)
    return any_bit(found, size)
