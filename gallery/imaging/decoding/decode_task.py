"""What is to be decoded, and what has been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL import Image

    from gallery.base.models import Problem, Recipe
    from gallery.imaging.metadata.header import PictureHeader


@dataclass(frozen=True, slots=True)
class DecodeTask:
    """A picture file to decode, and the derived picture it is for."""

    file: BinaryIO
    kind: str
    header: PictureHeader
    recipe: Recipe
    target_size: tuple[int, int]
    """Width and height of the derived picture before orientation; the decoded one may be larger."""
    develop: bool = False
    """Whether a RAW file is to be developed; else it is only where its camera put no picture into it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded picture, at least as large as its task asks for unless the original is smaller."""

    image: Image.Image
    upright: bool
    """Whether the decoder has applied the orientation."""
    problem: Problem | None = None
    """Why it is incomplete, if it is."""


def read_whole(task: DecodeTask) -> bytes:
    """Return the bytes of the file."""
    task.file.seek(0)
    return task.file.read()


def has_content(image: Image.Image) -> bool:
    """Return whether any pixel differs from another: a frame that the decoder never reached is of one colour."""
    edges = image.getextrema()
    pairs = edges if isinstance(edges[0], tuple) else (edges,)
    return any(low != high for low, high in pairs)


def clear_below(image: Image.Image, rows: int) -> Image.Image:
    """Return a picture whose rows from this one on are transparent, if its mode can have that; else as it is."""
    if rows >= image.size[1] or image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
        return image
    clear = image.convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, rows, *image.size))
    clear.info = {key: value for key, value in image.info.items() if key != "transparency"}
    return clear
