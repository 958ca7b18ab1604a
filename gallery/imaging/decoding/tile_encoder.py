"""Cuts a picture into tiles, at every level, and encodes them. Runs in a decode process."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from gallery.imaging import tiles

if TYPE_CHECKING:
    from PIL import Image


def encode_tiles(image: Image.Image, quality: int) -> bytes:
    """Return the tiles of an upright picture in sRGB as one message (`tiles.pack`).

    Each level is the mean of two by two pixels of the one before, so that nothing moves where one replaces another.
    """
    made: dict[str, bytes] = {}
    for level, size in enumerate(tiles.level_sizes(image.size)):
        if level:
            image = image.reduce(2)
        for place, box in tiles.tile_boxes(size):
            out = io.BytesIO()
            image.crop(box).save(out, "JPEG", quality=quality, subsampling="4:2:0")
            made[f"{level}-{place}"] = out.getvalue()
    return tiles.pack(made)
