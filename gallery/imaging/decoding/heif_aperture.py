"""Decodes a HEIC with a clean aperture without libheif's cropping, which version 1.23 refuses with a false limit.

The file is decoded as it is stored, without its transformations, then cropped; its turn is left to who turns others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.metadata import bmff
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_TRANSFORMS = frozenset((b"clap", b"irot", b"imir"))
"""The properties that change how an item is shown (ISO/IEC 23008-12, 6.5)."""


def without_transforms(data: bytes) -> bytes | None:
    """Return a HEIC whose items are associated with no transformation; None if the primary item is not cropped."""
    reader = BoundedReader.from_bytes(data)
    out = bytearray(data)
    try:
        start, end, items = _find_items(reader)
        if not any(name == b"clap" for name, _, _ in bmff.properties_of(items, items.primary)):
            return None
        for at, width, index in _associations(reader, start, end):
            if 0 < index <= len(items.properties) and items.properties[index - 1][0] in _TRANSFORMS:
                out[at : at + width] = bytes(width)  # no property (23008-12, 9.3)
    except (DamagedError, IndexError):
        return None
    return bytes(out)


def crop(image: Image.Image, data: bytes) -> Image.Image:
    """Return the clean aperture of a picture, which is given by its size and the distance of the two centres.

    ISO/IEC 14496-12, 12.1.4.

    Args:
        image: The picture as it is stored.
        data: The file.

    Raises:
        DamagedError: The file has none.
    """
    reader = BoundedReader.from_bytes(data)
    _, _, items = _find_items(reader)
    for name, start, _ in bmff.properties_of(items, items.primary):
        if name == b"clap":
            above = [reader.read_number(start + 8 * at, ">i") for at in range(4)]
            below = [max(1, reader.read_number(start + 8 * at + 4, ">i")) for at in range(4)]
            wide, high, right, down = (one / other for one, other in zip(above, below, strict=True))
            left = round((image.size[0] - wide) / 2 + right)
            top = round((image.size[1] - high) / 2 + down)
            return image.crop(
                (max(0, left), max(0, top), min(image.size[0], left + int(wide)), min(image.size[1], top + int(high)))
            )
    raise DamagedError("a picture without a clean aperture")


def _find_items(reader: BoundedReader) -> tuple[int, int, bmff.Items]:
    """Return where the content of the `meta` box starts and ends, and its items.

    Raises:
        DamagedError: There is none.
    """
    for name, start, end in bmff.iter_boxes(reader, 0, reader.size):
        if name == b"meta":
            return start, end, bmff.parse_items(reader, start, end)
    raise DamagedError("a HEIC without items")


def _associations(reader: BoundedReader, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield place, width and property number of each association of an item with a property (23008-12, 9.3)."""
    for name, inner, stop in bmff.iter_boxes(reader, start + 4, end):
        if name == b"ipma":
            yield from _entries(reader, inner)
        elif name == b"iprp":
            yield from _associations(reader, inner - 4, stop)  # it has no version before its boxes


def _entries(reader: BoundedReader, start: int) -> Iterator[tuple[int, int, int]]:
    long_id, long_index = reader.read_exactly(start, 1)[0] > 0, reader.read_exactly(start + 3, 1)[0] & 1
    width, at = 2 if long_index else 1, start + 8
    for _ in range(reader.read_number(start + 4, ">I")):
        at += 4 if long_id else 2
        count = reader.read_exactly(at, 1)[0]
        for entry in range(at + 1, at + 1 + count * width, width):
            number = int.from_bytes(reader.read_exactly(entry, width), "big")
            yield entry, width, number & (0x7FFF if long_index else 0x7F)
        at += 1 + count * width
