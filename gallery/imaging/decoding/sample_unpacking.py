"""Turns packed samples of any width into eight bits each, without a loop over pixels in Python.

What Pillow has no mode for is taken apart by slices with a step, tables of 256 entries (`bytes.translate`) and one OR
over whole rows as long integers: 10 to 20 ns a sample, where a loop takes 100.
"""

from __future__ import annotations

import math
from functools import lru_cache

_FLOAT_EXPONENT_SHIFT = 112
"""Difference between the exponent biases of 32- and 16-bit floats (IEEE 754)."""


def take_bits(data: bytes, step: int, first: int, width: int) -> bytes:
    """Return the upper eight bits of one field of each group of bytes; a narrower field is scaled to 0 to 255.

    Args:
        data: Groups of `step` bytes, most significant bit first; whole groups only.
        step: Bytes in a group.
        first: Position of the field's highest bit in the group, counted from the highest bit of the first byte.
        width: Bits of the field.
    """
    at, shift = divmod(first, 8)
    upper = data[at::step].translate(_shifted(shift))
    if shift + min(width, 8) > 8:
        upper = _either(upper, data[at + 1 :: step].translate(_shifted(shift - 8)))
    return upper if width >= 8 else upper.translate(_scaled(width))


def unpack_row(row: bytes, width: int, count: int) -> bytes:
    """Return `count` samples of `width` bits, packed without gaps, highest bit first (TIFF 6.0, section 3)."""
    group = math.lcm(width, 8)
    samples, step = group // width, group // 8
    padded = row + bytes(-len(row) % step)
    groups = len(padded) // step
    out = bytearray(groups * samples)
    for index in range(samples):
        out[index::samples] = take_bits(padded, step, index * width, width)
    return bytes(out[:count])


@lru_cache(8)
def unscaled(width: int) -> bytes:
    """Return the table that takes back the scaling of `take_bits` for fields of up to eight bits."""
    top = (1 << width) - 1
    return bytes((value * top + 127) // 255 for value in range(256))


def halves_to_floats(data: bytes, *, little: bool) -> bytes:
    """Return 16-bit floats as little-endian 32-bit ones (IEEE 754); those below 2 ** -14 become nearly 0."""
    low, high = (data[0::2], data[1::2]) if little else (data[1::2], data[0::2])
    tables = _half_tables()
    out = bytearray(4 * len(low))
    out[3::4] = high.translate(tables[0])
    out[2::4] = _either(high.translate(tables[1]), low.translate(tables[2]))
    out[1::4] = low.translate(tables[3])
    return bytes(out)


def undo_differences(row: bytes, width: int, channels: int, order: str) -> bytes:
    """Undo the horizontal predictor in one row (TIFF 6.0, section 14).

    Args:
        row: Samples, each the difference to the one of its channel before it.
        width: Bytes of a sample: 1, 2, 4 or 8.
        channels: Samples of a pixel.
        order: Byte order of the samples, "<" or ">".
    """
    if order == ">":
        row = swap_bytes(row, width)
    sums = _running_sums(row[: len(row) // width * width], width, channels)
    return swap_bytes(sums, width) if order == ">" else sums


def undo_float_differences(row: bytes, width: int, channels: int) -> bytes:
    """Undo the floating point predictor in one row; the samples come out in big-endian order.

    Bytes of one significance stand together, the highest first, each the difference to the one before it (Adobe
    Photoshop TIFF Technical Note 3).

    Args:
        row: The coded row.
        width: Bytes of a sample.
        channels: Samples of a pixel.
    """
    planes, count = undo_differences(row, 1, channels, ">"), len(row) // width
    out = bytearray(count * width)
    for place in range(width):
        out[place::width] = planes[place * count : (place + 1) * count]
    return bytes(out)


def _running_sums(row: bytes, width: int, channels: int) -> bytes:
    """Return the sum of each number and all of its channel before it, modulo the width.

    All numbers are lanes of one long integer: it is added to itself, shifted by one pixel, then by two, four and so on.
    Eight times as fast as a loop.

    Args:
        row: Little-endian numbers.
        width: Bytes of a number.
        channels: Numbers of a pixel.
    """
    size, total = 8 * len(row), int.from_bytes(row, "little")
    highest, others = _lane_masks(len(row), width)
    shift = 8 * width * channels
    while shift < size:
        moved = (total << shift) & (highest | others)
        # the highest bit of each lane is added without its carry, which belongs to no other lane
        total = ((total & others) + (moved & others)) ^ ((total ^ moved) & highest)
        shift *= 2
    return total.to_bytes(len(row), "little")


@lru_cache(4)
def _lane_masks(size: int, width: int) -> tuple[int, int]:
    """Return the highest bit of each number of `width` bytes among `size` bytes, and all other bits."""
    highest = int.from_bytes((bytes(width - 1) + b"\x80") * (size // width), "little")
    return highest, highest ^ (1 << 8 * size) - 1


def swap_bytes(data: bytes, width: int) -> bytes:
    """Return numbers of `width` bytes in the other byte order."""
    if width == 1:
        return data
    out = bytearray(len(data) // width * width)
    for place in range(width):
        out[place::width] = data[width - 1 - place :: width][: len(out) // width]
    return bytes(out)


def _either(one: bytes, other: bytes) -> bytes:
    """Return the bitwise OR of two strings; the shorter counts as ending in zeros."""
    size = len(one)
    other = other[:size].ljust(size, b"\0")
    return (int.from_bytes(one, "little") | int.from_bytes(other, "little")).to_bytes(size, "little")


@lru_cache(32)
def _shifted(shift: int) -> bytes:
    """Return the table that shifts a byte to the left, or by a negative number to the right."""
    return bytes((value << shift if shift >= 0 else value >> -shift) & 0xFF for value in range(256))


@lru_cache(8)
def _scaled(width: int) -> bytes:
    """Return the table that scales the upper `width` bits of a byte to 0 to 255."""
    top = (1 << width) - 1
    return bytes(((value >> 8 - width) * 255 + top // 2) // top for value in range(256))


@lru_cache(1)
def _half_tables() -> tuple[bytes, bytes, bytes, bytes]:
    """Return what the bytes of a 16-bit float give to the upper three of a 32-bit one.

    From the high byte (sign, five bits of exponent, two of mantissa) the highest and the second; from the low byte,
    which holds the rest of the mantissa, the second and the third.
    """
    words = []
    for high in range(256):
        exponent = high >> 2 & 31
        wide = {0: 0, 31: 255}.get(exponent, exponent + _FLOAT_EXPONENT_SHIFT)
        words.append((high >> 7) << 15 | wide << 7 | (high & 3) << 5)
    return (
        bytes(word >> 8 for word in words),
        bytes(word & 0xFF for word in words),
        _shifted(-3),
        _shifted(5),
    )
