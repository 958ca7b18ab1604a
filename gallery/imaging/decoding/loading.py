"""Opens and decodes files with Pillow: the only module that chooses its plugins."""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import ExifTags, Image, ImageFile

from gallery.imaging import geometry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.imaging.decoding.task import DecodeTask

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


def load(task: DecodeTask, file: BinaryIO) -> Image.Image:
    """Decode the first frame of a file of the task's format."""
    return load_as_stored(open_picture(task, file))


def open_picture(task: DecodeTask, file: BinaryIO) -> ImageFile.ImageFile:
    """Open a file of the task's format at the scale that suffices."""
    name = _load_plugin(task.kind)
    file.seek(0)
    image = Image.open(file, formats=(name,))
    scale_by_decoder(image, task)
    return image


def load_as_stored(image: ImageFile.ImageFile) -> Image.Image:
    """Decode an opened picture without turning it; only libheif turns by itself, as its boxes say.

    Pillow would turn a TIFF by what it takes for the orientation: not where that is a byte or a list, but where XMP
    names one. What the header says is to count, and only that. Of a PNG it would take a clear colour from anywhere.
    """
    if image.format != "TIFF":
        has_clear = "transparency" in image.info
        image.load()
        if image.format == "PNG" and not has_clear:  # tRNS does not count behind the data (PNG 3rd edition, 5.6)
            image.info.pop("transparency", None)
        return image
    image.getexif()[ExifTags.Base.Orientation] = 1
    image.load()
    # its size stays that of the turned picture, as it was announced
    return image if image.size == image.im.size else image.crop((0, 0, *image.im.size))


def scale_by_decoder(image: Image.Image, task: DecodeTask) -> None:
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


@contextlib.contextmanager
def allow_truncation() -> Iterator[None]:
    """Let Pillow's decoders return what they could read. A decode process has one thread."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
