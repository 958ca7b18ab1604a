"""Decodes the beginning of a file that is cut, with a decoder that wants all of it: zeros stand for what is missing.

The arithmetic coders of WebP, AVIF and HEIC decode any bits: the rows above the cut come out right, those below are
rubbish. Where the right ones end is found by a second decode, of a little less: the first row that differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ImageChops

from gallery.imaging.decoding.decode_task import clear_below

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

_LESS = 512
"""Bytes that the second decode has less."""


def decode_padded(data: bytes, length: int, load: Callable[[bytes], Image.Image]) -> Image.Image | None:
    """Return a picture as far as its file goes, the rest of it clear; None if nothing of it is there.

    Args:
        data: What there is of the file.
        length: How long it should be.
        load: Decodes a whole file.
    """
    image = load(data.ljust(length, b"\0"))
    shorter = load(data[:-_LESS].ljust(length, b"\0"))
    if shorter.size != image.size or shorter.mode != image.mode:
        return None
    difference = ImageChops.difference(image, shorter).convert("RGB").getbbox()
    rows = difference[1] if difference else 0
    if not rows:
        return None
    return clear_below(image, rows)
