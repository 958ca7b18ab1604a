"""Turns rows of plain pixels into a picture, as many of them as there are."""

from __future__ import annotations

from PIL import Image

from gallery.imaging.decoding.decode_task import clear_below
from gallery.imaging.decoding.decoding_errors import CutShortError

_ROWS_FOR_ONE = 320
"""Of fewer rows than one in so many nothing is seen in a thumbnail, while the canvas would take memory for all."""


def decode_rows(
    mode: str, size: tuple[int, int], data: bytes, raw: str, stride: int, palette: bytes = b""
) -> tuple[Image.Image, bool]:
    """Return the picture, and whether all of it came; rows that did not are clear.

    Args:
        mode: Of the picture: L, LA, P, RGB, RGBA, CMYK or 1.
        size: Width and height.
        data: The rows, the first one first.
        raw: Pillow's name for the arrangement of a pixel's bits.
        stride: Bytes of a row.
        palette: Red, green and blue of each colour, for P only.

    Raises:
        CutShortError: Not even one row came, or too few of very many.
    """
    height = size[1]
    came = count_rows(len(data), stride, height)
    if len(data) != stride * height:
        data = data[: stride * came].ljust(stride * height, b"\0")
    image = Image.frombytes(mode, size, data, "raw", raw, stride, 1)
    if mode == "P":
        image.putpalette(palette)
    return clear_below(image, came), came == height


def count_rows(length: int, row_bytes: int, height: int) -> int:
    """Return how many rows, or rows of blocks, came in so many bytes.

    Args:
        length: Bytes of data.
        row_bytes: Bytes of a row.
        height: Rows of the picture.

    Raises:
        CutShortError: Not even one, or too few of very many.
    """
    came = min(height, length // row_bytes)
    if came * _ROWS_FOR_ONE < height:
        raise CutShortError
    return came
