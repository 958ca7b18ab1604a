"""Pixels out of a file, at the cheapest scale that will do. The only place where Pillow's decoders are started."""

from __future__ import annotations

import contextlib
import importlib
import io
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import Image, ImageFile

from gallery.base.models import Problem, Recipe
from gallery.imaging.decoding import geometry, heif_thumbnail, mpf
from gallery.imaging.decoding.jpeg_scans import first_scans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gallery.imaging.metadata.header import Header

# Pillow warns at its limit and refuses at twice that: its refusal is to agree with ours
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
_PARTIAL = frozenset(("jpeg", "png", "gif", "bmp", "tiff"))
"""Decoders that hand over the rows they could read."""
TRUNCATED = Problem("truncated", "This file ends too early: the picture is shown as far as it goes.")
FLAWED = Problem("damaged", "Part of this picture is damaged: it is shown as far as it can be read.")


@dataclass(frozen=True, slots=True)
class Task:
    """What to decode, and how large the result has to be before orientation."""

    file: BinaryIO
    kind: str
    header: Header
    recipe: Recipe
    wanted: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Decoded:
    image: Image.Image
    upright: bool
    """Whether the decoder has turned the picture itself."""
    problem: Problem | None = None


def decode(task: Task) -> Decoded:
    """The first frame, loaded.

    Raises:
        Exception: whatever a decoder raises on bad data; nothing could be read at all.
    """
    for shortcut in _SHORTCUTS.get(task.kind, ()):
        if (decoded := shortcut(task)) is not None:
            return decoded
    try:
        return Decoded(_load(task, task.file), task.kind in ("tiff", "heif"))
    except MemoryError:
        raise
    except Exception as error:
        if task.kind not in _PARTIAL:
            raise
        return _as_far_as_it_goes(task, error)


def _load(task: Task, file: BinaryIO) -> Image.Image:
    name = _register(task.kind)
    file.seek(0)
    image = Image.open(file, formats=(name,))
    _draft(image, task)
    image.load()
    return image


def _draft(image: Image.Image, task: Task) -> None:
    """Ask the JPEG decoder for a smaller scale. By both sides: `draft` itself judges by the short one."""
    if task.kind == "jpeg":
        width, height = image.size
        scale = geometry.draft_denominator(max(width, height), max(task.wanted), task.recipe)
        image.draft(None, (max(1, width // scale), max(1, height // scale)))


def _register(kind: str) -> str:
    """Import the one plugin that is needed; HEIF's brings libheif with it."""
    name, module = _PLUGINS[kind]
    plugin: Any = importlib.import_module(module)
    # one thread a decoder: the processes fill the cores, and each thread takes address space from the memory limit
    if kind == "heif" and name not in Image.OPEN:
        plugin.register_heif_opener(decode_threads=1)
    elif kind == "avif":
        plugin.DEFAULT_MAX_THREADS = 1
    return name


def _as_far_as_it_goes(task: Task, error: Exception) -> Decoded:
    with _tolerant():
        image = _load(task, task.file)
    if not _shows_anything(image):
        raise error
    problem = TRUNCATED if "truncated" in str(error).lower() else FLAWED
    return Decoded(image, task.kind == "tiff", problem)


@contextlib.contextmanager
def _tolerant() -> Iterator[None]:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _shows_anything(image: Image.Image) -> bool:
    """Whether any pixel differs from another: a frame the decoder never reached is of one colour."""
    edges = image.getextrema()
    pairs = edges if isinstance(edges[0], tuple) else (edges,)
    return any(low != high for low, high in pairs)


def _preview(task: Task) -> Decoded | None:
    """The camera's own smaller picture, where it is large enough and of the same shape."""
    if task.header.pictures is None:
        return None
    for data in mpf.previews(task.file, task.header.pictures):
        decoded = _attempt(partial(_reduced, task, data))
        if decoded is not None:
            return decoded
    return None


def _reduced(task: Task, data: bytes) -> Decoded:
    """A preview at the scale that will do.

    Raises:
        ValueError: it will not do at any.
    """
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    if not geometry.preview_suffices(image.size, _size(task), max(task.wanted)):
        raise ValueError("too small, or cut")
    _draft(image, task)
    image.load()
    if not image.info.get("icc_profile"):  # then it is made in the colours of the large one
        task.file.seek(0)
        image.info["icc_profile"] = Image.open(task.file, formats=("JPEG",)).info.get("icc_profile")
    return Decoded(image, upright=False)


def _first_scans(task: Task) -> Decoded | None:
    """A progressive JPEG whose first scans are picture enough."""
    scale = geometry.scans_suffice(max(_size(task)), max(task.wanted), task.recipe)
    if not task.header.progressive or scale is None:
        return None
    task.file.seek(0)
    data = task.file.read()
    cut = first_scans(data, 0 if scale == 8 else 1)
    if cut is None:
        return None
    complete = data.rfind(b"\xff\xd9") > task.header.data_at
    return _attempt(lambda: Decoded(_scaled(cut, scale, data), upright=False, problem=None if complete else TRUNCATED))


def _scaled(cut: bytes, scale: int, data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(cut), formats=("JPEG",))
    width, height = image.size
    image.draft(None, (max(1, width // scale), max(1, height // scale)))
    image.load()
    # the profile went with the markers that the cut leaves out
    image.info["icc_profile"] = Image.open(io.BytesIO(data), formats=("JPEG",)).info.get("icc_profile")
    return image


def _heif_thumbnail(task: Task) -> Decoded | None:
    """The small picture inside a HEIC, where it is large enough and of the same shape."""
    data = heif_thumbnail.primary_swapped(task.file, max(task.wanted))
    if data is None:
        return None
    decoded = _attempt(lambda: Decoded(_small(task, data), upright=True))
    shape = geometry.turned(_size(task), task.header.turn or 1)
    return decoded if decoded is not None and geometry.same_shape(decoded.image.size, shape) else None


def _small(task: Task, data: bytes) -> Image.Image:
    image = _load(task, io.BytesIO(data))
    if not image.info.get("icc_profile"):  # then it is made in the colours of the large one
        task.file.seek(0)
        image.info["icc_profile"] = Image.open(task.file, formats=("HEIF",)).info.get("icc_profile")
    return image


def _attempt(make: Callable[[], Decoded]) -> Decoded | None:
    """A shortcut that fails costs a little time: the whole picture is decoded then, and says what is wrong with it."""
    try:
        return make()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  decoders raise anything on data they were not made for
        return None


def _size(task: Task) -> tuple[int, int]:
    return task.header.width, task.header.height


_SHORTCUTS: dict[str, tuple[Callable[[Task], Decoded | None], ...]] = {
    "jpeg": (_preview, _first_scans),
    "heif": (_heif_thumbnail,),
}
