"""Which of a RAW file's own pictures can be shown, and how large the photo is: what RAW formats have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging import geometry
from gallery.imaging.metadata.header import PictureHeader, Preview
from gallery.imaging.metadata.jpeg_frame import read_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gallery.imaging.metadata.bounded_reader import BoundedReader

    Size = tuple[int, int]

MAX_PREVIEWS = 16
"""So many are looked at; cameras write two to four."""
MAX_PREVIEW_BYTES = 64 << 20
"""No more of a JPEG is decoded: one of 100 megapixels has half as many."""
_LEAST_BYTES = 64
_TAIL_BYTES = 4096
_EOI = b"\xff\xd9"
_MAX_SIDE = 1 << 16
"""No sensor has as many pixels along a side; fields that say so are damaged."""
_THUMBNAIL_SIDE = 640
"""Smaller previews may have black bars: that of DCF has 160 x 120 pixels, whatever the shape of the photo (DCF 2.0)."""
_NEARLY_WHOLE = 0.9
"""A preview with more of the sensor's side than this is the photo; sensors have margins that no picture shows."""


def find_jpeg(reader: BoundedReader, offset: int, length: int, colours: str | None = None) -> Preview | None:
    """Return the JPEG at a place that a file names; None if there is none that can be decoded."""
    if not (0 < offset < reader.size and length >= _LEAST_BYTES):
        return None
    frame = read_frame(reader, offset)
    if frame is None:
        return None
    is_cut = offset + length > reader.size and not _is_ended(reader, offset)
    return Preview("jpeg", offset, length, frame.width, frame.height, colours, frame.progressive, is_cut)


def add_previews(
    header: PictureHeader, found: Iterable[Preview | None], announced: Iterable[Size], orientation: int = 1
) -> None:
    """Add the size of the photo, and its previews, smallest first.

    Args:
        header: What is filled.
        found: The previews. Of those at one place the first counts.
        announced: Sizes of the photo before orientation that the file says, the most trustworthy first.
        orientation: The EXIF orientation of the photo.
    """
    sizes = [size for size in announced if min(size) > 0 and max(size) < _MAX_SIDE]
    previews = _sorted(found)
    if orientation in geometry.SWAPPING_ORIENTATIONS:
        previews = [_laid_down(one, sizes) for one in previews]
    header.previews = tuple(previews)
    header.width, header.height = _photo_size(previews, sizes)


def _is_ended(reader: BoundedReader, offset: int) -> bool:
    """Return whether a JPEG whose length reaches beyond the file has its end marker in it: then the length is wrong."""
    start = max(offset, reader.size - _TAIL_BYTES)
    return _EOI in reader.read_up_to(start, reader.size - start)


def _sorted(found: Iterable[Preview | None]) -> list[Preview]:
    places = dict[int, Preview]()
    for preview in found:
        if preview is not None:
            places.setdefault(preview.offset, preview)
    previews = sorted(places.values(), key=lambda one: (one.width * one.height, one.kind == "jpeg"))
    return [one for one in previews if one.width * one.height <= geometry.MAX_PIXELS] or previews


def _laid_down(preview: Preview, sizes: Sequence[Size]) -> Preview:
    """Return a preview as the photo lies: one that has its shape when it is turned is upright already."""
    size, turned = (preview.width, preview.height), (preview.height, preview.width)
    if any(geometry.same_shape(size, one) for one in sizes):
        return preview
    if any(geometry.same_shape(turned, one) for one in sizes):
        return preview._replace(width=turned[0], height=turned[1], is_upright=True)
    return preview


def _photo_size(previews: Sequence[Preview], sizes: Sequence[Size]) -> Size:
    """Return width and height of the photo, before orientation; (0, 0) where nothing says so.

    The sizes that the file announces may count the sensor's margins, or leave out what the camera cut away: where the
    camera's own picture is nearly as large, its size counts; where it has another shape, its shape.
    """
    if not previews or not sizes:
        return (previews[-1].width, previews[-1].height) if previews else next(iter(sizes), (0, 0))
    largest = previews[-1].width, previews[-1].height
    for size in sizes:
        is_small = max(largest) < _NEARLY_WHOLE * max(size)
        if is_small and (geometry.same_shape(largest, size) or max(largest) < _THUMBNAIL_SIDE):
            return size
    return _grown(largest, sizes[0])


def _grown(shape: Size, size: Size) -> Size:
    """Return the largest size of a shape within another size; the shape's own where it is nearly as large."""
    scale = min(size[0] / shape[0], size[1] / shape[1])
    if max(shape) >= _NEARLY_WHOLE * max(size) or scale <= 1:
        return shape
    return round(shape[0] * scale), round(shape[1] * scale)
