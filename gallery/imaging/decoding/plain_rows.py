"""Turns rows of plain pixels into a picture, as many of them as there are."""

from __future__ import annotations

from PIL import Image

from gallery.imaging.decoding.decode_task import clear_below
from gallery.imaging.decoding.decoding_errors import CutShortError


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
        CutShortError: Not even one row came.
    """
    height = size[1]
    came = min(height, len(data) // stride)
    if not came:
        raise CutShortError
    if len(data) != stride * height:
        data = data[: stride * came].ljust(stride * height, b"\0")
    image = Image.frombytes(mode, size, data, "raw", raw, stride, 1)
    if mode == "P":
        image.putpalette(palette)
    return clear_below(image, came), came == height
