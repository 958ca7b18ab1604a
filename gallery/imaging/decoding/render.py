"""One derived picture: header, decode at the cheapest scale, resize, sRGB, upright, JPEG. Runs in a worker."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from gallery.base.models import FileRef, Problem, Recipe, Rendered
from gallery.imaging.decoding import colour, geometry
from gallery.imaging.decoding.decode import Decoded, DecodeTask, decode
from gallery.imaging.metadata import containers, exif, read
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully

if TYPE_CHECKING:
    from gallery.imaging.metadata.header import PictureHeader

_LARGE_PIXELS = 50 * geometry.MILLION
_QUALITY = {Recipe.SMALL: 80, Recipe.LARGE: 80, Recipe.SCREEN: 80, Recipe.FULL: 90}
_TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DAMAGED = Problem("damaged", "This picture is damaged: nothing of it can be shown.")
_NO_MEMORY = Problem("out_of_memory", "This picture needs more memory than Shoebox may use for one picture.")


class LargeError(Exception):
    """This picture must have the machine's share of memory for itself; `needs` says how much, in bytes."""

    def __init__(self, needs: int) -> None:
        super().__init__(needs)
        self.needs = needs


def render(file: FileRef, recipe: Recipe, *, budget: int | None = None) -> Rendered | Problem:
    """The picture this recipe asks for, or why there is none.

    Only of the file that `file` describes: other bytes would be kept under the fingerprint of those.

    Raises:
        LargeError: it would need more than `budget` bytes, or has more than 50 MP. Never without a budget.
    """
    opened = read.open_file(file)
    if isinstance(opened, Problem):
        return opened
    with opened:
        before = read.check_unchanged(file, opened)
        if before is not None:
            return before
        result = _render_or_explain(file, opened, recipe, budget)
        return read.check_unchanged(file, opened) or result


def _render_or_explain(file: FileRef, opened: BinaryIO, recipe: Recipe, budget: int | None) -> Rendered | Problem:
    try:
        return _render(file, opened, recipe, budget)
    except LargeError:
        raise
    except MemoryError:
        return _NO_MEMORY
    except DamagedError:
        return _DAMAGED
    except Exception as error:  # noqa: BLE001  whatever a decoder raises; the reason goes to the user
        return _explain(error)


def apply_orientation(image: Image.Image, orientation: int) -> Image.Image:
    """Upright, by EXIF orientation."""
    return image.transpose(_TRANSPOSES[orientation]) if orientation in _TRANSPOSES else image


def _render(file: FileRef, opened: BinaryIO, recipe: Recipe, budget: int | None) -> Rendered | Problem:
    size = os.fstat(opened.fileno()).st_size
    head = read_fully(opened, min(size, PAGE_BYTES))
    kind = read.detect_format(file, head)
    if isinstance(kind, Problem):
        return kind
    header = containers.parse(BoundedReader(opened, size, head), kind)
    problem = read.check_pixels(header) or _check_length(size)
    if problem is not None:
        return problem
    orientation = exif.parse(header.exif).orientation if header.orientation is None else header.orientation
    task = _plan(opened, kind, header, recipe, orientation)
    _check_budget(task, budget)
    return _finish(decode(task), task, orientation)


def _check_length(size: int) -> Problem | None:
    if size <= geometry.MAX_FILE_BYTES:
        return None
    return Problem(
        "too_large", f"This file has {size >> 20} MB; Shoebox opens pictures up to {geometry.MAX_FILE_BYTES >> 20} MB."
    )


def _plan(opened: BinaryIO, kind: str, header: PictureHeader, recipe: Recipe, orientation: int) -> DecodeTask:
    upright = geometry.oriented((header.width, header.height), orientation)
    wanted = geometry.fit_inside(upright, geometry.BOXES[recipe])
    return DecodeTask(opened, kind, header, recipe, geometry.oriented(wanted, orientation))


def _check_budget(task: DecodeTask, budget: int | None) -> None:
    """Say so where this picture is not one to be decoded beside others."""
    pixels = task.header.width * task.header.height
    scale = geometry.draft_denominator(max(task.header.width, task.header.height), max(task.target_size), task.recipe)
    needs = geometry.memory_needed(task.kind, pixels, scale, progressive=task.header.progressive)
    if budget is not None and (pixels > _LARGE_PIXELS or needs > budget):
        raise LargeError(needs)


def _finish(decoded: Decoded, task: DecodeTask, orientation: int) -> Rendered:
    profile = decoded.image.info.get("icc_profile")
    left = 1 if decoded.upright else orientation
    size = _final_size(decoded.image.size, task, left)
    image = apply_orientation(
        colour.to_srgb(_resize(colour.to_resizable_mode(decoded.image), size, task.kind), profile), left
    )
    return Rendered(_encode(image, _QUALITY[task.recipe]), *image.size, _mean_color(image), decoded.problem)


def _final_size(size: tuple[int, int], task: DecodeTask, orientation: int) -> tuple[int, int]:
    """The size before orientation: the header's for a JPEG, whose scaled decode is rounded; else the decoder's word."""
    if task.kind == "jpeg":
        return min(size[0], task.target_size[0]), min(size[1], task.target_size[1])
    upright = geometry.fit_inside(geometry.oriented(size, orientation), geometry.BOXES[task.recipe])
    return geometry.oriented(upright, orientation)


def _resize(image: Image.Image, size: tuple[int, int], kind: str) -> Image.Image:
    if image.size == size:
        return image
    # JPEG comes scaled already; for the others a quick box filter takes the first steps
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=None if kind == "jpeg" else 3.0)


def _mean_color(image: Image.Image) -> int:
    pixel = image.convert("RGB").reduce(image.size).getpixel((0, 0))
    return geometry.rgb565(*pixel) if isinstance(pixel, tuple) else 0


def _encode(image: Image.Image, quality: int) -> bytes:
    image.info = {}  # comments of the original would be written into the copy
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, subsampling="4:2:0")
    return out.getvalue()


def _explain(error: Exception) -> Problem:
    text = str(error).lower()
    if isinstance(error, Image.DecompressionBombError):
        return Problem("too_large", "This picture is larger than its header says, and larger than Shoebox decodes.")
    if any(word in text for word in ("unsupported", "not supported", "not implemented", "unknown", "cannot handle")):
        return Problem("unsupported", "This kind of picture cannot be decoded: it uses a rare variant of its format.")
    if "memory" in text:
        return _NO_MEMORY
    if "truncated" in text or "end of file" in text:
        return Problem("truncated", "This file ends too early: nothing of the picture can be shown.")
    return _DAMAGED
