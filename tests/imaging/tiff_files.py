"""Writes TIFF files of any kind for the tests, sample by sample: slow, plain, and without the decoder's tricks."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.imaging.decoding import tiff_decoder, tiff_layout
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL import Image

NONE, DEFLATE, PACKBITS = 1, 8, 32773


def decoded(data: bytes) -> Image.Image:
    """Decode a file with the project's own decoder, all of it."""
    layout = tiff_layout.read_layout(Tiff(BoundedReader.from_bytes(data)))
    tiff_layout.check_supported(layout)
    image, complete = tiff_decoder.decode_layout(io.BytesIO(data), layout)
    assert complete
    return image


def join_pages(*pages: TiffWriter) -> bytes:
    """Return a file of these pages."""
    start = 16 if pages[0].big else 8
    body, first = b"", 0
    for page, follower in zip(pages, (*pages[1:], None), strict=True):

        def link(end: int, follower: TiffWriter | None = follower) -> int:
            return follower.page(end, lambda _: 0)[1] if follower else 0

        data, place = page.page(start + len(body), link)
        body, first = body + data, first or place
    return pages[0].head(first) + body


@dataclass
class TiffWriter:
    """A TIFF file to write; `values` gives the samples."""

    values: Callable[[int, int, int], float]
    """Sample of a column, row and channel: a whole number, or a float where `sample_format` is 3."""
    width: int = 19
    height: int = 11
    channels: int = 1
    bits: int = 8
    sample_format: int = 1
    photometric: int = 1
    planar: bool = False
    order: str = "<"
    big: bool = False
    compression: int = NONE
    predictor: int = 1
    rows: int = 4
    """Rows of a strip."""
    tile: int = 0
    """Side of a tile; 0 for strips."""
    extra: Sequence[int] = ()
    tags: dict[int, tuple[int, Sequence[int]]] = field(default_factory=dict)
    """Further tags: type, values."""

    directory_first: bool = False
    """Whether the directory stands before the pixels."""

    def build(self) -> bytes:
        """Return the file."""
        return join_pages(self)

    def head(self, first: int) -> bytes:
        """Return the header of a file whose first directory stands there."""
        mark = b"II" if self.order == "<" else b"MM"
        return self._pack("2sHHHQ", mark, 43, 8, 0, first) if self.big else self._pack("2sHL", mark, 42, first)

    def page(self, start: int, link: Callable[[int], int]) -> tuple[bytes, int]:
        """Return pixels and directory that stand there, and where the directory stands.

        Args:
            start: Their place.
            link: Returns where the next directory stands, given where this page ends.
        """
        segments = self._segments()
        counts = [len(segment) for segment in segments]
        length = len(self._directory([0] * len(counts), counts, 0, 0))
        pixels = sum(counts) + sum(counts) % 2
        place, at = (start, start + length) if self.directory_first else (start + pixels, start)
        offsets = [at + sum(counts[:number]) for number in range(len(counts))]
        directory = self._directory(offsets, counts, place, link(start + length + pixels))
        data = b"".join(segments) + bytes(sum(counts) % 2)
        return (directory + data if self.directory_first else data + directory), place

    def _directory(self, offsets: list[int], counts: list[int], place: int, link: int) -> bytes:
        tags: dict[int, tuple[int, Sequence[int]]] = {
            0x100: (4, (self.width,)),
            0x101: (4, (self.height,)),
            0x102: (3, (self.bits,) * self.channels),
            0x103: (3, (self.compression,)),
            0x106: (3, (self.photometric,)),
            0x115: (3, (self.channels,)),
            0x11C: (3, (2 if self.planar else 1,)),
            0x13D: (3, (self.predictor,)),
            0x153: (3, (self.sample_format,) * self.channels),
        }
        if self.tile:
            tags |= {0x142: (4, (self.tile,)), 0x143: (4, (self.tile,)), 0x144: (4, offsets), 0x145: (4, counts)}
        else:
            tags |= {0x111: (4, offsets), 0x116: (4, (self.rows,)), 0x117: (4, counts)}
        if self.extra:
            tags[0x152] = (3, self.extra)
        tags |= self.tags
        return self._entries(tags, place, link)

    def _entries(self, tags: dict[int, tuple[int, Sequence[int]]], place: int, link: int) -> bytes:
        wide, layout = ("Q", "HHQ") if self.big else ("L", "HHL")
        room = 8 if self.big else 4
        size = struct.calcsize("=" + layout) + room
        behind = place + (8 if self.big else 2) + size * len(tags) + room
        entries, values = b"", b""
        for tag, (kind, numbers) in sorted(tags.items()):
            data = self._pack(f"{len(numbers)}{ {1: 'B', 3: 'H', 4: 'L'}[kind] }", *numbers)
            if len(data) > room:
                inline = self._pack(wide, behind + len(values))
                values += data + bytes(len(data) % 2)
            else:
                inline = data.ljust(room, b"\0")
            entries += self._pack(layout, tag, kind, len(numbers)) + inline
        return self._pack("Q" if self.big else "H", len(tags)) + entries + self._pack(wide, link) + values

    def _segments(self) -> list[bytes]:
        planes = [[at] for at in range(self.channels)] if self.planar else [list(range(self.channels))]
        return [self._compress(self._rows(box, plane)) for plane in planes for box in self._boxes()]

    def _boxes(self) -> list[tuple[int, int, int, int]]:
        if self.tile:
            side = self.tile
            return [(x, y, x + side, y + side) for y in range(0, self.height, side) for x in range(0, self.width, side)]
        return [(0, y, self.width, min(self.height, y + self.rows)) for y in range(0, self.height, self.rows)]

    def _rows(self, box: tuple[int, int, int, int], plane: list[int]) -> bytes:
        left, top, right, bottom = box
        out = b""
        for y in range(top, bottom):
            row = [
                self.values(min(x, self.width - 1), min(y, self.height - 1), channel)
                for x in range(left, right)
                for channel in plane
            ]
            out += self._pack_row(row, len(plane))
        return out

    def _pack_row(self, row: list[float], channels: int) -> bytes:
        if self.sample_format == 3:
            data = self._pack(f"{len(row)}{ {16: 'e', 32: 'f', 64: 'd'}[self.bits] }", *row)
            return self._float_differences(row, channels) if self.predictor == 3 else data
        numbers = [int(value) % (1 << self.bits) for value in row]
        if self.predictor == 2:
            before = [0] * channels + numbers
            numbers = [(now - then) % (1 << self.bits) for now, then in zip(numbers, before, strict=False)]
        if self.bits % 8 == 0:
            order = "little" if self.order == "<" else "big"
            return b"".join(number.to_bytes(self.bits // 8, order) for number in numbers)  # type: ignore[arg-type]
        digits = "".join(f"{number:0{self.bits}b}" for number in numbers)
        return int(digits.ljust(-(-len(digits) // 8) * 8, "0"), 2).to_bytes(-(-len(digits) // 8), "big")

    def _float_differences(self, row: list[float], channels: int) -> bytes:
        size = self.bits // 8
        data = struct.pack(f">{len(row)}{ {2: 'e', 4: 'f', 8: 'd'}[size] }", *row)
        planes = b"".join(data[place::size] for place in range(size))
        before = bytes(channels) + planes
        return bytes((now - then) % 256 for now, then in zip(planes, before, strict=False))

    def _compress(self, data: bytes) -> bytes:
        if self.compression == DEFLATE:
            return zlib.compress(data)
        if self.compression == PACKBITS:  # literal runs only
            parts = (data[at : at + 128] for at in range(0, len(data), 128))
            return b"".join(bytes((len(part) - 1,)) + part for part in parts)
        return data

    def _pack(self, layout: str, *values: object) -> bytes:
        return struct.pack(self.order + layout, *values)
