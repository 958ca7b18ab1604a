"""The tiles of a JPEG 2000 codestream that is cut: which came, and what stands for the rest (ISO/IEC 15444-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.metadata.jpeg2000 import Codestream

Box = tuple[int, int, int, int]
_EOC, _SOT, _SOT_BYTES = b"\xff\xd9", b"\xff\x90", 12
_MAX_PARTS = 1 << 20
_MAX_PADDING = 1 << 20
_MAX_TILES = 65535


def walk(data: bytes, start: int) -> tuple[bool, frozenset[int]]:
    """Return whether a codestream is whole, and the numbers of the tiles of which a part begins in it (A.4.2).

    Args:
        data: The codestream.
        start: Where its first part of a tile begins.
    """
    parts = list(iter_parts(data, start))
    end = sum(parts[-1]) if parts else start
    whole = (bool(parts) and not parts[-1][1]) or data[end : end + 2] == _EOC
    return whole, frozenset(int.from_bytes(data[at + 4 : at + 6], "big") for at, _ in parts)


def complete(data: bytes, start: int, less: int) -> bytes:
    """Return a codestream that is cut, with zeros for what is missing: they are packets without content (B.10.3).

    Args:
        data: The codestream.
        start: Where its first part of a tile begins.
        less: Bytes of its end that are left out; not of the header of the last part.
    """
    parts = list(iter_parts(data, start))
    last, length = parts[-1] if parts else (start, 0)
    missing = last + length - len(data)
    if missing <= 0:
        return data[: last + length] + _EOC
    rest = data[last + _SOT_BYTES : max(last + _SOT_BYTES, len(data) - less)]
    rest += bytes(min(missing + less, _MAX_PADDING))
    head = data[last : last + 6] + (len(rest) + _SOT_BYTES).to_bytes(4, "big") + data[last + 10 : last + _SOT_BYTES]
    return data[:last] + head + rest + _EOC


def missing_boxes(stream: Codestream, tiles: frozenset[int], reduction: int) -> list[Box]:
    """Return where the tiles lie of which nothing came: left, top, right and bottom (B.3).

    Args:
        stream: Its main header.
        tiles: The numbers of those that came.
        reduction: How often the picture has been halved.
    """
    width, height = stream.tile_size
    if not width or not height:
        return []
    columns = -(-(stream.corner[0] + stream.width - stream.tile_corner[0]) // width)
    rows = -(-(stream.corner[1] + stream.height - stream.tile_corner[1]) // height)
    missing = (number for number in range(min(columns * rows, _MAX_TILES)) if number not in tiles)
    return [_tile_box(stream, *divmod(number, columns)[::-1], reduction) for number in missing]


def _tile_box(stream: Codestream, column: int, row: int, reduction: int) -> Box:
    places = []
    for axis, step in ((0, column), (1, row), (0, column + 1), (1, row + 1)):
        corner = stream.corner[axis]
        end = corner + (stream.width, stream.height)[axis]
        place = min(end, max(corner, stream.tile_corner[axis] + step * stream.tile_size[axis]))
        # both ends of a resolution are rounded up (B.5)
        places.append(-(-place // (1 << reduction)) - -(-corner // (1 << reduction)))
    return places[0], places[1], places[2], places[3]


def iter_parts(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield offset and announced length of each part of a tile; 0 for one that goes on to the end (A.4.2)."""
    for _ in range(_MAX_PARTS):
        head = data[at : at + _SOT_BYTES]
        if head[:2] != _SOT or len(head) < _SOT_BYTES:
            return
        length = int.from_bytes(head[6:10], "big")
        yield at, length
        if not length:
            return
        at += max(length, _SOT_BYTES)
