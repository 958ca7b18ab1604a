"""Renders one derived picture: header, decode at the cheapest scale, resize, sRGB, orientation, JPEG.

Runs in a decode process, on its only thread.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from PIL import Image

from gallery.base.models import GRID_RECIPES, RAW_KINDS, FileRef, Problem, Recipe, Rendered
from gallery.imaging import geometry
from gallery.imaging.decoding import colour, programming_errors, raw_decoder, raw_developer, tiny
from gallery.imaging.decoding.decode import decode
from gallery.imaging.decoding.decode_task import Decoded, DecodeTask
from gallery.imaging.decoding.explain import UndecodableError
from gallery.imaging.decoding.tiff_redirect import open_page
from gallery.imaging.decoding.tile_encoder import encode_tiles
from gallery.imaging.metadata import appearance, containers, read
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully
from gallery.imaging.video_formats import VIDEO_FORMATS

if TYPE_CHECKING:
    from gallery.base.variants import Variant
    from gallery.imaging.metadata.appearance import Appearance
    from gallery.imaging.metadata.header import PictureHeader

_LARGE_PIXELS = 50 * geometry.MILLION
"""Pictures with more pixels are decoded one at a time."""
_QUALITY = {Recipe.SMALL: 80, Recipe.LARGE: 80, Recipe.FINE: 80, Recipe.SCREEN: 80, Recipe.FULL: 90, Recipe.TILES: 90}
_FINE_PIXELS = 500_000
"""Renditions with at most so many pixels are of drawings, icons and scans of detail that are looked at from near."""
_TINY_PIXELS = 128 * 128
"""Thumbnails with at most so many are of icons, of which each pixel is seen in the grid."""
_FINE_QUALITY = 95
_TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by EXIF orientation (EXIF 3.0, 4.6.5.1.6)."""
_DAMAGED = Problem("damaged", "This picture is damaged: nothing of it can be shown.")
_UNSUPPORTED = Problem(
    "unsupported", "This picture cannot be shown: its colours are of a kind that cannot be converted."
)
_NO_VARIANT = Problem("unsupported", "This file has no such picture.")
_NO_MEMORY = Problem("out_of_memory", "This picture needs more memory than Shoebox may use for one picture.")


class LargeError(Exception):
    """A picture that must not be decoded beside another large one; `needs` is the estimate of its memory in bytes."""

    def __init__(self, needs: int) -> None:
        super().__init__(needs)
        self.needs = needs


class VideoError(Exception):
    """The file is a video: its poster is made by a process that has a decoder for it (`poster.py`)."""


def render(
    file: FileRef, recipe: Recipe, variant: Variant | None = None, *, budget: int | None = None
) -> Rendered | Problem:
    """Return the derived picture of a file, or why there is none.

    Args:
        file: The file as the scanner saw it. If it is another by now, the problem is "changed": other bytes would be
            stored under its fingerprint.
        recipe: Which derived picture.
        variant: Of which picture of the file; None: of the photo itself.
        budget: Bytes of memory it may take beside others; None: as much as there is.

    Raises:
        LargeError: It would need more than `budget` bytes, or has more than 50 million pixels. Never without a budget.
        VideoError: It is a video.
    """
    opened = read.open_file(file)
    if isinstance(opened, Problem):
        return opened
    with opened:
        before = read.check_unchanged(file, opened)
        if before is not None:
            return before
        result = _render_or_explain(file, opened, _Wanted(recipe, variant, budget))
        return read.check_unchanged(file, opened) or result


class _Wanted(NamedTuple):
    """What is asked for: the arguments of `render`."""

    recipe: Recipe
    variant: Variant | None
    budget: int | None


def _render_or_explain(file: FileRef, opened: BinaryIO, wanted: _Wanted) -> Rendered | Problem:
    """Render, and turn what a decoder raises into a problem."""
    try:
        return _render(file, opened, wanted)
    except (LargeError, VideoError):
        raise
    except MemoryError:
        return _NO_MEMORY
    except UndecodableError as error:
        return error.problem
    except DamagedError:
        return _DAMAGED
    except Exception as error:  # noqa: BLE001  it has been decoded, and has colours that cannot be converted
        programming_errors.note(error)
        return _UNSUPPORTED


def apply_orientation(image: Image.Image, orientation: int) -> Image.Image:
    """Return the picture upright.

    Args:
        image: As it is stored.
        orientation: EXIF orientation, 1 to 8.
    """
    return image.transpose(_TRANSPOSES[orientation]) if orientation in _TRANSPOSES else image


def _render(file: FileRef, opened: BinaryIO, wanted: _Wanted) -> Rendered | Problem:
    size = os.fstat(opened.fileno()).st_size
    head = read_fully(opened, min(size, PAGE_BYTES))
    kind = read.detect_format(file, opened, head)
    if isinstance(kind, Problem):
        return kind
    if kind in VIDEO_FORMATS:
        raise VideoError if wanted.variant is None else UndecodableError(_NO_VARIANT)
    if file.fingerprint and not read.has_fingerprint(opened, size, kind, file.fingerprint):
        return read.CHANGED
    source = _open_variant(opened, kind, wanted.variant)
    header = containers.parse(BoundedReader.from_file(source), kind)
    problem = read.check_pixels(header, kind) or _check_length(kind, size)
    if problem is not None:
        return problem
    shown = appearance.describe(kind, header)
    task = _plan(source, kind, header, wanted, shown)
    _check_budget(task, wanted.budget)
    return _finish(decode(task), task, shown.orientation)


def _open_variant(opened: BinaryIO, kind: str, variant: Variant | None) -> BinaryIO:
    """Return the file as the decoders of a variant are to find it.

    Raises:
        UndecodableError: There is no such variant of this file.
        DamagedError: There is no such page.
    """
    if variant is None or (variant.is_developed and kind in RAW_KINDS):
        return opened
    if kind != "tiff" or variant.page == 1:
        raise UndecodableError(_NO_VARIANT)
    return open_page(opened, variant.page)


def _check_length(kind: str, size: int) -> Problem | None:
    """Return a problem if the file is longer than Shoebox decodes: of a RAW file only a picture in it is read."""
    if size <= geometry.MAX_FILE_BYTES or kind in RAW_KINDS:
        return None
    return Problem(
        "too_large", f"This file has {size >> 20} MB; Shoebox opens pictures up to {geometry.MAX_FILE_BYTES >> 20} MB."
    )


def _plan(opened: BinaryIO, kind: str, header: PictureHeader, wanted: _Wanted, shown: Appearance) -> DecodeTask:
    """Return the decode task, with the size of the derived picture before orientation."""
    size = geometry.target_size(shown.size, wanted.recipe)
    develop = wanted.variant is not None and wanted.variant.is_developed
    return DecodeTask(opened, kind, header, wanted.recipe, geometry.oriented(size, shown.orientation), develop)


def _check_budget(task: DecodeTask, budget: int | None) -> None:
    """Check that the picture may be decoded beside others.

    Raises:
        LargeError: It may not.
    """
    if task.kind not in RAW_KINDS:
        needs = _memory_needed(task)
    elif raw_developer.is_wanted(task):
        needs = raw_developer.memory_needed(task)
    else:
        task = raw_decoder.plan(task)
        needs = _memory_needed(task)
    pixels = task.header.width * task.header.height
    if budget is not None and (pixels > _LARGE_PIXELS or needs > budget):
        raise LargeError(needs)


def _memory_needed(task: DecodeTask) -> int:
    size = task.header.width, task.header.height
    pixels, long_side, target = size[0] * size[1], max(size), max(task.target_size)
    scale = geometry.draft_denominator(long_side, target, task.recipe)
    if task.kind == "jp2":
        scale = 1 << geometry.reduction(long_side, target, task.recipe, task.header.reductions)
    return geometry.memory_needed(
        task.kind, pixels, scale, progressive=task.header.progressive, stored_bits=task.header.stored_bits
    )


def _finish(decoded: Decoded, task: DecodeTask, orientation: int) -> Rendered:
    """Resize, convert, orient and encode what has been decoded."""
    profile = task.header.icc if task.kind == "bmp" else decoded.image.info.get("icc_profile")
    left = 1 if decoded.upright else orientation
    size = _final_size(decoded, task, left)
    whole = colour.to_resizable_mode(decoded.image, task.header)
    upright = apply_orientation(_resize(whole, size, task.kind), left)
    image = colour.to_srgb(upright, task.header.colour or profile)
    return finish(image, task.recipe, decoded.problem)


def finish(image: Image.Image, recipe: Recipe, problem: Problem | None = None) -> Rendered:
    """Encode a picture that has its final size, upright and in sRGB."""
    made = tiny.make(image) if recipe in GRID_RECIPES else b""
    return Rendered(_encode(image, recipe), *image.size, _mean_colour(image), problem, made)


def _final_size(decoded: Decoded, task: DecodeTask, orientation: int) -> tuple[int, int]:
    """Return the size of the result before orientation.

    For a JPEG or JPEG 2000 by the header, because a scaled decode is rounded; of a RAW file so, too, whose pictures
    have its shape; for other formats by what the decoder returned.
    """
    size = decoded.image.size
    if task.kind in ("jpeg", "jp2", *RAW_KINDS):
        target = task.target_size[::-1] if decoded.upright else task.target_size
        return min(size[0], target[0]), min(size[1], target[1])
    upright = geometry.target_size(geometry.oriented(size, orientation), task.recipe)
    return geometry.oriented(upright, orientation)


def _resize(image: Image.Image, size: tuple[int, int], kind: str) -> Image.Image:
    """Resize to exactly this size."""
    if image.size == size:
        return image
    # JPEG comes scaled already; for the others a quick box filter takes the first steps
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=None if kind == "jpeg" else 3.0)


def _mean_colour(image: Image.Image) -> int:
    """Return the mean colour as RGB565."""
    whole = image if image.mode == "RGB" else image.convert("RGB")  # which copies, else
    pixel = whole.reduce(image.size).getpixel((0, 0))
    return geometry.rgb565(*pixel) if isinstance(pixel, tuple) else 0


def _encode(image: Image.Image, recipe: Recipe) -> bytes:
    """Return the JPEG, or tiles; a small picture with fine colours, because from near they would be seen to run."""
    image.info = {}  # comments of the original would be written into the copy
    if recipe is Recipe.TILES:
        return encode_tiles(image, _QUALITY[recipe])
    out = io.BytesIO()
    fine = _FINE_PIXELS if recipe in (Recipe.SCREEN, Recipe.FULL) else _TINY_PIXELS
    if image.width * image.height <= fine:
        image.save(out, "JPEG", quality=_FINE_QUALITY, subsampling="4:4:4")
    else:
        image.save(out, "JPEG", quality=_QUALITY[recipe], subsampling="4:2:0")
    return out.getvalue()
