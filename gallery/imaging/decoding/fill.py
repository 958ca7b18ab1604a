"""Puts what came of a picture that is cut in the place of what did not, or makes that clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.decoding import gif_blocks, png_passes
from gallery.imaging.decoding.task import DecodeTask, clear_below, read_whole
from gallery.imaging.metadata.bounded_reader import BoundedReader

if TYPE_CHECKING:
    from PIL import Image


def fill_missing(image: Image.Image, task: DecodeTask) -> Image.Image:
    """Return a picture that has been decoded in part with its missing pixels as their neighbours, or clear."""
    if task.kind == "png":
        filled = png_passes.fill_missing_passes(image, read_whole(task))
        filled.info = image.info
        return filled
    if task.kind != "gif":
        return image
    if not gif_blocks.find_first_picture(BoundedReader.from_bytes(read_whole(task))).interlaced:
        return clear_below(image, gif_blocks.count_rows(image))
    filled = gif_blocks.fill_missing_rows(image)
    filled.info = image.info
    return filled
