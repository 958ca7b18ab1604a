"""Reads strips and tiles of a TIFF file and unpacks their compression, with libtiff through Pillow where it must be."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from gallery.imaging.decoding import run_lengths, sample_unpacking, thunderscan, tiff_layout
from gallery.imaging.decoding.decoding_errors import TooLargeError
from gallery.imaging.metadata.bounded_reader import DamagedError, read_fully

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.decoding.tiff_layout import Layout

_REVERSED_BITS = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))
_ZLIB_COMPRESSIONS = frozenset((tiff_layout.DEFLATE, tiff_layout.OLD_DEFLATE, tiff_layout.PIXTIFF))
_USUAL_TILE_BYTES = 64 << 20
"""A tile may have so many bytes, however small the picture: 4096 x 4096 pixels of RGB have fewer."""
_MAX_SEGMENT_BYTES = 2 << 30
"""No longer strip or tile is unpacked: one is held in memory, several times."""
FLOAT_PREDICTOR = 3
"""Predictor (Adobe Photoshop TIFF Technical Note 3)."""


class Segment:
    """One strip or tile, unpacked: rows of samples as the file has them, the predictor undone."""

    def __init__(self, layout: Layout, index: int, data: bytes, rows: int, *, complete: bool) -> None:
        """Hold the samples of a strip or tile.

        Args:
            layout: Of the picture.
            index: Its number in the file.
            data: Its rows.
            rows: How many of them have been read; of blocks, rows of these.
            complete: Whether all of it could be read; what is missing is zeros.
        """
        self.plane, at = divmod(index, segments_of_plane(layout)) if layout.planar else (0, index)
        columns = columns_of(layout, self.plane)
        width, height = segment_size(layout, self.plane)
        self.left, self.top = at % columns * width, at // columns * height
        height = min(height, rows * (layout.subsampling[1] if is_blocked(layout) else 1))
        self.box = self.left, self.top, self.left + width, self.top + height
        """Left, top, right and bottom of what has been read."""
        self.data = data
        self.complete = complete


def read_segments(file: BinaryIO, layout: Layout) -> Iterator[Segment]:
    """Yield the strips or tiles of a picture in their order. One that cannot be read is zeros, and not complete."""
    planes = layout.channels if layout.planar else 1
    for index in range(min(len(layout.offsets), segments_of_plane(layout) * planes)):
        plane = index // segments_of_plane(layout) if layout.planar else 0
        rows, row_bytes = _rows(layout, index, plane), row_length(layout, plane)
        try:
            data = _unpack(layout, _read(file, layout, index, rows * row_bytes), rows, row_bytes)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  decoders raise anything on broken data: this segment is lost, not the picture
            data = b""
        complete, came = len(data) >= rows * row_bytes, len(data) // row_bytes
        data = data[: rows * row_bytes].ljust(rows * row_bytes, b"\0")
        yield Segment(layout, index, _undo_predictor(layout, data, row_bytes), came, complete=complete)


def check_tile(layout: Layout) -> None:
    """Check that a tile is in proportion to the picture, whose pixels alone are known to be few enough.

    Raises:
        TooLargeError: It is much larger.
    """
    pixels = layout.width * layout.height * sum(layout.bits) // 8
    if layout.tiled and _segment_length(layout) > 2 * pixels + _USUAL_TILE_BYTES:
        width, height = layout.segment_size
        raise TooLargeError(
            f"This picture is stored in tiles of {width} x {height} pixels, which is more than Shoebox decodes."
        )


def check_length(layout: Layout) -> None:
    """Check that a strip or tile is no longer than may be unpacked.

    Raises:
        TooLargeError: It is longer.
    """
    check_bytes(_segment_length(layout))


def check_bytes(length: int) -> None:
    """Check that so many bytes may be unpacked at a time.

    Raises:
        TooLargeError: There are more.
    """
    if length > _MAX_SEGMENT_BYTES:
        raise TooLargeError(
            f"This picture is stored in parts of {length >> 20} MB;"
            f" Shoebox unpacks up to {_MAX_SEGMENT_BYTES >> 20} MB at a time."
        )


def _segment_length(layout: Layout) -> int:
    """Return the bytes of a strip or tile that is whole, unpacked."""
    return _rows(layout, 0, 0) * row_length(layout, 0)


def plane_size(layout: Layout, plane: int) -> tuple[int, int]:
    """Return width and height of a plane: those of the picture, but for chroma that stands for itself."""
    if not (layout.planar and layout.photometric == tiff_layout.YCBCR and plane):
        return layout.width, layout.height
    across, down = layout.subsampling
    return -(-layout.width // across), -(-layout.height // down)


def segment_size(layout: Layout, plane: int) -> tuple[int, int]:
    """Return width and height of a strip or tile of a plane."""
    width, height = layout.segment_size
    if not (layout.planar and layout.photometric == tiff_layout.YCBCR and plane):
        return width, height
    across, down = layout.subsampling
    return -(-width // across), -(-height // down)


def columns_of(layout: Layout, plane: int) -> int:
    """Return how many strips or tiles stand side by side."""
    return -(-plane_size(layout, plane)[0] // segment_size(layout, plane)[0])


def segments_of_plane(layout: Layout) -> int:
    """Return how many strips or tiles a plane has."""
    return -(-layout.width // layout.segment_size[0]) * -(-layout.height // layout.segment_size[1])


def row_length(layout: Layout, plane: int) -> int:
    """Return the bytes of a row of a strip or tile; of subsampled YCbCr, those of a row of blocks."""
    width = segment_size(layout, plane)[0]
    if is_blocked(layout):
        across, down = layout.subsampling
        return -(-width // across) * (across * down + 2) * (layout.bits[0] // 8)
    return (width * layout.bits[0] * (1 if layout.planar else layout.channels) + 7) // 8


def is_blocked(layout: Layout) -> bool:
    """Return whether pixels stand in blocks that share chroma (TIFF 6.0, section 21)."""
    return layout.photometric == tiff_layout.YCBCR and not layout.planar and layout.subsampling != (1, 1)


def _rows(layout: Layout, index: int, plane: int) -> int:
    """Return how many rows, or rows of blocks, a strip or tile has; the last strip may be shorter."""
    height = segment_size(layout, plane)[1]
    if not layout.tiled:
        at = index % segments_of_plane(layout) if layout.planar else index
        height = min(height, plane_size(layout, plane)[1] - at * height)
    return -(-height // layout.subsampling[1]) if is_blocked(layout) else height


def _read(file: BinaryIO, layout: Layout, index: int, unpacked: int) -> bytes:
    """Return the bytes of a strip or tile as the file has them."""
    counts = layout.byte_counts
    # what does not grow by compression is no longer than this; writers forget the count, or write 0
    usual = unpacked if layout.compression == tiff_layout.PLAIN else 2 * unpacked + 4096
    count = counts[index] if index < len(counts) and counts[index] > 0 else usual
    file.seek(layout.offsets[index])
    data = read_fully(file, min(count, usual))
    return data.translate(_REVERSED_BITS) if layout.fill_order == 2 else data


def _unpack(layout: Layout, data: bytes, rows: int, row_bytes: int) -> bytes:
    """Return the content of a strip or tile, as far as it goes.

    Raises:
        Exception: Whatever a decoder raises on broken data.
    """
    if layout.compression == tiff_layout.PLAIN or not data:  # of nothing libtiff would write a line on stderr
        return data
    if layout.compression == tiff_layout.PACKBITS and rows * row_bytes <= run_lengths.MAX_BYTES:
        return run_lengths.unpack_bits(data, rows * row_bytes)
    if layout.compression in _ZLIB_COMPRESSIONS:
        return zlib.decompressobj().decompress(data, rows * row_bytes)
    if layout.compression == tiff_layout.THUNDERSCAN:
        return thunderscan.unpack(data, rows, row_bytes)
    if layout.compression == tiff_layout.WEBP:
        return _unpack_webp(layout, data)
    with _any_number_of_pixels():
        wrapped = io.BytesIO(_as_grey_tiff(layout.compression, data, rows, row_bytes))
        return Image.open(wrapped, formats=("TIFF",)).tobytes()


@contextmanager
def _any_number_of_pixels() -> Iterator[None]:
    """Have Pillow count no pixels: those of a wrapper are bytes, and `check_length` has counted them.

    The limit is of the whole module; a decode process has one thread.
    """
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _unpack_webp(layout: Layout, data: bytes) -> bytes:
    """Return the content of a strip or tile that is a WebP picture.

    Raises:
        Exception: It is none, or of another size.
    """
    image = Image.open(io.BytesIO(data), formats=("WEBP",))
    width, height = layout.segment_size
    if image.width != width or image.height > height:  # before it is decoded, which takes memory by its own size
        raise DamagedError("a WebP strip of another size than that of strips")
    return image.convert("RGBA" if layout.channels == 4 else "RGB").tobytes()


def _as_grey_tiff(compression: int, data: bytes, rows: int, row_bytes: int) -> bytes:
    """Return a TIFF file whose only strip holds this data, with a grey pixel for each byte (TIFF 6.0, section 2).

    So libtiff unpacks it, whatever the bytes mean.
    """
    entries = (
        (0x100, 4, row_bytes),
        (0x101, 4, rows),
        (0x102, 3, 8),
        (0x103, 3, compression),
        (0x106, 3, tiff_layout.BLACK_IS_ZERO),
        (0x111, 4, 8 + 2 + 9 * 12 + 4),
        (0x115, 3, 1),
        (0x116, 4, rows),
        (0x117, 4, len(data)),
    )
    directory = b"".join(struct.pack("<HHLL", tag, kind, 1, value) for tag, kind, value in entries)
    return struct.pack("<2sHLH", b"II", 42, 8, len(entries)) + directory + bytes(4) + data


def _undo_predictor(layout: Layout, data: bytes, row_bytes: int) -> bytes:
    """Undo the predictor of each row (TIFF 6.0, section 14)."""
    width = layout.bits[0] // 8
    if layout.predictor not in (2, FLOAT_PREDICTOR) or layout.bits[0] not in (8, 16, 32, 64):
        return data
    channels = 1 if layout.planar else layout.channels
    rows = (data[at : at + row_bytes] for at in range(0, len(data), row_bytes))
    if layout.predictor == FLOAT_PREDICTOR:
        return b"".join(sample_unpacking.undo_float_differences(row, width, channels) for row in rows)
    return b"".join(sample_unpacking.undo_differences(row, width, channels, layout.order) for row in rows)
