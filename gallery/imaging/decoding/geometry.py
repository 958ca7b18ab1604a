"""The arithmetic of derived pictures. Pure: numbers in, numbers out."""

from __future__ import annotations

import math

from gallery.base.models import Recipe

BOXES: dict[Recipe, tuple[int, int]] = {
    Recipe.SMALL: (320, 320),
    Recipe.LARGE: (512, 512),
    Recipe.SCREEN: (2560, 1600),
    Recipe.FULL: (65_500, 65_500),
}
"""The box each kind of picture fits into, upright. Full means every pixel, but libjpeg writes no longer sides."""

MILLION = 1_000_000
MAX_PIXELS = 300 * MILLION
"""Larger pictures are not decoded: 1.2 GB for a frame."""
MAX_FILE_BYTES = 512 << 20
"""Bytes; WebP, AVIF and HEIF are read whole by their decoders."""

SWAPPING_ORIENTATIONS = frozenset((5, 6, 7, 8))
"""EXIF orientations that swap width and height."""
_OVERSAMPLING = {Recipe.SMALL: 1.5, Recipe.LARGE: 1.5, Recipe.SCREEN: 0.9, Recipe.FULL: math.inf}
"""The decoder's scale leaves at least this many pixels per wanted one. With less than 1.5, Lanczos has too little to
work with; 2 would raise SSIM from .990 to .997, which the JPEG loss hides, for 19 % more time. For the screen the
half-scale decode is the picture, with nothing resampled after it: a fifth of the time, SSIM .994."""
_BYTES_PER_PIXEL = {"png": 8, "gif": 8, "bmp": 8, "tiff": 12, "heif": 12, "webp": 16, "avif": 16}
"""Canvas, frame, copy and picture: WebP and AVIF hold all four in full colour at once."""
_PROGRESSIVE_OVERSAMPLING = 1.25
"""The same for the 1/8 picture that the DC scans of a progressive file hold: the next scale costs six times as much."""


def oriented(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """The size after orientation."""
    return size[::-1] if orientation in SWAPPING_ORIENTATIONS else size


def fit_inside(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """The largest size of the same shape inside the box; never larger than it is, never less than a pixel."""
    if size[0] <= box[0] and size[1] <= box[1]:
        return size
    scale = min(box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def draft_denominator(long_side: int, target: int, recipe: Recipe) -> int:
    """The strongest of the JPEG decoder's scales, 1/8, 1/4, 1/2, that leaves enough for a picture of this size."""
    return next((d for d in (8, 4, 2) if long_side / d >= _OVERSAMPLING[recipe] * target), 1)


def scans_scale(long_side: int, target: int, recipe: Recipe) -> int | None:
    """The scale that the first scans of a progressive file are enough for: 8 by DC alone, 4 with one AC scan."""
    if recipe not in (Recipe.SMALL, Recipe.LARGE):
        return None
    if long_side / 8 >= _PROGRESSIVE_OVERSAMPLING * target:
        return 8
    return 4 if draft_denominator(long_side, target, recipe) == 4 else None


def preview_suffices(preview: tuple[int, int], photo: tuple[int, int], target: int) -> bool:
    """Whether a camera's preview shows all of the photo, and has enough pixels for a picture of this size.

    One larger than the photo is none, and nobody has counted the memory for it.
    """
    enough = _OVERSAMPLING[Recipe.SMALL] * target <= max(preview) <= max(photo)
    return enough and same_shape(preview, photo)


def memory_needed(kind: str, pixels: int, denominator: int, *, progressive: bool) -> int:
    """About how much memory a decoder takes for a picture: what it holds itself, and the frame it hands over."""
    if kind == "jpeg":
        return 8 * pixels // denominator**2 + (6 * pixels if progressive else 0)
    return _BYTES_PER_PIXEL[kind] * pixels


def rgb565(red: int, green: int, blue: int) -> int:
    """Five, six and five bits; never 0, which means "not known yet" on the wire."""
    return (red >> 3) << 11 | (green >> 2) << 5 | blue >> 3 or 1 << 5


def same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two sizes have one aspect, as far as the rounding of small pictures tells."""
    return abs(one[0] * other[1] - one[1] * other[0]) <= 0.02 * one[0] * other[1]
