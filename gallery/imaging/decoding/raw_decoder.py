"""The pictures that a camera put into its RAW file: which of them suffices, its colours and its shape."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from gallery.imaging import geometry
from gallery.imaging.colour_space import ADOBE_RGB, PROPHOTO, Curve
from gallery.imaging.decoding import explain
from gallery.imaging.decoding.completeness import ends_early
from gallery.imaging.decoding.icc_profile import write_profile
from gallery.imaging.metadata import containers, exif
from gallery.imaging.metadata.bounded_reader import BoundedReader, read_fully
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.jpeg_frame import read_exif
from gallery.imaging.metadata.raw_previews import MAX_PREVIEW_BYTES

if TYPE_CHECKING:
    from PIL import Image

    from gallery.base.models import Problem
    from gallery.imaging.decoding.decode_task import Decoded, DecodeTask
    from gallery.imaging.metadata.header import Preview

_SPACES = {"adobe": ADOBE_RGB, "prophoto": PROPHOTO}


def order_previews(task: DecodeTask) -> list[Preview]:
    """Return the pictures in the order in which they are tried.

    First those that suffice and have the photo's shape, smallest first; then the others, largest first; last those that
    are cut.
    """
    photo, target = (task.header.width, task.header.height), max(task.target_size)
    previews = task.header.previews
    enough = [one for one in previews if geometry.suffices((one.width, one.height), photo, target, task.recipe)]
    ordered = enough + [one for one in reversed(previews) if one not in enough]
    return sorted(ordered, key=lambda one: one.is_cut)  # which keeps the order of equals


def plan(task: DecodeTask) -> DecodeTask:
    """Return the task of decoding the picture that is tried first, as far as its memory is to be estimated."""
    previews = order_previews(task)
    if not previews:  # then nothing is decoded
        return replace(task, kind="jpeg", header=PictureHeader())
    first = previews[0]
    header = PictureHeader(first.width, first.height, progressive=first.progressive)
    return replace(task, kind=first.kind, header=header)


def open_jpeg(task: DecodeTask, preview: Preview) -> DecodeTask:
    """Return the task of decoding a preview, a JPEG in memory.

    Raises:
        DamagedError: It is none.
    """
    task.file.seek(preview.offset)
    data = read_fully(task.file, min(preview.length, MAX_PREVIEW_BYTES))
    header = containers.parse(BoundedReader.from_bytes(data), "jpeg")
    return replace(task, file=io.BytesIO(data), kind="jpeg", header=header)


def finish(decoded: Decoded, task: DecodeTask, preview: Preview, *, is_substitute: bool) -> Decoded:
    """Return a decoded preview in the shape of the photo, with the profile of its colours.

    Args:
        decoded: It.
        task: That of the RAW file.
        preview: Where it is from.
        is_substitute: Whether one that came before it in the order could not be decoded.
    """
    photo = task.header.width, task.header.height
    image = _cut_bars(decoded.image, photo[::-1] if preview.is_upright else photo)
    if not image.info.get("icc_profile"):
        is_adobe = preview.colours is None and _says_adobe_rgb(task, preview)
        space = ADOBE_RGB if is_adobe else _SPACES.get(preview.colours or "")
        if space is not None and isinstance(space.transfer, Curve):
            image.info["icc_profile"] = write_profile(space.primaries, space.transfer)
    problem = decoded.problem or _find_problem(task, is_substitute=is_substitute)
    return replace(decoded, image=image, upright=preview.is_upright, problem=problem)


def _find_problem(task: DecodeTask, *, is_substitute: bool) -> Problem | None:
    """Return what is wrong with a RAW file, one of whose pictures could be decoded."""
    previews = task.header.previews
    if previews[-1].is_cut:
        return explain.CUT_PREVIEW
    if any(one.is_cut for one in previews) or ends_early(task.kind, task.file):
        return explain.CUT_RAW
    return explain.SMALLER_PREVIEW if is_substitute else None


def _cut_bars(image: Image.Image, photo: tuple[int, int]) -> Image.Image:
    """Return the middle of a picture that has the photo's shape: cameras put black bars around thumbnails."""
    if geometry.same_shape(image.size, photo):
        return image
    width, height = geometry.fit_inside(photo, image.size)
    inner = image.width - 2 * _margin(image.width, width), image.height - 2 * _margin(image.height, height)
    width, height = geometry.fit_inside(photo, inner)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _margin(outer: int, inner: int) -> int:
    """Return what is cut at each side: rather a row of the picture than one of the bars is left out, but never all."""
    return min((outer - inner + 1) // 2, (outer - 1) // 2)


def _says_adobe_rgb(task: DecodeTask, preview: Preview) -> bool:
    """Return whether EXIF, that of the JPEG or that of the RAW file, says that the colours are those of Adobe RGB."""
    if preview.kind == "jpeg":
        space = exif.find_colours(read_exif(BoundedReader.from_file(task.file), preview.offset))
        if space is not None:
            return space == "adobe"
    parts = (task.header.exif, *task.header.exif_parts[:1])
    return any(exif.find_colours(part) == "adobe" for part in parts)
