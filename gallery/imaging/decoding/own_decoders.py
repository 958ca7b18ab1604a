"""The decoders of the project's own, for files that Pillow refuses or garbles: BMP, and rare kinds of TIFF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from gallery.imaging.decoding import bmp_decoder, explain, tiff_decoder, tiff_layout, tiff_segments
from gallery.imaging.decoding.decode_task import Decoded, DecodeTask, has_content
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully
from gallery.imaging.metadata.tiff import Tiff

if TYPE_CHECKING:
    from PIL import Image


def decode_bmp(task: DecodeTask) -> Decoded:
    """Decode a BMP as far as it goes."""
    image, complete = bmp_decoder.decode_bmp(task.file)
    return _as_far_as_it_goes(task, image, complete=complete)


def decode_rare_tiff(task: DecodeTask) -> Decoded | None:
    """Decode a TIFF that Pillow refuses or garbles; None for the others."""
    layout = _tiff_layout(task)
    if tiff_layout.pillow_suffices(layout):
        tiff_segments.check_tile(layout)
        return None
    return _decode_layout(task, layout)


def decode_refused_tiff(task: DecodeTask) -> Decoded:
    """Decode a TIFF of a usual kind in which Pillow found an error: only a broken strip or tile is lost."""
    return _decode_layout(task, _tiff_layout(task))


def decode_tiff_directory(task: DecodeTask, offset: int) -> Decoded:
    """Decode the picture that the directory at an offset of a file describes.

    Raises:
        DamagedError: Nothing of it is there.
        RareVariantError: It is stored in a way that is not decoded.
    """
    image = _open_tiff(task)
    return _decode_layout(task, tiff_layout.read_layout(image, (offset, image.directory(offset))))


def _decode_layout(task: DecodeTask, layout: tiff_layout.Layout) -> Decoded:
    tiff_layout.check_supported(layout)
    tiff_segments.check_tile(layout)
    tiff_segments.check_length(layout)
    image, complete = tiff_decoder.decode_layout(task.file, layout)
    return _as_far_as_it_goes(task, image, complete=complete)


def _tiff_layout(task: DecodeTask) -> tiff_layout.Layout:
    image = _open_tiff(task)
    return tiff_layout.read_layout(image, (task.header.directory, image.directory(task.header.directory)))


def _open_tiff(task: DecodeTask) -> Tiff:
    size = task.file.seek(0, io.SEEK_END)
    task.file.seek(0)
    return Tiff(BoundedReader(task.file, size, read_fully(task.file, min(size, PAGE_BYTES))))


def _as_far_as_it_goes(task: DecodeTask, image: Image.Image, *, complete: bool) -> Decoded:
    """Return a picture with the problem that it has.

    Raises:
        DamagedError: Nothing of it is there.
    """
    if complete:
        return Decoded(image, upright=False)
    if not has_content(image):
        raise DamagedError("a picture without content")
    return Decoded(image, upright=False, problem=explain.explain_part(task.kind, task.file))
