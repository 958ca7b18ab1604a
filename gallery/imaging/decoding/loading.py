"""Opens and decodes files with Pillow: the only module that chooses its plugins."""

from __future__ import annotations

import contextlib
import importlib
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from PIL import ExifTags, Image, ImageChops, ImageFile, ImagePalette

from gallery.imaging import geometry
from gallery.imaging.decoding.tiff_redirect import redirect
from gallery.imaging.metadata.bounded_reader import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gallery.imaging.decoding.decode_task import DecodeTask

# Pillow warns at its limit and refuses at twice that: the two refusals are to agree
Image.MAX_IMAGE_PIXELS = geometry.MAX_PIXELS // 2

_PALETTE_COLOURS = 256
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
    if task.kind == "tiff":
        file = redirect(file, task.header.directory)
    file.seek(0)
    image = Image.open(file, formats=(name,))
    scale_by_decoder(image, task)
    return image


def open_jpeg2000(file: BinaryIO, reduction: int) -> Image.Image:
    """Decode a codestream of JPEG 2000 with width and height halved so often; the components are its bands."""
    plugin: Any = importlib.import_module("PIL.Jpeg2KImagePlugin")
    image: Any = Image.open(file, formats=(plugin.Jpeg2KImageFile.format,))
    if reduction:
        codec, _, layers, descriptor, length = image.tile[0].args
        step = 1 << reduction
        # its own arithmetic of reduced sizes is not that of the codestream
        image._size = tuple(-(-side // step) for side in image.size)  # noqa: SLF001
        arguments = codec, reduction, layers, descriptor, length
        image.tile = [image.tile[0]._replace(extents=(0, 0, *image.size), args=arguments)]
    image.load()
    decoded: Image.Image = image
    return decoded


def has_plugin(kind: str) -> bool:
    """Return whether Pillow decodes files of this format; the project's own decoder does, where there is none."""
    return kind in _PLUGINS


def load_as_stored(image: ImageFile.ImageFile) -> Image.Image:
    """Decode an opened picture without turning it; only libheif turns by itself, as its boxes say.

    Pillow would turn a TIFF by what it takes for the orientation: not where that is a byte or a list, but where XMP
    names one. What the header says is to count, and only that.
    """
    if image.format != "TIFF":
        return _load_png(image) if image.format == "PNG" else _load(image)
    image.getexif()[ExifTags.Base.Orientation] = 1
    image.load()
    # its size stays that of the turned picture, as it was announced
    return image if image.size == image.im.size else image.crop((0, 0, *image.im.size))


def _load(image: ImageFile.ImageFile) -> Image.Image:
    image.load()
    return image


def _load_png(image: ImageFile.ImageFile) -> Image.Image:
    """Decode an opened PNG with the colour that it calls clear, which does not count behind the data.

    Of samples of 16 bits Pillow keeps the upper half, but a colour is clear only if all of it is (PNG 3rd edition, 5.6
    and 11.3.1.1).

    Raises:
        DamagedError: It has a palette that is not there.
    """
    if image.mode == "P":
        if image.palette is None:
            raise DamagedError("indices without their palette")  # browsers show nothing, Pillow black
        # an index beyond it is an error (11.2.2); Chromium takes the last colour for it, Pillow black
        palette = bytes(image.palette.palette)
        image.palette = ImagePalette.raw("RGB", palette + palette[-3:] * (_PALETTE_COLOURS - len(palette) // 3))
    # the data is that of the whole picture, also where the frame control before it names a part
    image.tile = [tile._replace(extents=(0, 0, *image.size)) for tile in image.tile]
    key, file = image.info.get("transparency"), image.fp
    is_deep = any(tile.args == "RGB;16B" for tile in image.tile)
    image.load()
    if key is None:
        image.info.pop("transparency", None)
    elif is_deep and isinstance(key, tuple) and file is not None:
        del image.info["transparency"]
        lower = _open_lower_half(file)
        parts = (*(part >> 8 for part in key), *(part & 255 for part in key))
        halves = zip((*image.split(), *lower.split()), parts, strict=True)
        image.putalpha(_find_different(halves, image.size))
    return image


def _open_lower_half(file: IO[bytes]) -> Image.Image:
    """Decode a PNG of 16 bits a sample to the lower half of each."""
    file.seek(0)
    image = Image.open(file, formats=("PNG",))
    image.tile = [tile._replace(args="RGB;16L") for tile in image.tile]
    image.load()
    return image


def _find_different(bands: Iterable[tuple[Image.Image, int]], size: tuple[int, int]) -> Image.Image:
    """Return a mask of the pixels that differ in any band from its value."""
    different = Image.new("L", size)
    for band, value in bands:
        different = ImageChops.lighter(different, band.point([255 * (level != value) for level in range(256)]))
    return different


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
