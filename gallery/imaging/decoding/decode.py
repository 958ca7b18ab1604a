"""Decodes a picture file at the cheapest scale that suffices. The only module that starts Pillow's decoders."""

from __future__ import annotations

import contextlib
import importlib
import io
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from gallery.imaging import geometry
from gallery.imaging.decoding import (
    completeness,
    explain,
    heif_aperture,
    heif_thumbnail,
    jpeg_watch,
    mpf,
    own_decoders,
    padding,
    repairs,
)
from gallery.imaging.decoding.explain import UndecodableError
from gallery.imaging.decoding.fill import fill_missing
from gallery.imaging.decoding.jpeg_scans import first_scans
from gallery.imaging.decoding.rare import RareVariantError
from gallery.imaging.decoding.task import Decoded, DecodeTask, has_content, read_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


# Pillow warns at its limit and refuses at twice that: the two refusals are to agree
Image.MAX_IMAGE_PIXELS = geometry.MAX_PIXELS // 2

_PLUGINS = {
    "jpeg": ("JPEG", "PIL.JpegImagePlugin"),
    "png": ("PNG", "PIL.PngImagePlugin"),
    "gif": ("GIF", "PIL.GifImagePlugin"),
    "webp": ("WEBP", "PIL.WebPImagePlugin"),
    "avif": ("AVIF", "PIL.AvifImagePlugin"),
    "tiff": ("TIFF", "PIL.TiffImagePlugin"),
    "heif": ("HEIF", "pi_heif"),
}
"""Pillow's name of each format, and the module of its plugin."""
_PARTIAL_DECODERS = frozenset(("jpeg", "png", "gif", "tiff"))
"""Those of Pillow's that hand over the rows they could read."""


def decode(task: DecodeTask) -> Decoded:
    """Return the first frame, by the first way that works: shortcuts, the decoder of the format, then repairs.

    Raises:
        UndecodableError: Nothing could be decoded; it holds the reason.
        MemoryError: It would need more memory than this process may take.
    """
    for attempt in (*_SHORTCUTS.get(task.kind, ()), *_OWN_DECODERS.get(task.kind, ()), _decode_whole):
        decoded, error = _try(partial(attempt, task))
        if decoded is not None:
            return decoded
        if isinstance(error, RareVariantError | Image.DecompressionBombError):
            break
    else:
        for rescue in (*_RESCUES.get(task.kind, ()), _decode_partially):
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
    image = _open(task, task.file)
    watch = None
    if isinstance(image, JpegImageFile):
        watch = jpeg_watch.watch(image, task.header.first_scan_offset)
    image.load()
    damaged = watch is not None and watch.found_damage()
    return Decoded(image, task.kind in ("tiff", "heif"), explain.DAMAGED_PART if damaged else None)


def _load(task: DecodeTask, file: BinaryIO) -> Image.Image:
    """Decode the first frame of a file of the task's format."""
    image = _open(task, file)
    image.load()
    return image


def _open(task: DecodeTask, file: BinaryIO) -> ImageFile.ImageFile:
    """Open a file of the task's format at the scale that suffices."""
    name = _load_plugin(task.kind)
    file.seek(0)
    image = Image.open(file, formats=(name,))
    _scale_by_decoder(image, task)
    return image


def _scale_by_decoder(image: Image.Image, task: DecodeTask) -> None:
    """Ask the JPEG decoder for a smaller scale, by both sides: `draft` itself judges by the short one."""
    if task.kind == "jpeg":
        width, height = image.size
        scale = geometry.draft_denominator(max(width, height), max(task.target_size), task.recipe)
        image.draft(None, (max(1, width // scale), max(1, height // scale)))


def _load_plugin(kind: str) -> str:
    """Import the plugin of a format and return Pillow's name of it; that of HEIF brings libheif with it."""
    name, module = _PLUGINS[kind]
    plugin: Any = importlib.import_module(module)
    # one thread a decoder: the processes fill the cores, and each thread takes address space from the memory limit
    if kind == "heif" and name not in Image.OPEN:
        plugin.register_heif_opener(decode_threads=1)
    elif kind == "avif":
        plugin.DEFAULT_MAX_THREADS = 1
    return name


def _decode_repaired(repair: Callable[[bytes], bytes | None], task: DecodeTask) -> Decoded | None:
    """Decode a copy without what the decoder stumbles over and the picture does not need."""
    data = repair(read_whole(task))
    return None if data is None else Decoded(_load(task, io.BytesIO(data)), task.kind in ("tiff", "heif"))


def _decode_without_aperture(task: DecodeTask) -> Decoded | None:
    """Decode a HEIC as it is stored, and crop it here."""
    whole = read_whole(task)
    data = heif_aperture.without_transforms(whole)
    return None if data is None else Decoded(heif_aperture.crop(_load(task, io.BytesIO(data)), whole), upright=False)


def _decode_cut(task: DecodeTask) -> Decoded | None:
    """Decode the beginning of a file whose decoder wants all of it; None if it is not cut."""
    data = read_whole(task)
    length = min(completeness.announced_length(task.kind, data), len(data) + geometry.MAX_FILE_BYTES)
    if length <= len(data):
        return None
    image = padding.decode_padded(data, length, lambda padded: _load(task, io.BytesIO(padded)))
    return None if image is None else Decoded(image, task.kind == "heif", explain.TRUNCATED)


def _decode_partially(task: DecodeTask) -> Decoded | None:
    """Decode as far as the data goes; None if nothing of the picture is there."""
    if task.kind not in _PARTIAL_DECODERS:
        return None
    with _allow_truncation():
        image = _load(task, task.file)
    if not has_content(image):
        return None
    return Decoded(fill_missing(image, task), task.kind == "tiff", explain.explain_part(task.kind, task.file))


@contextlib.contextmanager
def _allow_truncation() -> Iterator[None]:
    """Let Pillow's decoders return what they could read. A decode process has one thread."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


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
    _scale_by_decoder(image, task)
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
    image = _load(task, io.BytesIO(data))
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
    except Exception:  # noqa: BLE001  decoders raise anything on data they were not made for
        return None


def _coded_size(task: DecodeTask) -> tuple[int, int]:
    """Return width and height of the original before orientation."""
    return task.header.width, task.header.height


_SHORTCUTS: dict[str, tuple[Callable[[DecodeTask], Decoded | None], ...]] = {
    "jpeg": (_try_preview, _try_first_scans),
    "heif": (_try_heif_thumbnail,),
}
"""Cheaper ways to a small picture by format, tried in this order."""
_OWN_DECODERS: dict[str, tuple[Callable[[DecodeTask], Decoded | None], ...]] = {
    "bmp": (own_decoders.decode_bmp,),
    "tiff": (own_decoders.decode_rare_tiff,),
}
"""Decoders of the project, which come before Pillow's."""
_RESCUES: dict[str, tuple[Callable[[DecodeTask], Decoded | None], ...]] = {
    "jpeg": (partial(_decode_repaired, repairs.without_odd_segments),),
    "png": (partial(_decode_repaired, repairs.without_texts),),
    "webp": (_decode_cut,),
    "avif": (_decode_cut, partial(_decode_repaired, repairs.without_metadata_items)),
    "heif": (_decode_cut, _decode_without_aperture, partial(_decode_repaired, repairs.without_metadata_items)),
    "tiff": (own_decoders.decode_refused_tiff,),
}
"""What is tried by format where its decoder gives up, in this order."""
