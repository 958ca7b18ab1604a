"""The arithmetic of derived pictures: sizes, scales, memory, one colour. Pure. Sizes are (width, height) in pixels."""

from __future__ import annotations

import math

from gallery.base.models import GRID_RECIPES, Recipe

MILLION = 1_000_000
MAX_SIDE = MILLION
"""Pictures with a longer side are not decoded: each row of a canvas takes 12 to 16 bytes beside its pixels, of which
the estimates of memory know nothing. A picture of 1 x 300 million pixels took 18 GB."""
BOXES: dict[Recipe, tuple[int, int]] = {
    Recipe.SMALL: (320, 320),
    Recipe.LARGE: (512, 512),
    Recipe.FINE: (1024, 1024),
    Recipe.SCREEN: (2560, 1600),
    Recipe.FULL: (65_500, 65_500),
    Recipe.TILES: (MAX_SIDE, MAX_SIDE),
}
"""The largest size of each derived picture, upright. Full means every pixel, but libjpeg writes no longer
sides; tiles, too, without that limit.

320, 512 and 1024 are known by these numbers to the page (thumbnailSize in aspects.js) and in addresses
(web/media.py), too. The last has exceptions: `target_size`.
"""
_FINE_SHORT, _FINE_LONG = 512, 4096
"""A fine thumbnail has at least so many pixels along its short side, as the grid cuts a panorama to the height of a
row; unless its long side had more than the other number then."""

MAX_PIXELS = 300 * MILLION
"""Nor are pictures with more pixels: their frame would take more than 1.2 GB."""
_MAX_SLOW_PIXELS = {"qoi": 50 * MILLION}
"""Of formats that are decoded pixel by pixel in Python: QOI takes up to 0.36 µs for each, of 20 s and more."""
MAX_FILE_BYTES = 512 << 20
"""No picture is made of longer files; WebP, AVIF and HEIF are read whole by their decoders."""

SWAPPING_ORIENTATIONS = frozenset((5, 6, 7, 8))
"""EXIF orientations that swap width and height (EXIF 3.0, 4.6.5.1.6)."""
_OVERSAMPLING = {Recipe.SMALL: 1.5, Recipe.LARGE: 1.5, Recipe.FINE: 0.9, Recipe.SCREEN: 0.9,
                 Recipe.FULL: math.inf, Recipe.TILES: math.inf}  # fmt: skip
"""The scale of the JPEG decoder leaves at least this many pixels for each pixel of the result, along a side.

With less than 1.5, Lanczos has too little to work with; 2 would raise SSIM from .990 to .997, which the JPEG loss
hides, for 19 % more time. For the screen the half-scale decode is the picture, with nothing resampled after it: a fifth
of the time, SSIM .994; for a fine thumbnail a quarter-scale one may be, which halves the time (1000 of 4000 pixels).
"""
_BYTES_PER_PIXEL = {
    "png": 8, "gif": 8, "bmp": 8, "tiff": 12, "heif": 12, "webp": 16, "avif": 16,
    "psd": 18, "pnm": 12, "tga": 26, "icns": 24, "ico": 16, "qoi": 20, "dds": 16, "pcx": 16, "jxl": 16,
}  # fmt: skip
"""Memory of a decoder: canvas, frame, copy and picture. WebP and AVIF hold all four in full colour at once. Measured
with 12 megapixels, of the kind that takes most (packed, cut, with alpha): psd 17 of grey with alpha, pnm 9, tga 26,
qoi 19, dds 13, pcx 15 of one plane."""
_COPIES = {"tiff": 5, "psd": 5, "pnm": 5, "pcx": 8, "jxl": 3}
"""These take so many times the bytes of their pixels, if that is more: one strip of floats is held packed, unpacked, by
channels and as planes. Measured, in bytes for a pixel: TIFF 51 to 59 of 12, 20 of 4 or 6, 10 of 3; Photoshop 10 of 3,
56 of 16, zipped 20 of 3; PCX 16 of 3, cut 23 of 3 and 30 of 4.
JPEG XL has four bytes a sample: 10 to 25 of 12, 21 to 46 of 16."""
_PROGRESSIVE_OVERSAMPLING = 1.25
"""Oversampling of the 1/8 picture from the DC scans of a progressive JPEG: the next scale costs six times as much."""


def max_pixels(kind: str) -> int:
    """Return how many pixels a picture of a format may have."""
    return _MAX_SLOW_PIXELS.get(kind, MAX_PIXELS)


def oriented(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Return a size after EXIF orientation."""
    return size[::-1] if orientation in SWAPPING_ORIENTATIONS else size


def is_decodable(size: tuple[int, int]) -> bool:
    """Return whether pictures of this size are decoded."""
    return min(size) > 0 and max(size) <= MAX_SIDE and size[0] * size[1] <= MAX_PIXELS


def fit_inside(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size of the same shape inside the box: never larger than `size`, never less than a pixel."""
    if size[0] <= box[0] and size[1] <= box[1]:
        return size
    scale = min(box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def target_size(size: tuple[int, int], recipe: Recipe) -> tuple[int, int]:
    """Return the size of a derived picture of a picture of this size, both upright."""
    box = BOXES[recipe]
    if recipe is Recipe.FINE:
        side = _FINE_SHORT * max(size) // min(size)
        box = (max(box[0], min(side, _FINE_LONG)),) * 2
    return fit_inside(size, box)


def draft_denominator(long_side: int, target: int, recipe: Recipe) -> int:
    """Return the denominator of the smallest scale of the JPEG decoder (1/8, 1/4, 1/2, 1) that suffices.

    Args:
        long_side: Pixels of the original.
        target: Pixels of the long side of the result.
        recipe: Which derived picture.
    """
    return next((d for d in (8, 4, 2) if long_side / d >= _OVERSAMPLING[recipe] * target), 1)


def scans_scale(long_side: int, target: int, recipe: Recipe) -> int | None:
    """Return the denominator of the scale for which the first scans of a progressive JPEG suffice, None for the rest.

    8 with the DC scans alone, 4 with one AC scan. Arguments as in `draft_denominator`.
    """
    if recipe not in GRID_RECIPES:
        return None
    if long_side / 8 >= _PROGRESSIVE_OVERSAMPLING * target:
        return 8
    return 4 if draft_denominator(long_side, target, recipe) == 4 else None


def reduction(long_side: int, target: int, recipe: Recipe, levels: int) -> int:
    """Return how often a JPEG 2000 may be halved while it is decoded.

    Args:
        long_side: Pixels of the original.
        target: Pixels of the long side of the result.
        recipe: Which derived picture.
        levels: How often it can be halved.
    """
    halvings = (count for count in range(levels, 0, -1) if long_side >> count >= _OVERSAMPLING[recipe] * target)
    return next(halvings, 0)


def preview_suffices(preview: tuple[int, int], photo: tuple[int, int], target: int) -> bool:
    """Return whether the preview of a camera shows all of the photo, and has enough pixels.

    One larger than the photo is no preview of it, and its memory would not have been counted.

    Args:
        preview: Its size.
        photo: The size of the photo, before orientation as well.
        target: Pixels of the long side of the result.
    """
    enough = _OVERSAMPLING[Recipe.SMALL] * target <= max(preview) <= max(photo)
    return enough and same_shape(preview, photo)


def suffices(picture: tuple[int, int], photo: tuple[int, int], target: int, recipe: Recipe) -> bool:
    """Return whether a camera's picture of a photo will do for a derived one; for every pixel none but the largest.

    Args:
        picture: Its size.
        photo: The size of the photo, before orientation as well.
        target: Pixels of the long side of the result.
        recipe: Which derived picture.
    """
    return max(picture) >= _OVERSAMPLING[recipe] * target and same_shape(picture, photo)


def memory_needed(kind: str, pixels: int, denominator: int, *, progressive: bool, stored_bits: int = 24) -> int:
    """Estimate the bytes that a decoder takes: what it holds itself, and the frame that it returns.

    Args:
        kind: The format.
        pixels: Pixels of the original.
        denominator: Of the decoder's scale; counts for JPEG and JPEG 2000 only.
        progressive: Whether a JPEG is: then all coefficients are held.
        stored_bits: Bits of a pixel in the file; counts for TIFF, Photoshop, PCX, PFM, JPEG XL and JPEG 2000. OpenJPEG
            takes 8 bytes for a sample of 8 bits (measured: 6, 20 and 25 bytes a pixel of 1, 3 and 4 components).
    """
    if kind == "jpeg":
        return 8 * pixels // denominator**2 + (6 * pixels if progressive else 0)
    if kind == "jp2":
        return (stored_bits + 8) * pixels // denominator**2
    return max(_BYTES_PER_PIXEL[kind], _COPIES.get(kind, 0) * stored_bits // 8) * pixels


def ground_square(size: tuple[int, int]) -> int:
    """Return the side of the squares on which the clear parts of a picture lie: a share of it, so that nothing jumps.

    The page draws the same behind what moves (groundSquare in zoom.js).
    """
    return max(4, (max(size) + 20) // 40)


def rgb565(red: int, green: int, blue: int) -> int:
    """Pack a colour into five, six and five bits; never 0, which means "not known yet" in the timeline."""
    return (red >> 3) << 11 | (green >> 2) << 5 | blue >> 3 or 1 << 5


def same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two sizes have one aspect ratio, but for the rounding of small pictures."""
    return abs(one[0] * other[1] - one[1] * other[0]) <= 0.02 * one[0] * other[1]
