"""Puts what came of a picture that is cut in the place of what did not, or makes that clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from gallery.imaging.decoding import gif_blocks, png_passes
from gallery.imaging.decoding.decode_task import clear_below, has_content
from gallery.imaging.metadata.bounded_reader import BoundedReader

if TYPE_CHECKING:
    from PIL import Image


def fill_missing(image: Image.Image, kind: str, file: BinaryIO) -> Image.Image | None:
    """Return a picture that has been decoded in part with its missing pixels as their neighbours, or clear.

    Args:
        image: As far as it has been decoded.
        kind: Its format, as `formats.sniff` names it.
        file: What it has been decoded from.

    Returns:
        None if nothing of it came.
    """
    if kind == "png":
        return png_passes.fill_missing_passes(image, _read(file))
    if not has_content(image):
        return None
    if kind != "gif":
        return image
    if gif_blocks.find_first_picture(BoundedReader.from_bytes(_read(file))).interlaced:
        return gif_blocks.fill_missing_rows(image)
    return clear_below(image, gif_blocks.count_rows(image))


def _read(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()
