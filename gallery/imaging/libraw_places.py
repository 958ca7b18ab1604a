"""Find where LibRaw keeps those parameters of a development that no function sets (`libraw.py`)."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEARCHED_BYTES = 1 << 16
"""Of libraw_data_t, which is longer by far: it holds tables of 128 KB behind the parameters."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where in libraw_data_t those parameters are for which there is no function, in bytes."""

    half_size: int
    use_camera_wb: int
    user_flip: int


@lru_cache(1)
def places_in(raw: ctypes.CDLL) -> Places:
    """Find the parameters without a function by their neighbours, which have one.

    libraw_output_params_t: `bright threshold half_size four_color_rgb highlight use_auto_wb use_camera_wb
    use_camera_matrix output_color`, four bytes each; and `user_flip user_qual`.

    Raises:
        LookupError: They lie otherwise.
        MemoryError: There is no room to look.
    """
    handle = raw.libraw_init(0)
    if not handle:
        raise MemoryError
    try:
        bright = _place(raw.libraw_set_bright, handle, ctypes.c_float)
        highlight = _place(raw.libraw_set_highlight, handle, ctypes.c_int)
        color = _place(raw.libraw_set_output_color, handle, ctypes.c_int)
        quality = _place(raw.libraw_set_demosaic, handle, ctypes.c_int)
        found = Places(bright + 8, color - 8, quality - 4)
        values = [
            ctypes.c_int.from_address(handle + at).value for at in (bright + 8, color - 8, color - 4, quality - 4)
        ]
        if (highlight, color) != (bright + 16, bright + 32) or values != [0, 0, 1, -1]:
            raise LookupError("LibRaw's parameters lie otherwise than expected")
        return found
    finally:
        raw.libraw_close(handle)


def _place(set_to: ctypes._NamedFuncPointer, handle: int, kind: type[ctypes.c_int | ctypes.c_float]) -> int:
    """Return where a function writes what it is given; 0 if nowhere."""
    found: set[int] | None = None
    for value in (6, 7, 5):  # whatever else has one of these values has not all three
        set_to(handle, value)
        wanted, memory = bytes(kind(value)), ctypes.string_at(handle, _SEARCHED_BYTES)
        now = set(_aligned(memory, wanted))
        found = now if found is None else found & now
    return found.pop() if found else 0


def _aligned(memory: bytes, wanted: bytes) -> Iterator[int]:
    """Yield where four bytes stand at multiples of four."""
    at = memory.find(wanted)
    while at >= 0:
        if at % 4 == 0:
            yield at
        at = memory.find(wanted, at + 1)
