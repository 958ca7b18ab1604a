"""Unpacks ThunderScan data: grey of four bits, coded by runs and small differences (libtiff, tif_thunder.c)."""

from __future__ import annotations

_SMALL_STEPS = {0: 0, 1: 1, 3: -1}
"""What a code of two bits adds to the pixel before; 2 is no pixel."""
_LARGE_STEPS = {0: 0, 1: 1, 2: 2, 3: 3, 5: -3, 6: -2, 7: -1}
"""What a code of three bits adds; 4 is no pixel."""


def unpack(data: bytes, rows: int, row_bytes: int) -> bytes:
    """Return rows of two pixels a byte, as far as the data goes; each row begins with black before its first pixel."""
    out, at = bytearray(), 0
    for _ in range(rows):
        pixels, at = _unpack_row(data, at, 2 * row_bytes)
        if not pixels:
            break
        pixels = (pixels + bytes(2 * row_bytes))[: 2 * row_bytes]
        out += bytes(left << 4 | right for left, right in zip(pixels[0::2], pixels[1::2], strict=True))
    return bytes(out)


def _unpack_row(data: bytes, at: int, width: int) -> tuple[bytes, int]:
    """Return the pixels of a row and where the next begins."""
    pixels, last = bytearray(), 0
    while len(pixels) < width and at < len(data):
        kind, value = data[at] >> 6, data[at] & 63
        at += 1
        if kind == 0:
            pixels += bytes((last,)) * value
        elif kind == 3:
            last = value & 15
            pixels.append(last)
        else:
            steps = _SMALL_STEPS if kind == 1 else _LARGE_STEPS
            for code in (value >> 4, value >> 2 & 3, value & 3) if kind == 1 else (value >> 3, value & 7):
                if code in steps:
                    last = last + steps[code] & 15
                    pixels.append(last)
    return bytes(pixels), at
