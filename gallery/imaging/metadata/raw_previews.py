"""Which of a RAW file's own pictures can be shown, and how large the photo is: what RAW formats have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging import geometry
from gallery.imaging.metadata.header import Preview
from gallery.imaging.metadata.jpeg_frame import read_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gallery.imaging.metadata.bounded_reader import BoundedReader

MAX_PREVIEWS = 16
"""So many are looked at; cameras write two to four."""
MAX_PREVIEW_BYTES = 64 << 20
"""No more of a JPEG is decoded: one of 100 megapixels has half as many."""
_LEAST_BYTES = 64
_THUMBNAIL_SIDE = 640
"""Smaller previews may have black bars: that of DCF has 160 x 120 pixels, whatever the shape of the photo (DCF 2.0)."""
_NEARLY_WHOLE = 0.9
"""A preview with more of the sensor's side than this is the photo; sensors have margins that no picture shows."""


def find_jpeg(reader: BoundedReader, offset: int, length: int, colours: str | None = None) -> Preview | None:
    """Return the JPEG at a place that a file names; None if there is none that can be decoded."""
    if not (0 < offset < reader.size and length >= _LEAST_BYTES):
        return None
    frame = read_frame(reader, offset)
    return frame and Preview("jpeg", offset, length, frame.width, frame.height, colours, frame.progressive)


def sort_previews(found: Iterable[Preview | None]) -> tuple[Preview, ...]:
    """Return the previews that there are, smallest first: of those at one place the first, JPEG before others."""
    places = dict[int, Preview]()
    for preview in found:
        if preview is not None:
            places.setdefault(preview.offset, preview)
    return tuple(sorted(places.values(), key=lambda one: (one.width * one.height, one.kind == "jpeg")))


def photo_size(previews: tuple[Preview, ...], announced: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return width and height of the photo, before orientation; (0, 0) where nothing says so.

    The sizes that the file announces may count the sensor's margins, or leave out what the camera cut away: where the
    camera's own picture is nearly as large, or has another shape, its size counts.

    Args:
        previews: The camera's pictures, smallest first.
        announced: What the file says, the most trustworthy first.
    """
    sizes = [size for size in announced if min(size) > 0]
    if not previews:
        return sizes[0] if sizes else (0, 0)
    largest = previews[-1].width, previews[-1].height
    for size in sizes:
        is_small = max(largest) < _NEARLY_WHOLE * max(size)
        if is_small and (geometry.same_shape(largest, size) or max(largest) < _THUMBNAIL_SIDE):
            return size
    return largest
