"""Decodes a picture file at the cheapest scale that suffices. The only module that starts Pillow's decoders."""

from __future__ import annotations

import contextlib
import importlib
import io
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import Image, ImageFile

from gallery.base.models import Problem, Recipe
from gallery.imaging import geometry
from gallery.imaging.decoding import heif_thumbnail, mpf
from gallery.imaging.decoding.jpeg_scans import first_scans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gallery.imaging.metadata.header import PictureHeader

# Pillow warns at its limit and refuses at twice that: the two refusals are to agree
Image.MAX_IMAGE_PIXELS = geometry.MAX_PIXELS // 2

_PLUGINS = {
    "jpeg": ("JPEG", "PIL.JpegImagePlugin"),
    "png": ("PNG", "PIL.PngImagePlugin"),
    "gif": ("GIF", "PIL.GifImagePlugin"),
    "webp": ("WEBP", "PIL.WebPImagePlugin"),
    "avif": ("AVIF", "PIL.AvifImagePlugin"),
    "bmp": ("BMP", "PIL.BmpImagePlugin"),
    "tiff": ("TIFF", "PIL.TiffImagePlugin"),
    "heif": ("HEIF", "pi_heif"),
}
"""Pillow's name of each format, and the module of its plugin."""
_PARTIAL_DECODERS = frozenset(("jpeg", "png", "gif", "bmp", "tiff"))
"""Decoders that hand over the rows they could read."""
TRUNCATED = Problem("truncated", "This file ends too early: the picture is shown as far as it goes.")
DAMAGED_PART = Problem("damaged", "Part of this picture is damaged: it is shown as far as it can be read.")


@dataclass(frozen=True, slots=True)
class DecodeTask:
    """A picture file to decode, and the derived picture it is for."""

    file: BinaryIO
    kind: str
    header: PictureHeader
    recipe: Recipe
    target_size: tuple[int, int]
    """Width and height of the derived picture before orientation; the decoded one may be larger."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded picture, at least as large as its task asks for unless the original is smaller."""

    image: Image.Image
    upright: bool
    """Whether the decoder has applied the orientation."""
    problem: Problem | None = None
    """Why it is incomplete, if it is."""


def decode(task: DecodeTask) -> Decoded:
    """Return the first frame, by the first shortcut that works, else by the decoder of the format.

    Raises:
        Exception: Whatever a decoder raises on bad data; nothing could be decoded at all.
    """
    for shortcut in _SHORTCUTS.get(task.kind, ()):
        if (decoded := shortcut(task)) is not None:
            return decoded
    try:
        return Decoded(_load(task, task.file), task.kind in ("tiff", "heif"))
    except MemoryError:
        raise
    except Exception as error:
        if task.kind not in _PARTIAL_DECODERS:
            raise
        failure = _without_frames(error)
    return _decode_partially(task, failure)


def _load(task: DecodeTask, file: BinaryIO) -> Image.Image:
    """Decode the first frame of a file of the task's format."""
    name = _load_plugin(task.kind)
    file.seek(0)
    image = Image.open(file, formats=(name,))
    _scale_by_decoder(image, task)
    image.load()
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


def _decode_partially(task: DecodeTask, error: Exception) -> Decoded:
    """Decode as far as the data goes.

    Raises:
        Exception: `error`, if nothing of the picture is there.
    """
    with _allow_truncation():
        image = _load(task, task.file)
    if not _has_content(image):
        raise error
    problem = TRUNCATED if "truncated" in str(error).lower() else DAMAGED_PART
    return Decoded(image, task.kind == "tiff", problem)


def _without_frames(error: Exception) -> Exception:
    """Return an error without the frames it came through, nor those of the errors behind it.

    They hold the canvas of a failed decode, beside which the next one is to find room.
    """
    behind: BaseException | None = error
    while behind is not None:
        behind.__traceback__ = None
        behind = behind.__context__
    return error


@contextlib.contextmanager
def _allow_truncation() -> Iterator[None]:
    """Let Pillow's decoders return what they could read. A decode process has one thread."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _has_content(image: Image.Image) -> bool:
    """Return whether any pixel differs from another: a frame that the decoder never reached is of one colour."""
    edges = image.getextrema()
    pairs = edges if isinstance(edges[0], tuple) else (edges,)
    return any(low != high for low, high in pairs)


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
        lambda: Decoded(_decode_scans(cut, scale, data), upright=False, problem=None if complete else TRUNCATED)
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
