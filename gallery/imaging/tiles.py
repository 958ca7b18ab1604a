"""The tiles in which a very large picture is shown: which there are, and how those of one picture travel together.

A browser that shows a picture holds all of it, 4 to 7 bytes a pixel; of tiles it holds those that are seen. There are
several *levels*: 0 has every pixel, each other one half as many along a side as the one before, so that about as many
pixels are held at any zoom. The page knows the same arithmetic (`ui/js/pure/viewer/tiles.js`). Pure.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TILE_SIDE = 1024
"""Pixels of a tile, but for the last ones of a row or a column."""
SMALLEST_SIDE = 2560
"""A level whose long side is no longer is left out: the rendition for the screen has as many pixels."""
_LENGTH = struct.Struct("!I")


def level_sizes(size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return width and height of each level, every pixel first."""
    sizes = [size]
    while max(size := ((size[0] + 1) // 2, (size[1] + 1) // 2)) > SMALLEST_SIDE:
        sizes.append(size)
    return sizes


def tile_boxes(size: tuple[int, int]) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Return column and row of each tile of a level, as its name ends, and its edges: left, top, right, bottom."""
    for top in range(0, size[1], TILE_SIDE):
        for left in range(0, size[0], TILE_SIDE):
            box = (left, top, min(left + TILE_SIDE, size[0]), min(top + TILE_SIDE, size[1]))
            yield f"{left // TILE_SIDE}-{top // TILE_SIDE}", box


def pack(tiles: dict[str, bytes]) -> bytes:
    """Return tiles by their names (level-column-row) as one message: how long the list is, the list, the tiles."""
    names = json.dumps({name: len(jpeg) for name, jpeg in tiles.items()}, separators=(",", ":")).encode("ascii")
    return b"".join((_LENGTH.pack(len(names)), names, *tiles.values()))


def unpack(packed: bytes) -> Iterator[tuple[str, bytes]]:
    """Return each tile that is in a message, with its name."""
    start = _data_start(packed)
    for name, length in _lengths(packed).items():
        yield name, packed[start : start + length]
        start += length


def find(packed: bytes, name: str) -> bytes | None:
    """Return one tile of a message; None if it has none of this name. The others, 100 MB in all, are not copied."""
    start = _data_start(packed)
    for one, length in _lengths(packed).items():
        if one == name:
            return packed[start : start + length] or None
        start += length
    return None


def list_only(packed: bytes) -> bytes:
    """Return the message without its tiles: which there are."""
    return packed[: _data_start(packed)]


def lists(packed: bytes, name: str) -> bool:
    """Return whether a message names this tile, with or without its bytes."""
    return name in _lengths(packed)


def _lengths(packed: bytes) -> dict[str, int]:
    lengths: dict[str, int] = json.loads(packed[_LENGTH.size : _data_start(packed)])
    return lengths


def _data_start(packed: bytes) -> int:
    return _LENGTH.size + int(_LENGTH.unpack_from(packed)[0])
