"""Decodes a picture file at the cheapest scale that suffices: by a shortcut, a decoder, or as far as it goes."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from gallery.base.models import RAW_KINDS
from gallery.imaging import geometry
from gallery.imaging.decoding import (
    apng_frame,
    explain,
    format_decoders,
    heif_thumbnail,
    jpeg_damage,
    mpf,
    own_decoders,
    programming_errors,
    raw_decoder,
)
from gallery.imaging.decoding.decode_task import Decoded, DecodeTask
from gallery.imaging.decoding.decoding_errors import RareVariantError, TooLargeError
from gallery.imaging.decoding.explain import UndecodableError
from gallery.imaging.decoding.jpeg_scans import first_scans
from gallery.imaging.decoding.loading import has_plugin, load, load_as_stored, open_picture, scale_by_decoder
from gallery.imaging.decoding.rescue import RESCUES

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.imaging.metadata.header import Preview


def decode(task: DecodeTask) -> Decoded:
    """Return the first frame, by the first way that works: shortcuts, the decoder of the format, then repairs.

    Of a RAW file it is the picture that its camera made.

    Raises:
        UndecodableError: Nothing could be decoded; it holds the reason.
        MemoryError: It would need more memory than this process may take.
    """
    if task.kind in RAW_KINDS:
        return _decode_raw(task)
    embedded = format_decoders.open_png(task)
    if embedded is not None:
        task = replace(task, kind="png", file=embedded)
    if task.header.separate_frame is None:
        return _decode(task)
    try:
        return apng_frame.place(_decode(apng_frame.extract(task, task.header.separate_frame)), task.header)
    except UndecodableError:
        # programs that know of no animation show this
        return replace(_decode(task), problem=explain.DAMAGED_PART)


def _decode_raw(task: DecodeTask) -> Decoded:
    """Decode one of the camera's own pictures: the first that is whole, else the first of which there is something."""
    partial_picture = None
    for number, preview in enumerate(raw_decoder.order_previews(task)):
        decoded, _ = _try(partial(_decode_raw_preview, task, preview))
        if decoded is not None and decoded.problem is None:
            return raw_decoder.finish(decoded, task, preview, is_substitute=number > 0)
        if decoded is not None:
            partial_picture = partial_picture or raw_decoder.finish(decoded, task, preview, is_substitute=False)
    if partial_picture is not None:
        return partial_picture
    raise UndecodableError(raw_decoder.explain_nothing(task))


def _decode_raw_preview(task: DecodeTask, preview: Preview) -> Decoded:
    if preview.kind == "tiff":
        return own_decoders.decode_tiff_directory(task, preview.offset)
    return _decode(raw_decoder.open_jpeg(task, preview))


def _decode(task: DecodeTask) -> Decoded:
    error: Exception | None = None
    by_pillow = (_decode_whole,) if has_plugin(task.kind) else ()
    for attempt in (*_SHORTCUTS.get(task.kind, ()), *_OWN_DECODERS.get(task.kind, ()), *by_pillow):
        decoded, error = _try(partial(attempt, task))
        if decoded is not None:
            return decoded
        if isinstance(error, RareVariantError | TooLargeError | Image.DecompressionBombError):
            break
    else:
        for rescue in RESCUES.get(task.kind, ()):
            decoded, _ = _try(partial(rescue, task))
            if decoded is not None:
                return decoded
    raise UndecodableError(explain.explain(error, task.kind, task.file))


def _try(make: Callable[[], Decoded | None]) -> tuple[Decoded | None, Exception | None]:
    """Return what an attempt decodes, or what it raised: decoders raise anything on data they were not made for."""
    try:
        return make(), None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001
        programming_errors.note(error)
        return None, _without_frames(error)


def _without_frames(error: Exception) -> Exception:
    """Return an error without the frames it came through, nor those of the errors behind it.

    They hold the canvas of a failed decode, beside which the next one is to find room.
    """
    behind: BaseException | None = error
    while behind is not None:
        behind.__traceback__ = None
        behind = behind.__context__
    return error


def _decode_whole(task: DecodeTask) -> Decoded:
    """Decode with Pillow's decoder of the format; data that it stumbles over without a word has a problem."""
    image = open_picture(task, task.file)
    watch = None
    if isinstance(image, JpegImageFile):
        watch = jpeg_damage.watch(image, task.header.first_scan_offset)
    stored = load_as_stored(image)
    damaged = watch is not None and watch.found_damage()
    return Decoded(stored, task.kind == "heif", explain.DAMAGED_PART if damaged else None)


def _try_preview(task: DecodeTask) -> Decoded | None:
    """Decode the camera's own smaller picture, if it is large enough and of the same shape (CIPA DC-007)."""
    if task.header.mpf is None:
        return None
    for data in mpf.read_previews(task.file, task.header.mpf):
        decoded = _ignore_failure(partial(_decode_preview, task, data))
        if decoded is not None:
            return decoded
    return None


def _decode_preview(task: DecodeTask, data: bytes) -> Decoded:
    """Decode a preview at the cheapest scale that suffices.

    Raises:
        ValueError: It is too small, or shows another part of the photo.
    """
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    if not geometry.preview_suffices(image.size, _coded_size(task), max(task.target_size)):
        raise ValueError("a preview that is too small, or of another shape")
    scale_by_decoder(image, task)
    image.load()
    if not image.info.get("icc_profile"):  # then its colours are those of the photo
        task.file.seek(0)
        image.info["icc_profile"] = Image.open(task.file, formats=("JPEG",)).info.get("icc_profile")
    return Decoded(image, upright=False)


def _try_first_scans(task: DecodeTask) -> Decoded | None:
    """Decode the first scans of a progressive JPEG, if they are large enough (ITU-T T.81, Annex G)."""
    scale = geometry.scans_scale(max(_coded_size(task)), max(task.target_size), task.recipe)
    if not task.header.progressive or scale is None:
        return None
    task.file.seek(0)
    data = task.file.read()
    cut = first_scans(data, 0 if scale == 8 else 1)
    if cut is None:
        return None
    complete = data.rfind(b"\xff\xd9") > task.header.first_scan_offset
    return _ignore_failure(
        lambda: Decoded(_decode_scans(cut, scale, data), upright=False, problem=None if complete else explain.TRUNCATED)
    )


def _decode_scans(cut: bytes, scale: int, data: bytes) -> Image.Image:
    """Decode the first scans at 1/`scale`.

    Args:
        cut: A JPEG of those scans only.
        scale: Denominator, 8 or 4.
        data: The whole file.
    """
    image = Image.open(io.BytesIO(cut), formats=("JPEG",))
    width, height = image.size
    image.draft(None, (max(1, width // scale), max(1, height // scale)))
    image.load()
    # the profile went with the markers that the cut leaves out
    image.info["icc_profile"] = Image.open(io.BytesIO(data), formats=("JPEG",)).info.get("icc_profile")
    return image


def _decode_primary(task: DecodeTask) -> Decoded | None:
    """Decode a HEIC whose decoder would take another item for the picture; None for the others."""
    data = heif_thumbnail.with_photo_as_primary(task.file)
    return None if data is None else Decoded(load(task, io.BytesIO(data)), upright=True)


def _try_heif_thumbnail(task: DecodeTask) -> Decoded | None:
    """Decode the thumbnail inside a HEIC, if it is large enough and of the same shape."""
    data = heif_thumbnail.with_thumbnail_as_primary(task.file, max(task.target_size))
    if data is None:
        return None
    decoded = _ignore_failure(lambda: Decoded(_decode_thumbnail(task, data), upright=True))
    shape = geometry.oriented(_coded_size(task), task.header.orientation or 1)
    return decoded if decoded is not None and geometry.same_shape(decoded.image.size, shape) else None


def _decode_thumbnail(task: DecodeTask, data: bytes) -> Image.Image:
    """Decode a HEIC whose primary item is its thumbnail."""
    image = load(task, io.BytesIO(data))
    if not image.info.get("icc_profile"):  # then its colours are those of the photo
        task.file.seek(0)
        image.info["icc_profile"] = Image.open(task.file, formats=("HEIF",)).info.get("icc_profile")
    return image


def _ignore_failure(make: Callable[[], Decoded]) -> Decoded | None:
    """Return what a shortcut decodes, None if it fails: the whole picture is decoded then, and tells what is wrong."""
    try:
        return make()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  decoders raise anything on data they were not made for
        programming_errors.note(error)
        return None


def _coded_size(task: DecodeTask) -> tuple[int, int]:
    """Return width and height of the original before orientation."""
    return task.header.width, task.header.height


_SHORTCUTS: dict[str, tuple[Callable[[DecodeTask], Decoded | None], ...]] = {
    "jpeg": (_try_preview, _try_first_scans),
    "heif": (_decode_primary, _try_heif_thumbnail),
}
"""Cheaper ways to a small picture by format, tried in this order."""
_OWN_DECODERS: dict[str, tuple[Callable[[DecodeTask], Decoded | None], ...]] = {
    "bmp": (own_decoders.decode_bmp,),
    "tiff": (own_decoders.decode_rare_tiff,),
    "jp2": (format_decoders.decode_jpeg2000,),
    "jxl": (format_decoders.decode_jxl,),
    "psd": (format_decoders.decode_psd,),
    **dict.fromkeys(format_decoders.KINDS, (format_decoders.decode_format,)),
}
"""Decoders of the project, which come before Pillow's."""
